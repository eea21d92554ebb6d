import { PlusOutlined } from '@ant-design/icons';
import { Button, Flex, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { NewDeal } from '../../components/deal/new-deal.tsx';
import { dealTexts } from '../../components/deal/texts.ts';
import { PersonSelect } from '../../components/person-select.tsx';
import { useVariants } from '../../components/variants.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { PageLoading } from '../../layout/states.tsx';
import { Board } from './board.tsx';
import { DealTable } from './deal-table.tsx';
import { type OrderName, orders, useBoardFilters } from './filters.ts';
import { SavedFilters } from './saved-filters.tsx';
import { pipelineTexts } from './texts.ts';

/** All open deals of one pipeline, as a board to move them on or as a table. */
export function Page() {
  const t = useTexts(pipelineTexts);
  const words = useTexts(dealTexts);
  const locale = useLocale();
  const { filters, change, address, go } = useBoardFilters();
  const [opening, setOpening] = useState(false);
  const pipelines = useVariants().filter(({ kind }) => kind === 'opportunity');
  const pipeline =
    pipelines.find(({ id }) => id === filters.pipeline) ?? pipelines.toSorted((a, b) => a.priority - b.priority)[0];
  if (!pipeline) return <PageLoading />;
  const asked = { owner: filters.owner, q: filters.q, sort: orders[filters.order] };
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap={12} style={{ marginBottom: 12 }}>
        <h1 className="page-title">{t.title}</h1>
        <Flex gap={8} wrap align="center">
          <Select
            aria-label={t.pipeline}
            value={pipeline.id}
            onChange={(id) => change({ pipeline: id })}
            options={pipelines.map(({ id, title }) => ({ value: id, label: title[locale] }))}
            style={{ minWidth: 130 }}
          />
          <div style={{ width: 160 }}>
            <PersonSelect
              allowClear
              placeholder={t.everybody}
              value={filters.owner}
              onChange={(owner) => change({ owner })}
            />
          </div>
          <Input.Search
            aria-label={t.search}
            placeholder={t.search}
            allowClear
            defaultValue={filters.q}
            onSearch={(q) => change({ q })}
            style={{ width: 200 }}
          />
          <Select<OrderName>
            aria-label={t.sort}
            value={filters.order}
            onChange={(order) => change({ order })}
            options={(Object.keys(orders) as OrderName[]).map((value) => ({ value, label: t[value] }))}
          />
          <Segmented<'board' | 'table'>
            value={filters.view}
            onChange={(view) => change({ view })}
            options={[
              { value: 'board', label: t.board },
              { value: 'table', label: t.table },
            ]}
          />
          <SavedFilters address={address} go={go} />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpening(true)}>
            {words.newDeal}
          </Button>
        </Flex>
      </Flex>
      {filters.view === 'board' ? (
        <Board pipeline={pipeline} asked={asked} />
      ) : (
        <DealTable pipeline={pipeline} asked={asked} />
      )}
      {opening && <NewDeal close={() => setOpening(false)} />}
    </>
  );
}
