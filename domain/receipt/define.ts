import { matchTiers, type ReceiptVariant } from './model.ts';

/** Defines how receipts are matched. Throws a RangeError for rules that cannot be carried out. */
export function defineReceipt(variant: Omit<ReceiptVariant, 'kind'>): ReceiptVariant {
  const { id, automatic, tolerance, matching } = variant;
  const ordered = matchTiers.filter((tier) => automatic.includes(tier));
  if (ordered.length !== automatic.length || ordered.some((tier, index) => automatic[index] !== tier)) {
    throw new RangeError(`${id}: automatic lists each tier once, in the order ${matchTiers.join(', ')}`);
  }
  if (!Number.isSafeInteger(tolerance) || tolerance < 0) {
    throw new RangeError(`${id}: tolerance is a whole number of minor units, 0 or more`);
  }
  if (matching.ladder.length === 0) throw new RangeError(`${id}: the ladder needs at least one step`);
  return { ...variant, kind: 'receipt' };
}
