import { Table, type TableColumnsType } from 'antd';
import { useList } from '../../api/lists.ts';
import type { Mail } from '../../api/types.ts';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing } from '../../layout/states.tsx';
import { Moment } from '../moment.tsx';
import { More } from '../more.tsx';
import { processTexts } from './texts.ts';

const chips: Readonly<Record<string, string>> = { sent: 'chip chip-good', failed: 'chip chip-late' };

/** What was written to whom about a process, and whether it left. */
export function Mails({ id }: { id: string }) {
  const t = useTexts(processTexts);
  const list = useList<Mail>(`/processes/${encodeURIComponent(id)}/mails`);
  if (list.isError) return <FailureNote error={list.error} retry={() => void list.refetch()} />;
  const columns: TableColumnsType<Mail> = [
    { title: t.day, key: 'at', render: (_, mail) => <Moment at={mail.sentAt ?? mail.createdAt} /> },
    { title: t.mails, key: 'subject', render: (_, mail) => mail.subject ?? mail.notice },
    { title: t.payer, key: 'to', render: (_, mail) => mail.recipient ?? '–' },
    {
      title: t.stage,
      key: 'status',
      render: (_, { status, dropReason, lastError }) => (
        <span className={chips[status] ?? 'chip'} title={dropReason ?? lastError ?? undefined}>
          {Object.hasOwn(t, status) ? t[status as 'sent'] : status}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table<Mail>
        size="small"
        rowKey="key"
        loading={list.isPending}
        columns={columns}
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing>{t.noMails}</Nothing> }}
      />
      <More list={list} />
    </>
  );
}
