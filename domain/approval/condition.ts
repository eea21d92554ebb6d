import type { Money } from '../money.ts';
import type { AmountCondition, Evaluation } from './model.ts';

/**
 * Evaluates a condition for a document's amount. Where the two are in different currencies there is no answer, and
 * the condition counts as met, so that nobody is left out for want of an exchange rate.
 */
export function evaluate(condition: AmountCondition | undefined, amount: Money): Evaluation {
  if (!condition) return { amount, condition: null, comparable: true, holds: true };
  const { amountAtLeast, amountBelow } = condition;
  const comparable = [amountAtLeast, amountBelow].every((limit) => !limit || limit.currency === amount.currency);
  const holds =
    !comparable ||
    ((!amountAtLeast || amount.minor >= amountAtLeast.minor) && (!amountBelow || amount.minor < amountBelow.minor));
  return { amount, condition, comparable, holds };
}

/** Whether a variant may decide on an amount; an amount in another currency than its limits it may not. */
export function covers(limits: AmountCondition | undefined, amount: Money): boolean {
  const { comparable, holds } = evaluate(limits, amount);
  return comparable && holds;
}
