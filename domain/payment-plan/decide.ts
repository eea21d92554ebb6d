import { reject } from '../errors.ts';
import { people } from '../people.ts';
import { accept, hasRole, type KernelCommand, type Outcome } from '../process.ts';
import { askForEvents, noteEvent } from './awaited-event.ts';
import { chase } from './chase.ts';
import { checkContact, checkInput, refuseEnded } from './check.ts';
import { evolve } from './evolve.ts';
import { openInstalments } from './instalment.ts';
import type {
  PaymentPlanCommand,
  PaymentPlanContext,
  PaymentPlanEvent,
  PaymentPlanInput,
  PaymentPlanState,
} from './model.ts';
import { peopleChanged } from './people-changed.ts';
import { recordReceipt } from './receipt.ts';
import { movedByCalendar, partsOf, schedule } from './schedule.ts';

type Decided = Outcome<PaymentPlanEvent>;
type CommandOf<Type extends PaymentPlanCommand['type']> = Extract<PaymentPlanCommand, { type: Type }>;

/** Levels of managers above an owner who may hand the owner's plans to somebody else. */
const managerLevels = [1, 2, 3];

/**
 * Begins a plan. One that begins late enters its ladder at the highest step already reached and acts on that alone.
 */
export function start(input: PaymentPlanInput, context: PaymentPlanContext): Decided {
  const refused = checkInput(input, context);
  if (refused) return refused;
  const { terms: _terms, instalments: _instalments, ...plan } = input;
  const opened: PaymentPlanEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'PlanOpened',
    plan,
    instalments: schedule(partsOf(input, context), context),
  };
  const late = chase(evolve(undefined, opened), context);
  return accept([opened, ...late.events], late.effects);
}

function setContact(
  state: PaymentPlanState,
  { contact }: CommandOf<'setContact'>,
  context: PaymentPlanContext,
): Decided {
  const { actor, now } = context;
  if (actor.id !== state.owner && !hasRole(actor, 'finance', 'admin')) {
    return reject('NOT_ALLOWED', "Only the plan's owner, finance or an admin may set its contact");
  }
  return checkContact(contact) ?? accept([{ at: now, by: actor.id, type: 'ContactSet', contact }]);
}

function managesOwner({ owner }: PaymentPlanState, { actor, directory }: PaymentPlanContext): boolean {
  return managerLevels.some((level) =>
    people(directory, { find: 'manager', of: owner, level }).some(({ id }) => id === actor.id),
  );
}

function changeOwner(state: PaymentPlanState, command: CommandOf<'changeOwner'>, context: PaymentPlanContext): Decided {
  const { actor, directory, now } = context;
  if (!hasRole(actor, 'manager', 'sales-ops', 'admin') && !managesOwner(state, context)) {
    return reject('NOT_ALLOWED', "Only the owner's managers, sales ops or an admin may give a plan to somebody else");
  }
  const [successor] = people(directory, { find: 'person', id: command.to });
  if (!successor) {
    return reject('PERSON_UNAVAILABLE', `${command.to} is not active and present`, { field: 'to' });
  }
  if (successor.id === state.owner) return accept([]);
  const reason = command.reason ?? null;
  return accept([{ at: now, by: actor.id, type: 'OwnerChanged', from: state.owner, to: successor.id, reason }]);
}

function cancel(command: CommandOf<'cancel'>, { actor, now }: PaymentPlanContext): Decided {
  if (!hasRole(actor, 'finance', 'admin')) {
    return reject('NOT_ALLOWED', 'Only finance or an admin may cancel a plan');
  }
  const reason = command.reason.trim();
  if (reason === '') return reject('REASON_REQUIRED', 'Say why the plan is cancelled', { field: 'reason' });
  return accept([{ at: now, by: actor.id, type: 'PlanClosed', outcome: 'cancelled', reason }]);
}

function calendarChanged(state: PaymentPlanState, context: PaymentPlanContext): Decided {
  const moved = movedByCalendar(openInstalments(state), context);
  if (moved.length === 0) return accept([]);
  return accept([{ at: context.now, by: context.actor.id, type: 'DeadlinesMoved', why: 'calendarChanged', moved }]);
}

/** Everything that has come due by itself. */
function tick(state: PaymentPlanState, context: PaymentPlanContext): Decided {
  const asked = askForEvents(state, context);
  const chased = chase(asked.events.reduce<PaymentPlanState>(evolve, state), context);
  return accept([...asked.events, ...chased.events], [...asked.effects, ...chased.effects]);
}

/** What follows from a command on a payment plan. */
export function decide(
  state: PaymentPlanState,
  command: PaymentPlanCommand | KernelCommand,
  context: PaymentPlanContext,
): Decided {
  switch (command.type) {
    case 'tick':
      return tick(state, context);
    case 'calendarChanged':
      return calendarChanged(state, context);
    case 'peopleChanged':
      return peopleChanged(state, context);
    case 'recordReceipt':
      return recordReceipt(state, command, context);
    case 'noteEvent':
      return refuseEnded(state) ?? noteEvent(state, command, context);
    case 'setContact':
      return refuseEnded(state) ?? setContact(state, command, context);
    case 'changeOwner':
      return refuseEnded(state) ?? changeOwner(state, command, context);
    case 'cancel':
      return refuseEnded(state) ?? cancel(command, context);
    default:
      command satisfies never;
      return reject('INVALID', 'A payment plan knows no such command', { field: 'type' });
  }
}
