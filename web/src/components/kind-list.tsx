import { Card, Flex, Input, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useList } from '../api/lists.ts';
import type { Process } from '../api/types.ts';
import { useTexts } from '../i18n/locale.ts';
import { FailureNote } from '../layout/states.tsx';
import { More } from './more.tsx';
import { ProcessTable } from './process-table.tsx';
import { commonTexts } from './texts.ts';

const states = ['open', 'closed', 'all'] as const;
type State = (typeof states)[number];

interface Props {
  readonly title: string;
  /** Where the API lists the kind. */
  readonly path: string;
  /** Names in the address that belong to the page around the list. */
  readonly own?: readonly string[];
  readonly children?: ReactNode;
}

/** All processes of a kind that the reader may see, with the filters every list has. */
export function KindList({ title, path, own = [], children }: Props) {
  const t = useTexts(commonTexts);
  const [search, setSearch] = useSearchParams();
  const state = (states.find((one) => one === search.get('status')) ?? 'open') satisfies State;
  const filters = Object.fromEntries([...search].filter(([name]) => name !== 'status' && !own.includes(name)));
  const list = useList<Process>(path, { ...filters, ...(state === 'all' ? {} : { status: state }) });
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next, { replace: true });
  };
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap={12} style={{ marginBottom: 12 }}>
        <h1 className="page-title">{title}</h1>
        <Flex gap={8} wrap>
          <Input.Search
            aria-label={t.search}
            placeholder={t.search}
            allowClear
            defaultValue={search.get('q') ?? ''}
            onSearch={(q) => change('q', q)}
            style={{ width: 220 }}
          />
          <Segmented<State>
            value={state}
            onChange={(next) => change('status', next)}
            options={states.map((value) => ({ value, label: t[value] }))}
          />
        </Flex>
      </Flex>
      {children}
      {list.isError ? (
        <FailureNote error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Card size="small" styles={{ body: { padding: 0 } }}>
          <ProcessTable processes={list.items} loading={list.isPending} />
          <More list={list} />
        </Card>
      )}
    </>
  );
}
