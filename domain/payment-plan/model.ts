import type { Instant, LocalDate } from '../calendar.ts';
import type { BillingContact, CustomerRef, InstalmentInput, PaymentTerm } from '../deal.ts';
import type { Ladder, Rung } from '../ladder.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { Context, EventBase } from '../process.ts';
import type { LaterEvent } from '../term-event.ts';
import type { Definition, VariantBase } from '../variant.ts';

/** Facts by which the collections ladder of a new plan is chosen. */
export interface PaymentPlanFacts {
  readonly amount: Money;
  readonly customerId: string;
}

/** What a step may write to the customer, the mildest first. */
export const customerActions = ['sendNotice', 'sendReminder', 'sendSecondReminder', 'sendFormalLetter'] as const;
export type CustomerAction = (typeof customerActions)[number];

/** What a step may do inside the company: `remind` tells the plan's owner, finance and legal take the instalment over. */
export type InternalAction = 'remind' | 'escalateToManager' | 'escalateToFinance' | 'escalateToLegal';

export type CollectionAction = CustomerAction | InternalAction;

/** A step on the ladder, in working days from the due day; negative before it. */
export interface CollectionRung extends Rung<CollectionAction> {
  readonly after: `${number} workdays`;
}

/** A collections ladder as data, climbed by each instalment for itself. */
export interface PaymentPlanVariant extends VariantBase<PaymentPlanFacts> {
  readonly kind: 'paymentPlan';
  /** Local time of day at which steps happen, in minutes after midnight. */
  readonly sendAt: number;
  readonly ladder: readonly CollectionRung[];
  /** An instalment counts as paid when no more than this is open, in minor units. */
  readonly tolerance: number;
  /** How often the owner is asked about an event that instalments wait for; absent: every ten working days. */
  readonly eventFollowUp?: `${number} workdays`;
}

export interface PaymentPlanInput {
  /** The contract or order the money is owed for. */
  readonly reference: string;
  readonly title: string;
  readonly customer: CustomerRef;
  readonly contact: BillingContact | null;
  readonly owner: UserId;
  /** Takes over when collection escalates; looked up by role when null. */
  readonly financeOwner: UserId | null;
  readonly total: Money;
  /** Exactly one of the two: terms count their days from the start of the plan, or from an event that comes later. */
  readonly terms: readonly PaymentTerm[] | null;
  readonly instalments: readonly InstalmentInput[] | null;
  readonly origin: string | null;
  readonly dealId: string | null;
}

export type PaymentPlanCommand =
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
  | { readonly type: 'cancel'; readonly reason: string };

export type PaymentPlanContext = Context<Definition<PaymentPlanVariant>>;

/** Part of a receipt that pays one instalment. */
export interface Allocation {
  readonly instalmentId: string;
  readonly amount: Money;
}

/** Money received, and what became of it: `allocations` and `credit` add up to `amount`. */
export interface Receipt {
  readonly bankReference: string;
  readonly amount: Money;
  readonly receivedOn: LocalDate;
  readonly payer: string | null;
  /** The receipt process it came through; absent where it was recorded on the plan itself. */
  readonly receiptId?: string;
  readonly allocations: readonly Allocation[];
  /** Left over when everything was paid: the customer's. */
  readonly credit: Money;
}

/** What an instalment waits for before it has a due day, and when its holder is asked about it next. */
export interface Awaiting {
  readonly event: LaterEvent;
  /** Calendar days from the event to the due day. */
  readonly dueDays: number;
  readonly followUpAt: Instant;
  /** How often the holder has been asked. */
  readonly asked: number;
  /** What the shares noted so far have left of the agreed instalment, in hundredths of a percent. */
  readonly sharesLeft: number;
}

/** When an instalment is due and how it is chased, as the working calendar has it. */
export interface Deadlines {
  /** The agreed day, or the next working day when that is a day off. */
  readonly dueOn: LocalDate;
  /** The end of opening hours on that day. */
  readonly dueAt: Instant;
  readonly ladder: Ladder<CollectionAction>;
}

