import { Form, Input } from 'antd';
import { useCommand } from '../../api/commands.ts';
import { useTexts } from '../../i18n/locale.ts';
import { PersonSelect } from '../person-select.tsx';
import type { AnswerProps } from './answer-props.ts';
import { FormEnd } from './form-end.tsx';
import { waitTexts } from './texts.ts';

/** Hands a decision to somebody else. */
export function TransferForm({ wait, close }: AnswerProps) {
  const t = useTexts(waitTexts);
  const command = useCommand(wait.process, { quiet: true });
  const transfer = ({ to, comment }: { to: string; comment?: string }) => {
    const said = comment?.trim() ? { comment: comment.trim() } : {};
    command.mutate({ type: 'transfer', taskId: wait.key, to, ...said }, { onSuccess: close });
  };
  return (
    <Form layout="vertical" onFinish={transfer} requiredMark={false}>
      <Form.Item name="to" label={t.transferTo} rules={[{ required: true }]}>
        <PersonSelect />
      </Form.Item>
      <Form.Item name="comment" label={`${t.comment} (${t.optional})`}>
        <Input maxLength={2_000} />
      </Form.Item>
      <FormEnd submit={t.transfer} sending={command.isPending} failure={command.error} close={close} />
    </Form>
  );
}
