import { DatePicker, Flex, Form, Input, Segmented } from 'antd';
import type { Dayjs } from 'dayjs';
import type { FollowUpVia } from '../../../../domain/opportunity/model.ts';
import { useCommand } from '../../api/commands.ts';
import { useTexts } from '../../i18n/locale.ts';
import type { AnswerProps } from './answer-props.ts';
import { FormEnd } from './form-end.tsx';
import { waitTexts } from './texts.ts';

const vias = ['call', 'visit', 'wechat', 'mail', 'other'] as const satisfies readonly FollowUpVia[];

interface Written {
  readonly note?: string;
  readonly via?: FollowUpVia;
  readonly what?: string;
  readonly at?: Dayjs;
}

/** Writes down a contact with the customer, plans the next one, or both. */
export function FollowUpForm({ wait, close, type }: AnswerProps & { type: 'logFollowUp' | 'planNextAction' }) {
  const t = useTexts(waitTexts);
  const command = useCommand(wait.process, { quiet: true });
  const isLog = type === 'logFollowUp';
  const [form] = Form.useForm<Written>();
  const save = ({ note, via, what, at }: Written) => {
    const nextAction = what?.trim() && at ? { what: what.trim(), at: at.toISOString() } : undefined;
    const given = isLog ? { type, note, via, ...(nextAction ? { nextAction } : {}) } : { type, nextAction };
    command.mutate(given, { onSuccess: close });
  };
  const bothOrNeither = {
    validator: () => {
      const { what, at } = form.getFieldsValue();
      const isComplete = Boolean(what?.trim()) === Boolean(at) && (isLog || Boolean(at));
      return isComplete ? Promise.resolve() : Promise.reject(new Error(t.nextActionMissing));
    },
  };
  return (
    <Form form={form} layout="vertical" onFinish={save} requiredMark={false} initialValues={{ via: 'call' }}>
      {isLog && (
        <>
          <Form.Item name="via" label={t.via}>
            <Segmented options={vias.map((via) => ({ value: via, label: t[via] }))} />
          </Form.Item>
          <Form.Item name="note" label={t.note} rules={[{ required: true, whitespace: true, message: t.noteMissing }]}>
            <Input.TextArea rows={2} maxLength={4_000} autoFocus />
          </Form.Item>
        </>
      )}
      <Flex gap={8} wrap>
        <Form.Item
          name="what"
          label={isLog ? `${t.nextAction} (${t.optional})` : t.nextAction}
          rules={[bothOrNeither]}
          dependencies={['at']}
          style={{ flex: '1 1 220px' }}
        >
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="at" label={t.nextActionAt}>
          <DatePicker showTime={{ format: 'HH:mm', minuteStep: 15 }} format="YYYY-MM-DD HH:mm" needConfirm={false} />
        </Form.Item>
      </Flex>
      <FormEnd submit={t.save} sending={command.isPending} failure={command.error} close={close} />
    </Form>
  );
}
