import type { LocalDate } from '../calendar.ts';
import type { CreditExemption, CreditStanding, HoldReason } from '../credit.ts';
import { add, type Currency, type Money } from '../money.ts';
import { daysLate, instalmentNumber, openInstalments, outstanding } from './instalment.ts';
import type { Instalment, PaymentPlanState } from './model.ts';

/** When a customer has to wait with new business on credit. */
export interface CreditPolicy {
  /** What is open beyond this, in minor units by currency, counts once it is late for `afterDays`; other currencies: any amount. */
  readonly tolerance: Readonly<Record<Currency, number>>;
  /** Calendar days. */
  readonly afterDays: number;
  /** So many broken promises to pay one instalment suffice by themselves. */
  readonly brokenPromises: number;
}

/** The company's policy. A change counts from the next question on: the hold is computed, never stored. */
export const creditPolicy: CreditPolicy = {
  tolerance: { CNY: 1_000_00 },
  afterDays: 30,
  brokenPromises: 2,
};

/** A plan of a customer, by its id. */
export interface CustomerPlan {
  readonly id: string;
  readonly state: PaymentPlanState;
}

function reasonsOf(
  { id, state }: CustomerPlan,
  instalment: Instalment,
  today: LocalDate,
  policy: CreditPolicy,
): readonly HoldReason[] {
  const amount = outstanding(instalment);
  const late = daysLate(instalment, today);
  const brokenPromises = instalment.promises.broken;
  const codes: HoldReason['code'][] = [];
  if (late >= policy.afterDays && amount.minor > (policy.tolerance[amount.currency] ?? 0)) codes.push('overdue');
  if (late > 0 && instalment.handedTo !== null) codes.push('escalated');
  if (late > 0 && brokenPromises >= policy.brokenPromises) codes.push('brokenPromises');
  const number = instalmentNumber(state, instalment);
  return codes.map((code) => ({ code, planId: id, instalment: number, amount, daysLate: late, brokenPromises }));
}

function byCurrency(amounts: readonly Money[]): readonly Money[] {
  const sums = new Map<Currency, Money>();
  for (const amount of amounts) {
    const before = sums.get(amount.currency);
    sums.set(amount.currency, before ? add(before, amount) : amount);
  }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/**
 * How a customer stands, from what is outstanding now and nothing else: a payment lifts a hold in the same moment. An
 * exemption that has not expired lifts it too, and the reasons stay visible.
 */
export function standingOf(
  customerId: string,
  plans: readonly CustomerPlan[],
  exemption: CreditExemption | null,
  { now, today }: { now: number; today: LocalDate },
  policy: CreditPolicy = creditPolicy,
): CreditStanding {
  const open = plans.flatMap((plan) => openInstalments(plan.state).map((instalment) => ({ plan, instalment })));
  const overdue = open.filter(({ instalment }) => daysLate(instalment, today) > 0);
  const reasons = overdue.flatMap(({ plan, instalment }) => reasonsOf(plan, instalment, today, policy));
  const valid = exemption && exemption.until > now ? exemption : null;
  return {
    customerId,
    onHold: reasons.length > 0 && valid === null,
    reasons,
    open: byCurrency(open.map(({ instalment }) => outstanding(instalment))),
    overdue: byCurrency(overdue.map(({ instalment }) => outstanding(instalment))),
    exemption: valid,
    asOf: now,
  };
}
