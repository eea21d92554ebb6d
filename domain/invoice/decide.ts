import type { LocalDate } from '../calendar.ts';
import { movedTask, officerFor, stepOf, successorFor, taskFor } from '../desk.ts';
import type { Effect, Notice } from '../effects.ts';
import { type Rejection, reject } from '../errors.ts';
import { people } from '../people.ts';
import { accept, hasRole, type KernelCommand, type Outcome } from '../process.ts';
import { standInMail } from '../stand-in.ts';
import type { InvoiceAmounts } from './amounts.ts';
import { checkBuyer, checkInput, checkIssue } from './check.ts';
import { evolve } from './evolve.ts';
import {
  baseOf,
  type CommandOf,
  type InvoiceCommand,
  type InvoiceContext,
  type InvoiceEvent,
  type InvoiceInput,
  type InvoiceRoom,
  type InvoiceStage,
  type InvoiceState,
} from './model.ts';
import { numberOf, waits } from './waits.ts';

type Decided = Outcome<InvoiceEvent>;

/** Begins an invoice: it waits for finance to issue it. */
export function start(input: InvoiceInput, context: InvoiceContext): Decided {
  const refused = checkInput(input, context);
  if (refused) return refused;
  const { processId, directory, variant } = context;
  const holder = officerFor('finance', processId, directory);
  if (!holder) return reject('PERSON_UNAVAILABLE', 'Nobody of finance, sales ops or administration is present');
  const { room, ...invoice } = input;
  const task = taskFor(holder, variant.issuing, context);
  return ask(undefined, {
    ...baseOf(context),
    type: 'InvoiceRequested',
    invoice,
    id: processId,
    share: shareOf(input.amounts, room),
    task,
  });
}

/** What part of what was agreed an invoice is, in percent with two decimals. */
function shareOf({ gross }: InvoiceAmounts, room: InvoiceRoom | null): number | null {
  if (!room || room.agreed.minor <= 0 || gross.minor <= 0) return null;
  return Math.min(100, Math.max(0.01, Math.round((gross.minor * 10_000) / room.agreed.minor) / 100));
}

const noticeOf = {
  requested: 'invoice.requested',
  sentBack: 'invoice.sentBack',
  issued: 'invoice.issued',
  sent: null,
  accepted: null,
  withdrawn: null,
} as const satisfies Record<InvoiceStage, Notice | null>;

/** Takes the invoice a step further, and tells whoever has to act now. */
function ask(state: InvoiceState | undefined, event: InvoiceEvent, more: readonly Effect[] = []): Decided {
  const after = evolve(state, event);
  const notice = noticeOf[after.stage];
  const [wait] = waits(after);
  if (!notice || !wait) return accept([event], more);
  const told = mail(notice, wait.holder, wait.id, 'opened', after);
  return accept([event], [...more, told]);
}

function mail(notice: Notice, user: string, waitId: string, step: string, state: InvoiceState): Effect {
  const { reason, scope, form, owner, buyer } = state;
  return {
    type: 'mail',
    notice,
    to: { user },
    waitId,
    step,
    details: { reason, reference: scope.reference, form, owner, buyer: buyer.title, invoice: numberOf(state) },
    onlyWhileOpen: true,
  };
}

function illegal(state: InvoiceState, wanted: readonly InvoiceStage[]): Rejection | undefined {
  if (wanted.includes(state.stage)) return undefined;
  return reject('ILLEGAL_NOW', `The invoice is ${state.stage}, not ${wanted.join(' or ')}`, {
    facts: { stage: state.stage, holder: state.task.holder, since: state.task.since },
  });
}

const isFinance = ({ actor }: InvoiceContext): boolean => actor.id === 'system' || hasRole(actor, 'finance', 'admin');

function onlyFinance(context: InvoiceContext): Rejection | undefined {
  return isFinance(context) ? undefined : reject('NOT_ALLOWED', 'Only finance or an admin may do this');
}

function onlyOwner({ owner, task }: InvoiceState, context: InvoiceContext): Rejection | undefined {
  const { actor } = context;
  if (isFinance(context) || [owner, task.holder].includes(actor.id) || hasRole(actor, 'sales-ops')) return undefined;
  return reject('NOT_ALLOWED', 'Only whoever asked for the invoice, sales ops or finance may do this');
}

function issue(state: InvoiceState, { number, issuedOn }: CommandOf<'issue'>, context: InvoiceContext): Decided {
  if (state.stage === 'issued' && state.number === number) return accept([]);
  const refused = onlyFinance(context) ?? illegal(state, ['requested']) ?? checkIssue(number, issuedOn, state.form);
  if (refused) return refused;
  const task = taskFor(state.owner, context.variant.sending, context);
  return ask(
    state,
    { ...baseOf(context), type: 'InvoiceIssued', number, issuedOn, task },
    tellPlan(state, number, issuedOn),
  );
}

/** What falls due by an invoice falls due by this one, in its share of the contract. */
function tellPlan({ scope, original, share }: InvoiceState, number: string, on: LocalDate): readonly Effect[] {
  if (scope.planId === null || original !== null) return [];
  const part = share === null || share === 100 ? {} : { share };
  const command = { type: 'noteEvent', event: 'invoiced', on, reference: number, ...part };
  return [{ type: 'tell', processId: scope.planId, command }];
}

function sendBack(state: InvoiceState, command: CommandOf<'sendBack'>, context: InvoiceContext): Decided {
  const refused = onlyFinance(context) ?? illegal(state, ['requested']);
  if (refused) return refused;
  const reason = command.reason.trim();
  if (reason === '') return reject('REASON_REQUIRED', 'Say what has to be corrected', { field: 'reason' });
  const task = taskFor(state.owner, context.variant.correcting, context);
  return ask(state, { ...baseOf(context), type: 'InvoiceSentBack', reason, task });
}

