import { addOffset } from '../calendar.ts';
import { type Rejection, reject } from '../errors.ts';
import { type Accepted, accept, hasRole, type Outcome } from '../process.ts';
import { goOn } from './advance.ts';
import { invalid } from './check.ts';
import type { OrderCommand } from './command.ts';
import { findingFor } from './credit.ts';
import type { OrderEvent } from './events.ts';
import type { HoldPoint, OrderContext, OrderState } from './model.ts';
import { follow } from './outcome.ts';

type Override = Extract<OrderCommand, { type: 'overrideCredit' }>;

/** Looks the customer's standing up again: the order goes on by itself once nothing stops it any more. */
export function recheckCredit(state: OrderState, context: OrderContext): Outcome<OrderEvent> {
  const { hold } = state;
  if (!hold) return accept([]);
  const { now, actor, variant, calendar } = context;
  const base = { at: now, by: actor.id };
  const finding = findingFor(state, context);
  if (!finding) return released(state, hold.point, accept([{ ...base, type: 'CreditCleared' }]), context);
  const recheckAt = addOffset(calendar, now, variant.credit.recheckEvery);
  return accept([{ ...base, type: 'CreditRechecked', recheckAt, ...finding }]);
}

/** Finance, or a manager who is not the seller, lets an order pass for a time. */
export function overrideCredit(
  state: OrderState,
  { reason, until }: Override,
  context: OrderContext,
): Outcome<OrderEvent> {
  const { now, actor } = context;
  const { hold } = state;
  const refused = mayNotOverride(state, context);
  if (refused) return refused;
  if (!hold) return reject('ILLEGAL_NOW', 'The order is not on hold');
  if (reason.trim() === '') return reject('REASON_REQUIRED', 'Say why the order may go on', { field: 'reason' });
  const latest = addOffset(context.calendar, now, context.variant.credit.overrideAtMost);
  if (!Number.isSafeInteger(until) || until <= now) return invalid('until', 'The end of an override lies ahead');
  if (until > latest) {
    return reject('INVALID', 'An override may not count for so long', { field: 'until', facts: { latestAt: latest } });
  }
  const overridden: OrderEvent = { at: now, by: actor.id, type: 'CreditOverridden', reason: reason.trim(), until };
  return released(state, hold.point, accept([overridden]), context);
}

function mayNotOverride({ owner }: OrderState, { actor }: OrderContext): Rejection | undefined {
  if (hasRole(actor, 'finance')) return undefined;
  if (hasRole(actor, 'manager', 'admin') && actor.id !== owner) return undefined;
  return reject('NOT_ALLOWED', 'Only finance, or a manager or admin other than the owner, may override a credit hold', {
    facts: { owner },
  });
}

function released(
  state: OrderState,
  point: HoldPoint,
  release: Accepted<OrderEvent>,
  context: OrderContext,
): Outcome<OrderEvent> {
  return follow(state, release, (after) => goOn(after, point, context));
}
