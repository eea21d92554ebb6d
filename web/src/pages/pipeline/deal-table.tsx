import { Card, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { useList } from '../../api/lists.ts';
import type { Process, Variant } from '../../api/types.ts';
import { Amount } from '../../components/amount.tsx';
import { pathOf } from '../../components/links.ts';
import { AgeChip, Moment } from '../../components/moment.tsx';
import { More } from '../../components/more.tsx';
import { useStageTitle } from '../../components/variants.ts';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing } from '../../layout/states.tsx';
import type { Asked } from './board.tsx';
import { pipelineTexts } from './texts.ts';

/** The same deals as rows. */
export function DealTable({ pipeline, asked }: { pipeline: Variant; asked: Asked }) {
  const t = useTexts(pipelineTexts);
  const titleOf = useStageTitle();
  const list = useList<Process>('/opportunities', { ...asked, status: 'open', variant: pipeline.id });
  if (list.isError) return <FailureNote error={list.error} retry={() => void list.refetch()} />;
  const columns: TableColumnsType<Process> = [
    { title: t.title, key: 'title', render: (_, deal) => <Link to={pathOf(deal)}>{deal.title}</Link> },
    { title: t.stage, key: 'stage', render: (_, { kind, stage, variant }) => titleOf(kind, stage, variant) },
    { title: t.customer, key: 'customer', render: (_, { customer }) => customer?.name ?? '–' },
    { title: t.amount, key: 'amount', align: 'right', render: (_, { amount }) => <Amount of={amount} /> },
    { title: t.owner, key: 'owner', render: (_, { owner }) => owner.name },
    {
      title: t.waitsFor,
      key: 'wait',
      render: (_, { waitsFor: [wait] }) =>
        wait && (
          <>
            {wait.holder.name}{' '}
            <AgeChip since={wait.openedAt} overdue={wait.dueAt !== null && Date.parse(wait.dueAt) < Date.now()} />
          </>
        ),
    },
    { title: t.next, key: 'next', render: (_, { nextAt }) => <Moment at={nextAt} /> },
    { title: t.changed, key: 'changed', render: (_, { updatedAt }) => <Moment at={updatedAt} /> },
  ];
  return (
    <Card size="small" styles={{ body: { padding: 0 } }}>
      <Table<Process>
        size="small"
        rowKey="id"
        loading={list.isPending}
        columns={columns}
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing>{t.emptyTable}</Nothing> }}
      />
      <More list={list} />
    </Card>
  );
}
