import { daysBetween, type LocalDate, localTime } from '../calendar.ts';
import { type Rejection, reject } from '../errors.ts';
import { formatMoney, type Money } from '../money.ts';
import { hasRole } from '../process.ts';
import { checkAmount, isLocalDate } from './check.ts';
import { hasDueDay, holderOf, isOpen, looksAfter, outstanding, partOf } from './instalment.ts';
import type { Deadlines, Instalment, PaymentPlanContext, PaymentPlanState } from './model.ts';

export type DueInstalment = Instalment & Deadlines;

/** The open instalment a command names, or why there is none. */
export function openPart(state: PaymentPlanState, instalmentId: string): Instalment | Rejection {
  const found = partOf(state, instalmentId);
  if (!found) return reject('INVALID', `The plan has no instalment ${instalmentId}`, { field: 'instalmentId' });
  if (isOpen(found)) return found;
  const { paidAt, cancelledAt } = found;
  return reject('ILLEGAL_NOW', `Nothing is open of instalment ${instalmentId}`, {
    field: 'instalmentId',
    facts: { instalmentId, settledAt: paidAt ?? cancelledAt },
  });
}

/** The open instalment a command names, if it has a due day. */
export function duePart(state: PaymentPlanState, instalmentId: string): DueInstalment | Rejection {
  const found = openPart(state, instalmentId);
  if ('code' in found || hasDueDay(found)) return found;
  return reject('ILLEGAL_NOW', `Instalment ${instalmentId} waits for an event and is not due yet`, {
    field: 'instalmentId',
    facts: { instalmentId, awaits: found.awaiting?.event ?? null },
  });
}

/** Whoever looks after the customer or the money may steer collection. */
export function refuseStranger(
  state: PaymentPlanState,
  instalment: Instalment | null,
  { actor }: PaymentPlanContext,
): Rejection | undefined {
  const holds = instalment !== null && actor.id === holderOf(state, instalment);
  const own = actor.id === 'system' || looksAfter(state, actor.id) || holds;
  if (own || hasRole(actor, 'finance', 'manager', 'sales-ops', 'admin')) return undefined;
  return reject(
    'NOT_ALLOWED',
    "Only the plan's owner, whoever holds the instalment, managers, finance, sales ops or an admin may do this",
  );
}

export function refuseUnlessFinance({ actor }: PaymentPlanContext): Rejection | undefined {
  if (actor.id === 'system' || hasRole(actor, 'finance', 'admin')) return undefined;
  return reject('NOT_ALLOWED', 'Only finance or an admin may change what is owed');
}

/** An amount in the currency of the plan, and not above what is open. */
export function checkPart(amount: Money, instalment: Instalment, field = 'amount'): Rejection | undefined {
  const refused = checkAmount(amount, field);
  if (refused) return refused;
  const open = outstanding(instalment);
  if (amount.currency !== open.currency) {
    return reject('CURRENCY_MISMATCH', `The plan is in ${open.currency}, not in ${amount.currency}`, {
      field: `${field}.currency`,
    });
  }
  if (amount.minor > open.minor) {
    return reject('INVALID', `Only ${formatMoney(open)} is open`, {
      field: `${field}.minor`,
      facts: { outstanding: open.minor },
    });
  }
  return undefined;
}

/** A day from tomorrow on, at most so many calendar days ahead. */
export function checkAhead(
  day: LocalDate,
  field: string,
  most: number,
  { now, calendar }: PaymentPlanContext,
): Rejection | undefined {
  if (!isLocalDate(day)) return reject('INVALID', `"${day}" is no day; write for example 2026-09-30`, { field });
  const ahead = daysBetween(localTime(calendar, now).date, day);
  if (ahead > 0 && ahead <= most) return undefined;
  return reject('INVALID', `${day} is not 1 to ${most} days from today`, { field, facts: { most } });
}

/** A text that says something. */
export function requireText(
  text: string,
  field: string,
  code: 'INVALID' | 'REASON_REQUIRED' = 'INVALID',
): Rejection | undefined {
  return text.trim() === '' ? reject(code, `Say something in ${field}`, { field }) : undefined;
}

/** Refuses a second standstill beside one that is under way. */
export function refuseStandstill({ id, dispute, promise, pause, writeOff }: Instalment): Rejection | undefined {
  const why = dispute ? 'disputed' : promise ? 'promised' : pause ? 'paused' : writeOff ? 'writeOffRequested' : null;
  if (why === null) return undefined;
  const since = dispute?.since ?? promise?.madeAt ?? pause?.since ?? writeOff?.requestedAt ?? null;
  return reject('ILLEGAL_NOW', `Collection of instalment ${id} stands still already: ${why}`, {
    field: 'instalmentId',
    facts: { instalmentId: id, why, standsStillSince: since },
  });
}

export function firstRefusal(...checks: readonly (Rejection | undefined)[]): Rejection | undefined {
  return checks.find((refused) => refused !== undefined);
}
