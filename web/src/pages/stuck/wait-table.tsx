import { Table, type TableColumnsType, Typography } from 'antd';
import { Link } from 'react-router';
import type { Wait } from '../../api/types.ts';
import { Amount } from '../../components/amount.tsx';
import { pathOf } from '../../components/links.ts';
import { AgeChip, Moment } from '../../components/moment.tsx';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { UnstickButtons } from './actions.tsx';
import { stuckTexts } from './texts.ts';

/** Waits as rows; a row opens to its sentence. */
export function WaitTable({ waits }: { waits: readonly Wait[] }) {
  const t = useTexts(stuckTexts);
  const locale = useLocale();
  const columns: TableColumnsType<Wait> = [
    {
      title: t.what,
      key: 'what',
      render: (_, { label, process, subject }) => (
        <div style={{ minWidth: 180 }}>
          <Link to={pathOf(process)}>{subject.title || process.title}</Link>
          <br />
          <Typography.Text type="secondary" style={{ fontSize: 12 }}>
            {label[locale]} · {subject.customer?.name ?? subject.number}
          </Typography.Text>
        </div>
      ),
    },
    { title: t.who, key: 'who', render: (_, { holder }) => <span className="nowrap">{holder.name}</span> },
    { title: t.money, key: 'money', align: 'right', render: (_, { subject }) => <Amount of={subject.amount} /> },
    {
      title: t.since,
      key: 'since',
      render: (_, { openedAt, overdue }) => <AgeChip since={openedAt} overdue={overdue} />,
    },
    { title: t.due, key: 'due', render: (_, { dueAt }) => <Moment at={dueAt} /> },
    {
      title: t.next,
      key: 'next',
      render: (_, { next }) =>
        next ? (
          <>
            {next.label[locale]}
            <br />
            <Typography.Text type="secondary" style={{ fontSize: 12 }}>
              <Moment at={next.at} />
            </Typography.Text>
          </>
        ) : (
          '–'
        ),
    },
    { title: t.act, key: 'act', render: (_, wait) => <UnstickButtons wait={wait} /> },
  ];
  return (
    <Table<Wait>
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={[...waits]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      expandable={{ expandedRowRender: (wait) => wait.sentence[locale] }}
    />
  );
}
