import type { CollectionRung, PaymentPlanVariant } from './model.ts';

function workdays(rung: CollectionRung): number {
  return Number.parseInt(rung.after, 10);
}

const handsOver = (rung: CollectionRung): boolean =>
  rung.do.some((action) => action === 'escalateToFinance' || action === 'escalateToLegal');

/** Throws a RangeError that names the variant and what to mend. */
function checkLadder(id: string, ladder: readonly CollectionRung[]): void {
  if (ladder.length === 0) throw new RangeError(`${id}: the ladder needs at least one step`);
  let previous: CollectionRung | undefined;
  for (const rung of ladder) {
    if (!/^-?\d+ workdays$/.test(rung.after)) throw new RangeError(`${id}: "${rung.after}" is not whole working days`);
    if (rung.do.length === 0) throw new RangeError(`${id}: the step at ${rung.after} does nothing`);
    if (previous && workdays(rung) <= workdays(previous)) {
      throw new RangeError(`${id}: the step at ${rung.after} must come later than the one at ${previous.after}`);
    }
    // A late start acts on the highest step alone; it must find the person accountable there.
    if (previous && handsOver(previous) && !handsOver(rung)) {
      throw new RangeError(`${id}: the step at ${rung.after} must hand over too, because an earlier one does`);
    }
    previous = rung;
  }
}

/** Defines how the instalments of a payment plan are chased. Throws a RangeError for a ladder that cannot be climbed. */
export function definePaymentPlan(variant: Omit<PaymentPlanVariant, 'kind'>): PaymentPlanVariant {
  checkLadder(variant.id, variant.ladder);
  if (!Number.isSafeInteger(variant.sendAt) || variant.sendAt < 0 || variant.sendAt >= 24 * 60) {
    throw new RangeError(`${variant.id}: sendAt is a time of day in whole minutes after midnight`);
  }
  if (!Number.isSafeInteger(variant.tolerance) || variant.tolerance < 0) {
    throw new RangeError(`${variant.id}: tolerance is a whole number of minor units, 0 or more`);
  }
  return { ...variant, kind: 'paymentPlan' };
}
