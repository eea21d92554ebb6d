import type { Instant, LocalDate } from '../calendar.ts';
import type { BillingContact, CustomerRef, InstalmentInput, PaymentTerm } from '../deal.ts';
import type { Ladder, PlannedRung, Rung } from '../ladder.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { Context } from '../process.ts';
import type { LaterEvent } from '../term-event.ts';
import type { Definition, VariantBase } from '../variant.ts';
import type {
  Dispute,
  Escalation,
  Fee,
  Pause,
  PaymentPromise,
  Suspicion,
  WriteOffRequest,
} from './collection-facts.ts';

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
  /** Absent: letters go out without being shown to anybody first. */
  readonly preview?: PreviewPolicy;
  /** Absent: people inside are told of an escalation, and nobody has to accept it. */
  readonly escalation?: { readonly acceptWithin: `${number} workdays` };
  /** Absent: letters go out whatever the bank says. `feedOlderThan`: what was read from the bank may be so old. */
  readonly bankCheck?: { readonly feedOlderThan: `${number} workdays` };
  /** Absent: `standardLimits`. */
  readonly limits?: Limits;
  /**
   * How long a plan stays open after its last instalment was written off, so that a late payment still finds it.
   * Absent: it ends at once.
   */
  readonly keepWrittenOff?: `${number} days`;
}

/** Sterner letters are shown to whoever looks after the customer, who may hold them or add a note; untouched they go out. */
export interface PreviewPolicy {
  /** The first level that is shown; levels count the steps after the due day. */
  readonly fromLevel: number;
  readonly ahead: `${number} workdays`;
  /** Longest time a letter may be held, in calendar days. */
  readonly longestHold: number;
}

/** How far people may go by themselves. */
export interface Limits {
  /** Promises to pay one instalment that may be taken without a manager. */
  readonly promises: number;
  /** A promise may name a day at most so many calendar days ahead. */
  readonly promiseDays: number;
  /** A pause may last so many calendar days. */
  readonly pauseDays: number;
}

export const standardLimits: Limits = { promises: 2, promiseDays: 30, pauseDays: 60 };

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
  /** Interest on late payment as agreed in the contract; absent: the statutory rate. */
  readonly lateInterest?: LateInterest;
}

/** Simple interest by calendar days. */
export interface LateInterest {
  /** Parts per million of what is late, for each day: 500 is 0.05 percent a day. */
  readonly perDayPpm: number;
  /** Days after the due day that are free. */
  readonly graceDays: number;
}

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

/** A receipt on record. */
export interface RecordedReceipt extends Receipt {
  readonly recordedAt: Instant;
  readonly recordedBy: UserId | 'system';
  /** Taken back, as when a draft bounced or it was booked by mistake. */
  readonly reversed: {
    readonly at: Instant;
    readonly by: UserId | 'system';
    readonly on: LocalDate;
    readonly reason: string;
  } | null;
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

/** A step with its instant, and the earlier one at which the letter is shown to whoever looks after the customer. */
interface PlannedStep extends PlannedRung<CollectionAction> {
  readonly showAt?: Instant;
}

export interface CollectionLadder extends Ladder<CollectionAction> {
  readonly rungs: readonly PlannedStep[];
}

/** When an instalment is due and how it is chased, as the working calendar has it. */
export interface Deadlines {
  /** The agreed day, or the next working day when that is a day off. */
  readonly dueOn: LocalDate;
  /** The end of opening hours on that day. */
  readonly dueAt: Instant;
  readonly ladder: CollectionLadder;
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
  readonly credited: Money;
  readonly creditNotes: readonly { readonly number: string; readonly amount: Money; readonly on: LocalDate }[];
  readonly writtenOff: Money;
  /** Until when a late payment is waited for, after the last of it was written off. */
  readonly keptUntil: Instant | null;
  readonly fees: readonly Fee[];
  /** The day the ladder counts from where that is not the due day any more, as after a pause. */
  readonly clockFrom: LocalDate | null;
  readonly promise: PaymentPromise | null;
  readonly promises: { readonly made: number; readonly kept: number; readonly broken: number };
  readonly pause: Pause | null;
  readonly dispute: Dispute | null;
  /** Days on which it was in dispute, for which no interest is asked; `until` is null while it still is. */
  readonly disputed: readonly { readonly from: LocalDate; readonly until: LocalDate | null }[];
  readonly writeOff: WriteOffRequest | null;
  /** How often a write-off has been asked for. */
  readonly writeOffs: number;
  readonly suspicion: Suspicion | null;
  /** The step that somebody has cleared of suspicion, so that it is not held again. */
  readonly clearedStep: number;
  readonly escalation: Escalation | null;
  /** The highest step that has been shown before it goes out. */
  readonly previewedStep: number;
  /** Words of whoever looks after the customer, for the next letter. */
  readonly letterNote: string | null;
  /** Who inside the company has taken it over from the plan's owner. */
  readonly handedTo: { readonly office: 'finance' | 'legal'; readonly user: UserId; readonly since: Instant } | null;
  /** A step should have written to the customer, but the plan has no address. */
  readonly unreached: boolean;
  /** When nothing was open any more, by payment or otherwise. */
  readonly paidAt: Instant | null;
  readonly cancelledAt: Instant | null;
}

export type PaymentPlanOutcome = 'paid' | 'writtenOff' | 'cancelled';

/** The parties and terms of a plan, as agreed at its start. */
export type PlanTerms = Omit<PaymentPlanInput, 'terms' | 'instalments'>;

export interface PaymentPlanState extends PlanTerms {
  readonly openedAt: Instant;
  /** Who answers for what is a person's while that person is away; absent in plans from before there were stand-ins. */
  readonly standIns?: Readonly<Record<UserId, UserId>>;
  readonly instalments: readonly Instalment[];
  readonly receipts: readonly RecordedReceipt[];
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
