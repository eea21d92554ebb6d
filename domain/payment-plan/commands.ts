import type { ApprovalEndedCommand } from '../approval/model.ts';
import type { LocalDate } from '../calendar.ts';
import type { BillingContact } from '../deal.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { LaterEvent } from '../term-event.ts';
import type { ContactChannel, DisputeOutcome, DisputeReason } from './collection-facts.ts';

/** What happens to the money. All amounts are in the currency of the plan. */
type MoneyCommand =
  /** Idempotent by `bankReference`. Pays `instalmentId` first if given, then the oldest due ones; a surplus is customer credit. */
  | {
      readonly type: 'recordReceipt';
      readonly bankReference: string;
      readonly amount: Money;
      readonly receivedOn: LocalDate;
      readonly payer?: string;
      readonly instalmentId?: string;
      /** The receipt process the money came through, where it did. */
      readonly receiptId?: string;
    }
  /** Takes a receipt back: a draft bounced, or it was booked by mistake. What it paid is open again from its own due day. */
  | { readonly type: 'reverseReceipt'; readonly bankReference: string; readonly on: LocalDate; readonly reason: string }
  /** Uses what the customer has paid beyond the plan for an instalment, the oldest due when none is named. */
  | { readonly type: 'applyCredit'; readonly instalmentId?: string }
  /**
   * Lowers what is owed. Idempotent by `number`. Without `instalmentId` it is taken off whatever is open, the part due
   * last first and as far as that goes, as when goods of an order are cancelled or come back.
   */
  | {
      readonly type: 'creditNote';
      readonly instalmentId?: string;
      readonly number: string;
      readonly amount: Money;
      readonly on: LocalDate;
      readonly reason: string;
    }
  /** Asks for more than the instalment, such as interest on late payment. */
  | {
      readonly type: 'claimFee';
      readonly instalmentId: string;
      readonly amount: Money;
      readonly why: 'interest' | 'fixed';
      readonly reason: string;
    }
  | { readonly type: 'waiveFee'; readonly instalmentId: string; readonly feeId: string; readonly reason: string }
  /** Asks for approval to give up what is open, or `amount` of it. */
  | {
      readonly type: 'requestWriteOff';
      readonly instalmentId: string;
      readonly amount?: Money;
      readonly reason: string;
    };

/** What is agreed with the customer, or said to them. */
type CustomerCommand =
  /** Collection stands still until `on` and its grace have passed. `amount`: all that is open when absent. */
  | {
      readonly type: 'recordPromise';
      readonly instalmentId: string;
      readonly amount?: Money;
      readonly on: LocalDate;
      readonly by: string;
      readonly channel: ContactChannel;
    }
  /** `amount`: all that is open when absent; a part is split off and the rest is collected further. */
  | {
      readonly type: 'openDispute';
      readonly instalmentId: string;
      readonly reason: DisputeReason;
      readonly note: string;
      readonly amount?: Money;
      readonly dueOn: LocalDate;
      /** Who settles it; the holder of the instalment when absent. */
      readonly owner?: UserId;
    }
  | {
      readonly type: 'resolveDispute';
      readonly instalmentId: string;
      readonly outcome: DisputeOutcome;
      readonly note: string;
      /** Number of the credit note, for the outcome `creditNote`. */
      readonly creditNote?: string;
    }
  | {
      readonly type: 'logContact';
      readonly instalmentId?: string;
      readonly channel: ContactChannel;
      readonly with: string;
      readonly note: string;
    };

/** How collection itself is steered. */
type CollectionCommand =
  /** Stops collection of one instalment, or of all when none is named, until a day. */
  | {
      readonly type: 'pause';
      readonly instalmentId?: string;
      readonly until: LocalDate;
      readonly reason: string;
      readonly owner?: UserId;
    }
  | { readonly type: 'resume'; readonly instalmentId: string }
  /** Keeps the letter that is about to go out until a day. */
  | { readonly type: 'holdLetter'; readonly instalmentId: string; readonly until: LocalDate; readonly reason: string }
  /** Adds words of one's own to the next letter; blank takes them out again. */
  | { readonly type: 'noteLetter'; readonly instalmentId: string; readonly note: string }
  /** Somebody has looked: the customer has not paid, the letter may go out. */
  | { readonly type: 'clearSuspicion'; readonly instalmentId: string; readonly note: string }
  | { readonly type: 'acceptEscalation'; readonly instalmentId: string };

export type PaymentPlanCommand =
  | MoneyCommand
  | CustomerCommand
  | CollectionCommand
  /**
   * Something that instalments wait for has happened. `share` is the percentage of each that falls due by it, all of
   * it when absent. `reference` names the occasion, such as one delivery of several: told twice it counts once.
   */
  | {
      readonly type: 'noteEvent';
      readonly event: LaterEvent;
      readonly on: LocalDate;
      readonly share?: number;
      readonly reference?: string;
    }
  | { readonly type: 'setContact'; readonly contact: BillingContact }
  | { readonly type: 'changeOwner'; readonly to: UserId; readonly reason?: string }
  /** Ends the plan with what is still open given up; finance only, reason required. */
  | { readonly type: 'cancel'; readonly reason: string }
  | ApprovalEndedCommand;
