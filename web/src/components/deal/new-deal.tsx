import { Alert, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { dealFields } from '../../../../domain/opportunity/model.ts';
import { post } from '../../api/client.ts';
import { useChange } from '../../api/commands.ts';
import type { Process } from '../../api/types.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { failureText } from '../failure.ts';
import { pathOf } from '../links.ts';
import { changesFrom, DealFields, type WrittenDeal } from './fields.tsx';
import { dealTexts } from './texts.ts';

interface Written extends WrittenDeal {
  readonly title: string;
  readonly source?: string;
}

/** Opens a deal; which pipeline it runs by follows from its facts. */
export function NewDeal({ close }: { close: () => void }) {
  const t = useTexts(dealTexts);
  const locale = useLocale();
  const navigate = useNavigate();
  const [form] = Form.useForm<Written>();
  // One id for as long as the form is open: pressing twice opens one deal.
  const [commandId] = useState(() => crypto.randomUUID());
  const create = useChange(
    ({ title, source, ...deal }: Written) =>
      post<Process>('/opportunities', {
        commandId,
        title,
        ...(source?.trim() ? { source: source.trim() } : {}),
        ...changesFrom(deal),
      }),
    { quiet: true },
  );
  return (
    <Modal
      open
      title={t.newDeal}
      okText={t.create}
      okButtonProps={{ loading: create.isPending }}
      onOk={form.submit}
      onCancel={close}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(written) => create.mutate(written, { onSuccess: (deal) => void navigate(pathOf(deal)) })}
      >
        <Form.Item name="title" label={t.title} rules={[{ required: true, whitespace: true, message: t.titleMissing }]}>
          <Input maxLength={200} autoFocus />
        </Form.Item>
        <DealFields fields={dealFields} />
        <Form.Item name="source" label={t.source}>
          <Input maxLength={100} />
        </Form.Item>
        {create.error && <Alert type="error" showIcon title={failureText(create.error, locale)} />}
      </Form>
    </Modal>
  );
}
