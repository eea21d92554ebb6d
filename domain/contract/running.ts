import type { Effect, Notice } from '../effects.ts';
import { due } from '../ladder.ts';
import { firstOf } from '../people.ts';
import { accept, type Outcome } from '../process.ts';
import { endClock, holderOf, receivers } from './clock.ts';
import { closingMails, contractMail } from './mails.ts';
import type { ContractContext, ContractEvent, ContractState, LadderAction } from './model.ts';
import { renewedBy } from './term-decision.ts';

type Decided = Outcome<ContractEvent>;

/** Acts on the step of the running clock that has come due. */
export function tick(state: ContractState, context: ContractContext): Decided {
  const reached = due(state.clock.ladder, context.now);
  if (!reached) return accept([]);
  const { rung, step } = reached;
  const [first] = rung.do;
  switch (first) {
    case 'takeEffect':
      return takeEffect(state, context);
    case 'renew':
      return renewedBy(state, { automatic: true, reason: null, until: null }, context);
    case 'expire':
      return expire(state, context);
    default:
      return climb(state, rung.do.filter(isLadderAction), step, context);
  }
}

const isLadderAction = (action: string): action is LadderAction =>
  action === 'remind' || action === 'escalateToManager' || action === 'escalateToLegal';

function takeEffect(state: ContractState, context: ContractContext): Decided {
  const { term } = state;
  if (term.until === null) throw new RangeError(`${state.id} takes effect without a last day`);
  const clock = endClock(term, term.until, context);
  return accept([{ at: context.now, by: context.actor.id, type: 'ContractTookEffect', clock }]);
}

function expire(state: ContractState, context: ContractContext): Decided {
  const { term, endReason } = state;
  if (term.until === null) throw new RangeError(`${state.id} expires without a last day`);
  return accept(
    [{ at: context.now, by: context.actor.id, type: 'ContractExpired', until: term.until }],
    closingMails(state, { outcome: 'expired', comment: endReason }, context),
  );
}

function climb(state: ContractState, did: readonly LadderAction[], step: number, context: ContractContext): Decided {
  const base = { at: context.now, by: context.actor.id } as const;
  const holder = holderOf(state);
  const told: string[] = [];
  const effects: Effect[] = [];
  for (const action of did) {
    const to = firstOf(context.directory, receivers(action, state))?.id ?? holder;
    told.push(to);
    const details = { step: state.clock.step, holder, dueAt: state.clock.ladder.anchor };
    effects.push(
      contractMail(state, {
        notice: noticeOf(state, action),
        to,
        step: `${action}.${step}`,
        details,
        onlyWhileOpen: true,
      }),
    );
  }
  const events: ContractEvent[] = [{ ...base, type: 'RungReached', step, did, told }];
  if (state.phase === 'effective' && state.term.until !== null) {
    events.push({ ...base, type: 'ContractExpiring', until: state.term.until });
  }
  return accept(events, effects);
}

function noticeOf({ clock }: ContractState, action: LadderAction): Notice {
  if (clock.step === 'end') return 'contract.expiring';
  return action === 'remind' ? 'contract.reminder' : 'contract.escalated';
}