function resubmit(state: InvoiceState, command: CommandOf<'resubmit'>, context: InvoiceContext): Decided {
  const { buyer = state.buyer, form = state.form, note = state.note } = command;
  const { processId, directory, variant } = context;
  const refused = onlyOwner(state, context) ?? illegal(state, ['sentBack']) ?? checkBuyer(buyer, variant);
  if (refused) return refused;
  const holder = officerFor('finance', processId, directory);
  if (!holder) return reject('PERSON_UNAVAILABLE', 'Nobody of finance, sales ops or administration is present');
  const task = taskFor(holder, variant.issuing, context);
  return ask(state, { ...baseOf(context), type: 'InvoiceResubmitted', buyer, form, note, task });
}

function withdraw(state: InvoiceState, command: CommandOf<'withdraw'>, context: InvoiceContext): Decided {
  const refused = onlyOwner(state, context) ?? illegal(state, ['requested', 'sentBack']);
  if (refused) return refused;
  const reason = command.reason.trim();
  if (reason === '') return reject('REASON_REQUIRED', 'Say why it is no longer wanted', { field: 'reason' });
  return accept([{ ...baseOf(context), type: 'InvoiceWithdrawn', reason }]);
}

function send(state: InvoiceState, { via, to }: CommandOf<'send'>, context: InvoiceContext): Decided {
  const refused = onlyOwner(state, context) ?? illegal(state, ['issued', 'sent']);
  if (refused) return refused;
  if (to.trim() === '') return reject('INVALID', 'Say where it went', { field: 'to' });
  const task = taskFor(state.owner, context.variant.acknowledging, context);
  return ask(state, { ...baseOf(context), type: 'InvoiceSent', via, to: to.trim(), task });
}

function acknowledge(state: InvoiceState, { by }: CommandOf<'acknowledge'>, context: InvoiceContext): Decided {
  const refused = onlyOwner(state, context) ?? illegal(state, ['issued', 'sent']);
  if (refused) return refused;
  if (by.trim() === '') return reject('INVALID', 'Say who at the customer accepted it', { field: 'by' });
  return accept([{ ...baseOf(context), type: 'InvoiceAccepted', acceptedBy: by.trim() }]);
}

function assign(state: InvoiceState, { to }: CommandOf<'assign'>, context: InvoiceContext): Decided {
  const { actor, directory } = context;
  const from = state.task.holder;
  if (!isFinance(context) && actor.id !== from && !hasRole(actor, 'manager', 'sales-ops')) {
    return reject('NOT_ALLOWED', 'Only the holder, a manager, sales ops or finance may give it to somebody else');
  }
  const [successor] = people(directory, { find: 'person', id: to });
  if (!successor) return reject('PERSON_UNAVAILABLE', `${to} is not active and present`, { field: 'to' });
  if (to === from) return accept([]);
  return ask(state, { ...baseOf(context), type: 'HolderChanged', from, to, cause: 'assigned' });
}

function tick(state: InvoiceState, context: InvoiceContext): Decided {
  const [wait] = waits(state);
  const step = wait && stepOf(state.task, context.now, context.directory);
  if (!wait || !step) return accept([]);
  const mails = step.told.map((user, index) => {
    const notice = step.did[index] === 'remind' ? 'invoice.reminder' : 'invoice.escalated';
    return mail(notice, user, wait.id, `${step.did[index]}.${step.step}`, state);
  });
  return accept([{ ...baseOf(context), type: 'InvoiceChased', ...step }], mails);
}

function calendarChanged(state: InvoiceState, context: InvoiceContext): Decided {
  const task = movedTask(state.task, context);
  return accept(task ? [{ ...baseOf(context), type: 'DeadlinesMoved', task }] : []);
}

/** What finance has to do passes to somebody else of finance, what is the owner's to whoever is above them. */
function peopleChanged(state: InvoiceState, context: InvoiceContext): Decided {
  const [wait] = waits(state);
  const office = state.stage === 'requested' ? 'finance' : null;
  const successor = wait && successorFor(state.task, office, context.processId, context.directory);
  if (!wait || !successor) return accept([]);
  const from = state.task.holder;
  const mail = standInMail(
    { to: successor.to, principal: from, left: successor.cause === 'left' },
    wait.id,
    context.now,
  );
  return accept([{ ...baseOf(context), type: 'HolderChanged', from, ...successor }], [mail]);
}

function refuseEnded({ stage, closedAt }: InvoiceState): Rejection | undefined {
  if (closedAt === null) return undefined;
  return reject('CLOSED', `The invoice has ended: ${stage}`, { facts: { outcome: stage, closedAt } });
}

/** What follows from a command on an invoice. */
export function decide(state: InvoiceState, command: InvoiceCommand | KernelCommand, context: InvoiceContext): Decided {
  switch (command.type) {
    case 'tick':
      return tick(state, context);
    case 'calendarChanged':
      return calendarChanged(state, context);
    case 'peopleChanged':
      return peopleChanged(state, context);
    default:
      return refuseEnded(state) ?? decideOpen(state, command, context);
  }
}

function decideOpen(state: InvoiceState, command: InvoiceCommand, context: InvoiceContext): Decided {
  switch (command.type) {
    case 'issue':
      return issue(state, command, context);
    case 'sendBack':
      return sendBack(state, command, context);
    case 'resubmit':
      return resubmit(state, command, context);
    case 'withdraw':
      return withdraw(state, command, context);
    case 'send':
      return send(state, command, context);
    case 'acknowledge':
      return acknowledge(state, command, context);
    case 'assign':
      return assign(state, command, context);
    default:
      command satisfies never;
      return reject('INVALID', 'An invoice knows no such command', { field: 'type' });
  }
}
