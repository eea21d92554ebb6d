import { DatePicker, Flex, Form, Input, InputNumber } from 'antd';
import type { Dayjs } from 'dayjs';
import { parseMoney, plainMoney } from '../../../../domain/money.ts';
import { useCommand } from '../../api/commands.ts';
import { useTexts } from '../../i18n/locale.ts';
import type { AnswerProps } from './answer-props.ts';
import { FormEnd } from './form-end.tsx';
import { waitTexts } from './texts.ts';

interface Written {
  readonly bankReference: string;
  readonly amount: string;
  readonly receivedOn: Dayjs;
  readonly payer?: string;
}

/** Records money that has arrived for an instalment. */
export function ReceiptForm({ wait, close }: AnswerProps) {
  const t = useTexts(waitTexts);
  const command = useCommand(wait.process, { quiet: true });
  const currency = wait.subject.amount?.currency ?? 'CNY';
  const record = ({ bankReference, amount, receivedOn, payer }: Written) =>
    command.mutate(
      {
        type: 'recordReceipt',
        bankReference: bankReference.trim(),
        amount: parseMoney(amount, currency),
        receivedOn: receivedOn.format('YYYY-MM-DD'),
        instalmentId: wait.key,
        ...(payer?.trim() ? { payer: payer.trim() } : {}),
      },
      { onSuccess: close },
    );
  const initialValues = wait.subject.amount ? { amount: plainMoney(wait.subject.amount) } : {};
  return (
    <Form layout="vertical" onFinish={record} requiredMark={false} initialValues={initialValues}>
      <Flex gap={8} wrap>
        <Form.Item
          name="bankReference"
          label={t.bankReference}
          rules={[{ required: true, whitespace: true, message: t.bankReferenceMissing }]}
          style={{ flex: '1 1 200px' }}
        >
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item
          name="amount"
          label={`${t.amount} (${currency})`}
          rules={[{ required: true, message: t.amountMissing }]}
        >
          <InputNumber<string> stringMode min="0.01" style={{ width: 160 }} />
        </Form.Item>
        <Form.Item name="receivedOn" label={t.receivedOn} rules={[{ required: true, message: t.receivedOnMissing }]}>
          <DatePicker />
        </Form.Item>
        <Form.Item name="payer" label={`${t.payer} (${t.optional})`} style={{ flex: '1 1 200px' }}>
          <Input maxLength={200} />
        </Form.Item>
      </Flex>
      <FormEnd submit={t.receipt} sending={command.isPending} failure={command.error} close={close} />
    </Form>
  );
}
