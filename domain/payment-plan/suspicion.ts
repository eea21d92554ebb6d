import { addOffset, addWorkdays, instantAt, localTime } from '../calendar.ts';
import { type PaymentSigns, paymentSigns } from '../credit.ts';
import { reject } from '../errors.ts';
import { accept, type Outcome } from '../process.ts';
import type { Suspicion } from './collection-facts.ts';
import { firstRefusal, openPart, refuseStranger, requireText } from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { presentFor } from './instalment.ts';
import type { Instalment, PaymentPlanContext, PaymentPlanState } from './model.ts';
import { personFor } from './offices.ts';

type Clear = Extract<PaymentPlanCommand, { type: 'clearSuspicion' }>;

/** Why the bank gives reason to think that a customer has paid, or undefined. */
function signOf({ unmatched, bankReadUntil }: PaymentSigns, { now, calendar, variant }: PaymentPlanContext) {
  if (unmatched.length > 0) {
    return { why: 'unmatchedReceipt' as const, references: unmatched.map(({ reference }) => reference) };
  }
  const { bankCheck } = variant;
  if (!bankCheck || bankReadUntil === null) return undefined;
  const stale = addOffset(calendar, bankReadUntil, bankCheck.feedOlderThan) < now;
  return stale ? { why: 'staleBankFeed' as const, references: [] } : undefined;
}

/**
 * The suspicion that the customer has paid what a step is about to ask for. The bank is asked at that very moment, and
 * only where the variant wants it.
 */
export function suspect(
  state: PaymentPlanState,
  instalment: Instalment,
  step: number,
  context: PaymentPlanContext,
): Suspicion | undefined {
  const { now, calendar, variant, directory } = context;
  if (!variant.bankCheck || instalment.clearedStep >= step) return undefined;
  const sign = signOf(paymentSigns(directory, state.customer.id), context);
  if (!sign) return undefined;
  const before = instalment.suspicion;
  const tomorrow = localTime(calendar, addWorkdays(calendar, now, 1)).date;
  return {
    step,
    ...sign,
    holder: personFor('escalateToFinance', state, instalment, directory),
    since: before?.since ?? now,
    retryAt: instantAt(calendar, tomorrow, variant.sendAt),
    asked: (before?.asked ?? 0) + 1,
  };
}

/** Somebody has looked and found no payment: the letter goes out. */
export function clearSuspicion(
  state: PaymentPlanState,
  { instalmentId, note }: Clear,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now } = context;
  const instalment = openPart(state, instalmentId);
  if ('code' in instalment) return instalment;
  const { suspicion } = instalment;
  if (!suspicion) return reject('ILLEGAL_NOW', `No payment is suspected for instalment ${instalmentId}`);
  const stranger =
    actor.id === presentFor(state, suspicion.holder) ? undefined : refuseStranger(state, instalment, context);
  const refused = firstRefusal(stranger, requireText(note, 'note'));
  if (refused) return refused;
  const { step } = suspicion;
  return accept([{ at: now, by: actor.id, type: 'SuspicionCleared', instalmentId, step, note: note.trim() }]);
}
