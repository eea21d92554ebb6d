import type { LocalDate } from '../calendar.ts';
import type { CustomerRef } from '../deal.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';

/** The accounts of the books. A debit is written as an amount above 0, a credit as one below. */
export const accounts = [
  /** What customers owe, instalment by instalment. */
  'receivable',
  /** Money in the bank. */
  'cash',
  /** Acceptance drafts held: a promise to pay, no money until they mature. */
  'drafts',
  /** Received, and not yet said what for. */
  'unapplied',
  /** What customers have paid beyond what they owe. */
  'customerCredit',
  /** Received by mistake: to go back to whoever paid. */
  'toReturn',
  /** The other side of what customers owe: what was agreed to be paid. */
  'sales',
  'fees',
  'creditNotes',
  'writeOffs',
  'smallDifferences',
  /** Given up with a plan that was cancelled. */
  'cancelled',
] as const;
export type Account = (typeof accounts)[number];

/** One side of an entry. The lines that one event gives add up to nothing in each currency. */
export interface LedgerLine {
  readonly account: Account;
  readonly amount: Money;
  readonly customer: string | null;
  /** What within its process the line is about, such as an instalment. */
  readonly item: string | null;
}

/** What one instalment of a plan comes to, as lists and figures read it. */
export interface Receivable {
  readonly instalmentId: string;
  /** The number people know the instalment by. */
  readonly number: string;
  readonly reference: string;
  readonly label: string;
  readonly customer: CustomerRef;
  readonly owner: UserId;
  readonly dealId: string | null;
  /** Null while it waits for an event that will give it a due day. */
  readonly dueOn: LocalDate | null;
  readonly amount: Money;
  readonly received: Money;
  /** What is still asked for; nothing where it was given up. */
  readonly outstanding: Money;
  /** The day on which the last of it was received; null while something is open, or where nothing was ever received. */
  readonly settledOn: LocalDate | null;
}
