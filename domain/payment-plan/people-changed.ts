import { people, presenceOf, type UserId } from '../people.ts';
import { accept, type Outcome } from '../process.ts';
import { above, lastResort, standInFor, standInMail } from '../stand-in.ts';
import { isUnaccepted } from './escalation.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { holderOf, openInstalments, totalOutstanding } from './instalment.ts';
import type { Instalment, PaymentPlanContext, PaymentPlanState } from './model.ts';

/**
 * Asks anew who answers for the instalments of a plan. While the owner, or somebody in finance or legal who has taken
 * an instalment over, is away, somebody present stands in; what belonged to a person who has left is given to their
 * successor or, where none is named, to another.
 */
export function peopleChanged(state: PaymentPlanState, context: PaymentPlanContext): Outcome<PaymentPlanEvent> {
  const left = departures(state, context);
  const staffed = left.reduce<PaymentPlanState>(evolve, state);
  const away = absences(staffed, context);
  const after = away.reduce<PaymentPlanState>(evolve, staffed);
  return accept([...left, ...away], mailsTo(state, after, context));
}

function departures(state: PaymentPlanState, context: PaymentPlanContext): PaymentPlanEvent[] {
  const { now, actor, directory, variant } = context;
  const scope = { variant: variant.id, amount: totalOutstanding(state) };
  const base = { at: now, by: actor.id };
  const hasLeft = (id: UserId) => presenceOf(directory, id) === 'left';
  const { owner } = state;
  const heir = hasLeft(owner) ? standInFor(directory, owner, scope, above(owner)) : null;
  const owned: PaymentPlanEvent[] = heir
    ? [{ ...base, type: 'OwnerChanged', from: owner, to: heir, reason: null, cause: 'ownerLeft' }]
    : [];
  const taken = openInstalments(state).flatMap(({ id: instalmentId, handedTo }): PaymentPlanEvent[] => {
    if (!handedTo || !hasLeft(handedTo.user)) return [];
    const { office, user: from } = handedTo;
    const to = standInFor(directory, from, scope, [{ find: 'role', role: office }, ...lastResort]);
    return to ? [{ ...base, type: 'InstalmentHandedOver', instalmentId, from, to, office }] : [];
  });
  return [...owned, ...taken];
}

/** Everybody who has been asked to settle something about an instalment. */
function askedAbout({ dispute, pause, suspicion, escalation }: Instalment): readonly UserId[] {
  const unaccepted = isUnaccepted(escalation) ? escalation.user : undefined;
  const asked = [dispute?.owner, pause?.owner, suspicion?.holder, unaccepted];
  return asked.flatMap((id) => id ?? []);
}

/** Everybody who answers for something of the plan by right, with the offices that stand in for them. */
function accountable(state: PaymentPlanState) {
  const takers = openInstalments(state).flatMap(({ handedTo }) => (handedTo ? [handedTo] : []));
  const offices = takers.map(({ user, office }) => ({
    id: user,
    offices: [{ find: 'role', role: office } as const, ...lastResort],
  }));
  const asked = openInstalments(state)
    .flatMap(askedAbout)
    .map((id) => ({ id, offices: above(id) }));
  const all = [{ id: state.owner, offices: above(state.owner) }, ...offices, ...asked];
  return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
}

function absences(state: PaymentPlanState, context: PaymentPlanContext): PaymentPlanEvent[] {
  const { now, actor, directory, variant } = context;
  const scope = { variant: variant.id, amount: totalOutstanding(state) };
  return accountable(state).flatMap(({ id, offices }): PaymentPlanEvent[] => {
    const isPresent = people(directory, { find: 'person', id }).length > 0;
    const to = isPresent ? null : standInFor(directory, id, scope, offices);
    if (to === (state.standIns?.[id] ?? null)) return [];
    return [{ at: now, by: actor.id, type: 'StandInChanged', principal: id, to }];
  });
}

/** One mail for each person who answers for instalments now that somebody else did before; none to whoever comes back. */
function mailsTo(before: PaymentPlanState, after: PaymentPlanState, { now, directory }: PaymentPlanContext) {
  const changed = openInstalments(after).flatMap((instalment) => {
    const from = holderBefore(before, instalment);
    const to = holderOf(after, instalment);
    const returned = before.standIns?.[to] === from;
    return from === undefined || from === to || returned ? [] : [{ from, to, waitId: instalment.id }];
  });
  const first = changed.filter(({ to }, index) => changed.findIndex((other) => other.to === to) === index);
  return first.map(({ from, to, waitId }) => {
    const left = presenceOf(directory, from) === 'left';
    return standInMail({ to, principal: from, left }, waitId, now);
  });
}

function holderBefore(before: PaymentPlanState, { id }: Instalment): UserId | undefined {
  const instalment = before.instalments.find((each) => each.id === id);
  return instalment && holderOf(before, instalment);
}
