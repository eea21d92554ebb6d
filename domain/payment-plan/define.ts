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

/** Spans are whole and above 0, limits whole and at least 1. */
function checkPolicies({ id, ...variant }: Omit<PaymentPlanVariant, 'kind'>): void {
  const { eventFollowUp, preview, escalation, bankCheck, limits, keepWrittenOff } = variant;
  const spans = {
    eventFollowUp,
    'preview.ahead': preview?.ahead,
    'escalation.acceptWithin': escalation?.acceptWithin,
    'bankCheck.feedOlderThan': bankCheck?.feedOlderThan,
    keepWrittenOff,
  };
  for (const [name, span] of Object.entries(spans)) {
    if (span !== undefined && !/^[1-9]\d* (workdays|days)$/.test(span)) {
      throw new RangeError(`${id}: ${name} is a whole number of days above 0, not "${span}"`);
    }
  }
  const counts = { ...limits, 'preview.fromLevel': preview?.fromLevel, 'preview.longestHold': preview?.longestHold };
  for (const [name, count] of Object.entries(counts)) {
    if (count !== undefined && (!Number.isSafeInteger(count) || count < 1)) {
      throw new RangeError(`${id}: ${name} is a whole number of at least 1, not ${count}`);
    }
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
  checkPolicies(variant);
  return { ...variant, kind: 'paymentPlan' };
}
