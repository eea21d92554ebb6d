import { replaceIfGone } from './absence.ts';
import { additionsTo, type Draft, happens, isOpen, nodeOf, nodeProgress, taskOf } from './draft.ts';
import { closeTasks } from './ending.ts';
import { mailLoss, mailReturn } from './mails.ts';
import type { Addition, DecisionCause, Task } from './model.ts';
import { groupResult, openNext, rejectNode, weigh } from './node.ts';
import { timingOf } from './timing.ts';
import { walkOn } from './walk.ts';

interface Decision {
  readonly decision: 'approved' | 'rejected';
  readonly comment: string | null;
  readonly cause: DecisionCause;
  /** Others are to approve after this one. */
  readonly pending?: boolean;
}

/** Takes a decision on a task down and draws its consequences for the node and the approval. */
export function settle(draft: Draft, id: string, { pending = false, ...decision }: Decision): void {
  const { holder, onBehalfOf } = taskOf(draft.state, id);
  const documentHash = draft.state.document.sha256;
  const inPlaceOf = draft.context.actor.id === holder ? onBehalfOf : null;
  happens(draft, { type: 'TaskDecided', task: id, documentHash, ...decision, onBehalfOf: inPlaceOf, pending });
  if (!pending) follow(draft, id);
}

/** Draws what follows from a task that has come to a decision; `by` is the task of whoever has spoken last. */
function follow(draft: Draft, id: string, by: string = id): void {
  const { node, added } = taskOf(draft.state, id);
  switch (added?.kind) {
    case 'opinion':
      giveBack(draft, id);
      return;
    case 'before':
    case 'after':
      weighGroup(draft, added, taskOf(draft.state, id));
      return;
    default:
      weigh(draft, node, by);
      if (nodeProgress(draft.state, node).status === 'PASSED') walkOn(draft, by);
  }
}

/** The task returns to its holder with an opinion; time went on all the while. */
function giveBack(draft: Draft, id: string): void {
  const opinion = taskOf(draft.state, id);
  if (!opinion.added) return;
  const { to } = opinion.added;
  recall(draft, to);
  mailReturn(draft, to, opinion);
}

/** Puts a task that waited for an opinion before its holder again, with the time it has left. */
export function recall(draft: Draft, id: string): void {
  replaceIfGone(draft, id);
  const { dueAt, ladder } = taskOf(draft.state, id);
  if (dueAt === null || ladder === null) throw new RangeError(`Task ${id} has never been open`);
  happens(draft, { type: 'TaskOpened', task: id, timing: { dueAt, ladder } });
}

/** Draws what follows from the decisions of the people added to a task; `last` is the one that decided last, if any did. */
export function weighGroup(draft: Draft, addition: Addition, last: Task | null): void {
  const { to, batch, mode, kind } = addition;
  const group = draft.state.tasks.filter(({ added }) => added?.batch === batch);
  const counted = group.filter((task) => isOpen(task) || task.status === 'APPROVED' || task.status === 'REJECTED');
  const result = counted.length === 0 ? 'passed' : groupResult(mode, counted);
  if (result === 'open') {
    if (mode === 'SEQ') openNext(draft, counted);
    return;
  }
  const by = last?.id ?? to;
  if (result === 'rejected' && kind === 'before') {
    rejectNode(draft, taskOf(draft.state, to).node, by);
    return;
  }
  const rest = [...group, ...group.flatMap((one) => additionsTo(draft.state, one.id))].map((one) => one.id);
  const needless = closeTasks(draft, 'CANCELLED_BY_SIBLING', by, (task) => rest.includes(task.id));
  for (const task of needless) mailLoss(draft, task, task.holder, result === 'rejected' ? 'rejected' : 'sibling');
  if (kind === 'before') {
    askAgain(draft, to, last);
    return;
  }
  const decision = result === 'passed' ? 'approved' : 'rejected';
  happens(draft, { type: 'TaskSettled', task: to, decision, settledBy: by });
  follow(draft, to, by);
}

/** It is the holder's turn again after those they had put before themselves, with the full time. */
function askAgain(draft: Draft, id: string, last: Task | null): void {
  const { now, calendar } = draft.context;
  const { node } = taskOf(draft.state, id);
  replaceIfGone(draft, id);
  happens(draft, { type: 'TaskOpened', task: id, timing: timingOf(nodeOf(draft.context, node), now, calendar) });
  if (last) mailReturn(draft, id, last);
}
