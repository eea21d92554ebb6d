import { firstOf, presenceOf, type UserId } from '../people.ts';
import { accept, type Outcome } from '../process.ts';
import { above, standInFor, standInMail } from '../stand-in.ts';
import { copyChecker } from './clock.ts';
import { waitId } from './mails.ts';
import type { ContractContext, ContractEvent, ContractState } from './model.ts';

type Decided = Outcome<ContractEvent>;

/**
 * Asks anew who answers for a contract. While its owner is away somebody present stands in; a contract whose owner has
 * left goes to whoever is above them. A signed copy whose checker is gone goes to somebody else of legal.
 */
export function peopleChanged(state: ContractState, context: ContractContext): Decided {
  const changes = [ownerChanged(state, context), checkerChanged(state, context)];
  return accept(
    changes.flatMap(({ events }) => events),
    changes.flatMap(({ effects }) => effects),
  );
}

type Change = Pick<Extract<Decided, { ok: true }>, 'events' | 'effects'>;
const nothing: Change = { events: [], effects: [] };

function ownerChanged(state: ContractState, context: ContractContext): Change {
  const { owner, standIn, amount } = state;
  const { directory, variant } = context;
  const base = { at: context.now, by: context.actor.id } as const;
  const presence = presenceOf(directory, owner);
  if (presence === 'left') {
    const to = firstOf(directory, above(owner))?.id;
    // With nobody to inherit it the contract stays as it is, until somebody changes its owner by hand.
    if (to === undefined) return nothing;
    const event = { ...base, type: 'OwnerChanged', from: owner, to, reason: null, cause: 'ownerLeft' } as const;
    return {
      events: [event],
      effects: [standInMail({ to, principal: owner, left: true }, waitId(state), context.now)],
    };
  }
  const to =
    presence === 'present' ? null : standInFor(directory, owner, { variant: variant.id, amount }, above(owner));
  if (to === standIn) return nothing;
  const event = { ...base, type: 'StandInChanged', principal: owner, to } as const;
  const mails = to === null ? [] : [standInMail({ to, principal: owner, left: false }, waitId(state), context.now)];
  return { events: [event], effects: mails };
}

function checkerChanged(state: ContractState, context: ContractContext): Change {
  const { checker } = state;
  const copy = state.signedCopies.find(({ status }) => status === 'toConfirm');
  if (checker === null || !copy || presenceOf(context.directory, checker) === 'present') return nothing;
  const to: UserId | undefined = copyChecker(copy.author, context);
  if (to === undefined || to === checker) return nothing;
  const event = { at: context.now, by: context.actor.id, type: 'CheckerChanged', from: checker, to } as const;
  return {
    events: [event],
    effects: [standInMail({ to, principal: checker, left: false }, waitId(state), context.now)],
  };
}
