import { addOffset } from '../calendar.ts';
import { type Rejection, reject } from '../errors.ts';
import { people } from '../people.ts';
import { accept, hasRole, type KernelCommand, type Outcome } from '../process.ts';
import { barredFrom } from './approvers.ts';
import { covers } from './condition.ts';
import { type ApprovalContext, activeTasks, conclude, type Draft, draftOn, firstDraft, happens } from './draft.ts';
import type { ApprovalEvent } from './events.ts';
import { mailLoss, mailUrging } from './mails.ts';
import type { ApprovalCommand, ApprovalInput, ApprovalState, Task } from './model.ts';
import { closeTasks, end, handOver, settle, walkOn } from './path.ts';
import { alreadyOver, isRefusal, openTask, otherDocument } from './refusals.ts';
import { moveDeadlines, tick } from './timeout.ts';

type Answer = Outcome<ApprovalEvent>;
type Decision = Extract<ApprovalCommand, { type: 'approve' | 'reject' }>;
type Command<Type extends ApprovalCommand['type']> = Extract<ApprovalCommand, { type: Type }>;

const sha256 = /^[0-9a-f]{64}$/;

/** Begins an approval at its first node. */
export function start(input: ApprovalInput, context: ApprovalContext): Answer {
  if (!sha256.test(input.document.sha256)) return badHash();
  if (!covers(context.variant.covers, input.amount)) return otherAmount(context);
  const nodes = context.variant.nodes.map(({ name, title, mode }) => ({ name, title, mode }));
  const draft = firstDraft(context, { type: 'ApprovalStarted', id: context.processId, input, nodes });
  walkOn(draft, null);
  return asksSomebody(draft) ? conclude(draft) : noApprover();
}

/** Says what follows from a command. */
export function decide(
  state: ApprovalState,
  command: ApprovalCommand | KernelCommand,
  context: ApprovalContext,
): Answer {
  if (command.type === 'tick') return tick(state, context);
  if (command.type === 'calendarChanged') return moveDeadlines(state, context);
  if (command.type === 'peopleChanged') return accept([]);
  if (state.ending) return alreadyOver(state.ending);
  switch (command.type) {
    case 'approve':
    case 'reject':
      return decideTask(state, command, context);
    case 'transfer':
      return transfer(state, command, context);
    case 'withdraw':
      return withdraw(state, command, context);
    case 'urge':
      return urge(state, command, context);
    case 'replaceDocument':
      return replaceDocument(state, command, context);
    default:
      return unknown(command);
  }
}

function decideTask(state: ApprovalState, command: Decision, context: ApprovalContext): Answer {
  const task = openTask(state, command.taskId);
  if (isRefusal(task)) return task;
  const { actor } = context;
  if (actor.id !== task.holder) return notHolder(task);
  if (actor.id === state.starter) {
    return reject('NOT_ALLOWED', 'Nobody decides on a document of their own; transfer the task to somebody else');
  }
  if (command.documentHash !== state.document.sha256) return otherDocument(state);
  const comment = command.comment?.trim() || null;
  if (command.type === 'reject' && comment === null) {
    return reject('COMMENT_REQUIRED', 'A rejection says why; add a comment', { field: 'comment' });
  }
  const draft = draftOn(state, context);
  settle(draft, task.id, { decision: command.type === 'approve' ? 'approved' : 'rejected', comment, cause: 'person' });
  return conclude(draft);
}

function transfer(
  state: ApprovalState,
  { taskId, to, comment }: Command<'transfer'>,
  context: ApprovalContext,
): Answer {
  const task = openTask(state, taskId);
  if (isRefusal(task)) return task;
  const { actor, directory } = context;
  const own = actor.id === task.holder;
  if (!own && !hasRole(actor, 'admin')) return notHolder(task);
  if (to === state.starter) {
    return reject('NOT_ALLOWED', 'Nobody decides on a document of their own; choose somebody else', { field: 'to' });
  }
  if (barredFrom({ state }, task).includes(to)) {
    return reject('TRANSFER_CYCLE', `${to} holds or has held this task, or is asked at this node anyway`, {
      field: 'to',
      facts: { chain: task.chain },
    });
  }
  if (people(directory, { find: 'person', id: to }).length === 0) {
    return reject('PERSON_UNAVAILABLE', `${to} is unknown, absent or no longer active; choose somebody else`, {
      field: 'to',
    });
  }
  const draft = draftOn(state, context);
  handOver(draft, taskId, { to, cause: own ? 'holder' : 'admin', comment: comment?.trim() || null });
  return conclude(draft);
}

function withdraw(state: ApprovalState, { reason }: Command<'withdraw'>, context: ApprovalContext): Answer {
  const refused = onlyStarterOrAdmin(state, context) ?? tooLateToWithdraw(state, context);
  if (refused) return refused;
  const draft = draftOn(state, context);
  const [last, ...others] = closeTasks(draft, 'CANCELLED', null);
  for (const task of last ? [last, ...others] : []) mailLoss(draft, task, task.holder, 'withdrawn');
  end(draft, 'withdrawn', last?.id ?? null, reason?.trim() || null);
  return conclude(draft);
}

