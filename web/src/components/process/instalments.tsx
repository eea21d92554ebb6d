import { Table, type TableColumnsType } from 'antd';
import { subtract } from '../../../../domain/money.ts';
import type { Instalment, PaymentPlanState } from '../../../../domain/payment-plan/model.ts';
import type { ProcessDetail } from '../../api/types.ts';
import { useTexts } from '../../i18n/locale.ts';
import { Nothing } from '../../layout/states.tsx';
import { Amount } from '../amount.tsx';
import { processTexts } from './texts.ts';

/** A payment plan: what is due when, what has come in. */
export function Instalments({ process }: { process: ProcessDetail }) {
  const t = useTexts(processTexts);
  const { instalments, receipts, credit } = process.state as PaymentPlanState;
  const statusOf = ({ paidAt, cancelledAt, dueAt }: Instalment): { word: string; chip: string } => {
    if (paidAt !== null) return { word: t.paid, chip: 'chip chip-good' };
    if (cancelledAt !== null) return { word: t.givenUp, chip: 'chip' };
    return dueAt !== null && dueAt < Date.now()
      ? { word: t.late, chip: 'chip chip-late' }
      : { word: t.notDue, chip: 'chip' };
  };
  const columns: TableColumnsType<Instalment> = [
    { title: t.instalments, key: 'label', render: (_, { number, label }) => `${number}. ${label}` },
    { title: t.dueOn, key: 'due', render: (_, { dueOn }) => <span className="nowrap">{dueOn ?? t.noDue}</span> },
    { title: t.amount, key: 'amount', align: 'right', render: (_, { amount }) => <Amount of={amount} /> },
    { title: t.received, key: 'received', align: 'right', render: (_, { received }) => <Amount of={received} /> },
    {
      title: t.outstanding,
      key: 'open',
      align: 'right',
      render: (_, { amount, received, difference }) => <Amount of={subtract(subtract(amount, received), difference)} />,
    },
    {
      title: t.stage,
      key: 'status',
      render: (_, instalment) => {
        const { word, chip } = statusOf(instalment);
        return <span className={chip}>{word}</span>;
      },
    },
  ];
  return (
    <>
      <Table<Instalment>
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={[...instalments]}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
      <h2 className="section-title" style={{ marginTop: 16 }}>
        {t.receipts}
      </h2>
      {receipts.length === 0 && <Nothing>{t.noReceipts}</Nothing>}
      <ul className="plain-list">
        {receipts.map(({ bankReference, amount, receivedOn, payer }) => (
          <li key={bankReference}>
            {receivedOn} <Amount of={amount} /> · {bankReference} {payer && `· ${payer}`}
          </li>
        ))}
        {credit.minor > 0 && (
          <li>
            {t.credit} <Amount of={credit} />
          </li>
        )}
      </ul>
    </>
  );
}
