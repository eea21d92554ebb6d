import { addOffset } from '../../calendar.ts';
import { type Rejection, reject } from '../../errors.ts';
import type { Outcome } from '../../process.ts';
import type { Command } from '../commands.ts';
import {
  type ApprovalContext,
  conclude,
  draftOn,
  happens,
  isOpen,
  nodeOf,
  nodeProgress,
  tasksOn,
  votersOn,
} from '../draft.ts';
import type { ApprovalEvent } from '../events.ts';
import { forksIn, nodesIn, onwardsFrom } from '../flow.ts';
import { mailLoss, mailRequest } from '../mails.ts';
import type { ApprovalState, Task } from '../model.ts';
import { timingOf } from '../timing.ts';

/** 拿回: an approver takes back what they have just decided, as long as nobody after them has decided anything. */
export function takeBack(
  state: ApprovalState,
  { taskId, comment }: Command<'takeBack'>,
  context: ApprovalContext,
): Outcome<ApprovalEvent> {
  const task = state.tasks.find(({ id }) => id === taskId);
  if (!task) return reject('INVALID', `The approval has no task ${taskId}`, { field: 'taskId' });
  const behind = nodesIn(onwardsFrom(context.variant.nodes, task.node))
    .map(({ name }) => name)
    .filter((name) => name !== task.node);
  const refused = refusal(state, task, behind, context);
  if (refused) return refused;
  const reopened = [task, ...state.tasks.filter((one) => one.node === task.node && one.settledBy === taskId)];
  const requeued = nodeOf(context, task.node).mode === 'SEQ' ? votersOn(state, task.node).filter(isOpen) : [];
  const cancelled = state.tasks.filter((one) => behind.includes(one.node) && isOpen(one));
  const past = onwardsFrom(context.variant.nodes, task.node).slice(1);
  const draft = draftOn(state, context);
  const timing = timingOf(nodeOf(context, task.node), context.now, context.calendar);
  happens(draft, {
    type: 'DecisionTakenBack',
    task: taskId,
    node: task.node,
    nodes: behind,
    forks: forksIn(past).map(({ fork }) => fork),
    cancelled: cancelled.map(({ id }) => id),
    requeued: requeued.map(({ id }) => id),
    reopened: reopened.map(({ id }) => ({ task: id, timing })),
    comment: comment?.trim() || null,
  });
  for (const one of [...cancelled, ...requeued]) {
    if (one.status === 'ACTIVE') mailLoss(draft, one, one.holder, 'takenBack', comment?.trim() || null);
  }
  for (const { id } of reopened) mailRequest(draft, id);
  return conclude(draft);
}

function refusal(
  state: ApprovalState,
  task: Task,
  behind: readonly string[],
  { actor, now, calendar, variant: { takeBackWithin } }: ApprovalContext,
): Rejection | null {
  const { decidedBy, decidedAt, status, cause, added } = task;
  if (status !== 'APPROVED' || cause !== 'person' || decidedAt === null || (added && added.kind !== 'node')) {
    return reject('ILLEGAL_NOW', 'Only an approval somebody has given at a node can be taken back', {
      field: 'taskId',
    });
  }
  if (decidedBy !== actor.id) {
    return reject('NOT_ALLOWED', 'Only whoever decided it may take it back', {
      field: 'taskId',
      facts: { decidedBy, decidedAt },
    });
  }
  if (takeBackWithin === undefined) {
    return reject('ILLEGAL_NOW', 'Decisions of this approval stand once they are made', {
      facts: { decidedBy, decidedAt },
    });
  }
  const until = addOffset(calendar, decidedAt, takeBackWithin);
  if (now > until) {
    return reject('ILLEGAL_NOW', `A decision can be taken back within ${takeBackWithin}`, {
      facts: { decidedAt, possibleUntil: until },
    });
  }
  const { status: standing, visit } = nodeProgress(state, task.node);
  if ((standing !== 'CURRENT' && standing !== 'PASSED') || visit !== task.visit) {
    return reject('ILLEGAL_NOW', 'The way has gone on by another decision since', { field: 'taskId' });
  }
  const later = [...behind.flatMap((name) => tasksOn(state, name)), ...after(state, task)].find(
    (one) => one.decidedAt !== null && one.cause !== 'dedup',
  );
  if (!later) return null;
  return reject('ILLEGAL_NOW', 'Somebody after you has decided already', {
    facts: { decidedBy: later.decidedBy, decidedAt: later.decidedAt },
  });
}

/** The tasks of a SEQ node whose turn comes after a task's own. */
function after(state: ApprovalState, task: Task): readonly Task[] {
  const voters = votersOn(state, task.node);
  const { mode } = nodeProgress(state, task.node);
  return mode === 'SEQ' ? voters.slice(voters.findIndex(({ id }) => id === task.id) + 1) : [];
}
