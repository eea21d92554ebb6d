import type { LocalDate } from '../../domain/calendar.ts';
import type { CollectionAction } from '../../domain/payment-plan/model.ts';
import type { Invoice } from './invoice-row.ts';
import type { Step } from './run-invoice.ts';

/** What all invoices together come to under one variant. Plain data: it travels between threads. */
export interface Tally {
  /** How often each action would have been taken. */
  readonly actions: Partial<Record<CollectionAction, number>>;
  /** Steps that would have been taken on the day of the payment or after it; a defect if it is not 0. */
  afterPayment: number;
  /** Invoices about which the customer would have been written to after the due day. */
  chased: number;
  /** Days late at which the customer was first chased, summed up over those chased. */
  firstChaseDays: number;
}

/** What is known of the invoices themselves, whatever the variant. */
export interface History {
  invoices: number;
  open: number;
  disputed: number;
  /** Paid after the due day. */
  paidLate: number;
  /** How many settled invoices were so many days late; those paid in time under 0. */
  readonly daysLate: Record<number, number>;
}

export const emptyTally = (): Tally => ({ actions: {}, afterPayment: 0, chased: 0, firstChaseDays: 0 });
export const emptyHistory = (): History => ({ invoices: 0, open: 0, disputed: 0, paidLate: 0, daysLate: {} });

/** Counts what would have been done about one invoice. */
export function count(tally: Tally, settledOn: LocalDate | null, steps: readonly Step[]): void {
  for (const { on, did } of steps) {
    for (const action of did) tally.actions[action] = (tally.actions[action] ?? 0) + 1;
    if (settledOn !== null && on >= settledOn) tally.afterPayment += 1;
  }
  const first = steps.find(({ wrote, daysLate }) => wrote && daysLate > 0);
  if (!first) return;
  tally.chased += 1;
  tally.firstChaseDays += first.daysLate;
}

/** Counts the invoice itself. */
export function countInvoice(history: History, { dueOn, settledOn, disputed }: Invoice): void {
  history.invoices += 1;
  if (disputed) history.disputed += 1;
  if (settledOn === null) {
    history.open += 1;
    return;
  }
  const late = Math.max(0, Math.round((Date.parse(settledOn) - Date.parse(dueOn)) / 86_400_000));
  if (late > 0) history.paidLate += 1;
  history.daysLate[late] = (history.daysLate[late] ?? 0) + 1;
}

function addCounts(into: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [name, number] of Object.entries(from)) into[name] = (into[name] ?? 0) + number;
}

/** Adds what another thread has counted. */
export function addTally(into: Tally, from: Tally): void {
  addCounts(into.actions as Record<string, number>, from.actions as Record<string, number>);
  into.afterPayment += from.afterPayment;
  into.chased += from.chased;
  into.firstChaseDays += from.firstChaseDays;
}

export function addHistory(into: History, from: History): void {
  into.invoices += from.invoices;
  into.open += from.open;
  into.disputed += from.disputed;
  into.paidLate += from.paidLate;
  addCounts(into.daysLate as Record<string, number>, from.daysLate as Record<string, number>);
}

/** The number of days late that `share` of the settled invoices do not exceed; 0 when none is settled. */
export function percentile({ daysLate }: History, share: number): number {
  const days = Object.keys(daysLate)
    .map(Number)
    .sort((a, b) => a - b);
  const total = days.reduce((whole, day) => whole + (daysLate[day] ?? 0), 0);
  let seen = 0;
  for (const day of days) {
    seen += daysLate[day] ?? 0;
    if (seen >= total * share) return day;
  }
  return 0;
}
