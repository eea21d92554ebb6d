import { type Money, money } from '../money.ts';
import { outstanding } from './instalment.ts';
import type { Allocation, Instalment } from './model.ts';

/** How money is spread. The parts and the credit add up to it exactly. */
export interface Spread {
  readonly allocations: readonly Allocation[];
  readonly credit: Money;
}

/** What is in dispute is paid last, unless the payer names it. */
const rank = ({ dispute }: Instalment): number => (dispute ? 1 : 0);

/**
 * Spreads money over open instalments: first the one the payer named, then the one due first, and so on, also those
 * not due yet; what nothing is open for is the customer's credit. `open` is in order of due day.
 */
export function spread(amount: Money, open: readonly Instalment[], named: string | null = null): Spread {
  const others = open.filter(({ id }) => id !== named).sort((a, b) => rank(a) - rank(b));
  const inOrder = [...open.filter(({ id }) => id === named), ...others];
  const allocations: Allocation[] = [];
  let left = amount.minor;
  for (const instalment of inOrder) {
    const part = Math.min(left, outstanding(instalment).minor);
    if (part === 0) break;
    left -= part;
    allocations.push({ instalmentId: instalment.id, amount: money(part, amount.currency) });
  }
  return { allocations, credit: money(left, amount.currency) };
}
