import { addDays, type LocalDate } from '../calendar.ts';
import { type Rejection, reject } from '../errors.ts';
import { accept, type Outcome } from '../process.ts';
import { isDay } from './check.ts';
import { endClock } from './clock.ts';
import { contractMail } from './mails.ts';
import type { ContractCommand, ContractContext, ContractEvent, ContractState } from './model.ts';
import { lastDay, termLadder } from './term.ts';

type Decided = Outcome<ContractEvent>;
type CommandOf<Type extends ContractCommand['type']> = Extract<ContractCommand, { type: Type }>;

function notInForce({ phase }: ContractState): Rejection | undefined {
  if (phase === 'effective' || phase === 'expiring') return undefined;
  return reject('ILLEGAL_NOW', 'How a contract goes on is decided while it is in force', { facts: { phase } });
}

/** Lets a contract run on to a later last day. */
export function renew(state: ContractState, { until, reason }: CommandOf<'renew'>, context: ContractContext): Decided {
  const refused = notInForce(state);
  if (refused) return refused;
  if (!isDay(until)) return reject('INVALID', 'The new last day is a day such as 2027-12-31', { field: 'until' });
  if (state.term.until !== null && until <= state.term.until) {
    return reject('INVALID', `The new last day lies after the present one, ${state.term.until}`, {
      field: 'until',
      facts: { until: state.term.until },
    });
  }
  return renewedBy(state, { automatic: false, reason: reason?.trim() || null, until }, context);
}

interface Renewal {
  readonly automatic: boolean;
  readonly reason: string | null;
  /** Null: another term of the same length. */
  readonly until: LocalDate | null;
}

/** Another term begins on the day after the last one. Everybody who answers for it is told. */
export function renewedBy(
  state: ContractState,
  { automatic, reason, until }: Renewal,
  context: ContractContext,
): Decided {
  const { term, owner } = state;
  if (term.until === null) throw new RangeError(`${state.id} is renewed without a last day`);
  const from = addDays(term.until, 1);
  const last = until ?? lastDay(from, term.months);
  const renewed: ContractEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'ContractRenewed',
    from,
    until: last,
    automatic,
    reason,
    clock: endClock(term, last, context),
  };
  if (context.actor.id === owner) return accept([renewed]);
  const details = { automatic, newUntil: last, by: context.actor.id, comment: reason };
  return accept(
    [renewed],
    [contractMail(state, { notice: 'contract.renewed', to: owner, step: 'renewed', details }, 1)],
  );
}

/** Decides that the contract ends on its last day, also where it would renew by itself. */
export function letExpire(state: ContractState, command: CommandOf<'letExpire'>, context: ContractContext): Decided {
  const refused = notInForce(state);
  if (refused) return refused;
  const reason = command.reason.trim();
  if (reason === '') return reject('REASON_REQUIRED', 'Say why the contract is not renewed', { field: 'reason' });
  const { term, endReason } = state;
  if (endReason !== null || term.until === null) {
    return reject('ALREADY_DECIDED', 'It has been decided already that the contract ends', {
      facts: { decision: 'letExpire', until: term.until },
    });
  }
  const { until } = term;
  const ladder = termLadder({ term, until, endDecided: true }, context.variant, context.calendar);
  return accept([
    { at: context.now, by: context.actor.id, type: 'EndDecided', until, reason, clock: { step: 'end', ladder } },
  ]);
}
