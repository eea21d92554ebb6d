import { useQuery } from '@tanstack/react-query';
import { Form, Input, Typography } from 'antd';
import type { DocumentRef } from '../../../../domain/deal.ts';
import { apiUrl, get } from '../../api/client.ts';
import { resourceOf, useCommand } from '../../api/commands.ts';
import type { ProcessDetail } from '../../api/types.ts';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, PageLoading } from '../../layout/states.tsx';
import type { AnswerProps } from './answer-props.ts';
import { FormEnd } from './form-end.tsx';
import { waitTexts } from './texts.ts';

/** Approves or rejects exactly the version of the document that is named here. */
export function DecisionForm({ wait, close, decision }: AnswerProps & { decision: 'approve' | 'reject' }) {
  const t = useTexts(waitTexts);
  const command = useCommand(wait.process, { quiet: true });
  const { data, error, refetch } = useQuery({
    queryKey: ['process', wait.process.id],
    queryFn: () => get<ProcessDetail>(resourceOf(wait.process)),
  });
  if (error) return <FailureNote error={error} retry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  const { document } = data.state as { readonly document: DocumentRef };
  const decide = ({ comment }: { comment?: string }) => {
    const said = comment?.trim() ? { comment: comment.trim() } : {};
    command.mutate({ type: decision, taskId: wait.key, documentHash: document.sha256, ...said }, { onSuccess: close });
  };
  const isRejection = decision === 'reject';
  return (
    <Form layout="vertical" onFinish={decide} requiredMark={false}>
      <Typography.Paragraph>
        {document.number} · {t.version(document.version)} ·{' '}
        <a href={apiUrl(`/documents/${encodeURIComponent(document.id)}`)} download>
          {t.read}
        </a>
      </Typography.Paragraph>
      <Form.Item
        name="comment"
        label={isRejection ? t.rejectWhy : `${t.comment} (${t.optional})`}
        rules={isRejection ? [{ required: true, whitespace: true, message: t.commentMissing }] : []}
      >
        <Input.TextArea rows={2} maxLength={2_000} autoFocus />
      </Form.Item>
      <FormEnd
        submit={isRejection ? t.reject : t.approve}
        danger={isRejection}
        sending={command.isPending}
        failure={command.error}
        close={close}
      />
    </Form>
  );
}
