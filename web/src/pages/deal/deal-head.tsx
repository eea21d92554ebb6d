import { Alert, Button, Flex, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { dealFields, type OpportunityState } from '../../../../domain/opportunity/model.ts';
import { useCommand } from '../../api/commands.ts';
import type { ProcessDetail } from '../../api/types.ts';
import { Amount } from '../../components/amount.tsx';
import { changesFrom, DealFields, type WrittenDeal, writtenFrom } from '../../components/deal/fields.tsx';
import { failureText } from '../../components/failure.ts';
import { PersonSelect } from '../../components/person-select.tsx';
import { useStageTitle } from '../../components/variants.ts';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { dealPageTexts } from './texts.ts';

/** The title of a deal and what can be done with all of it. */
export function DealHead({ deal }: { deal: ProcessDetail }) {
  const t = useTexts(dealPageTexts);
  const titleOf = useStageTitle();
  const [open, setOpen] = useState<'edit' | 'owner'>();
  const close = () => setOpen(undefined);
  return (
    <Flex justify="space-between" align="flex-start" wrap gap={12}>
      <div>
        <h1 className="page-title">{deal.title}</h1>
        <Flex gap={8} wrap align="center" className="quiet">
          {deal.id}
          <span className={deal.status === 'open' ? 'chip chip-good' : 'chip'}>
            {titleOf(deal.kind, deal.outcome ?? deal.stage, deal.variant)}
          </span>
          <Amount of={deal.amount} /> · {deal.owner.name}
        </Flex>
      </div>
      {deal.status === 'open' && (
        <Flex gap={8}>
          <Button onClick={() => setOpen('edit')}>{t.edit}</Button>
          <Button onClick={() => setOpen('owner')}>{t.owner}</Button>
        </Flex>
      )}
      {open === 'edit' && <EditDeal deal={deal} close={close} />}
      {open === 'owner' && <ChangeOwner deal={deal} close={close} />}
    </Flex>
  );
}

interface FormProps {
  readonly deal: ProcessDetail;
  readonly close: () => void;
}

function EditDeal({ deal, close }: FormProps) {
  const t = useTexts(dealPageTexts);
  const locale = useLocale();
  const [form] = Form.useForm<WrittenDeal & { title: string }>();
  const command = useCommand(deal, { quiet: true });
  const { deal: facts } = deal.state as OpportunityState;
  const save = ({ title, ...written }: WrittenDeal & { title: string }) =>
    command.mutate({ type: 'edit', changes: { title, ...changesFrom(written) } }, { onSuccess: close });
  return (
    <Modal
      open
      title={t.edit}
      okText={t.save}
      okButtonProps={{ loading: command.isPending }}
      onOk={form.submit}
      onCancel={close}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={save}
        initialValues={{ title: facts.title, ...writtenFrom(facts) }}
      >
        <Form.Item name="title" label={t.title} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <DealFields fields={dealFields} />
        {command.error && <Alert type="error" showIcon title={failureText(command.error, locale)} />}
      </Form>
    </Modal>
  );
}

function ChangeOwner({ deal, close }: FormProps) {
  const t = useTexts(dealPageTexts);
  const locale = useLocale();
  const [form] = Form.useForm<{ to: string; reason?: string }>();
  const command = useCommand(deal, { quiet: true });
  const change = ({ to, reason }: { to: string; reason?: string }) =>
    command.mutate(
      { type: 'changeOwner', to, ...(reason?.trim() ? { reason: reason.trim() } : {}) },
      { onSuccess: close },
    );
  return (
    <Modal
      open
      title={t.owner}
      okText={t.save}
      okButtonProps={{ loading: command.isPending }}
      onOk={form.submit}
      onCancel={close}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={change}>
        <Form.Item name="to" label={t.to} rules={[{ required: true }]}>
          <PersonSelect />
        </Form.Item>
        <Form.Item name="reason" label={t.reason}>
          <Input maxLength={1_000} />
        </Form.Item>
        {command.error && <Alert type="error" showIcon title={failureText(command.error, locale)} />}
      </Form>
    </Modal>
  );
}
