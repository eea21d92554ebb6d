import type { Account, LedgerLine } from '../ledger/ledger.ts';
import { money } from '../money.ts';
import type { ReceiptEvent, ReceiptState } from './model.ts';
import { isHeldDraft } from './state.ts';

type Position = Partial<Record<Account, number>>;

/** Where the money of a receipt stands, in minor units; together nothing. */
function positionOf(state: ReceiptState): Position {
  const { amount, credit, ended } = state;
  if (ended?.how === 'reversed') return {};
  const held = isHeldDraft(state);
  const customerCredit = -credit.minor;
  const toReturn = ended?.how === 'rejected' ? -amount.minor : 0;
  return {
    cash: held ? 0 : amount.minor,
    drafts: held ? amount.minor : 0,
    customerCredit,
    toReturn,
    // What plans have taken of it they book themselves, from here.
    unapplied: -amount.minor - customerCredit - toReturn,
  };
}

/** The books of a receipt: what arrives is money or a draft on one side, and on the other what is to become of it. */
export function books(
  before: ReceiptState | undefined,
  _event: ReceiptEvent,
  after: ReceiptState,
): readonly LedgerLine[] {
  const was = before ? positionOf(before) : {};
  const is = positionOf(after);
  const touched = [...new Set([...Object.keys(was), ...Object.keys(is)])] as Account[];
  return touched
    .map((account) => ({
      account,
      amount: money((is[account] ?? 0) - (was[account] ?? 0), after.amount.currency),
      customer: after.customer?.id ?? null,
      item: after.bankReference,
    }))
    .filter(({ amount }) => amount.minor !== 0);
}
