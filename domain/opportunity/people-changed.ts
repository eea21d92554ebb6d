import { presenceOf, type UserId } from '../people.ts';
import { accept, type Context, type Outcome } from '../process.ts';
import { above, standInFor, standInMail } from '../stand-in.ts';
import type { Definition } from '../variant.ts';
import type { OpportunityEvent, OpportunityState, OpportunityVariant } from './model.ts';

type Ctx = Context<Definition<OpportunityVariant>>;

/**
 * Asks anew who answers for a deal. While its owner is away somebody present stands in and the owner stays on record;
 * a deal whose owner has left for good goes to their successor, or to whoever is above them.
 */
export function peopleChanged(state: OpportunityState, context: Ctx): Outcome<OpportunityEvent> {
  const { owner } = state;
  const scope = { variant: context.variant.id, amount: state.deal.amount };
  switch (presenceOf(context.directory, owner)) {
    case 'present':
      return standIn(state, null, context);
    case 'away':
      return standIn(state, standInFor(context.directory, owner, scope, above(owner)), context);
    default:
      return inherit(state, standInFor(context.directory, owner, scope, above(owner)), context);
  }
}

function standIn(state: OpportunityState, to: UserId | null, { now, actor }: Ctx): Outcome<OpportunityEvent> {
  if (to === (state.standIn ?? null)) return accept([]);
  const { owner, waitNo } = state;
  const changed: OpportunityEvent = { at: now, by: actor.id, type: 'StandInChanged', principal: owner, to };
  const mails = to === null ? [] : [standInMail({ to, principal: owner, left: false }, `w${waitNo}`, now)];
  return accept([changed], mails);
}

/** With nobody to inherit it the deal stays as it is, until somebody changes its owner by hand. */
function inherit(state: OpportunityState, to: UserId | null, { now, actor }: Ctx): Outcome<OpportunityEvent> {
  if (to === null) return accept([]);
  const { owner: from, waitNo } = state;
  const changed: OpportunityEvent = {
    at: now,
    by: actor.id,
    type: 'OwnerChanged',
    from,
    to,
    reason: null,
    cause: 'ownerLeft',
  };
  return accept([changed], [standInMail({ to, principal: from, left: true }, `w${waitNo}`, now)]);
}
