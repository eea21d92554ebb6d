import { type Money, money } from '../money.ts';
import { outstanding } from './instalment.ts';
import type { Allocation, Instalment } from './model.ts';

/** How a receipt is spread. The parts and the credit add up to the receipt exactly. */
export interface Spread {
  readonly allocations: readonly Allocation[];
  /** Instalments this receipt pays off, each with what it leaves open within the tolerance. */
  readonly paid: readonly { readonly instalmentId: string; readonly difference: Money }[];
  readonly credit: Money;
}

/**
 * Spreads a receipt over open instalments: first the one the payer named, then the one due first, and so on, also
 * those not due yet; what nothing is open for is the customer's credit. `open` is in order of due day.
 */
export function spread(
  amount: Money,
  open: readonly Instalment[],
  tolerance: number,
  named: string | null = null,
): Spread {
  const inOrder = [...open.filter(({ id }) => id === named), ...open.filter(({ id }) => id !== named)];
  const allocations: Allocation[] = [];
  const paid: { instalmentId: string; difference: Money }[] = [];
  let left = amount.minor;
  for (const instalment of inOrder) {
    const asked = outstanding(instalment).minor;
    const part = Math.min(left, asked);
    if (part === 0) break;
    left -= part;
    allocations.push({ instalmentId: instalment.id, amount: money(part, amount.currency) });
    if (asked - part <= tolerance) {
      paid.push({ instalmentId: instalment.id, difference: money(asked - part, amount.currency) });
    }
  }
  return { allocations, paid, credit: money(left, amount.currency) };
}
