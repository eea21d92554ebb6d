import type { Effect } from '../effects.ts';
import { reject } from '../errors.ts';
import { people } from '../people.ts';
import { accept, hasRole, type KernelCommand, type Outcome } from '../process.ts';
import { applyCredit, claimFee, creditNote, waiveFee } from './adjust.ts';
import { askForEvents, noteEvent } from './awaited-event.ts';
import { chase } from './chase.ts';
import { checkContact, checkInput, refuseEnded } from './check.ts';
import type { PaymentPlanCommand } from './commands.ts';
import { logContact } from './contact-log.ts';
import { openDispute, raiseDisputes, resolveDispute } from './dispute.ts';
import { acceptEscalation, raiseEscalations } from './escalation.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { looksAfter, openInstalments } from './instalment.ts';
import type { PaymentPlanContext, PaymentPlanInput, PaymentPlanState } from './model.ts';
import { endPauses, pause, resume } from './pause.ts';
import { peopleChanged } from './people-changed.ts';
import { holdLetter, noteLetter, showLetters } from './preview.ts';
import { breakPromises, recordPromise } from './promise.ts';
import { recordReceipt } from './receipt.ts';
import { reverseReceipt } from './reversal.ts';
import { movedByCalendar, partsOf, schedule } from './schedule.ts';
import { endKept } from './settle.ts';
import { clearSuspicion } from './suspicion.ts';
import { requestWriteOff, writeOffDecided } from './write-off.ts';

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
  if (!looksAfter(state, actor.id) && !hasRole(actor, 'finance', 'admin')) {
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

/** By hand, or because the approval that began the plan has been taken back; then only while nothing has been paid. */
function cancel(state: PaymentPlanState, command: CommandOf<'cancel'>, { actor, now }: PaymentPlanContext): Decided {
  if (actor.id !== 'system' && !hasRole(actor, 'finance', 'admin')) {
    return reject('NOT_ALLOWED', 'Only finance or an admin may cancel a plan');
  }
  if (actor.id === 'system' && state.receipts.length > 0) {
    return reject('ILLEGAL_NOW', 'Money has been received for this plan; finance has to look at it');
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

/** Everything that may come due by itself, in this order: what ends a standstill comes before the ladder goes on. */
const automatic = [
  askForEvents,
  breakPromises,
  endPauses,
  raiseDisputes,
  raiseEscalations,
  showLetters,
  chase,
  endKept,
] as const;

function tick(state: PaymentPlanState, context: PaymentPlanContext): Decided {
  let current = state;
  const events: PaymentPlanEvent[] = [];
  const effects: Effect[] = [];
  for (const rule of automatic) {
    const happened = rule(current, context);
    current = happened.events.reduce<PaymentPlanState>(evolve, current);
    events.push(...happened.events);
    effects.push(...happened.effects);
  }
  return accept(events, effects);
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
    case 'reverseReceipt':
      // Also of a plan that has ended: it goes on, with its history.
      return reverseReceipt(state, command, context);
    default:
      return refuseEnded(state) ?? whileOpen(state, command, context);
  }
}

type WhileOpen = Exclude<PaymentPlanCommand, { type: 'recordReceipt' | 'reverseReceipt' }>;

function whileOpen(state: PaymentPlanState, command: WhileOpen, context: PaymentPlanContext): Decided {
  switch (command.type) {
    case 'noteEvent':
      return noteEvent(state, command, context);
    case 'setContact':
      return setContact(state, command, context);
    case 'changeOwner':
      return changeOwner(state, command, context);
    case 'cancel':
      return cancel(state, command, context);
    case 'applyCredit':
      return applyCredit(state, command, context);
    case 'creditNote':
      return creditNote(state, command, context);
    case 'claimFee':
      return claimFee(state, command, context);
    case 'waiveFee':
      return waiveFee(state, command, context);
    case 'requestWriteOff':
      return requestWriteOff(state, command, context);
    case 'approvalEnded':
      return writeOffDecided(state, command, context);
    case 'recordPromise':
      return recordPromise(state, command, context);
    case 'openDispute':
      return openDispute(state, command, context);
    case 'resolveDispute':
      return resolveDispute(state, command, context);
    case 'logContact':
      return logContact(state, command, context);
    case 'pause':
      return pause(state, command, context);
    case 'resume':
      return resume(state, command, context);
    case 'holdLetter':
      return holdLetter(state, command, context);
    case 'noteLetter':
      return noteLetter(state, command, context);
    case 'clearSuspicion':
      return clearSuspicion(state, command, context);
    case 'acceptEscalation':
      return acceptEscalation(state, command, context);
    default:
      command satisfies never;
      return reject('INVALID', 'A payment plan knows no such command', { field: 'type' });
  }
}