/** One part of the plan. Its status is never stored: `instalmentStatus` computes it. */
export interface Instalment {
  /** `i<number>`, with a letter when it was split off another one; also the id of its wait. */
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly amount: Money;
  /** Set while the event its days count from has not happened. */
  readonly awaiting: Awaiting | null;
  /** The due day as agreed, also where that is a day off; like the deadlines null while an event is awaited. */
  readonly agreedDueOn: LocalDate | null;
  readonly dueOn: Deadlines['dueOn'] | null;
  readonly dueAt: Deadlines['dueAt'] | null;
  /** Without rungs while an event is awaited. */
  readonly ladder: Deadlines['ladder'];
  readonly received: Money;
  /** Left open by a payment within the tolerance and no longer asked for. */
  readonly difference: Money;
  /** Who inside the company has taken it over from the plan's owner. */
  readonly handedTo: { readonly office: 'finance' | 'legal'; readonly user: UserId; readonly since: Instant } | null;
  /** A step should have written to the customer, but the plan has no address. */
  readonly unreached: boolean;
  readonly paidAt: Instant | null;
  readonly cancelledAt: Instant | null;
}

export type PaymentPlanOutcome = 'paid' | 'cancelled';

/** The parties and terms of a plan, as agreed at its start. */
export type PlanTerms = Omit<PaymentPlanInput, 'terms' | 'instalments'>;

export type PaymentPlanEvent = EventBase &
  (
    | { readonly type: 'PlanOpened'; readonly plan: PlanTerms; readonly instalments: readonly Instalment[] }
    | { readonly type: 'ReceiptRecorded'; readonly receipt: Receipt; readonly instalmentId: string | null }
    | { readonly type: 'InstalmentPaid'; readonly instalmentId: string; readonly difference: Money }
    | {
        readonly type: 'RungReached';
        readonly instalmentId: string;
        /** Counted from 1. */
        readonly step: number;
        /** Lower steps passed over without acting on them. */
        readonly skipped: number;
        readonly did: readonly CollectionAction[];
        readonly told: readonly UserId[];
        /** The customer's address that was written to; null when the step writes to nobody or there is no address. */
        readonly wroteTo: string | null;
      }
    | {
        readonly type: 'InstalmentHandedOver';
        readonly instalmentId: string;
        readonly from: UserId;
        readonly to: UserId;
        readonly office: 'finance' | 'legal';
      }
    | {
        readonly type: 'EventNoted';
        readonly event: LaterEvent;
        readonly on: LocalDate;
        readonly share: number | null;
        readonly reference: string | null;
        /** The instalments that fall due by it. */
        readonly released: readonly (Deadlines & { readonly instalmentId: string; readonly agreedDueOn: LocalDate })[];
      }
    | {
        readonly type: 'InstalmentSplit';
        readonly instalmentId: string;
        readonly into: string;
        /** What goes over to the new part; the first one keeps the rest and everything booked to it so far. */
        readonly amount: Money;
        /** For a part that goes on waiting for an event: what it stands for, in hundredths of a percent of the whole. */
        readonly sharesLeft: number;
      }
    | {
        readonly type: 'EventAskedFor';
        readonly instalmentId: string;
        /** Null: put off until opening hours, nobody has been asked. */
        readonly of: UserId | null;
        readonly nextAt: Instant;
      }
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
    | {
        readonly type: 'DeadlinesMoved';
        readonly why: 'calendarChanged' | 'outsideOpeningHours';
        readonly moved: readonly (Deadlines & { readonly instalmentId: string })[];
      }
    | { readonly type: 'PlanClosed'; readonly outcome: PaymentPlanOutcome; readonly reason: string | null }
  );

export interface PaymentPlanState extends PlanTerms {
  readonly openedAt: Instant;
  /** Who answers for what is a person's while that person is away; absent in plans from before there were stand-ins. */
  readonly standIns?: Readonly<Record<UserId, UserId>>;
  readonly instalments: readonly Instalment[];
  readonly receipts: readonly (Receipt & { readonly recordedAt: Instant; readonly recordedBy: UserId | 'system' })[];
  /** Occasions of awaited events that have been noted, by their references. */
  readonly occasions: readonly string[];
  /** What the customer has paid beyond the plan. */
  readonly credit: Money;
  readonly closed: {
    readonly outcome: PaymentPlanOutcome;
    readonly reason: string | null;
    readonly at: Instant;
    readonly by: UserId | 'system';
  } | null;
}
