import type { Instant } from '../calendar.ts';
import { climb } from '../ladder.ts';
import type { ApprovalEvent } from './events.ts';
import type { ApprovalState, ApprovalStatus, NewTask, NodeOutline, NodeProgress, NodeStatus, Task } from './model.ts';

type Started = Extract<ApprovalEvent, { type: 'ApprovalStarted' }>;
type Replaced = Extract<ApprovalEvent, { type: 'DocumentReplaced' }>;
type Ended = Extract<ApprovalEvent, { type: 'ApprovalEnded' }>;

function coming({ name, title, mode }: NodeOutline): NodeProgress {
  return { name, title, mode, status: 'COMING', enteredAt: null, leftAt: null, evaluation: null };
}

function begun({ id, input, nodes, at }: Started): ApprovalState {
  return {
    ...input,
    id,
    startedAt: at,
    status: 'RUNNING',
    round: 1,
    nodes: nodes.map(coming),
    pastRounds: [],
    tasks: [],
    ending: null,
  };
}

function made(state: ApprovalState, node: string, at: Instant, { id, holder, capacity, timing }: NewTask): Task {
  return {
    id,
    node,
    round: state.round,
    holder,
    capacity,
    status: timing ? 'ACTIVE' : 'QUEUED',
    openedAt: timing ? at : null,
    heldSince: timing ? at : null,
    dueAt: timing?.dueAt ?? null,
    ladder: timing?.ladder ?? null,
    chain: [holder],
    urgedAt: null,
    urged: 0,
    decidedAt: null,
    decidedBy: null,
    comment: null,
    closedAt: null,
    settledBy: null,
  };
}

function withNode(state: ApprovalState, name: string, changes: Partial<NodeProgress>): ApprovalState {
  return { ...state, nodes: state.nodes.map((node) => (node.name === name ? { ...node, ...changes } : node)) };
}

function withTask(state: ApprovalState, id: string, change: (task: Task) => Partial<Task>): ApprovalState {
  return { ...state, tasks: state.tasks.map((task) => (task.id === id ? { ...task, ...change(task) } : task)) };
}

const endings = {
  approved: { status: 'APPROVED', node: 'PASSED' },
  rejected: { status: 'REJECTED', node: 'REJECTED' },
  withdrawn: { status: 'WITHDRAWN', node: 'CANCELLED' },
  terminated: { status: 'TERMINATED', node: 'CANCELLED' },
} as const satisfies Record<Ended['outcome'], { status: ApprovalStatus; node: NodeStatus }>;

/** The nodes of a round that is over: the one it stood at has been left as `status`. */
function left(nodes: readonly NodeProgress[], status: NodeStatus, at: Instant): readonly NodeProgress[] {
  return nodes.map((node) => (node.status === 'CURRENT' ? { ...node, status, leftAt: at } : node));
}

function over(state: ApprovalState, { outcome, at, by, comment, task }: Ended): ApprovalState {
  const { status, node } = endings[outcome];
  return { ...state, nodes: left(state.nodes, node, at), status, ending: { outcome, at, by, comment, task } };
}

function nextRound(state: ApprovalState, { document, amount, at }: Replaced): ApprovalState {
  const { round } = state;
  const past = { round, document: state.document, amount: state.amount, nodes: left(state.nodes, 'CANCELLED', at) };
  return {
    ...state,
    document,
    amount,
    round: round + 1,
    nodes: state.nodes.map(coming),
    pastRounds: [...state.pastRounds, { ...past, endedAt: at }],
  };
}

/** The approval after one more event. */
export function evolve(before: ApprovalState | undefined, event: ApprovalEvent): ApprovalState {
  if (event.type === 'ApprovalStarted') return begun(event);
  if (!before) throw new RangeError(`${event.type} cannot be the first event of an approval`);
  const state = before;
  const { at } = event;
  switch (event.type) {
    case 'DocumentReplaced':
      return nextRound(state, event);
    case 'NodeEntered': {
      const tasks = event.tasks.map((task) => made(state, event.node, at, task));
      const entered = withNode(state, event.node, { status: 'CURRENT', enteredAt: at, evaluation: event.evaluation });
      return { ...entered, tasks: [...state.tasks, ...tasks] };
    }
    case 'NodeSkipped':
      return withNode(state, event.node, { status: 'SKIPPED', leftAt: at, evaluation: event.evaluation });
    case 'NodePassed':
      return withNode(state, event.node, { status: 'PASSED', leftAt: at });
    case 'TaskOpened':
      return withTask(state, event.task, () => ({ status: 'ACTIVE', openedAt: at, heldSince: at, ...event.timing }));
    case 'TaskDecided':
      return withTask(state, event.task, () => ({
        status: event.decision === 'approved' ? 'APPROVED' : 'REJECTED',
        decidedAt: at,
        decidedBy: event.by,
        comment: event.comment,
        closedAt: at,
      }));
    case 'TaskTransferred':
      return withTask(state, event.task, ({ chain, openedAt }) => ({
        holder: event.to,
        heldSince: openedAt === null ? null : at,
        chain: [...chain, event.to],
      }));
    case 'TaskAdded':
      return { ...state, tasks: [...state.tasks, made(state, event.node, at, event.task)] };
    case 'TaskUrged':
      return withTask(state, event.task, ({ urged }) => ({ urgedAt: at, urged: urged + 1 }));
    case 'TasksClosed':
      return event.tasks.reduce(
        (current, id) => withTask(current, id, () => ({ status: event.as, closedAt: at, settledBy: event.settledBy })),
        state,
      );
    case 'TimeoutReached':
      return withTask(state, event.task, ({ ladder }) => ({ ladder: ladder && climb(ladder, event.step) }));
    case 'DeadlinesMoved':
      return event.deadlines.reduce((current, { task, timing }) => withTask(current, task, () => timing), state);
    case 'ApprovalEnded':
      return over(state, event);
    default:
      return event satisfies never;
  }
}
