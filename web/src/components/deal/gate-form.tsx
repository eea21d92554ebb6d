import { Form, Modal, Typography } from 'antd';
import type { DealField } from '../../../../domain/opportunity/model.ts';
import { useTexts } from '../../i18n/locale.ts';
import { changesFrom, DealFields, type WrittenDeal } from './fields.tsx';
import { dealTexts } from './texts.ts';

interface Props {
  readonly stage: string;
  readonly missing: readonly DealField[];
  readonly sending: boolean;
  readonly close: () => void;
  readonly submit: (changes: ReturnType<typeof changesFrom>) => void;
}

/** Asks for what a stage needs before it lets a deal in. */
export function GateForm({ stage, missing, sending, close, submit }: Props) {
  const t = useTexts(dealTexts);
  const [form] = Form.useForm<WrittenDeal>();
  return (
    <Modal
      open
      title={t.gateTitle(stage)}
      okText={t.move}
      okButtonProps={{ loading: sending }}
      onOk={form.submit}
      onCancel={close}
    >
      <Typography.Paragraph type="secondary">{t.gateHint}</Typography.Paragraph>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(written) => submit(changesFrom(written))}>
        <DealFields fields={missing} required />
      </Form>
    </Modal>
  );
}
