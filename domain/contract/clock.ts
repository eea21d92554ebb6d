import { addOffset, instantAt, type LocalDate } from '../calendar.ts';
import { plan } from '../ladder.ts';
import { type PeopleQuery, people, type UserId } from '../people.ts';
import { accept, type Outcome } from '../process.ts';
import { above } from '../stand-in.ts';
import type {
  ContractContext,
  ContractEvent,
  ContractState,
  ContractStep,
  ContractVariant,
  LadderAction,
  StepClock,
  StepPolicy,
  Term,
} from './model.ts';
import { presentTermLadder, termLadder } from './term.ts';

/** Steps that take a person's time; the others end on a day. */
export type TimedStep = Exclude<ContractStep, 'start' | 'end'>;

const policies = {
  draft: 'drafting',
  review: 'review',
  signature: 'signing',
  copyCheck: 'copyCheck',
} as const satisfies Record<TimedStep, keyof ContractVariant>;

function policyOf(step: TimedStep, { variant }: ContractContext): StepPolicy {
  return variant[policies[step]];
}

/** Starts the clock of a step that begins now. */
export function stepClock(step: TimedStep, context: ContractContext): StepClock {
  const { within, ladder } = policyOf(step, context);
  return { step, ladder: plan(ladder, addOffset(context.calendar, context.now, within), context.calendar) };
}

/** Waits for the day on which a signed contract takes effect. */
export function startClock(from: LocalDate, { calendar }: ContractContext): StepClock {
  const at = instantAt(calendar, from, 0);
  return { step: 'start', ladder: { anchor: at, rungs: [{ after: '0 days', at, do: ['takeEffect'] }], reached: 0 } };
}

/** Watches over a contract in force until its last day. */
export function endClock(term: Term, until: LocalDate, { variant, calendar }: ContractContext): StepClock {
  return { step: 'end', ladder: termLadder({ term, until, endDecided: false }, variant, calendar) };
}

/** The same deadlines by a changed calendar; rungs already reached stay reached. */
export function movedDeadlines(state: ContractState, context: ContractContext): Outcome<ContractEvent> {
  const { step, ladder } = state.clock;
  const moved = movedLadder(step, state, context);
  const same = moved.anchor === ladder.anchor && moved.rungs.every(({ at }, index) => at === ladder.rungs[index]?.at);
  return same ? accept([]) : accept([{ at: context.now, by: context.actor.id, type: 'DeadlinesMoved', ladder: moved }]);
}

function movedLadder(step: ContractStep, state: ContractState, context: ContractContext): StepClock['ladder'] {
  const { ladder } = state.clock;
  switch (step) {
    case 'draft':
    case 'review':
    case 'signature':
    case 'copyCheck': {
      const dueAt = addOffset(context.calendar, state.waitSince, policyOf(step, context).within);
      return plan(ladder.rungs, dueAt, context.calendar, ladder.reached);
    }
    case 'start':
      return state.term.from === null ? ladder : startClock(state.term.from, context).ladder;
    case 'end':
      return presentTermLadder(state, context, ladder.reached);
    default:
      return step satisfies never;
  }
}

/** Whom a step of the ladder turns to, first choice first. */
export function receivers(action: LadderAction, state: ContractState): readonly PeopleQuery[] {
  const holder = holderOf(state);
  switch (action) {
    case 'remind':
      return [{ find: 'person', id: holder }, ...above(holder)];
    case 'escalateToManager':
      return above(holder);
    case 'escalateToLegal':
      return [{ find: 'role', role: 'legal' }, ...above(holder)];
    default:
      return action satisfies never;
  }
}

/** Who answers for what the contract waits for now. */
export function holderOf({ clock, checker, standIn, owner }: ContractState): UserId {
  return clock.step === 'copyCheck' && checker !== null ? checker : (standIn ?? owner);
}

/** Somebody of legal who is present and has not filed the copy; where legal has nobody else, an admin. */
export function copyChecker(filedBy: UserId, { directory }: ContractContext): UserId | undefined {
  const queries: readonly PeopleQuery[] = [
    { find: 'role', role: 'legal' },
    { find: 'role', role: 'admin' },
  ];
  for (const query of queries) {
    const other = people(directory, query).find(({ id }) => id !== filedBy);
    if (other) return other.id;
  }
  return undefined;
}
