import { type Rejection, reject } from '../errors.ts';
import type { ApprovalState, Ending, Task } from './model.ts';

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

function decidedAlready(decided: Task): Rejection {
  const decision = decided.status === 'APPROVED' ? 'approved' : 'rejected';
  const { decidedBy, decidedAt, comment } = decided;
  return reject('ALREADY_DECIDED', `${decidedBy} has ${decision} it already`, {
    facts: { decidedBy, decidedAt, decision, comment },
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
    case 'APPROVED':
    case 'REJECTED':
      return decidedAlready(task);
    case 'CANCELLED':
    case 'CANCELLED_BY_SIBLING':
      return decidedAlready(state.tasks.find(({ id: other }) => other === task.settledBy) ?? task);
    case 'VOID':
      return otherDocument(state);
    default:
      return task.status satisfies never;
  }
}

export function isRefusal(answer: Task | Rejection): answer is Rejection {
  return 'ok' in answer;
}
