import { add, type Money, money, subtract, sum } from '../money.ts';
import type { Allocation, ReceiptState } from './model.ts';

/** Allocations that count. */
export function standing(state: ReceiptState): readonly Allocation[] {
  return state.allocations.filter(({ undone }) => undone === null);
}

/** What of a receipt pays for something. */
export function allocated(state: ReceiptState): Money {
  return sum(
    standing(state).map(({ amount }) => amount),
    state.amount.currency,
  );
}

/** What nobody has said anything about yet. */
export function openAmount(state: ReceiptState): Money {
  if (state.ended) return money(0, state.amount.currency);
  return subtract(state.amount, add(allocated(state), state.credit));
}

/** Held as a draft, so that no money has come yet. */
export function isHeldDraft(state: ReceiptState): boolean {
  return state.method === 'draft' && !state.matured && !state.ended;
}

/** Nothing is left to decide or to wait for. */
export function isSettled(state: ReceiptState): boolean {
  if (state.ended) return true;
  return openAmount(state).minor === 0 && state.credit.minor === 0 && !isHeldDraft(state);
}
