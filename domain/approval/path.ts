import { addOffset, type Instant, type WorkingCalendar } from '../calendar.ts';
import { plan } from '../ladder.ts';
import { people } from '../people.ts';
import { approversOf, successorOf } from './approvers.ts';
import { evaluate } from './condition.ts';
import { activeTasks, type Draft, happens, nodeOf, taskOf, tasksOn } from './draft.ts';
import type { TransferCause } from './events.ts';
import { mailEnding, mailLoss, mailRequest, mailTransfer } from './mails.ts';
import type {
  ApprovalEndedCommand,
  ApprovalNode,
  ApprovalOutcome,
  Evaluation,
  NewTask,
  Task,
  TaskStatus,
  Timing,
} from './model.ts';

/** Deadline and ladder of a task of a node that is opened at an instant. */
export function timingOf(node: ApprovalNode, openedAt: Instant, calendar: WorkingCalendar): Timing {
  const dueAt = addOffset(calendar, openedAt, node.within);
  return { dueAt, ladder: plan(node.timeout, dueAt, calendar) };
}

/** The next free task id. */
export function nextTaskId({ state }: Draft, ahead = 0): string {
  return `t${state.tasks.length + ahead + 1}`;
}

/** Walks on to the next node whose condition holds and asks its approvers; past the last one the approval is given. */
export function walkOn(draft: Draft, lastTask: string | null): void {
  for (const { name } of draft.state.nodes.filter(({ status }) => status === 'COMING')) {
    const node = nodeOf(draft.context, name);
    const evaluation = evaluate(node.when, draft.state.amount);
    if (evaluation.holds) {
      enter(draft, node, evaluation);
      return;
    }
    happens(draft, { type: 'NodeSkipped', node: name, evaluation });
  }
  end(draft, 'approved', lastTask, lastTask === null ? null : taskOf(draft.state, lastTask).comment);
}

/** A node nobody but the starter can be found for must not approve itself when its time is up. */
function withoutAutoApproval(node: ApprovalNode): ApprovalNode {
  const timeout = node.timeout
    .map((rung) => ({ ...rung, do: rung.do.filter((action) => action !== 'autoApprove') }))
    .filter((rung) => rung.do.length > 0);
  return { ...node, timeout };
}

function enter(draft: Draft, node: ApprovalNode, evaluation: Evaluation): void {
  const { now, calendar } = draft.context;
  const { approvers, standIn } = approversOf(draft, node);
  const timing = timingOf(standIn === 'starter' ? withoutAutoApproval(node) : node, now, calendar);
  const tasks: NewTask[] = approvers.map((approver, index) => ({
    id: nextTaskId(draft, index),
    ...approver,
    timing: node.mode === 'SEQ' && index > 0 ? null : timing,
  }));
  happens(draft, { type: 'NodeEntered', node: node.name, evaluation, standIn, tasks });
  for (const task of tasks) if (task.timing) mailRequest(draft, task.id);
}

/** Takes a decision on a task down and draws its consequences for the node and the approval. */
export function settle(
  draft: Draft,
  id: string,
  decision: { decision: 'approved' | 'rejected'; comment: string | null; cause: 'person' | 'timeout' },
): void {
  happens(draft, { type: 'TaskDecided', task: id, documentHash: draft.state.document.sha256, ...decision });
  const { node } = taskOf(draft.state, id);
  const { mode } = nodeOf(draft.context, node);
  const rejected = decision.decision === 'rejected';
  if (rejected || mode === 'ANY') {
    const needless = closeTasks(draft, mode === 'ANY' ? 'CANCELLED_BY_SIBLING' : 'CANCELLED', id);
    for (const task of needless) mailLoss(draft, task, task.holder, rejected ? 'rejected' : 'sibling');
  }
  if (rejected) {
    end(draft, 'rejected', id, decision.comment);
    return;
  }
  if (activeTasks(draft.state).length > 0) return;
  const queued = tasksOn(draft.state, node).find(({ status }) => status === 'QUEUED');
  if (queued) {
    open(draft, queued);
    return;
  }
  happens(draft, { type: 'NodePassed', node });
  walkOn(draft, id);
}

/** Opens a task whose turn has come. The order was fixed long ago, so its holder may be absent by now and is then replaced. */
function open(draft: Draft, { id, node, holder }: Task): void {
  const { now, calendar, directory } = draft.context;
  const present = people(directory, { find: 'person', id: holder }).length > 0;
  const successor = present ? undefined : successorOf(draft, taskOf(draft.state, id));
  if (successor) {
    happens(draft, {
      type: 'TaskTransferred',
      task: id,
      from: holder,
      to: successor,
      cause: 'absence',
      comment: null,
    });
  }
  happens(draft, { type: 'TaskOpened', task: id, timing: timingOf(nodeOf(draft.context, node), now, calendar) });
  mailRequest(draft, id);
}

/** Gives an open task to somebody else; deadline and ladder stay as they are. */
export function handOver(
  draft: Draft,
  id: string,
  { to, cause, comment }: { to: string; cause: TransferCause; comment: string | null },
): void {
  const from = taskOf(draft.state, id).holder;
  happens(draft, { type: 'TaskTransferred', task: id, from, to, cause, comment });
  mailTransfer(draft, id, { from, comment, taken: draft.context.actor.id !== from });
}

/** Closes every task that is open or still to come, and returns those that somebody had been asked to decide. */
export function closeTasks(
  draft: Draft,
  as: Extract<TaskStatus, 'CANCELLED' | 'CANCELLED_BY_SIBLING' | 'VOID'>,
  settledBy: string | null,
): readonly Task[] {
  const active = activeTasks(draft.state);
  const queued = draft.state.tasks.filter(({ status }) => status === 'QUEUED');
  const tasks = [...active, ...queued].map(({ id }) => id);
  if (tasks.length > 0) happens(draft, { type: 'TasksClosed', tasks, as, settledBy });
  return active;
}

/** Ends the approval: what follows is started before whoever asked is told. `about` is the task that stood last. */
export function end(draft: Draft, outcome: ApprovalOutcome, about: string | null, comment: string | null): void {
  const by = draft.context.actor.id;
  const task = outcome === 'withdrawn' ? null : about;
  happens(draft, { type: 'ApprovalEnded', outcome, comment, task });
  const { id, subject, origin, onApproved, starter, document } = draft.state;
  if (outcome === 'approved' && onApproved) draft.effects.push({ type: 'launch', ...onApproved });
  if (origin !== null) {
    const command: ApprovalEndedCommand = {
      type: 'approvalEnded',
      approvalId: id,
      subject,
      documentHash: document.sha256,
      outcome,
      endedBy: by,
      comment,
    };
    draft.effects.push({ type: 'tell', processId: origin, command: { ...command } });
  }
  if (about !== null && by !== starter) mailEnding(draft, about, { outcome, by, comment });
}
