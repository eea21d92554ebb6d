import { type Rejection, reject } from '../../errors.ts';
import { hasRole, type Outcome } from '../../process.ts';
import type { Command } from '../commands.ts';
import {
  type ApprovalContext,
  additionsTo,
  conclude,
  type Draft,
  draftOn,
  happens,
  isOpen,
  nodeOf,
  nodeProgress,
  taskOf,
  votersOn,
} from '../draft.ts';
import type { ApprovalEvent } from '../events.ts';
import { mailLoss, mailRequest } from '../mails.ts';
import type { Addition, ApprovalState, GroupMode, NewTask, Task } from '../model.ts';
import { weigh } from '../node.ts';
import { commentRequired, decidableTask, heldTask, isRefusal, openTask, otherDocument } from '../refusals.ts';
import { recall, settle, weighGroup } from '../settle.ts';
import { nextTaskId, timingOf } from '../timing.ts';
import { walkOn } from '../walk.ts';
import { unfitReceiver } from './transfer.ts';

type Answer = Outcome<ApprovalEvent>;

/** Most people a task may be given in one step. */
const mostSigners = 20;

/** 委派: asks somebody for an opinion. The task returns to its holder, whose deadline runs on meanwhile. */
export function delegate(
  state: ApprovalState,
  { taskId, to, comment }: Command<'delegate'>,
  context: ApprovalContext,
): Answer {
  const task = heldTask(state, taskId, context);
  if (isRefusal(task)) return task;
  if (task.added?.kind === 'opinion') {
    return reject('ILLEGAL_NOW', 'Whoever is asked for an opinion gives it themselves', { field: 'taskId' });
  }
  const draft = draftOn(state, context);
  const unfit = unfitReceiver(draft, task, to);
  if (unfit) return unfit;
  addGroup(draft, task, { kind: 'opinion', people: [to], mode: 'ALL', comment: comment?.trim() || null });
  return conclude(draft);
}

/** 加签: asks people before, after or beside the holder of a task. */
export function addSigners(state: ApprovalState, command: Command<'addSigners'>, context: ApprovalContext): Answer {
  const { taskId, position, people, mode = 'ALL' } = command;
  const admin = position === 'parallel' && hasRole(context.actor, 'admin');
  const hold = position === 'after' ? decidableTask : heldTask;
  const task = admin ? openTask(state, taskId) : hold(state, taskId, context);
  if (isRefusal(task)) return task;
  if (task.added?.kind === 'opinion') {
    return reject('ILLEGAL_NOW', 'Whoever is asked for an opinion gives it themselves', { field: 'taskId' });
  }
  const draft = draftOn(state, context);
  const unfit = unfitSigners(draft, task, people);
  if (unfit) return unfit;
  const comment = command.comment?.trim() || null;
  switch (position) {
    case 'before':
      addGroup(draft, task, { kind: 'before', people, mode, comment });
      return conclude(draft);
    case 'after':
      if (command.documentHash !== state.document.sha256) return otherDocument(state);
      settle(draft, taskId, { decision: 'approved', comment, cause: 'person', pending: true });
      addGroup(draft, taskOf(draft.state, taskId), { kind: 'after', people, mode, comment });
      return conclude(draft);
    case 'parallel':
      for (const holder of people) addBeside(draft, task, holder);
      return conclude(draft);
    default:
      return position satisfies never;
  }
}

function unfitSigners(draft: Draft, task: Task, people: readonly string[]): Rejection | null {
  if (people.length === 0 || people.length > mostSigners || new Set(people).size < people.length) {
    return reject('INVALID', `Name between 1 and ${mostSigners} people, each once`, { field: 'people' });
  }
  for (const [index, id] of people.entries()) {
    const unfit = unfitReceiver(draft, task, id, `people.${index}`);
    if (unfit) return unfit;
  }
  return null;
}

interface Group {
  readonly kind: 'before' | 'after' | 'opinion';
  readonly people: readonly string[];
  readonly mode: GroupMode;
  readonly comment: string | null;
}

