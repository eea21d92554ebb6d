import { addOffset } from '../calendar.ts';
import type { Effect, Notice } from '../effects.ts';
import { reject } from '../errors.ts';
import { due, plan } from '../ladder.ts';
import { firstOf, type PeopleQuery, people, type UserId } from '../people.ts';
import { accept, type Context, hasRole, type KernelCommand, type Outcome } from '../process.ts';
import type { Definition } from '../variant.ts';
import type {
  IncidentAction,
  IncidentCommand,
  IncidentEvent,
  IncidentInput,
  IncidentState,
  IncidentVariant,
} from './model.ts';
import { waitId } from './waits.ts';

type Ctx = Context<Definition<IncidentVariant>>;
type Result = Outcome<IncidentEvent>;

const base = ({ now, actor }: Ctx) => ({ at: now, by: actor.id });

/** Whoever runs the system, when nobody stands closer to what is out of order. */
const keepers: readonly PeopleQuery[] = [
  { find: 'role', role: 'admin' },
  { find: 'role', role: 'sales-ops' },
];

/** The first decision: who looks after it, and by when. */
export function start(input: IncidentInput, context: Ctx): Result {
  const { calendar, now, variant, directory, processId } = context;
  const { preferred, ...facts } = input;
  const closer: PeopleQuery[] = preferred === null ? [] : [{ find: 'person', id: preferred }];
  const holder = firstOf(directory, [...closer, ...keepers]);
  if (!holder) return reject('PERSON_UNAVAILABLE', 'No admin and nobody of sales ops is present to look after it');
  const ladder = plan(variant.ladder, addOffset(calendar, now, variant.within), calendar);
  const opened: IncidentEvent = {
    ...base(context),
    ...facts,
    type: 'IncidentOpened',
    id: processId,
    holder: holder.id,
    ladder,
  };
  return accept([opened], [mail('incident.opened', holder.id, 'opened', facts.cause)]);
}

/** What follows from a command. Nothing more does once it has been settled. */
export function decide(state: IncidentState, command: IncidentCommand | KernelCommand, context: Ctx): Result {
  if (state.closedAt !== null) {
    return reject('CLOSED', `${state.id} has been settled`, { facts: { closedAt: state.closedAt } });
  }
  switch (command.type) {
    case 'tick':
      return climbLadder(state, context);
    case 'calendarChanged':
      return movedDeadlines(state, context);
    case 'peopleChanged':
      return peopleChanged(state, context);
    case 'recur':
      return recur(command.cause, context);
    case 'assign':
      return assign(state, command.to, context);
    case 'settle':
      return settle(state, command.comment, context);
    default:
      return command satisfies never;
  }
}

function mail(notice: Notice, user: UserId, step: string, cause: string): Effect {
  return { type: 'mail', notice, to: { user }, waitId, step, details: { cause } };
}

const noticeOf = {
  remind: 'incident.reminder',
  escalateToManager: 'incident.escalated',
} as const satisfies Record<IncidentAction, Notice>;

function climbLadder(state: IncidentState, context: Ctx): Result {
  const reached = due(state.ladder, context.now);
  if (!reached) return accept([]);
  const { step, rung } = reached;
  const effects = rung.do.map((action) => {
    const above: PeopleQuery[] = [{ find: 'manager', of: state.holder, level: 1 }, ...keepers];
    const asked = action === 'remind' ? [{ find: 'person', id: state.holder } as const, ...above] : above;
    const receiver = firstOf(context.directory, asked)?.id ?? state.holder;
    return { ...mail(noticeOf[action], receiver, `${action}.${step}`, state.cause), onlyWhileOpen: true };
  });
  return accept([{ ...base(context), type: 'IncidentRungReached', step, did: rung.do }], effects);
}

function movedDeadlines(state: IncidentState, context: Ctx): Result {
  const { calendar, variant } = context;
  const { rungs, reached } = state.ladder;
  const ladder = plan(rungs, addOffset(calendar, state.openedAt, variant.within), calendar, reached);
  const same = ladder.anchor === state.ladder.anchor && ladder.rungs.every(({ at }, index) => at === rungs[index]?.at);
  return same ? accept([]) : accept([{ ...base(context), type: 'IncidentDeadlinesMoved', ladder }]);
}

/** A holder who is away or has left gives it to somebody who is there; where nobody is, it stays. */
function peopleChanged({ holder, cause }: IncidentState, context: Ctx): Result {
  const { directory, now } = context;
  if (people(directory, { find: 'person', id: holder }).length > 0) return accept([]);
  const next = firstOf(directory, [...keepers, { find: 'manager', of: holder, level: 1 }]);
  if (!next || next.id === holder) return accept([]);
  const assigned: IncidentEvent = { ...base(context), type: 'IncidentAssigned', to: next.id };
  return accept([assigned], [mail('incident.opened', next.id, `assigned.${now}`, cause)]);
}

function recur(cause: string, context: Ctx): Result {
  if (context.actor.id !== 'system') {
    return reject('NOT_ALLOWED', 'Only the system itself reports that something has happened again', { field: 'type' });
  }
  return accept([{ ...base(context), type: 'IncidentRecurred', cause }]);
}

const mayAct = ({ holder }: IncidentState, { actor }: Ctx): boolean =>
  actor.id === holder || actor.id === 'system' || hasRole(actor, 'admin', 'sales-ops');

function notYours(state: IncidentState) {
  return reject('NOT_HOLDER', 'Only its holder, sales ops or an admin may do this', {
    facts: { holder: state.holder },
  });
}

function assign(state: IncidentState, to: UserId, context: Ctx): Result {
  if (!mayAct(state, context)) return notYours(state);
  const [person] = people(context.directory, { find: 'person', id: to });
  if (!person) return reject('PERSON_UNAVAILABLE', `${to} is absent, has left or is unknown`, { field: 'to' });
  if (to === state.holder) return accept([]);
  const assigned: IncidentEvent = { ...base(context), type: 'IncidentAssigned', to };
  return accept([assigned], [mail('incident.opened', to, `assigned.${context.now}`, state.cause)]);
}

function settle(state: IncidentState, comment: string, context: Ctx): Result {
  if (!mayAct(state, context)) return notYours(state);
  if (comment.trim() === '') {
    return reject('COMMENT_REQUIRED', 'Say how it has been settled', { field: 'comment' });
  }
  return accept([{ ...base(context), type: 'IncidentSettled', comment }]);
}
