import { addOffset } from '../calendar.ts';
import { reject } from '../errors.ts';
import { firstOf } from '../people.ts';
import { type Accepted, accept, hasRole, type Outcome } from '../process.ts';
import type { Escalation, EscalationOffice } from './collection-facts.ts';
import { openPart } from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { isFrozen, openInstalments, partOf, presentFor } from './instalment.ts';
import { taskMail } from './mails.ts';
import type { Instalment, InternalAction, PaymentPlanContext, PaymentPlanState } from './model.ts';

type Accept = Extract<PaymentPlanCommand, { type: 'acceptEscalation' }>;

/** It goes up so often; after that it stays with whoever holds it, plainly with nothing scheduled. */
const mostRaised = 3;

const offices = {
  remind: null,
  escalateToManager: 'manager',
  escalateToFinance: 'finance',
  escalateToLegal: 'legal',
} as const satisfies Record<InternalAction, EscalationOffice | null>;

/** Asks somebody by name to take an instalment up, where the variant wants that to be confirmed. */
export function escalated(
  instalmentId: string,
  action: InternalAction | 'noAddress',
  user: string,
  { actor, now, calendar, variant }: PaymentPlanContext,
): readonly PaymentPlanEvent[] {
  const office = action === 'noAddress' ? null : offices[action];
  if (!office || !variant.escalation) return [];
  const acceptBy = addOffset(calendar, now, variant.escalation.acceptWithin);
  const escalation: Escalation = { office, user, since: now, acceptBy, acceptedAt: null, raised: 0 };
  return [{ at: now, by: actor.id, type: 'Escalated', instalmentId, office, escalation }];
}

/** Says that one has taken an instalment up. */
export function acceptEscalation(
  state: PaymentPlanState,
  { instalmentId }: Accept,
  { actor, now }: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const instalment = openPart(state, instalmentId);
  if ('code' in instalment) return instalment;
  const { escalation } = instalment;
  if (!escalation) return reject('ILLEGAL_NOW', `Instalment ${instalmentId} has not been escalated`);
  if (escalation.acceptedAt !== null) return accept([]);
  if (actor.id !== presentFor(state, escalation.user) && !hasRole(actor, 'admin')) {
    return reject('NOT_HOLDER', 'Somebody else has been asked to take this up', { facts: { holder: escalation.user } });
  }
  return accept([{ at: now, by: actor.id, type: 'EscalationAccepted', instalmentId }]);
}

/** An escalation that nobody has accepted yet, and that waits for that. */
export function isUnaccepted(escalation: Escalation | null): escalation is Escalation & { readonly acceptBy: number } {
  return escalation !== null && escalation.acceptedAt === null && escalation.acceptBy !== null;
}

/** Hands up what nobody has accepted in working time: to the manager of whoever was asked. */
export function raiseEscalations(state: PaymentPlanState, context: PaymentPlanContext): Accepted<PaymentPlanEvent> {
  const { now } = context;
  const late = openInstalments(state).flatMap((instalment) => {
    if (isFrozen(instalment)) return [];
    const { escalation } = instalment;
    return isUnaccepted(escalation) && escalation.acceptBy <= now ? [{ instalment, escalation }] : [];
  });
  const events = late.flatMap(({ instalment, escalation }) => raised(instalment, escalation, context));
  const after = events.reduce<PaymentPlanState>(evolve, state);
  const mails = late.flatMap(({ instalment, escalation }) => {
    const present = partOf(after, instalment.id)?.escalation;
    if (!present || present.user === escalation.user) return [];
    const step = `accept.${present.since}.${present.raised}`;
    return [taskMail(after, instalment, present.user, 'escalationRaised', step, { from: escalation.user })];
  });
  return accept(events, mails);
}

function raised(instalment: Instalment, before: Escalation, context: PaymentPlanContext): readonly PaymentPlanEvent[] {
  const { actor, now, calendar, directory, variant } = context;
  const above = firstOf(directory, [
    { find: 'manager', of: before.user, level: 1 },
    { find: 'role', role: 'admin' },
  ]);
  const user = above?.id ?? before.user;
  const count = before.raised + 1;
  const within = variant.escalation?.acceptWithin ?? '1 workdays';
  const acceptBy = count < mostRaised && user !== before.user ? addOffset(calendar, now, within) : null;
  const base = { at: now, by: actor.id, instalmentId: instalment.id };
  const { office } = before;
  const escalation: Escalation = { ...before, user, acceptBy, raised: count };
  const handover: readonly PaymentPlanEvent[] =
    office === 'manager' || user === before.user
      ? []
      : [{ ...base, type: 'InstalmentHandedOver', from: before.user, to: user, office }];
  return [{ ...base, type: 'Escalated', office, escalation }, ...handover];
}
