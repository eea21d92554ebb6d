import { addDays, daysBetween, type LocalDate } from '../calendar.ts';
import { type Money, money, zero } from '../money.ts';
import { principalOutstanding } from './instalment.ts';
import type { Instalment, LateInterest, PaymentPlanState } from './model.ts';

/** The statutory rate where the contract says nothing: 0.05 percent a day. */
const statutoryInterest: LateInterest = { perDayPpm: 500, graceDays: 0 };

/** What interest an instalment would carry up to a day. A preview only: nothing is asked for until it is claimed as a fee. */
export interface InterestPreview {
  readonly basis: 'contract' | 'statutory';
  readonly perDayPpm: number;
  /** The first day that counts; null while nothing is late. */
  readonly from: LocalDate | null;
  readonly until: LocalDate;
  /** Calendar days that count, those in dispute left out. */
  readonly days: number;
  readonly amount: Money;
}

/** One day on which less was owed than before, and by how much. */
interface Lowered {
  readonly on: LocalDate;
  readonly minor: number;
}

function loweredBy(state: PaymentPlanState, { id, creditNotes }: Instalment): readonly Lowered[] {
  const receipts = state.receipts
    .filter(({ reversed }) => reversed === null)
    .flatMap(({ receivedOn, allocations }) =>
      allocations
        .filter(({ instalmentId }) => instalmentId === id)
        .map(({ amount }) => ({ on: receivedOn, minor: amount.minor })),
    );
  return [...receipts, ...creditNotes.map(({ on, amount }) => ({ on, minor: amount.minor }))];
}

const inDispute = ({ disputed }: Instalment, day: LocalDate): boolean =>
  disputed.some(({ from, until }) => day >= from && (until === null || day < until));

/**
 * Simple interest by calendar days from the day after the due day and its grace, on what was owed of the instalment on
 * each day; days in dispute are free, and fees carry none.
 */
export function interestPreview(state: PaymentPlanState, instalment: Instalment, today: LocalDate): InterestPreview {
  const { perDayPpm, graceDays } = state.lateInterest ?? statutoryInterest;
  const basis = state.lateInterest ? 'contract' : 'statutory';
  const { currency } = instalment.amount;
  const none = { basis, perDayPpm, from: null, until: today, days: 0, amount: zero(currency) } as const;
  if (instalment.agreedDueOn === null || instalment.cancelledAt !== null) return none;
  const from = addDays(instalment.agreedDueOn, 1 + graceDays);
  const late = daysBetween(from, today) + 1;
  if (late <= 0) return none;
  const lowered = loweredBy(state, instalment);
  const openAtLast = principalOutstanding(instalment).minor;
  let days = 0;
  let owedDays = 0n;
  for (let day = from, counted = 0; counted < late; day = addDays(day, 1), counted += 1) {
    if (inDispute(instalment, day)) continue;
    // Money that comes on a day ends the interest of that day.
    const since = lowered.filter(({ on }) => on > day).reduce((whole, { minor }) => whole + minor, 0);
    const owed = Math.min(instalment.amount.minor, openAtLast + since);
    if (owed <= 0) continue;
    days += 1;
    owedDays += BigInt(owed);
  }
  if (days === 0) return none;
  const minor = Number((owedDays * BigInt(perDayPpm) + 500_000n) / 1_000_000n);
  return { basis, perDayPpm, from, until: today, days, amount: money(minor, currency) };
}
