import { AnswerNeeded } from './answer-needed.ts';
import type { Instant, LocalDate } from './calendar.ts';
import type { Money } from './money.ts';

/** Why a customer is on credit hold, or would be without an exemption; each by one instalment. */
export interface HoldReason {
  readonly code: 'overdue' | 'escalated' | 'brokenPromises';
  readonly planId: string;
  /** The number a person knows the instalment by. */
  readonly instalment: string;
  readonly amount: Money;
  readonly daysLate: number;
  /** How many promises to pay have been broken. */
  readonly brokenPromises: number;
}

/** Lets a customer buy on credit although reasons for a hold exist, until it expires by itself. */
export interface CreditExemption {
  readonly until: Instant;
  readonly reason: string;
}

/** How a customer stands with us at a moment. Amounts are one per currency and never summed across. */
export interface CreditStanding {
  readonly customerId: string;
  /** Whether new business on credit has to wait. Computed, never set by hand. */
  readonly onHold: boolean;
  readonly reasons: readonly HoldReason[];
  readonly open: readonly Money[];
  readonly overdue: readonly Money[];
  readonly exemption: CreditExemption | null;
  readonly asOf: Instant;
}

/** What the bank knows that our plans may not know yet: reasons to ask before a letter is written. */
export interface PaymentSigns {
  /** Payments of this payer that no instalment has been found for. */
  readonly unmatched: readonly { readonly reference: string; readonly amount: Money; readonly receivedOn: LocalDate }[];
  /** Up to when payments have been read from the bank; null where no statement was ever read. */
  readonly bankReadUntil: Instant | null;
}

/** A question a rule asks about how a customer pays. */
export type CreditQuery =
  | { readonly find: 'creditStanding'; readonly customer: string }
  | { readonly find: 'paymentSigns'; readonly customer: string };

/** One text per question, the same for equal questions. */
export function creditKey({ find, customer }: CreditQuery): string {
  return `${find}:${customer}`;
}

type Answers = Readonly<Record<string, unknown>>;

function answerTo<Answer>(directory: Answers, query: CreditQuery): Answer {
  const key = creditKey(query);
  const found = directory[key];
  if (found === undefined) throw new AnswerNeeded(query, key);
  return found as Answer;
}

/** How a customer stands at the moment of asking. Throws `AnswerNeeded` when it has not been looked up yet. */
export function creditStanding(directory: Answers, customer: string): CreditStanding {
  return answerTo(directory, { find: 'creditStanding', customer });
}

/** What the bank says about a customer. Throws `AnswerNeeded` when it has not been looked up yet. */
export function paymentSigns(directory: Answers, customer: string): PaymentSigns {
  return answerTo(directory, { find: 'paymentSigns', customer });
}
