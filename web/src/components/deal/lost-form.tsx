import { Form, Input, Modal, Select } from 'antd';
import { useTexts } from '../../i18n/locale.ts';
import { dealTexts } from './texts.ts';

interface Props {
  /** The reasons the pipeline knows. */
  readonly allowed: readonly string[];
  readonly sending: boolean;
  readonly close: () => void;
  readonly submit: (why: { lostReason: string; lostNote?: string }) => void;
}

type Texts = (typeof dealTexts)['en'];

/** A reason as people read it; one that a pipeline of its own has added goes by its own name. */
function reasonName(reason: string, t: Texts): string {
  const known: Readonly<Record<string, string>> = {
    price: t.price,
    competitor: t.competitor,
    noBudget: t.noBudget,
    noDecision: t.noDecision,
    product: t.productReason,
    unknown: t.unknown,
    other: t.other,
  };
  return known[reason] ?? reason;
}

/** Asks why a deal was lost. */
export function LostForm({ allowed, sending, close, submit }: Props) {
  const t = useTexts(dealTexts);
  const [form] = Form.useForm<{ lostReason: string; lostNote?: string }>();
  const reason = Form.useWatch('lostReason', form);
  return (
    <Modal
      open
      title={t.lostTitle}
      okText={t.lostSubmit}
      okButtonProps={{ loading: sending, danger: true }}
      onOk={form.submit}
      onCancel={close}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item name="lostReason" label={t.lostReason} rules={[{ required: true, message: t.missing }]}>
          <Select options={allowed.map((value) => ({ value, label: reasonName(value, t) }))} />
        </Form.Item>
        <Form.Item name="lostNote" label={t.lostNote} rules={[{ required: reason === 'other', message: t.missing }]}>
          <Input.TextArea rows={2} maxLength={2_000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
