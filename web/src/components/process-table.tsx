import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { Process } from '../api/types.ts';
import { useTexts } from '../i18n/locale.ts';
import { Nothing } from '../layout/states.tsx';
import { Amount } from './amount.tsx';
import { pathOf } from './links.ts';
import { AgeChip, Moment } from './moment.tsx';
import { processTexts } from './process/texts.ts';
import { commonTexts } from './texts.ts';
import { useStageTitle } from './variants.ts';

interface Props {
  readonly processes: readonly Process[];
  readonly loading: boolean;
}

/** Processes of any kind as rows: where each stands, whom it waits for, and what happens next. */
export function ProcessTable({ processes, loading }: Props) {
  const t = useTexts(processTexts);
  const words = useTexts(commonTexts);
  const titleOf = useStageTitle();
  const columns: TableColumnsType<Process> = [
    {
      title: words.title,
      key: 'title',
      render: (_, one) => (
        <div style={{ minWidth: 160 }}>
          <Link to={pathOf(one)}>{one.title}</Link>
          <div className="quiet">{one.id}</div>
        </div>
      ),
    },
    { title: t.customer, key: 'customer', render: (_, { customer }) => customer?.name ?? '–' },
    { title: t.amount, key: 'amount', align: 'right', render: (_, { amount }) => <Amount of={amount} /> },
    {
      title: t.stage,
      key: 'stage',
      render: (_, { kind, stage, outcome, variant, status }) => (
        <span className={status === 'open' ? 'chip chip-good' : 'chip'}>
          {titleOf(kind, outcome ?? stage, variant)}
        </span>
      ),
    },
    { title: t.owner, key: 'owner', render: (_, { owner }) => <span className="nowrap">{owner.name}</span> },
    {
      title: words.waitsFor,
      key: 'waits',
      render: (_, { waitsFor }) =>
        waitsFor.slice(0, 3).map((wait) => (
          <div key={wait.id} className="nowrap">
            {wait.holder.name}{' '}
            <AgeChip since={wait.openedAt} overdue={wait.dueAt !== null && Date.parse(wait.dueAt) < Date.now()} />
          </div>
        )),
    },
    { title: words.nextAt, key: 'next', render: (_, { nextAt }) => <Moment at={nextAt} /> },
  ];
  return (
    <Table<Process>
      size="small"
      rowKey="id"
      loading={loading}
      columns={columns}
      dataSource={[...processes]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Nothing>{words.nothing}</Nothing> }}
    />
  );
}
