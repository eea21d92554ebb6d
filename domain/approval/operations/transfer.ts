import { reject } from '../../errors.ts';
import type { UserId } from '../../people.ts';
import { hasRole, type Outcome } from '../../process.ts';
import { barredFrom, presentPerson } from '../approvers.ts';
import type { Command } from '../commands.ts';
import { type ApprovalContext, conclude, type Draft, draftOn, happens, nodeOf, taskOf } from '../draft.ts';
import type { ApprovalEvent, TransferCause } from '../events.ts';
import { mailTransfer } from '../mails.ts';
import type { ApprovalState, Task } from '../model.ts';
import { heldTask, isRefusal, openTask, unavailable } from '../refusals.ts';
import { timingOf } from '../timing.ts';

/** 转交: the task goes to somebody else for good. */
export function transfer(
  state: ApprovalState,
  { taskId, to, comment }: Command<'transfer'>,
  context: ApprovalContext,
): Outcome<ApprovalEvent> {
  const admin = hasRole(context.actor, 'admin');
  const task = admin ? openTask(state, taskId) : heldTask(state, taskId, context);
  if (isRefusal(task)) return task;
  if (task.added?.kind === 'opinion') {
    return reject(
      'ILLEGAL_NOW',
      'An opinion is asked of one person and is not passed on; whoever asked may take it back',
      {
        field: 'taskId',
        facts: { person: task.added.by },
      },
    );
  }
  const draft = draftOn(state, context);
  const unfit = unfitReceiver(draft, task, to);
  if (unfit) return unfit;
  const own = context.actor.id === task.holder || context.actor.id === task.onBehalfOf;
  handOver(draft, taskId, { to, cause: own ? 'holder' : 'admin', comment: comment?.trim() || null });
  return conclude(draft);
}

/** Why somebody may not be asked beside or instead of the holder of a task, or null. */
export function unfitReceiver(draft: Draft, task: Task, to: UserId, field = 'to') {
  if (to === draft.state.starter) {
    return reject('NOT_ALLOWED', 'Nobody decides on a document of their own; choose somebody else', { field });
  }
  if (barredFrom(draft, task).includes(to)) {
    return reject('TRANSFER_CYCLE', `${to} holds or has held this task, or is asked at this node anyway`, {
      field,
      facts: { chain: task.chain, person: to },
    });
  }
  return presentPerson(draft, to) ? null : unavailable(to, field);
}

/** Gives an open task to somebody else. Deadline and ladder stay as they are unless the variant gives the full time again. */
export function handOver(
  draft: Draft,
  id: string,
  {
    to,
    cause,
    comment,
    onBehalfOf = null,
  }: { to: UserId; cause: TransferCause; comment: string | null; onBehalfOf?: UserId | null },
): void {
  const { variant, now, calendar } = draft.context;
  const { holder: from, node } = taskOf(draft.state, id);
  const again = variant.transferResetsDeadline === true && (cause === 'holder' || cause === 'admin');
  const timing = again ? { timing: timingOf(nodeOf(draft.context, node), now, calendar) } : {};
  happens(draft, { type: 'TaskTransferred', task: id, from, to, onBehalfOf, cause, comment, ...timing });
  mailTransfer(draft, id, { from, comment, taken: draft.context.actor.id !== from });
}
