import { Button, Flex } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { Role } from '../../../../domain/people.ts';
import type { WaitAction } from '../../../../domain/wait.ts';
import type { Wait } from '../../api/types.ts';
import { useTexts } from '../../i18n/locale.ts';
import { useMe } from '../../session/session.ts';
import { pathOf } from '../links.ts';
import { DecisionForm } from './decision-form.tsx';
import { FollowUpForm } from './follow-up-form.tsx';
import { ReceiptForm } from './receipt-form.tsx';
import { RepairForm } from './repair-form.tsx';
import { waitTexts } from './texts.ts';
import { TransferForm } from './transfer-form.tsx';

type Texts = (typeof waitTexts)['en'];

/** A form by which a wait is answered; it closes itself when it is done. */
export interface AnswerProps {
  readonly wait: Wait;
  readonly close: () => void;
}

interface Way {
  readonly name: keyof Texts &
    ('approve' | 'reject' | 'transfer' | 'followUp' | 'plan' | 'receipt' | 'retry' | 'abandon');
  readonly form: (props: AnswerProps) => ReactNode;
  readonly isMain?: boolean;
  /** The offices it is for; absent: whoever sees the wait may try. */
  readonly roles?: readonly Role[];
  /** Only the person who is asked can do it. */
  readonly holderOnly?: boolean;
}

const receives = ['finance', 'sales-ops', 'admin'] as const;

/** The ways in which each wait can be answered in place. A wait that is not named here is answered on its own page. */
const ways: Partial<Readonly<Record<WaitAction, readonly Way[]>>> = {
  'approval.decide': [
    {
      name: 'approve',
      form: (props) => <DecisionForm {...props} decision="approve" />,
      isMain: true,
      holderOnly: true,
    },
    { name: 'reject', form: (props) => <DecisionForm {...props} decision="reject" />, holderOnly: true },
    { name: 'transfer', form: (props) => <TransferForm {...props} /> },
  ],
  'opportunity.followUp': [
    { name: 'followUp', form: (props) => <FollowUpForm {...props} type="logFollowUp" />, isMain: true },
    { name: 'plan', form: (props) => <FollowUpForm {...props} type="planNextAction" /> },
  ],
  'opportunity.planNextAction': [
    { name: 'plan', form: (props) => <FollowUpForm {...props} type="planNextAction" />, isMain: true },
    { name: 'followUp', form: (props) => <FollowUpForm {...props} type="logFollowUp" /> },
  ],
  'payment.await': [{ name: 'receipt', form: (props) => <ReceiptForm {...props} />, isMain: true, roles: receives }],
  'payment.collect': [{ name: 'receipt', form: (props) => <ReceiptForm {...props} />, isMain: true, roles: receives }],
  'step.repair': [
    { name: 'retry', form: (props) => <RepairForm {...props} how="retry" />, isMain: true },
    { name: 'abandon', form: (props) => <RepairForm {...props} how="abandon" /> },
  ],
};

/** The buttons that answer a wait, and the form of the one that was pressed. */
export function WaitAnswer({ wait }: { wait: Wait }) {
  const t = useTexts(waitTexts);
  const me = useMe();
  const mayTry = ({ roles, holderOnly = false }: Way) =>
    (!holderOnly || wait.holder.id === me.id) && (roles?.some((role) => me.roles.includes(role)) ?? true);
  const open = (ways[wait.action] ?? []).filter(mayTry);
  const [chosen, setChosen] = useState<Way>();
  const close = () => setChosen(undefined);
  return (
    <div>
      <Flex gap={8} wrap style={{ marginTop: 8 }}>
        {open.map((way) => (
          <Button
            key={way.name}
            size="small"
            type={way.isMain ? 'primary' : 'default'}
            danger={way.name === 'reject'}
            aria-expanded={chosen?.name === way.name}
            onClick={() => setChosen(chosen?.name === way.name ? undefined : way)}
          >
            {t[way.name]}
          </Button>
        ))}
        <Link to={pathOf(wait.process)} style={{ padding: '2px 8px' }}>
          {t.open}
        </Link>
      </Flex>
      {chosen && <div style={{ marginTop: 12, maxWidth: 560 }}>{chosen.form({ wait, close })}</div>}
    </div>
  );
}
