import { Alert, Button, Flex, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Kind } from '../../../../domain/effects.ts';
import { useCommand } from '../../api/commands.ts';
import type { Wait } from '../../api/types.ts';
import { failureText } from '../../components/failure.ts';
import { PersonSelect } from '../../components/person-select.tsx';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { stuckTexts } from './texts.ts';

/** The command by which a wait of each kind goes to somebody else. */
const handOver: Partial<Readonly<Record<Kind, (wait: Wait, to: string, why?: string) => { type: string }>>> = {
  opportunity: (_wait, to, reason) => ({ type: 'changeOwner', to, ...(reason ? { reason } : {}) }),
  contract: (_wait, to, reason) => ({ type: 'changeOwner', to, ...(reason ? { reason } : {}) }),
  paymentPlan: (_wait, to, reason) => ({ type: 'changeOwner', to, ...(reason ? { reason } : {}) }),
  order: ({ key }, to, reason) => ({ type: 'reassign', waitId: key, to, ...(reason ? { reason } : {}) }),
  approval: ({ key }, to, comment) => ({ type: 'transfer', taskId: key, to, ...(comment ? { comment } : {}) }),
};

/** What sales ops can do about a wait that hangs: urge its holder, or give it to somebody else. */
export function UnstickButtons({ wait }: { wait: Wait }) {
  const t = useTexts(stuckTexts);
  const [reassigning, setReassigning] = useState(false);
  const urge = useCommand(wait.process);
  const isDecision = wait.action === 'approval.decide';
  const isHandable = wait.action !== 'step.repair' && handOver[wait.process.kind] !== undefined;
  return (
    <Flex gap={4} style={{ marginTop: 4 }}>
      {isDecision && (
        <Button size="small" loading={urge.isPending} onClick={() => urge.mutate({ type: 'urge', taskId: wait.key })}>
          {t.urge}
        </Button>
      )}
      {isHandable && (
        <Button size="small" onClick={() => setReassigning(true)}>
          {t.reassign}
        </Button>
      )}
      {reassigning && <Reassign wait={wait} close={() => setReassigning(false)} />}
    </Flex>
  );
}

function Reassign({ wait, close }: { wait: Wait; close: () => void }) {
  const t = useTexts(stuckTexts);
  const locale = useLocale();
  const [form] = Form.useForm<{ to: string; reason?: string }>();
  const command = useCommand(wait.process, { quiet: true });
  const reassign = ({ to, reason }: { to: string; reason?: string }) => {
    const given = handOver[wait.process.kind]?.(wait, to, reason?.trim());
    if (given) command.mutate(given, { onSuccess: close });
  };
  return (
    <Modal
      open
      title={t.reassign}
      onCancel={close}
      okText={t.reassign}
      okButtonProps={{ loading: command.isPending }}
      onOk={form.submit}
    >
      <p>{wait.sentence[locale]}</p>
      <Form form={form} layout="vertical" onFinish={reassign} requiredMark={false}>
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
