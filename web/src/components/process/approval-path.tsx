import { Table, type TableColumnsType, Typography } from 'antd';
import type { ApprovalState, Task } from '../../../../domain/approval/model.ts';
import { apiUrl } from '../../api/client.ts';
import type { ProcessDetail } from '../../api/types.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { AgeChip, Moment } from '../moment.tsx';
import { usePersonName } from '../person-name.ts';
import { taskTexts } from './task-texts.ts';
import { processTexts } from './texts.ts';

/** The document of an approval and everybody who is or was asked about it, round by round. */
export function ApprovalPath({ process }: { process: ProcessDetail }) {
  const t = useTexts(processTexts);
  const words = useTexts(taskTexts);
  const locale = useLocale();
  const { document, tasks, nodes, round } = process.state as ApprovalState;
  const nameOf = usePersonName(tasks.map(({ holder }) => holder));
  const titleOf = (name: string) => nodes.find((node) => node.name === name)?.title[locale] ?? name;
  const columns: TableColumnsType<Task> = [
    {
      title: t.stage,
      key: 'node',
      render: (_, task) => (
        <>
          {titleOf(task.node)}
          {task.round < round && <span className="quiet"> {t.round(task.round)}</span>}
        </>
      ),
    },
    { title: t.owner, key: 'holder', render: (_, { holder }) => nameOf(holder) },
    {
      title: words.status,
      key: 'status',
      render: (_, { status, openedAt }) => (
        <>
          <span className={status === 'ACTIVE' ? 'chip chip-soon' : status === 'APPROVED' ? 'chip chip-good' : 'chip'}>
            {words[status]}
          </span>{' '}
          {status === 'ACTIVE' && openedAt !== null && <AgeChip since={openedAt} />}
        </>
      ),
    },
    { title: words.decidedAt, key: 'at', render: (_, { decidedAt }) => <Moment at={decidedAt} /> },
    { title: words.comment, key: 'comment', render: (_, { comment }) => comment ?? '' },
  ];
  return (
    <>
      <Typography.Paragraph>
        {t.document}
        {locale === 'en' ? ': ' : '：'}
        <a href={apiUrl(`/documents/${encodeURIComponent(document.id)}`)} download>
          {`${document.number} v${document.version}`}
        </a>{' '}
        <span className="quiet ellipsis">{`SHA-256 ${document.sha256.slice(0, 16)}…`}</span>
      </Typography.Paragraph>
      <Table<Task>
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={[...tasks]}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </>
  );
}
