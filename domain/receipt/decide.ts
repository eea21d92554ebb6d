import { hoursOf, type Instant, instantAt, type LocalDate, workdayOnOrAfter } from '../calendar.ts';
import { type DeskTask, movedTask, officerFor, stepOf, successorFor, taskFor } from '../desk.ts';
import type { Effect } from '../effects.ts';
import { type Rejection, reject } from '../errors.ts';
import { people } from '../people.ts';
import { accept, hasRole, type KernelCommand, type Outcome } from '../process.ts';
import { standInMail } from '../stand-in.ts';
import { allocate, allocation, allocationRefused, release, takeBack } from './allocation.ts';
import { checkInput } from './check.ts';
import { evolve } from './evolve.ts';
import { askToMatch, detailsOf } from './mails.ts';
import { matchOf } from './match.ts';
import {
  baseOf,
  type CommandOf,
  type ReceiptCommand,
  type ReceiptContext,
  type ReceiptEvent,
  type ReceiptInput,
  type ReceiptState,
} from './model.ts';
import { isHeldDraft, openAmount, standing } from './state.ts';
import { waits } from './waits.ts';

type Decided = Outcome<ReceiptEvent>;

/** A draft becomes money when the bank opens on its day, or on the next working day. */
function maturity(maturesOn: LocalDate, { calendar }: ReceiptContext): Instant {
  const day = workdayOnOrAfter(calendar, maturesOn);
  return instantAt(calendar, day, hoursOf(calendar, day)[0]?.[0] ?? 0);
}

/** Begins a receipt: what is beyond doubt is allocated at once, the rest waits for a person of finance. */
export function start(input: ReceiptInput, context: ReceiptContext): Decided {
  const { actor, directory, processId, variant } = context;
  if (actor.id !== 'system' && !hasRole(actor, 'finance', 'sales-ops', 'admin')) {
    return reject('NOT_ALLOWED', 'Only finance, sales ops or an admin may record a receipt');
  }
  const refused = checkInput(input);
  if (refused) return refused;
  const holder = officerFor('finance', processId, directory, input.holder);
  if (!holder) return reject('PERSON_UNAVAILABLE', 'Nobody of finance, sales ops or administration is present');
  const { holder: _asked, candidates, ...receipt } = input;
  const opened: ReceiptEvent = {
    ...baseOf(context),
    type: 'ReceiptOpened',
    receipt: { ...receipt, bankReference: receipt.bankReference.trim() },
    holder,
    task: taskFor(holder, variant.matching, context),
    maturesAt: input.draft ? maturity(input.draft.maturesOn, context) : null,
  };
  const state = evolve(undefined, opened);
  const match = matchOf(input, candidates, variant);
  const matched = match ? allocation(state, match.parts, match.tier, context) : accept<ReceiptEvent>([]);
  const events = [opened, ...matched.events];
  const after = matched.events.reduce<ReceiptState>(evolve, state);
  return accept(events, [...matched.effects, ...askToMatch(after)]);
}

function keepAsCredit(state: ReceiptState, command: CommandOf<'keepAsCredit'>, context: ReceiptContext): Decided {
  const amount = openAmount(state);
  const customer = command.customer ?? state.customer;
  if (amount.minor === 0) return reject('ILLEGAL_NOW', 'Nothing of the receipt is left');
  if (!customer) return reject('FIELDS_MISSING', 'Say whose credit it is to be', { field: 'customer' });
  return accept([{ ...baseOf(context), type: 'KeptAsCredit', customer, amount }]);
}

function giveBack(state: ReceiptState, { reason }: CommandOf<'reject'>, context: ReceiptContext): Decided {
  if (standing(state).length > 0 || state.credit.minor > 0) {
    return reject('ILLEGAL_NOW', 'Part of the receipt pays for something; take that back first');
  }
  if (reason.trim() === '') return reject('REASON_REQUIRED', 'Say why the money is not for us', { field: 'reason' });
  return accept([{ ...baseOf(context), type: 'ReceiptRejected', reason: reason.trim() }]);
}

function reverse(state: ReceiptState, { reason }: CommandOf<'reverse'>, context: ReceiptContext): Decided {
  if (reason.trim() === '') return reject('REASON_REQUIRED', 'Say why the receipt is reversed', { field: 'reason' });
  const bounced = state.method === 'draft';
  const effects = standing(state).map((each) => takeBack(each, reason.trim(), context));
  return accept([{ ...baseOf(context), type: 'ReceiptReversed', reason: reason.trim(), bounced }], effects);
}

