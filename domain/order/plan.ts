import type { LocalDate } from '../calendar.ts';
import type { Effect } from '../effects.ts';
import type { Money } from '../money.ts';
import type { PaymentPlanInput } from '../payment-plan/model.ts';
import type { LaterEvent } from '../term-event.ts';
import { orderValue } from './balance.ts';
import type { LineQuantity, OrderState } from './model.ts';
import { orderAmounts } from './pricing.ts';

/** A plan to begin, or none where there is nothing to collect or the contract's plan collects it. */
export interface PlanStart {
  readonly planId: string | null;
  readonly effects: readonly Effect[];
}

/** Starts collecting an amount by the order's own terms. Changes that cost more are collected by plans of their own. */
export function startPlan(state: OrderState, total: Money): PlanStart {
  const { terms, title } = state.content;
  if (!terms || total.minor <= 0) return { planId: null, effects: [] };
  const number = state.planIds.length + 1;
  const planId = `PP-${state.id}-${number}`;
  const input: PaymentPlanInput = {
    reference: number === 1 ? state.id : `${state.id}-${number}`,
    title,
    customer: state.customer,
    contact: null,
    owner: state.owner,
    financeOwner: null,
    total,
    terms,
    instalments: null,
    origin: state.id,
    dealId: state.dealId,
  };
  return { planId, effects: [{ type: 'launch', kind: 'paymentPlan', processId: planId, input }] };
}

function plansOf({ planIds, contractPlan }: OrderState): readonly string[] {
  return contractPlan ? [contractPlan.id, ...planIds] : planIds;
}

/** Something that terms may count from, such as one delivery of several. */
interface Occasion {
  readonly event: LaterEvent;
  readonly on: LocalDate;
  /** What it is known by; told twice it counts once. */
  readonly reference: string;
  /** The goods it was about. */
  readonly lines: readonly LineQuantity[];
  /** Nothing of the order is left for which it has not happened. */
  readonly last: boolean;
}

/** Tells the plans of the order that something has happened, with the share of the price it was about. */
export function tellPlans(state: OrderState, { event, on, reference, lines, last }: Occasion): readonly Effect[] {
  const { contractPlan } = state;
  const value = orderValue(state);
  return plansOf(state).flatMap((processId) => {
    const covered = processId === contractPlan?.id ? contractPlan.total : value;
    const share = last && covered.minor <= value.minor ? 100 : shareOf(state, lines, covered);
    if (share === 0) return [];
    const occasion = { type: 'noteEvent', event, on, reference: `${state.id}/${reference}` };
    return [{ type: 'tell', processId, command: share === 100 ? occasion : { ...occasion, share } }];
  });
}

/** The part of an amount that some goods of the order cost, in percent with two decimals, at most 100. */
function shareOf(state: OrderState, lines: readonly LineQuantity[], whole: Money): number {
  const parts = lines.flatMap(({ lineId, quantity }) => {
    const line = state.content.lines.find(({ id }) => id === lineId);
    return line ? [{ ...line, quantity }] : [];
  });
  if (whole.minor === 0) return 100;
  const hundredths = (BigInt(orderAmounts(parts, state).gross.minor) * 10_000n) / BigInt(whole.minor);
  return Math.min(100, Number(hundredths) / 100);
}

/** Less that is owed, since when, and why. `key` names the occasion within the order, so that it counts once. */
interface Credit {
  readonly key: string;
  readonly on: LocalDate;
  readonly amount: Money;
  readonly reason: string;
}

function credit(
  processId: string | undefined,
  { id }: OrderState,
  { key, on, amount, reason }: Credit,
): readonly Effect[] {
  if (processId === undefined || amount.minor <= 0) return [];
  return [{ type: 'tell', processId, command: { type: 'creditNote', number: `${id}/${key}`, amount, on, reason } }];
}

/**
 * Tells the order's own plan that less is owed for what will not be delivered. What a contract owes does not change by
 * that: it is the contract that has to be amended.
 */
export function creditUndelivered(state: OrderState, less: Credit): readonly Effect[] {
  return credit(state.planIds[0], state, less);
}

/** Tells whichever plan collects the price, the contract's too, that less is owed for goods that came back. */
export function creditReturned(state: OrderState, less: Credit): readonly Effect[] {
  return credit(plansOf(state)[0], state, less);
}
