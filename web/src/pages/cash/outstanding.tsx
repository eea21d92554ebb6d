import { Card, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { ReceivablePage } from '../../../../api/contracts/receivables.ts';
import { useList } from '../../api/lists.ts';
import { Amount } from '../../components/amount.tsx';
import { More } from '../../components/more.tsx';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing } from '../../layout/states.tsx';
import { cashTexts } from './texts.ts';

type Receivable = z.output<typeof ReceivablePage>['items'][number];

interface Props {
  readonly bucket: string | undefined;
  readonly from: string | undefined;
  readonly until: string | undefined;
}

/** Every instalment with something left to pay, the first due first. */
export function Outstanding(filters: Props) {
  const t = useTexts(cashTexts);
  const list = useList<Receivable>('/receivables', { ...filters });
  if (list.isError) return <FailureNote error={list.error} retry={() => void list.refetch()} />;
  const columns: TableColumnsType<Receivable> = [
    {
      title: t.instalment,
      key: 'label',
      render: (_, { plan, label, number }) => (
        <>
          <Link to={`/processes/${plan.id}`}>{`${plan.title} · ${label}`}</Link>
          <div className="quiet">{number}</div>
        </>
      ),
    },
    {
      title: t.customer,
      key: 'customer',
      render: (_, { customer }) => <Link to={`/customers/${customer.id}`}>{customer.name}</Link>,
    },
    { title: t.dueOn, key: 'due', render: (_, { dueOn }) => <span className="nowrap">{dueOn ?? t.undated}</span> },
    {
      title: t.daysLate,
      key: 'late',
      render: (_, { daysLate }) =>
        daysLate !== null && daysLate > 0 ? <span className="chip chip-late">{t.days(daysLate)}</span> : '–',
    },
    {
      title: t.outstanding,
      key: 'outstanding',
      align: 'right',
      render: (_, { outstanding }) => <Amount of={outstanding} />,
    },
    { title: t.amount, key: 'amount', align: 'right', render: (_, { amount }) => <Amount of={amount} /> },
    { title: t.owner, key: 'owner', render: (_, { owner }) => owner.name },
  ];
  return (
    <Card size="small" styles={{ body: { padding: 0 } }}>
      <Table<Receivable>
        size="small"
        rowKey={({ plan, instalmentId }) => `${plan.id}/${instalmentId}`}
        loading={list.isPending}
        columns={columns}
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing>{t.nothing}</Nothing> }}
      />
      <More list={list} />
    </Card>
  );
}