function assign(state: ReceiptState, { to }: CommandOf<'assign'>, context: ReceiptContext): Decided {
  const [successor] = people(context.directory, { find: 'person', id: to });
  if (!successor) return reject('PERSON_UNAVAILABLE', `${to} is not active and present`, { field: 'to' });
  if (!successor.roles.some((role) => role === 'finance' || role === 'sales-ops' || role === 'admin')) {
    return reject('PERSON_UNAVAILABLE', `${to} does not work with receipts`, { field: 'to' });
  }
  if (to === state.task.holder) return accept([]);
  const event: ReceiptEvent = {
    ...baseOf(context),
    type: 'HolderChanged',
    from: state.task.holder,
    to,
    cause: 'assigned',
  };
  return accept([event], askToMatch(evolve(state, event)));
}

function tick(state: ReceiptState, context: ReceiptContext): Decided {
  const { now, directory } = context;
  const events: ReceiptEvent[] = [];
  const effects: Effect[] = [];
  if (isHeldDraft(state) && state.maturesAt !== null && state.maturesAt <= now) {
    events.push({ ...baseOf(context), type: 'DraftMatured' });
  }
  const wait = waits(state).find(({ action }) => action === 'receipt.match');
  const step = wait ? stepOf(state.task, now, directory) : undefined;
  if (wait && step) {
    events.push({ ...baseOf(context), type: 'MatchingChased', ...step });
    for (const [index, user] of step.told.entries()) {
      effects.push({
        type: 'mail',
        notice: step.did[index] === 'remind' ? 'receipt.reminder' : 'receipt.escalated',
        to: { user },
        waitId: wait.id,
        step: `${step.did[index]}.${step.step}`,
        details: detailsOf(state),
        onlyWhileOpen: true,
      });
    }
  }
  return accept(events, effects);
}

function calendarChanged(state: ReceiptState, context: ReceiptContext): Decided {
  const moved: DeskTask | undefined = movedTask(state.task, context);
  const maturesAt = isHeldDraft(state) && state.draft ? maturity(state.draft.maturesOn, context) : state.maturesAt;
  if (!moved && maturesAt === state.maturesAt) return accept([]);
  return accept([{ ...baseOf(context), type: 'DeadlinesMoved', task: moved ?? state.task, maturesAt }]);
}

/** What its holder has to do passes to somebody else of finance. */
function peopleChanged(state: ReceiptState, context: ReceiptContext): Decided {
  const [wait] = waits(state);
  const successor = wait && successorFor(state.task, 'finance', context.processId, context.directory);
  if (!wait || !successor) return accept([]);
  const from = state.task.holder;
  const mail = standInMail(
    { to: successor.to, principal: from, left: successor.cause === 'left' },
    wait.id,
    context.now,
  );
  return accept([{ ...baseOf(context), type: 'HolderChanged', from, ...successor }], [mail]);
}

function mayDecide({ task }: ReceiptState, { actor }: ReceiptContext): Rejection | undefined {
  if (actor.id === 'system' || actor.id === task.holder || hasRole(actor, 'finance', 'admin')) return undefined;
  return reject('NOT_ALLOWED', 'Only finance, whoever holds the receipt, or an admin may decide what it is for');
}

function refuseEnded({ ended }: ReceiptState): Rejection | undefined {
  if (!ended) return undefined;
  const { how, at, by, reason } = ended;
  return reject('CLOSED', `The receipt was ${how}`, { facts: { outcome: how, closedAt: at, closedBy: by, reason } });
}

/** What follows from a command on a receipt. */
export function decide(state: ReceiptState, command: ReceiptCommand | KernelCommand, context: ReceiptContext): Decided {
  switch (command.type) {
    case 'tick':
      return tick(state, context);
    case 'calendarChanged':
      return calendarChanged(state, context);
    case 'peopleChanged':
      return peopleChanged(state, context);
    default:
      return mayDecide(state, context) ?? refuseEnded(state) ?? decideOpen(state, command, context);
  }
}

function decideOpen(state: ReceiptState, command: ReceiptCommand, context: ReceiptContext): Decided {
  switch (command.type) {
    case 'allocate':
      return allocate(state, command, context);
    case 'release':
      return release(state, command, context);
    case 'keepAsCredit':
      return keepAsCredit(state, command, context);
    case 'reject':
      return giveBack(state, command, context);
    case 'reverse':
      return reverse(state, command, context);
    case 'assign':
      return assign(state, command, context);
    case 'allocationRefused':
      return allocationRefused(state, command, context);
    default:
      command satisfies never;
      return reject('INVALID', 'A receipt knows no such command', { field: 'type' });
  }
}
