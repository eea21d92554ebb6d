import type { Instant, LocalDate } from '../calendar.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';

/** How a customer was spoken to. */
export const contactChannels = ['phone', 'visit', 'mail', 'wecom', 'letter', 'other'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** Why a customer disputes what is asked for. */
export const disputeReasons = ['quality', 'quantity', 'price', 'delivery', 'invoice', 'alreadyPaid', 'other'] as const;
export type DisputeReason = (typeof disputeReasons)[number];

/** How a dispute ends: our mistake, the customer's, or ours to bear. */
export const disputeOutcomes = ['creditNote', 'reinstated', 'writeOff'] as const;
export type DisputeOutcome = (typeof disputeOutcomes)[number];

/** What a customer has said they will pay, and when. Collection stands still until that day and its grace have passed. */
export interface PaymentPromise {
  readonly amount: Money;
  readonly on: LocalDate;
  /** The person at the customer who promised. */
  readonly by: string;
  readonly channel: ContactChannel;
  readonly madeAt: Instant;
  readonly recordedBy: UserId | 'system';
  /** What had been received when the promise was made: only money after it keeps it. */
  readonly receivedBefore: Money;
  readonly checkAt: Instant;
}

/** Collection stands still by somebody's decision, until a day. */
export interface Pause {
  readonly until: LocalDate;
  readonly resumeAt: Instant;
  readonly reason: string;
  readonly owner: UserId;
  readonly since: Instant;
}

/** The customer says that an instalment is not owed; somebody has to settle that by a day. */
export interface Dispute {
  readonly reason: DisputeReason;
  readonly note: string;
  readonly owner: UserId;
  readonly since: Instant;
  readonly openedOn: LocalDate;
  readonly dueAt: Instant;
  /** How often it has gone up because nobody settled it. */
  readonly raised: number;
}

/** Something asked for beside the instalment itself. Its status is computed by `feeStatus`. */
export interface Fee {
  /** `f<number>`, unique within its instalment. */
  readonly id: string;
  readonly amount: Money;
  readonly why: 'interest' | 'fixed';
  readonly reason: string;
  readonly claimedAt: Instant;
  readonly waived: { readonly at: Instant; readonly by: UserId | 'system'; readonly reason: string } | null;
}

/** Somebody has asked to write off what is open; collection stands still until that is decided. */
export interface WriteOffRequest {
  readonly approvalId: string;
  readonly amount: Money;
  readonly reason: string;
  readonly requestedBy: UserId | 'system';
  readonly requestedAt: Instant;
}

/** A letter was not sent because the customer may have paid; somebody has to look. */
export interface Suspicion {
  readonly step: number;
  readonly why: 'unmatchedReceipt' | 'staleBankFeed';
  /** The payments in question. */
  readonly references: readonly string[];
  readonly holder: UserId;
  readonly since: Instant;
  /** When it is looked at again by itself. */
  readonly retryAt: Instant;
  /** How often somebody has been asked. */
  readonly asked: number;
}

export type EscalationOffice = 'manager' | 'finance' | 'legal';

/** Somebody by name has been asked to take an instalment up, and has to say so by an instant. */
export interface Escalation {
  readonly office: EscalationOffice;
  readonly user: UserId;
  readonly since: Instant;
  /** Null once nobody is left above to turn to. */
  readonly acceptBy: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly raised: number;
}
