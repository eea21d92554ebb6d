import type { Money } from '../money.ts';
import { type Accepted, accept } from '../process.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { isOpen, outstanding, partOf } from './instalment.ts';
import { settledMail } from './mails.ts';
import type { Instalment, PaymentPlanContext, PaymentPlanState } from './model.ts';

/** What a payment leaves open within the tolerance is not asked for; nothing else may leave anything open. */
function remainder(instalment: Instalment, before: PaymentPlanState, tolerance: number): Money | undefined {
  const was = partOf(before, instalment.id);
  const reopened = was && was.writtenOff.minor > instalment.writtenOff.minor;
  if (!was || !(isOpen(was) || reopened) || instalment.cancelledAt !== null) return undefined;
  const left = outstanding(instalment);
  const paid = instalment.received.minor > was.received.minor;
  return left.minor <= (paid ? tolerance : 0) ? left : undefined;
}

/** Whether something written off is still waited for, in case the customer pays after all. */
const isKept = ({ keptUntil, writtenOff }: Instalment): boolean => keptUntil !== null && writtenOff.minor > 0;

/**
 * Follows events that have changed what is owed: what is not open any more is settled, and the plan ends when nothing
 * is open and nothing written off is kept.
 */
export function settle(
  before: PaymentPlanState,
  events: readonly PaymentPlanEvent[],
  { actor, now, variant }: PaymentPlanContext,
): Accepted<PaymentPlanEvent> {
  const changed = events.reduce<PaymentPlanState>(evolve, before);
  const base = { at: now, by: actor.id };
  const paid = changed.instalments.flatMap((instalment) => {
    const difference = remainder(instalment, before, variant.tolerance);
    return difference ? [{ ...base, type: 'InstalmentPaid' as const, instalmentId: instalment.id, difference }] : [];
  });
  const after = paid.reduce<PaymentPlanState>(evolve, changed);
  const last = after.instalments.findLast(({ id }) => paid.some(({ instalmentId }) => instalmentId === id));
  if (!last || after.instalments.some((instalment) => isOpen(instalment) || isKept(instalment))) {
    return accept([...events, ...paid]);
  }
  const outcome = after.instalments.some(({ writtenOff }) => writtenOff.minor > 0) ? 'writtenOff' : 'paid';
  const closed: PaymentPlanEvent = { ...base, type: 'PlanClosed', outcome, reason: null };
  return accept([...events, ...paid, closed], outcome === 'paid' ? [settledMail(after, last)] : []);
}

/** Ends plans that have waited long enough for money that was written off. */
export function endKept(state: PaymentPlanState, { actor, now }: PaymentPlanContext): Accepted<PaymentPlanEvent> {
  const kept = state.instalments.filter(isKept);
  const over = kept.length > 0 && kept.every(({ keptUntil }) => (keptUntil ?? 0) <= now);
  if (!over || state.instalments.some(isOpen)) return accept([]);
  return accept([{ at: now, by: actor.id, type: 'PlanClosed', outcome: 'writtenOff', reason: null }]);
}
