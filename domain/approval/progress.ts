import type { Instant } from '../calendar.ts';
import type { ApprovalEvent } from './events.ts';
import type { ApprovalState, NewTask, NodeProgress, Task, TaskStatus, Timing } from './model.ts';

/** The state with one node changed. */
export function withNode(state: ApprovalState, name: string, changes: Partial<NodeProgress>): ApprovalState {
  return { ...state, nodes: state.nodes.map((node) => (node.name === name ? { ...node, ...changes } : node)) };
}

/** The state with one task changed. */
export function withTask(state: ApprovalState, id: string, change: (task: Task) => Partial<Task>): ApprovalState {
  return withTasks(state, [id], change);
}

/** The state with some tasks changed. */
export function withTasks(
  state: ApprovalState,
  ids: readonly string[],
  change: (task: Task) => Partial<Task>,
): ApprovalState {
  return { ...state, tasks: state.tasks.map((task) => (ids.includes(task.id) ? { ...task, ...change(task) } : task)) };
}

/** A task of a node as it begins. */
export function made(state: ApprovalState, node: string, task: NewTask, at: Instant): Task {
  const { timing, ...rest } = task;
  return {
    ...rest,
    node,
    visit: state.nodes.find(({ name }) => name === node)?.visit ?? 0,
    round: state.round,
    added: null,
    status: timing ? 'ACTIVE' : 'QUEUED',
    asked: timing ? 1 : 0,
    moved: 0,
    openedAt: timing ? at : null,
    heldSince: timing ? at : null,
    dueAt: timing?.dueAt ?? null,
    ladder: timing?.ladder ?? null,
    chain: [task.holder],
    urgedAt: null,
    urged: 0,
    decision: null,
    cause: null,
    decidedAt: null,
    decidedBy: null,
    comment: null,
    closedAt: null,
    settledBy: null,
  };
}

/** What changes about a task when it is put before its holder, for the first time or again. */
export function opened({ asked }: Task, round: number, { dueAt, ladder }: Timing, at: Instant): Partial<Task> {
  return { status: 'ACTIVE', asked: asked + 1, round, openedAt: at, heldSince: at, dueAt, ladder };
}

/** What changes about a task when it is decided. A decision nobody has made is the system's own. */
export function decided(event: Extract<ApprovalEvent, { type: 'TaskDecided' }>): Partial<Task> {
  const { decision, cause, comment, pending, by, at } = event;
  const approved = pending ? 'APPROVED_PENDING' : 'APPROVED';
  return {
    status: decision === 'approved' ? approved : 'REJECTED',
    decision,
    cause,
    decidedAt: at,
    decidedBy: cause === 'person' ? by : 'system',
    comment,
    closedAt: pending ? null : at,
  };
}

/** What changes about a task that nobody has to answer any more. A decision already made stays on it to be read. */
export function closed(task: Task, as: TaskStatus, settledBy: string | null, at: Instant): Partial<Task> {
  return { status: as, closedAt: at, settledBy: settledBy ?? task.settledBy };
}

/** The state with some nodes and forks still to come, as if they had not been reached. */
export function reset(
  state: ApprovalState,
  names: readonly string[],
  forks: readonly string[],
  remember: boolean,
): ApprovalState {
  const nodes = state.nodes.map((node) => {
    if (!names.includes(node.name)) return node;
    const settled = node.status === 'PASSED' || node.status === 'SKIPPED' || node.status === 'KEPT';
    const settledBefore = remember && (settled || (node.status === 'COMING' && node.settledBefore));
    return { ...node, status: 'COMING' as const, enteredAt: null, leftAt: null, evaluation: null, settledBefore };
  });
  const taken = Object.fromEntries(Object.entries(state.taken).filter(([fork]) => !forks.includes(fork)));
  return { ...state, nodes, taken };
}
