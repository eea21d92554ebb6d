import { addOffset } from '../calendar.ts';
import { creditStanding } from '../credit.ts';
import { type Rejection, reject } from '../errors.ts';
import { accept, type Outcome } from '../process.ts';
import { orderValue } from './balance.ts';
import type { OrderEvent } from './events.ts';
import type { CreditFinding, HoldPoint, OrderContext, OrderState } from './model.ts';

/** An order whose whole price is due before anything is shipped owes nothing by being shipped. */
function isPrepaid({ content: { terms } }: OrderState): boolean {
  if (terms === null) return false;
  return terms.every(({ from = 'start', dueDays }) => dueDays === 0 && (from === 'start' || from === 'signed'));
}

/** Why the customer's debts stop this order now, or undefined when they do not. */
export function findingFor(state: OrderState, { variant, directory, now }: OrderContext): CreditFinding | undefined {
  const { tolerated, passesUpTo, prepaidPasses } = variant.credit;
  if (state.override && state.override.until > now) return undefined;
  if (prepaidPasses && isPrepaid(state)) return undefined;
  const value = orderValue(state);
  if (passesUpTo && value.currency === passesUpTo.currency && value.minor <= passesUpTo.minor) return undefined;
  const { onHold, reasons, overdue } = creditStanding(directory, state.customer.id);
  if (!onHold) return undefined;
  const small = overdue.every((amount) =>
    tolerated.some(({ currency, minor }) => currency === amount.currency && amount.minor <= minor),
  );
  return small && reasons.every(({ code }) => code === 'overdue') ? undefined : { reasons, overdue };
}

/** Goes on with an order unless the customer's debts stop it; then it waits for finance, with the reasons. */
export function checkCredit(
  state: OrderState,
  point: HoldPoint,
  context: OrderContext,
  next: () => Outcome<OrderEvent>,
): Outcome<OrderEvent> {
  const finding = findingFor(state, context);
  if (!finding) return next();
  const { now, actor, variant, calendar } = context;
  const recheckAt = addOffset(calendar, now, variant.credit.recheckEvery);
  return accept([{ at: now, by: actor.id, type: 'CreditHeld', point, recheckAt, ...finding }]);
}

/** Refuses to move goods of a held order, with what holds it. */
export function refuseHeld({ hold, tasks }: OrderState): Rejection | undefined {
  if (!hold) return undefined;
  const holder = tasks.find(({ step }) => step === 'releaseCredit')?.holder ?? null;
  return reject('CREDIT_HOLD', "The customer's debts hold this order until finance lets it pass", {
    facts: { holder, heldSince: hold.since, reasons: [...new Set(hold.reasons.map(({ code }) => code))] },
  });
}
