import { useQuery } from '@tanstack/react-query';
import { Button, Card, Checkbox, Flex, Grid, Segmented, Select, Typography } from 'antd';
import { get } from '../../api/client.ts';
import { useList } from '../../api/lists.ts';
import type { Wait, WaitFigures } from '../../api/types.ts';
import { More } from '../../components/more.tsx';
import { WaitSentence } from '../../components/wait/sentence.tsx';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing, PageLoading } from '../../layout/states.tsx';
import { useMe } from '../../session/session.ts';
import { UnstickButtons } from './actions.tsx';
import { useFilters } from './filters.ts';
import { Groups } from './groups.tsx';
import { HeatStrip } from './heat-strip.tsx';
import { stuckTexts } from './texts.ts';
import { WaitTable } from './wait-table.tsx';

/** Every open wait of the company, money times age first: what hangs where, with whom, and what to do about it. */
export function Page() {
  const t = useTexts(stuckTexts);
  const { roles } = useMe();
  const { filters, change } = useFilters();
  const isWide = Grid.useBreakpoint().md ?? true;
  const scope = filters.scope ?? (roles.includes('sales') && roles.length === 1 ? 'mine' : 'all');
  const asked = { ...filters, scope };
  const { sort: _order, ...counted } = asked;
  const list = useList<Wait>('/waits', asked);
  const figures = useQuery({
    queryKey: ['/waits/summary', counted],
    queryFn: () => get<WaitFigures>('/waits/summary', counted),
  });
  const scopes = roles.includes('manager') ? (['all', 'team', 'mine'] as const) : (['all', 'mine'] as const);
  if (list.isError) return <FailureNote error={list.error} retry={() => void list.refetch()} />;
  const narrowed = Object.keys(filters).some((name) => !['scope', 'sort'].includes(name));
  return (
    <>
      <Flex justify="space-between" align="baseline" wrap gap={12}>
        <div>
          <h1 className="page-title">{t.title}</h1>
          <Typography.Text type="secondary">{t.lead}</Typography.Text>
        </div>
        <Flex gap={8} wrap align="center">
          {narrowed && (
            <Button
              size="small"
              type="link"
              onClick={() =>
                change({ overdue: '', kind: '', stage: '', action: '', holder: '', team: '', customer: '' })
              }
            >
              {t.clear}
            </Button>
          )}
          <Checkbox
            checked={filters.overdue === 'true'}
            onChange={({ target }) => change({ overdue: target.checked ? 'true' : '' })}
          >
            {t.overdueOnly}
          </Checkbox>
          <Segmented
            size="small"
            value={scope}
            onChange={(next) => change({ scope: next })}
            options={scopes.map((value) => ({ value, label: t[value] }))}
          />
          <Select
            size="small"
            aria-label={t.sortValue}
            value={filters.sort ?? 'value'}
            onChange={(sort) => change({ sort })}
            options={[
              { value: 'value', label: t.sortValue },
              { value: 'age', label: t.sortAge },
              { value: 'due', label: t.sortDue },
            ]}
          />
        </Flex>
      </Flex>
      {figures.data && (
        <>
          <HeatStrip figures={figures.data} filters={filters} change={change} />
          <Groups figures={figures.data} filters={filters} change={change} />
        </>
      )}
      <Card size="small" styles={{ body: { padding: 0 } }} style={{ marginTop: 16 }}>
        {list.isPending ? (
          <PageLoading />
        ) : list.items.length === 0 ? (
          <Nothing>{t.nothing}</Nothing>
        ) : isWide ? (
          <WaitTable waits={list.items} />
        ) : (
          list.items.map((wait) => (
            <div key={wait.id} className="row">
              <WaitSentence wait={wait} />
              <UnstickButtons wait={wait} />
            </div>
          ))
        )}
      </Card>
      <More list={list} />
    </>
  );
}
