import { presenceOf } from '../../people.ts';
import type { Outcome } from '../../process.ts';
import { successionOf } from '../absence.ts';
import { superiors } from '../approvers.ts';
import { type ApprovalContext, activeTasks, conclude, type Draft, draftOn, happens, isOpen, taskOf } from '../draft.ts';
import type { ApprovalEvent } from '../events.ts';
import type { ApprovalState } from '../model.ts';
import { recall } from '../settle.ts';
import { takeOut } from './signers.ts';
import { handOver } from './transfer.ts';

/**
 * People have gone away, come back or left. Open tasks go to substitutes and back; nobody who has left keeps one, and
 * whoever is away without a substitute keeps theirs, whose ladder runs on.
 */
export function peopleChanged(
  state: ApprovalState,
  users: readonly string[],
  context: ApprovalContext,
): Outcome<ApprovalEvent> {
  const draft = draftOn(state, context);
  const concerned = state.tasks.filter(
    (task) =>
      isOpen(task) && (users.includes(task.holder) || (task.onBehalfOf !== null && users.includes(task.onBehalfOf))),
  );
  for (const { id } of concerned) {
    const task = taskOf(draft.state, id);
    if (isOpen(task)) reassign(draft, id);
  }
  reassignRevision(draft, users);
  return conclude(draft);
}

function reassign(draft: Draft, id: string): void {
  const task = taskOf(draft.state, id);
  const successor = successionOf(draft, id, 'return');
  if (!successor) return;
  if (task.added?.kind === 'opinion') {
    // Nobody else's opinion was asked for.
    takeOut(draft, task, null);
    return;
  }
  // Whoever takes over from somebody who has left decides for themselves, without the opinion that was asked for.
  for (const opinion of activeTasks(draft.state).filter(({ added }) => added?.kind === 'opinion' && added.to === id)) {
    happens(draft, { type: 'SignerRemoved', tasks: [opinion.id], comment: null });
    recall(draft, id);
  }
  const { to, ...rest } = successor;
  if (taskOf(draft.state, id).status === 'ACTIVE') {
    handOver(draft, id, { to, comment: null, ...rest });
  } else {
    happens(draft, { type: 'TaskTransferred', task: id, from: task.holder, to, comment: null, ...rest });
  }
}

/** A document on its way back waits for somebody who is still there: the starter, else whoever stands above them. */
function reassignRevision(draft: Draft, users: readonly string[]): void {
  const { revision, starter } = draft.state;
  if (!revision || !users.includes(revision.holder)) return;
  if (presenceOf(draft.context.directory, revision.holder) !== 'left') return;
  const to = superiors(draft, [starter, revision.holder])?.approver.holder;
  if (to !== undefined) happens(draft, { type: 'RevisionReassigned', from: revision.holder, to });
}
