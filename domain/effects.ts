import type { UserId } from './people.ts';
import type { Wait } from './wait.ts';

/** The kinds of process there are. */
export const kinds = [
  'opportunity',
  'contract',
  'approval',
  'paymentPlan',
  'incident',
  'receipt',
  'invoice',
  'order',
] as const;
export type Kind = (typeof kinds)[number];

/** Somebody who receives a mail: a user, whose address and language are looked up when it is sent, or a customer's contact. */
export type Recipient =
  | { readonly user: UserId }
  | { readonly contact: { readonly name: string; readonly email: string; readonly locale: Locale } };

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

/** What a mail says. Each has a template in both languages. */
export const notices = [
  'opportunity.followUpDue',
  'opportunity.followUpEscalated',
  'opportunity.assigned',
  'contract.ended',
  'contract.reminder',
  'contract.escalated',
  'contract.reviewEnded',
  'contract.copyToConfirm',
  'contract.copyRefused',
  'contract.expiring',
  'contract.renewed',
  'contract.closed',
  'contract.assigned',
  'approval.requested',
  'approval.reminder',
  'approval.urged',
  'approval.escalated',
  'approval.transferred',
  'approval.decided',
  'approval.withdrawn',
  'approval.opinionRequested',
  'approval.sentBack',
  'approval.cc',
  'approval.question',
  'approval.answer',
  'approval.overridden',
  'payment.eventAwaited',
  'payment.notice',
  'payment.reminder',
  'payment.secondReminder',
  'payment.formalLetter',
  'payment.escalated',
  'payment.settled',
  'payment.preview',
  'payment.task',
  'receipt.toMatch',
  'receipt.reminder',
  'receipt.escalated',
  'invoice.requested',
  'invoice.sentBack',
  'invoice.issued',
  'invoice.reminder',
  'invoice.escalated',
  'order.assigned',
  'order.approvalEnded',
  'order.overdue',
  'order.escalated',
  'order.creditHeld',
  'order.shipped',
  'order.delivered',
  'order.returned',
  'order.cancelled',
  'step.failed',
  'incident.opened',
  'incident.reminder',
  'incident.escalated',
  'standIn.asked',
] as const;
export type Notice = (typeof notices)[number];

/** Plain values a template shows beside the wait: never an amount without its currency. */
export type NoticeDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Something a process wants done in the world. The closed list of what a rule may ask for; the shell carries effects
 * out in order, each under a key of its own, so that doing one twice changes nothing.
 */
export type Effect =
  | {
      readonly type: 'mail';
      readonly notice: Notice;
      readonly to: Recipient;
      /** The wait the mail is about, as it stands after (or, if it has just closed, before) the command. */
      readonly waitId: string;
      /** Which message about that wait this is, such as a ladder step; with wait and recipient it makes the mail unique. */
      readonly step: string;
      readonly details?: NoticeDetails;
      /** The mail is dropped when this wait is no longer open at the moment of sending. */
      readonly onlyWhileOpen?: boolean;
    }
  /** Starts another process; the variant is chosen by what `input` says. */
  | { readonly type: 'launch'; readonly kind: Kind; readonly processId: string; readonly input: unknown }
  /** Sends a command to another process. */
  | {
      readonly type: 'tell';
      readonly processId: string;
      readonly command: { readonly type: string; readonly [field: string]: unknown };
      /** Where the other one has ended it goes on with this command, from where it stood. */
      readonly reopens?: boolean;
      /** Given to the asking process itself, with the code of the refusal, when the other one refuses or has ended. */
      readonly ifRefused?: { readonly type: string; readonly [field: string]: unknown };
    };

/** A mail with everything that makes it one particular message. */
export interface StampedMail {
  readonly key: string;
  readonly notice: Notice;
  readonly to: Recipient;
  readonly wait: Wait;
  readonly step: string;
  readonly details: NoticeDetails;
  readonly onlyWhileOpen: boolean;
}

/** An effect under its key. */
export type StampedEffect =
  | { readonly key: string; readonly type: 'mail'; readonly mail: StampedMail }
  | (Extract<Effect, { type: 'launch' | 'tell' }> & { readonly key: string });
