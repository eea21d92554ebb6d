import type { ReactNode } from 'react';
import type { Role } from '../../../../domain/people.ts';
import type { WaitAction } from '../../../../domain/wait.ts';
import type { AnswerProps } from './answer-props.ts';
import { CommandForm, type SimpleCommand } from './command-form.tsx';
import type { commandTexts } from './command-texts.ts';
import { contractCommands } from './contract-commands.ts';
import { DecisionForm } from './decision-form.tsx';
import { FollowUpForm } from './follow-up-form.tsx';
import { paymentCommands } from './payment-commands.ts';
import { ReceiptForm } from './receipt-form.tsx';
import { RepairForm } from './repair-form.tsx';
import type { waitTexts } from './texts.ts';
import { TransferForm } from './transfer-form.tsx';

type Texts = (typeof waitTexts)['en'];
type CommandTexts = (typeof commandTexts)['en'];

/** A way in which a wait can be answered in place. */
export interface Way {
  readonly name: string;
  readonly label: (texts: Texts, commands: CommandTexts) => string;
  readonly form: (props: AnswerProps) => ReactNode;
  readonly isMain?: boolean;
  /** The offices it is for; absent: whoever sees the wait may try. */
  readonly roles?: readonly Role[];
  /** Only the person who is asked can do it. */
  readonly holderOnly?: boolean;
}

/** A way that is nothing but a command with its fields. */
const simply = (command: SimpleCommand, more: Pick<Way, 'isMain' | 'holderOnly'> = {}): Way => ({
  name: command.type,
  label: (_texts, commands) => commands[command.label],
  form: (props) => <CommandForm {...props} command={command} />,
  ...more,
});

const receipt: Way = {
  name: 'receipt',
  label: (t) => t.receipt,
  form: (props) => <ReceiptForm {...props} />,
  isMain: true,
  roles: ['finance', 'sales-ops', 'admin'],
};

/** What makes collection stand still, or end. */
const stops = [simply(paymentCommands.dispute), simply(paymentCommands.pause), simply(paymentCommands.writeOff)];

/** The ways in which each wait can be answered in place. A wait that is not named here is answered on its own page. */
export const ways: Partial<Readonly<Record<WaitAction, readonly Way[]>>> = {
  'approval.decide': [
    {
      name: 'approve',
      label: (t) => t.approve,
      form: (props) => <DecisionForm {...props} decision="approve" />,
      isMain: true,
      holderOnly: true,
    },
    {
      name: 'reject',
      label: (t) => t.reject,
      form: (props) => <DecisionForm {...props} decision="reject" />,
      holderOnly: true,
    },
    { name: 'transfer', label: (t) => t.transfer, form: (props) => <TransferForm {...props} /> },
  ],
  'opportunity.followUp': [
    {
      name: 'followUp',
      label: (t) => t.followUp,
      form: (props) => <FollowUpForm {...props} type="logFollowUp" />,
      isMain: true,
    },
    { name: 'plan', label: (t) => t.plan, form: (props) => <FollowUpForm {...props} type="planNextAction" /> },
  ],
  'opportunity.planNextAction': [
    {
      name: 'plan',
      label: (t) => t.plan,
      form: (props) => <FollowUpForm {...props} type="planNextAction" />,
      isMain: true,
    },
    { name: 'followUp', label: (t) => t.followUp, form: (props) => <FollowUpForm {...props} type="logFollowUp" /> },
  ],
  'payment.await': [receipt, simply(paymentCommands.promise), simply(paymentCommands.contact), ...stops],
  'payment.collect': [receipt, simply(paymentCommands.promise), simply(paymentCommands.contact), ...stops],
  'payment.promised': [receipt, simply(paymentCommands.contact), ...stops],
  'payment.paused': [simply(paymentCommands.resume, { isMain: true }), receipt, simply(paymentCommands.contact)],
  'payment.dispute': [simply(paymentCommands.resolve, { isMain: true }), simply(paymentCommands.contact)],
  'payment.check': [simply(paymentCommands.clear, { isMain: true }), receipt],
  'payment.accept': [simply(paymentCommands.accept, { isMain: true }), receipt],
  'contract.prepare': [simply(contractCommands.submit, { isMain: true }), simply(contractCommands.declareVoid)],
  'contract.decideEnd': [simply(contractCommands.renew, { isMain: true }), simply(contractCommands.letExpire)],
  'step.repair': [
    { name: 'retry', label: (t) => t.retry, form: (props) => <RepairForm {...props} how="retry" />, isMain: true },
    { name: 'abandon', label: (t) => t.abandon, form: (props) => <RepairForm {...props} how="abandon" /> },
  ],
};
