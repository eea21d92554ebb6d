import type { Instant } from './calendar.ts';
import type { Money } from './money.ts';
import type { UserId } from './people.ts';
import type { LaterEvent } from './term-event.ts';

/** What a process is waiting for somebody, or something, to do. Stable codes: the API, mails and reports use them. */
export const waitActions = [
  'opportunity.followUp',
  'opportunity.planNextAction',
  'contract.await',
  'contract.revise',
  'contract.prepare',
  'contract.review',
  'contract.sign',
  'contract.checkCopy',
  'contract.start',
  'contract.decideEnd',
  'contract.end',
  'approval.decide',
  'approval.advise',
  'approval.revise',
  'payment.awaitEvent',
  'payment.await',
  'payment.collect',
  'payment.promised',
  'payment.paused',
  'payment.dispute',
  'payment.writeOff',
  'payment.check',
  'payment.accept',
  'payment.writtenOff',
  'receipt.match',
  'receipt.mature',
  'receipt.useCredit',
  'invoice.issue',
  'invoice.correct',
  'invoice.send',
  'invoice.acknowledge',
  'order.submit',
  'order.awaitApproval',
  'order.revise',
  'order.releaseCredit',
  'order.confirm',
  'order.ship',
  'order.dispatch',
  'order.confirmDelivery',
  'order.confirmAcceptance',
  'order.receiveReturn',
  'order.close',
  'step.repair',
  'webhook.repair',
  'robot.repair',
  'address.repair',
  'notice.passOn',
  'rollout.repair',
] as const;
export type WaitAction = (typeof waitActions)[number];

/** Whose move it is: the clock of a wait is booked to us, to the customer or to a third party accordingly. */
export type WaitOn = 'person' | 'customer' | 'payment' | 'date' | 'system';

/** What a process does by itself when a wait's next instant comes. */
export const automaticActions = [
  'remind',
  'escalateToManager',
  'transferToManager',
  'addManager',
  'autoApprove',
  'autoReject',
  'checkPromise',
  'resumeCollection',
  'checkBank',
  'showLetter',
  'closeWrittenOff',
  'sendNotice',
  'sendReminder',
  'sendSecondReminder',
  'sendFormalLetter',
  'escalateToFinance',
  'escalateToLegal',
  'takeEffect',
  'renew',
  'expire',
  'bookDraft',
  'recheckCredit',
  'closeOrder',
] as const;
export type AutomaticAction = (typeof automaticActions)[number];

/** Who an automatic action turns to: a person by id, or an office that is filled by looking up who is present at that moment. */
export type Addressee = { readonly user: UserId } | { readonly office: 'manager' | 'finance' | 'legal' | 'customer' };

export interface NextStep {
  readonly at: Instant;
  readonly what: AutomaticAction;
  readonly who: Addressee;
}

/** What a wait is about, as shown beside it. */
export interface Subject {
  /** The number a person knows the thing by: of a contract, an opportunity, an instalment. */
  readonly number: string;
  readonly title: string;
  readonly customer: { readonly id: string; readonly name: string } | null;
  readonly amount: Money | null;
  /** Version of the document to be read, where there is one. */
  readonly documentVersion?: number;
  /** What has to happen first, where a payment depends on it. */
  readonly event?: LaterEvent;
  /** Capacity in which the holder is asked, such as `legal`. */
  readonly capacity?: string;
  /** The holder has put a question to whoever asked and has no answer yet. */
  readonly awaitsAnswer?: boolean;
}

/** An open question a process waits with: on whom, who answers for it, since when, until when, and what then happens by itself. */
export interface Wait {
  /** Unique within its process and stable for as long as the wait is open. */
  readonly id: string;
  readonly on: WaitOn;
  readonly action: WaitAction;
  /** The active user who is accountable, also where somebody outside has the next move. */
  readonly holder: UserId;
  /** Whom the holder stands in for, where it is somebody else's by right. */
  readonly principal?: UserId | null;
  readonly openedAt: Instant;
  readonly dueAt: Instant | null;
  /** `null` says plainly that nothing is scheduled. */
  readonly next: NextStep | null;
  readonly subject: Subject;
}

/** The earliest instant at which any of the waits wants something done, or undefined when nothing is scheduled. */
export function nextInstant(waits: readonly Wait[]): Instant | undefined {
  const instants = waits.flatMap((wait) => (wait.next ? [wait.next.at] : []));
  return instants.length > 0 ? Math.min(...instants) : undefined;
}
