import { useQuery } from '@tanstack/react-query';
import { Form, Input, Typography } from 'antd';
import { get, post } from '../../api/client.ts';
import { resourceOf, useChange } from '../../api/commands.ts';
import type { CommandOutcome, ProcessDetail } from '../../api/types.ts';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, PageLoading } from '../../layout/states.tsx';
import type { AnswerProps } from './answer-props.ts';
import { FormEnd } from './form-end.tsx';
import { waitTexts } from './texts.ts';

/** Tries a failed step again, or lets its process go on without it. */
export function RepairForm({ wait, close, how }: AnswerProps & { how: 'retry' | 'abandon' }) {
  const t = useTexts(waitTexts);
  const settle = useChange(
    ({ key, reason }: { key: string; reason?: string }) =>
      post<CommandOutcome>(
        `/processes/${encodeURIComponent(wait.process.id)}/steps/${encodeURIComponent(key)}/${how}`,
        {
          commandId: crypto.randomUUID(),
          ...(how === 'abandon' ? { reason } : {}),
        },
      ),
    { quiet: true },
  );
  const { data, error, refetch } = useQuery({
    queryKey: ['process', wait.process.id],
    queryFn: () => get<ProcessDetail>(resourceOf(wait.process)),
  });
  if (error) return <FailureNote error={error} retry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  const failure = data.failures.find(({ key }) => wait.key.endsWith(key)) ?? data.failures[0];
  if (!failure) return null;
  return (
    <Form<{ reason?: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason }) =>
        settle.mutate({ key: failure.key, ...(reason ? { reason } : {}) }, { onSuccess: close })
      }
    >
      <Typography.Paragraph type="secondary">
        {failure.what}: {failure.cause}
      </Typography.Paragraph>
      {how === 'abandon' && (
        <Form.Item
          name="reason"
          label={t.reason}
          rules={[{ required: true, whitespace: true, message: t.reasonMissing }]}
        >
          <Input maxLength={1_000} autoFocus />
        </Form.Item>
      )}
      <FormEnd submit={t[how]} sending={settle.isPending} failure={settle.error} close={close} />
    </Form>
  );
}
