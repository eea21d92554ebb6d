import type { Draft } from './draft.ts';
import { happens, isOpen } from './draft.ts';
import { mailEnding } from './mails.ts';
import type { ApprovalEndedCommand, ApprovalOutcome, ApprovalState, Task, TaskStatus } from './model.ts';

/** Closes the open tasks that answer a description, and returns those that somebody had been asked to decide. */
export function closeTasks(
  draft: Draft,
  as: Extract<TaskStatus, 'CANCELLED' | 'CANCELLED_BY_SIBLING' | 'VOID'>,
  settledBy: string | null,
  which: (task: Task) => boolean = () => true,
): readonly Task[] {
  const open = draft.state.tasks.filter((task) => isOpen(task) && which(task));
  const tasks = open.map(({ id }) => id);
  if (tasks.length > 0) happens(draft, { type: 'TasksClosed', tasks, as, settledBy });
  return open.filter(({ status }) => status === 'ACTIVE');
}

/** The nodes that have agreed, which an amendment need not ask again where it does not concern them. */
export function passedNodes({ nodes }: ApprovalState): readonly string[] {
  return nodes.flatMap(({ name, status }) => (status === 'PASSED' || status === 'KEPT' ? [name] : []));
}

/** Ends the approval: what follows is started before whoever asked is told. `about` is the task that stood last. */
export function end(draft: Draft, outcome: ApprovalOutcome, about: string | null, comment: string | null): void {
  const by = draft.context.actor.id;
  const task = outcome === 'approved' || outcome === 'rejected' ? about : null;
  happens(draft, { type: 'ApprovalEnded', outcome, comment, task });
  const { id, subject, origin, onApproved, reverses, starter, document } = draft.state;
  const approved = outcome === 'approved';
  if (approved && onApproved) draft.effects.push({ type: 'launch', ...onApproved });
  if (origin !== null) {
    const command: ApprovalEndedCommand = {
      type: 'approvalEnded',
      approvalId: id,
      subject,
      documentHash: document.sha256,
      outcome,
      endedBy: by,
      comment,
      ...(approved ? { passed: passedNodes(draft.state) } : {}),
    };
    draft.effects.push({ type: 'tell', processId: origin, command: { ...command } });
  }
  for (const processId of approved && reverses ? reverses.cancel : []) {
    const command = { type: 'cancel', reason: `${reverses?.approvalId}: ${reverses?.reason}` };
    draft.effects.push({ type: 'tell', processId, command });
  }
  if (about !== null && by !== starter) mailEnding(draft, about, { outcome, by, comment });
}
