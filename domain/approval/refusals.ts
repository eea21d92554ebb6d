import { type Rejection, reject } from '../errors.ts';
import { hasRole } from '../process.ts';
import { decidesAlone } from './approvers.ts';
import { type ApprovalContext, nodeOf } from './draft.ts';
import type { ApprovalState, Ending, Task } from './model.ts';
import type { DocumentFields } from './subject.ts';

/** Says that the approval is over, and how. */
export function alreadyOver({ outcome, by, at, comment }: Ending): Rejection {
  const facts = { outcome, decidedBy: by, decidedAt: at, comment };
  return reject('CLOSED', `The approval has ended: ${outcome} by ${by}`, { facts });
}

/** Says which version of the document is under approval now. */
export function otherDocument({ document: { version, sha256 } }: ApprovalState): Rejection {
  return reject('STALE_DOCUMENT', `Version ${version} is under approval; read it and decide about that one`, {
    field: 'documentHash',
    facts: { documentVersion: version, documentHash: sha256 },
  });
}

function decidedAlready({ decision, decidedBy, decidedAt, comment, cause }: Task): Rejection {
  return reject('ALREADY_DECIDED', `${decidedBy} has ${decision} it already`, {
    facts: { decidedBy, decidedAt, decision, comment, cause },
  });
}

function noLongerAsked(state: ApprovalState, task: Task): Rejection {
  const settling = state.tasks.find(({ id }) => id === task.settledBy);
  if (settling?.decision) return decidedAlready(settling);
  return reject('ILLEGAL_NOW', 'Nobody has to answer this task any more', {
    field: 'taskId',
    facts: { taskStatus: task.status, closedAt: task.closedAt },
  });
}

function sentBackAlready({ decidedBy, decidedAt, comment }: Task): Rejection {
  return reject('SENT_BACK', `${decidedBy} has sent the document back`, {
    facts: { decidedBy, decidedAt, decision: 'sentBack', comment },
  });
}

/** What was asked in an earlier round: about other bytes, or before the document was sent back. */
function asOfEarlier(state: ApprovalState, task: Task): Rejection {
  const sender = state.tasks.find(({ id }) => id === task.settledBy);
  return sender?.status === 'SENT_BACK' ? sentBackAlready(sender) : otherDocument(state);
}

/** Why a task whose holder waits for others may not be acted on. */
function waitsForOthers(state: ApprovalState, task: Task): Rejection {
  const asked = state.tasks.filter(({ added, status }) => added?.to === task.id && status === 'ACTIVE');
  return reject('WAITS_FOR_OTHERS', 'Its holder has asked others, who answer first', {
    field: 'taskId',
    facts: { holder: asked[0]?.holder ?? task.holder, heldSince: asked[0]?.heldSince ?? null },
  });
}

/** A task that may be acted on, or why it may not. */
export function openTask(state: ApprovalState, id: string): Task | Rejection {
  const task = state.tasks.find((candidate) => candidate.id === id);
  if (!task) return reject('INVALID', `The approval has no task ${id}`, { field: 'taskId' });
  switch (task.status) {
    case 'ACTIVE':
      return task;
    case 'QUEUED':
      return reject('ILLEGAL_NOW', 'It is not yet the turn of this task; those before it decide first', {
        field: 'taskId',
      });
    case 'WAITING':
      return waitsForOthers(state, task);
    case 'APPROVED':
    case 'REJECTED':
    case 'APPROVED_PENDING':
      return decidedAlready(task);
    case 'SENT_BACK':
      return sentBackAlready(task);
    case 'CANCELLED':
    case 'CANCELLED_BY_SIBLING':
      return noLongerAsked(state, task);
    case 'VOID':
      return asOfEarlier(state, task);
    default:
      return task.status satisfies never;
  }
}

/** A task its holder, or the person they stand in for, acts on; or why it may not be acted on by this person now. */
export function heldTask(state: ApprovalState, id: string, { actor }: ApprovalContext): Task | Rejection {
  const task = openTask(state, id);
  if (isRefusal(task) || actor.id === task.holder || actor.id === task.onBehalfOf) return task;
  const { holder, heldSince } = task;
  return reject('NOT_HOLDER', `The task is held by ${holder}`, { field: 'taskId', facts: { holder, heldSince } });
}

/** A task its holder may decide: never a starter on a document of their own, unless the node allows it. */
export function decidableTask(state: ApprovalState, id: string, context: ApprovalContext): Task | Rejection {
  const task = heldTask(state, id, context);
  if (isRefusal(task) || context.actor.id !== state.starter) return task;
  if (decidesAlone(state, nodeOf(context, task.node), context.actor.id)) return task;
  return reject('NOT_ALLOWED', 'Nobody decides on a document of their own; transfer the task to somebody else');
}

export function isRefusal(answer: Task | Rejection): answer is Rejection {
  return 'ok' in answer;
}

/** Refuses everybody but the person who started the approval and, where so, an admin. */
export function onlyStarter(
  { starter }: ApprovalState,
  { actor }: ApprovalContext,
  { orAdmin }: { orAdmin: boolean },
): Rejection | null {
  if (actor.id === starter || (orAdmin && hasRole(actor, 'admin'))) return null;
  const who = orAdmin ? 'the person who started the approval or an admin' : 'the person who started the approval';
  return reject('NOT_ALLOWED', `Only ${who} may do this`, { facts: { person: starter } });
}

export function unavailable(id: string, field: string): Rejection {
  return reject('PERSON_UNAVAILABLE', `${id} is unknown, absent or no longer active; choose somebody else`, {
    field,
    facts: { person: id },
  });
}

export function commentRequired(what: string): Rejection {
  return reject('COMMENT_REQUIRED', `${what} says why; add a comment`, { field: 'comment' });
}

export function otherAmount({ variant }: ApprovalContext): Rejection {
  return reject('INVALID', `${variant.id} does not decide on this amount; start an approval of its own for it`, {
    field: 'amount',
  });
}

const sha256 = /^[0-9a-f]{64}$/;

export function badHash({ sha256: hash }: { sha256: string }): Rejection | null {
  if (sha256.test(hash)) return null;
  return reject('INVALID', 'A SHA-256 in 64 lower-case hexadecimal digits is expected', { field: 'document.sha256' });
}

/** Fields that stand for the document itself and cannot be given as one of its own. */
const reserved = ['amount', 'subject'];

export function badFields(fields: DocumentFields): Rejection | null {
  const taken = reserved.find((name) => Object.hasOwn(fields, name));
  return taken === undefined
    ? null
    : reject('INVALID', `${taken} is a fact of its own; leave it out of the fields`, { field: `fields.${taken}` });
}
