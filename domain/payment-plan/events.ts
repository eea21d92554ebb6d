import type { ApprovalOutcome } from '../approval/model.ts';
import type { Instant, LocalDate } from '../calendar.ts';
import type { BillingContact } from '../deal.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { EventBase } from '../process.ts';
import type { LaterEvent } from '../term-event.ts';
import type {
  ContactChannel,
  Dispute,
  DisputeOutcome,
  Escalation,
  EscalationOffice,
  Fee,
  Pause,
  PaymentPromise,
  Suspicion,
  WriteOffRequest,
} from './collection-facts.ts';
import type {
  Allocation,
  CollectionAction,
  CollectionLadder,
  Deadlines,
  Instalment,
  PaymentPlanOutcome,
  PlanTerms,
  Receipt,
} from './model.ts';

/** An event about one instalment. */
interface About {
  readonly instalmentId: string;
}

/** The ladder from now on, after collection has stood still. */
export interface Restart {
  readonly clockFrom: LocalDate | null;
  readonly ladder: CollectionLadder;
}

/** What changes what is owed. The amounts of these events alone account for every minor unit of a plan. */
type MoneyEvent =
  | { readonly type: 'ReceiptRecorded'; readonly receipt: Receipt; readonly instalmentId: string | null }
  /** Nothing is open any more; `difference` is what a payment left open within the tolerance. */
  | (About & { readonly type: 'InstalmentPaid'; readonly difference: Money })
  | {
      readonly type: 'ReceiptReversed';
      readonly bankReference: string;
      /** The receipt process it had come through; absent where it was recorded on the plan itself. */
      readonly receiptId?: string;
      readonly on: LocalDate;
      readonly reason: string;
      readonly amount: Money;
      readonly allocations: readonly Allocation[];
      readonly credit: Money;
      /** Small differences that had been given up because of the receipt, and are open again. */
      readonly differences: readonly Allocation[];
    }
  | {
      readonly type: 'CreditApplied';
      readonly applied: readonly (Allocation & { readonly bankReference: string })[];
    }
  | (About & {
      readonly type: 'CreditNoted';
      readonly number: string;
      readonly amount: Money;
      readonly on: LocalDate;
      readonly reason: string;
    })
  | (About & { readonly type: 'FeeClaimed'; readonly fee: Fee })
  | (About & { readonly type: 'FeeWaived'; readonly feeId: string; readonly amount: Money; readonly reason: string })
  | (About & { readonly type: 'WriteOffRequested'; readonly request: WriteOffRequest })
  | (About &
      Restart & { readonly type: 'WriteOffDecided'; readonly approvalId: string; readonly outcome: ApprovalOutcome })
  | (About & {
      readonly type: 'InstalmentWrittenOff';
      readonly amount: Money;
      readonly approvalId: string;
      readonly keptUntil: Instant | null;
    })
  /** Money has come for what had been written off. */
  | (About & { readonly type: 'WriteOffReversed'; readonly amount: Money });

/** What is agreed with the customer, or said to them. */
type CustomerEvent =
  | (About & { readonly type: 'PromiseMade'; readonly promise: PaymentPromise })
  | (About & Restart & { readonly type: 'PromiseKept' })
  | (About & Restart & { readonly type: 'PromiseBroken' })
  | (About & { readonly type: 'DisputeOpened'; readonly dispute: Dispute })
  | (About & { readonly type: 'DisputeEscalated'; readonly from: UserId; readonly to: UserId; readonly dueAt: Instant })
  | (About &
      Restart & {
        readonly type: 'DisputeResolved';
        readonly outcome: DisputeOutcome;
        readonly note: string;
        readonly on: LocalDate;
      })
  | {
      readonly type: 'ContactLogged';
      readonly instalmentId: string | null;
      readonly channel: ContactChannel;
      readonly with: string;
      readonly note: string;
    };

/** How collection goes on. */
type CollectionEvent =
  | (About & {
      readonly type: 'RungReached';
      /** Counted from 1. */
      readonly step: number;
      /** Lower steps passed over without acting on them. */
      readonly skipped: number;
      readonly did: readonly CollectionAction[];
      readonly told: readonly UserId[];
      /** The customer's address that was written to; null when the step writes to nobody or there is no address. */
      readonly wroteTo: string | null;
    })
  | (About & {
      readonly type: 'InstalmentHandedOver';
      readonly from: UserId;
      readonly to: UserId;
      readonly office: 'finance' | 'legal';
    })
  | (About & { readonly type: 'Escalated'; readonly office: EscalationOffice; readonly escalation: Escalation })
  | (About & { readonly type: 'EscalationAccepted' })
  | (About & { readonly type: 'PauseBegun'; readonly pause: Pause })
  | (About & Restart & { readonly type: 'PauseEnded' })
  | (About & {
      readonly type: 'LetterShown';
      readonly step: number;
      readonly to: UserId;
      readonly sendAt: Instant | null;
    })
  | (About & Restart & { readonly type: 'LetterHeld'; readonly until: LocalDate; readonly reason: string })
  | (About & { readonly type: 'LetterNoted'; readonly note: string | null })
  | (About & { readonly type: 'PaymentSuspected'; readonly suspicion: Suspicion })
  | (About & { readonly type: 'SuspicionCleared'; readonly step: number; readonly note: string })
  | {
      readonly type: 'DeadlinesMoved';
      readonly why: 'calendarChanged' | 'outsideOpeningHours';
      readonly moved: readonly (Deadlines & About)[];
    };

export type PaymentPlanEvent = EventBase &
  (
    | { readonly type: 'PlanOpened'; readonly plan: PlanTerms; readonly instalments: readonly Instalment[] }
    | MoneyEvent
    | CustomerEvent
    | CollectionEvent
    | {
        readonly type: 'EventNoted';
        readonly event: LaterEvent;
        readonly on: LocalDate;
        readonly share: number | null;
        readonly reference: string | null;
        /** The instalments that fall due by it. */
        readonly released: readonly (Deadlines & About & { readonly agreedDueOn: LocalDate })[];
      }
    | (About & {
        readonly type: 'InstalmentSplit';
        readonly into: string;
        /** What goes over to the new part; the first one keeps the rest and everything booked to it so far. */
        readonly amount: Money;
        /** For a part that goes on waiting for an event: what it stands for, in hundredths of a percent of the whole. */
        readonly sharesLeft: number;
      })
    | (About & {
        readonly type: 'EventAskedFor';
        /** Null: put off until opening hours, nobody has been asked. */
        readonly of: UserId | null;
        readonly nextAt: Instant;
      })
    | { readonly type: 'ContactSet'; readonly contact: BillingContact }
    | {
        readonly type: 'OwnerChanged';
        readonly from: UserId;
        readonly to: UserId;
        readonly reason: string | null;
        /** Absent: a person changed it. */
        readonly cause?: 'ownerLeft';
      }
    /** Somebody answers for what is a person's who is away; `to` null: that person is back. */
    | { readonly type: 'StandInChanged'; readonly principal: UserId; readonly to: UserId | null }
    | { readonly type: 'PlanClosed'; readonly outcome: PaymentPlanOutcome; readonly reason: string | null }
  );