function addGroup(draft: Draft, task: Task, { kind, people, mode, comment }: Group): void {
  const { now, calendar, actor } = draft.context;
  const timing = timingOf(nodeOf(draft.context, task.node), now, calendar);
  // Time given for an opinion is the owner's own; nothing is scheduled for the opinion apart from that.
  const own =
    kind === 'opinion' && task.ladder && task.dueAt !== null ? { dueAt: task.dueAt, ladder: task.ladder } : timing;
  const tasks: NewTask[] = people.map((holder, index) => ({
    id: nextTaskId(draft, index),
    holder,
    onBehalfOf: null,
    capacity: task.capacity,
    weight: 1,
    timing: mode === 'SEQ' && index > 0 ? null : own,
  }));
  const addition: Addition = { kind, to: task.id, by: actor.id, batch: tasks[0]?.id ?? '', mode };
  happens(draft, { type: 'SignersAdded', node: task.node, addition, tasks, comment });
  for (const { id, timing: opened } of tasks) if (opened) mailRequest(draft, id, { comment });
}

/** Asks one more person under the node's own mode; in a SEQ node directly after the task. */
function addBeside(draft: Draft, task: Task, holder: string): void {
  const { now, calendar } = draft.context;
  const node = nodeOf(draft.context, task.node);
  const id = nextTaskId(draft);
  const timing = node.mode === 'SEQ' ? null : timingOf(node, now, calendar);
  const added = { id, holder, onBehalfOf: null, capacity: task.capacity, weight: 1, timing };
  happens(draft, { type: 'TaskAdded', node: task.node, beside: topOf(draft, task).id, task: added });
  if (timing) mailRequest(draft, id);
}

/** The task of the node itself that a task was added to, directly or in steps. */
function topOf(draft: Draft, task: Task): Task {
  return task.added && task.added.kind !== 'node' ? topOf(draft, taskOf(draft.state, task.added.to)) : task;
}

/** 减签: takes back somebody who was added; people the variant asks are taken out by an admin alone. */
export function removeSigner(
  state: ApprovalState,
  { taskId, comment }: Command<'removeSigner'>,
  context: ApprovalContext,
): Answer {
  const task = state.tasks.find(({ id }) => id === taskId);
  if (!task || !(task.status === 'QUEUED' || task.status === 'WAITING')) {
    const open = openTask(state, taskId);
    if (isRefusal(open)) return open;
  }
  const target = taskOf(state, taskId);
  const admin = hasRole(context.actor, 'admin');
  const by = target.added?.by ?? null;
  if (!admin && by !== context.actor.id) {
    return reject('NOT_ALLOWED', 'Only whoever added this person, or an admin, may take them out again', {
      field: 'taskId',
      facts: { person: by },
    });
  }
  if (admin && !comment?.trim() && by !== context.actor.id) return commentRequired('Taking somebody out');
  const voters = votersOn(state, target.node).filter(isOpen);
  if (voters.length === 1 && voters[0]?.id === taskId && nobodyApproved(state, target)) {
    return reject('ILLEGAL_NOW', 'Somebody has to decide at this node; add another person first', { field: 'taskId' });
  }
  const draft = draftOn(state, context);
  takeOut(draft, target, comment?.trim() || null);
  return conclude(draft);
}

function nobodyApproved(state: ApprovalState, { node }: Task): boolean {
  return votersOn(state, node).every(({ status }) => status !== 'APPROVED');
}

/** Takes somebody out together with whomever they have added, and draws what follows for those who remain. */
export function takeOut(draft: Draft, target: Task, comment: string | null): void {
  const gone = [target, ...additionsTo(draft.state, target.id)];
  happens(draft, { type: 'SignerRemoved', tasks: gone.map(({ id }) => id), comment });
  for (const one of gone) if (one.status === 'ACTIVE') mailLoss(draft, one, one.holder, 'removed', comment);
  const { added, node } = target;
  if (added?.kind === 'opinion') {
    recall(draft, added.to);
    mailRequest(draft, added.to, { returned: true });
    return;
  }
  if (added && added.kind !== 'node') {
    weighGroup(draft, added, null);
    return;
  }
  weigh(draft, node, null);
  if (nodeProgress(draft.state, node).status === 'PASSED') walkOn(draft, null);
}
