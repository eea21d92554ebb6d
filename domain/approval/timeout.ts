import { addOffset, type WorkingCalendar } from '../calendar.ts';
import { due, plan } from '../ladder.ts';
import type { UserId } from '../people.ts';
import { accept, type Outcome } from '../process.ts';
import { managerBeside, successorOf, superiorOf } from './approvers.ts';
import { type ApprovalContext, activeTasks, conclude, type Draft, draftOn, happens, nodeOf, taskOf } from './draft.ts';
import type { ApprovalEvent } from './events.ts';
import { mailEscalation, mailReminder, mailRequest } from './mails.ts';
import type { ApprovalNode, ApprovalState, Task, TimeoutAction, Timing } from './model.ts';
import { handOver, nextTaskId, settle, timingOf } from './path.ts';

/** Acts on every task whose ladder has reached a rung; with none, nothing happens. */
export function tick(state: ApprovalState, context: ApprovalContext): Outcome<ApprovalEvent> {
  const draft = draftOn(state, context);
  for (const { id } of activeTasks(state)) {
    // What a task before it brought about may have closed this one.
    const task = taskOf(draft.state, id);
    if (task.status === 'ACTIVE') climbOne(draft, task);
  }
  return conclude(draft);
}

interface Reached {
  readonly step: number;
  readonly escalatedTo: UserId | null;
}

function climbOne(draft: Draft, task: Task): void {
  const reached = task.ladder ? due(task.ladder, draft.context.now) : undefined;
  if (!reached) return;
  const { rung, step, skipped } = reached;
  const escalatedTo = rung.do.includes('escalateToManager') ? (superiorOf(draft, task) ?? null) : null;
  happens(draft, { type: 'TimeoutReached', task: task.id, step, skipped, actions: rung.do, escalatedTo });
  for (const action of rung.do) {
    const current = taskOf(draft.state, task.id);
    if (current.status === 'ACTIVE') carryOut[action](draft, current, { step, escalatedTo });
  }
}

const carryOut = {
  remind: (draft, { id }, { step }) => mailReminder(draft, id, step),
  escalateToManager(draft, { id }, { step, escalatedTo }) {
    if (escalatedTo !== null) mailEscalation(draft, id, step, escalatedTo);
  },
  transferToManager(draft, task) {
    const to = successorOf(draft, task);
    // With nobody to take it over the task stays where it is: it is never left without a holder.
    if (to !== undefined) handOver(draft, task.id, { to, cause: 'timeout', comment: null });
  },
  addManager,
  autoApprove: (draft, { id }) => settle(draft, id, { decision: 'approved', comment: null, cause: 'timeout' }),
  autoReject: (draft, { id }) => settle(draft, id, { decision: 'rejected', comment: null, cause: 'timeout' }),
} satisfies Record<TimeoutAction, (draft: Draft, task: Task, reached: Reached) => void>;

/** Asks the holder's manager beside the holder, under the node's own mode and with a deadline of their own. */
function addManager(draft: Draft, task: Task): void {
  const { now, calendar } = draft.context;
  const holder = managerBeside(draft, task);
  if (holder === undefined) return;
  const id = nextTaskId(draft);
  const timing = timingOf(nodeOf(draft.context, task.node), now, calendar);
  const added = { id, holder, capacity: 'manager', timing };
  happens(draft, { type: 'TaskAdded', node: task.node, beside: task.id, task: added });
  mailRequest(draft, id);
}

function timingAgain(task: Task, { within }: ApprovalNode, calendar: WorkingCalendar): Timing | undefined {
  if (task.openedAt === null || !task.ladder) return undefined;
  const dueAt = addOffset(calendar, task.openedAt, within);
  const ladder = plan(task.ladder.rungs, dueAt, calendar, task.ladder.reached);
  const same = dueAt === task.dueAt && ladder.rungs.every(({ at }, index) => at === task.ladder?.rungs[index]?.at);
  return same ? undefined : { dueAt, ladder };
}

/** Computes the deadlines of open tasks anew after the working calendar has changed. */
export function moveDeadlines(state: ApprovalState, context: ApprovalContext): Outcome<ApprovalEvent> {
  const deadlines = activeTasks(state).flatMap((task) => {
    const timing = timingAgain(task, nodeOf(context, task.node), context.calendar);
    return timing ? [{ task: task.id, timing }] : [];
  });
  if (deadlines.length === 0) return accept([]);
  const draft = draftOn(state, context);
  happens(draft, { type: 'DeadlinesMoved', deadlines });
  return conclude(draft);
}