function tooLateToWithdraw(state: ApprovalState, { variant: { withdraw: policy } }: ApprovalContext): Rejection | null {
  if (policy === 'anyTime') return null;
  if (policy === 'beforeFirstDecision') {
    const decided = state.tasks.find(({ round, decidedAt }) => round === state.round && decidedAt !== null);
    if (!decided) return null;
    const { decidedBy, decidedAt } = decided;
    return reject('ILLEGAL_NOW', 'Somebody has decided already; only an undecided approval can be withdrawn', {
      facts: { decidedBy, decidedAt },
    });
  }
  const reached = state.nodes.slice(state.nodes.findIndex(({ name }) => name === policy.beforeNode));
  const entered = reached.find(({ enteredAt }) => enteredAt !== null);
  if (!entered) return null;
  return reject('ILLEGAL_NOW', `The approval can be withdrawn only before ${policy.beforeNode} is asked`, {
    facts: { node: entered.name, enteredAt: entered.enteredAt },
  });
}

function urge(state: ApprovalState, { taskId }: Command<'urge'>, context: ApprovalContext): Answer {
  const refused = onlyStarterOrAdmin(state, context);
  if (refused) return refused;
  const task = openTask(state, taskId);
  if (isRefusal(task)) return task;
  const { calendar, now, variant } = context;
  const possibleAt = task.urgedAt === null ? now : addOffset(calendar, task.urgedAt, variant.urgeEvery);
  if (now < possibleAt) {
    return reject('URGED_RECENTLY', `The holder was urged less than ${variant.urgeEvery} ago`, {
      field: 'taskId',
      facts: { urgedAt: task.urgedAt, possibleAt },
    });
  }
  const draft = draftOn(state, context);
  happens(draft, { type: 'TaskUrged', task: taskId, holder: task.holder });
  mailUrging(draft, taskId);
  return conclude(draft);
}

function replaceDocument(
  state: ApprovalState,
  { document, amount = state.amount }: Command<'replaceDocument'>,
  context: ApprovalContext,
): Answer {
  const refused = mayNotReplace(state, context);
  if (refused) return refused;
  const unfit = unfitDocument(state, document);
  if (unfit) return unfit;
  if (!covers(context.variant.covers, amount)) return otherAmount(context);
  const draft = draftOn(state, context);
  const closed = closeTasks(draft, 'VOID', null);
  happens(draft, { type: 'DocumentReplaced', document, amount });
  walkOn(draft, null);
  if (!asksSomebody(draft)) return noApprover();
  const askedAgain = activeTasks(draft.state).map(({ holder }) => holder);
  for (const task of closed) {
    if (!askedAgain.includes(task.holder)) mailLoss(draft, task, task.holder, 'replaced');
  }
  return conclude(draft);
}

/** A contract keeps its versions itself and says when one replaces another; anything else is its starter's to replace. */
function mayNotReplace({ starter, subject, origin }: ApprovalState, { actor }: ApprovalContext): Rejection | null {
  const byOrigin = origin !== null && actor.channel === 'process';
  if (byOrigin) return null;
  if (actor.id !== starter) {
    return reject('NOT_ALLOWED', 'Only the person who started the approval may replace its document');
  }
  if (subject === 'contract' && origin !== null) {
    return reject('ILLEGAL_NOW', `Hand the new version in with ${origin}, which keeps its versions`, {
      facts: { contract: origin },
    });
  }
  return null;
}

function unfitDocument({ document }: ApprovalState, next: ApprovalState['document']): Rejection | null {
  if (!sha256.test(next.sha256)) return badHash();
  if (next.number !== document.number) {
    return reject('INVALID', `A version of ${document.number} is expected; approve another document on its own`, {
      field: 'document.number',
    });
  }
  if (next.version <= document.version) {
    return reject('INVALID', `A version later than ${document.version} is expected`, { field: 'document.version' });
  }
  if (next.sha256 === document.sha256) {
    return reject('INVALID', 'The document is the one under approval already', { field: 'document.sha256' });
  }
  return null;
}

/** Whether the draft has somebody to decide who is not the starter. */
function asksSomebody({ state }: Draft): boolean {
  return activeTasks(state).some(({ holder }) => holder !== state.starter);
}

function onlyStarterOrAdmin({ starter }: ApprovalState, { actor }: ApprovalContext): Rejection | null {
  if (actor.id === starter || hasRole(actor, 'admin')) return null;
  return reject('NOT_ALLOWED', 'Only the person who started the approval or an admin may do this');
}

function notHolder({ holder, heldSince }: Task): Rejection {
  return reject('NOT_HOLDER', `The task is held by ${holder}`, { field: 'taskId', facts: { holder, heldSince } });
}

function noApprover(): Rejection {
  return reject('NO_APPROVER', 'Nobody present can be asked to approve this; appoint an approver or an admin first');
}

function badHash(): Rejection {
  return reject('INVALID', 'A SHA-256 in 64 lower-case hexadecimal digits is expected', { field: 'document.sha256' });
}

function otherAmount({ variant }: ApprovalContext): Rejection {
  return reject('INVALID', `${variant.id} does not decide on this amount; start an approval of its own for it`, {
    field: 'amount',
  });
}

function unknown(command: never): Rejection {
  const { type } = command as { type: string };
  return reject('INVALID', `An approval knows no command "${type}"`, { field: 'type' });
}
