import { addOffset, type WorkingCalendar } from '../calendar.ts';
import { due, plan } from '../ladder.ts';
import type { UserId } from '../people.ts';
import { accept, type Outcome } from '../process.ts';
import { managerBeside, successorOf, superiorOf } from './approvers.ts';
import {
  type ApprovalContext,
  activeTasks,
  clockOf,
  conclude,
  type Draft,
  draftOn,
  happens,
  nodeOf,
  taskOf,
} from './draft.ts';
import type { ApprovalEvent } from './events.ts';
import { mailEscalation, mailReminder, mailRequest } from './mails.ts';
import type { ApprovalState, Task, Timing } from './model.ts';
import { handOver } from './operations/transfer.ts';
import { recall, settle } from './settle.ts';
import { nextTaskId, timingOf } from './timing.ts';
import type { ApprovalNode, TimeoutAction } from './variant.ts';

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

/** While an opinion is being given, the time is that of whoever asked for it. */
function climbOne(draft: Draft, asked: Task): void {
  const task = clockOf(draft.state, asked);
  const reached = task.ladder ? due(task.ladder, draft.context.now) : undefined;
  if (!reached) return;
  const { rung, step, skipped } = reached;
  const escalatedTo = rung.do.includes('escalateToManager') ? (superiorOf(draft, asked) ?? null) : null;
  happens(draft, { type: 'TimeoutReached', task: task.id, step, skipped, actions: rung.do, escalatedTo });
  for (const action of rung.do) {
    const current = taskOf(draft.state, asked.id);
    if (current.status === 'ACTIVE') carryOut[action](draft, current, { step, escalatedTo });
  }
}

const carryOut = {
  remind: (draft, { id }, { step }) => mailReminder(draft, id, step),
  escalateToManager(draft, { id }, { step, escalatedTo }) {
    if (escalatedTo !== null) mailEscalation(draft, id, step, escalatedTo);
  },
  transferToManager(draft, asked) {
    const { id } = clockOf(draft.state, asked);
    // With nobody to take it over the task stays where it is: it is never left without a holder.
    if (successorOf(draft, taskOf(draft.state, id)) === undefined) return;
    dropOpinion(draft, asked);
    const to = successorOf(draft, taskOf(draft.state, id));
    if (to !== undefined) handOver(draft, id, { to, cause: 'timeout', comment: null });
  },
  addManager,
  autoApprove: (draft, asked) => decideByTime(draft, asked, 'approved'),
  autoReject: (draft, asked) => decideByTime(draft, asked, 'rejected'),
} satisfies Record<TimeoutAction, (draft: Draft, task: Task, reached: Reached) => void>;

function decideByTime(draft: Draft, asked: Task, decision: 'approved' | 'rejected'): void {
  const { id } = clockOf(draft.state, asked);
  dropOpinion(draft, asked);
  settle(draft, id, { decision, comment: null, cause: 'timeout' });
}

/** Time is up while an opinion is outstanding: nobody waits for it any longer. */
function dropOpinion(draft: Draft, { id, added }: Task): void {
  if (added?.kind !== 'opinion') return;
  happens(draft, { type: 'TasksClosed', tasks: [id], as: 'CANCELLED', settledBy: null });
  recall(draft, added.to);
}

/** Asks the holder's manager beside the holder, under the node's own mode and with a deadline of their own. */
function addManager(draft: Draft, asked: Task): void {
  const { now, calendar } = draft.context;
  const task = clockOf(draft.state, asked);
  const holder = managerBeside(draft, task);
  if (holder === undefined || (task.added && task.added.kind !== 'node')) return;
  const id = nextTaskId(draft);
  const timing = timingOf(nodeOf(draft.context, task.node), now, calendar);
  const added = { id, holder, onBehalfOf: null, capacity: 'manager', weight: 1, timing };
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
  const running = activeTasks(state).map((task) => clockOf(state, task));
  const deadlines = running.flatMap((task) => {
    const timing = timingAgain(task, nodeOf(context, task.node), context.calendar);
    return timing ? [{ task: task.id, timing }] : [];
  });
  if (deadlines.length === 0) return accept([]);
  const draft = draftOn(state, context);
  happens(draft, { type: 'DeadlinesMoved', deadlines });
  return conclude(draft);
}
