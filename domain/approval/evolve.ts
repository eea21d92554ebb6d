import type { Instant } from '../calendar.ts';
import { climb } from '../ladder.ts';
import type { ApprovalEvent } from './events.ts';
import type { ApprovalState, ApprovalStatus, NodeProgress, NodeStatus, Revision } from './model.ts';
import { closed, decided, made, opened, reset, withNode, withTask, withTasks } from './progress.ts';

type Event<Type extends ApprovalEvent['type']> = Extract<ApprovalEvent, { type: Type }>;

function begun({ id, input, nodes, at }: Event<'ApprovalStarted'>): ApprovalState {
  return {
    ...input,
    id,
    startedAt: at,
    status: 'RUNNING',
    round: 1,
    nodes: nodes.map((outline) => ({
      ...outline,
      status: 'COMING',
      visit: 0,
      enteredAt: null,
      leftAt: null,
      evaluation: null,
      settledBefore: false,
      documentHash: null,
    })),
    taken: {},
    pastRounds: [],
    tasks: [],
    revision: null,
    sentBack: null,
    jump: null,
    questions: [],
    comments: 0,
    cc: [],
    ending: null,
  };
}

const endings = {
  approved: { status: 'APPROVED', node: 'PASSED' },
  rejected: { status: 'REJECTED', node: 'REJECTED' },
  withdrawn: { status: 'WITHDRAWN', node: 'CANCELLED' },
  terminated: { status: 'TERMINATED', node: 'CANCELLED' },
} as const satisfies Record<Event<'ApprovalEnded'>['outcome'], { status: ApprovalStatus; node: NodeStatus }>;

/** The nodes when something ends: those it stood at have been left as `status`. */
function left(nodes: readonly NodeProgress[], status: NodeStatus, at: Instant): readonly NodeProgress[] {
  return nodes.map((node) => (node.status === 'CURRENT' ? { ...node, status, leftAt: at } : node));
}

function over(state: ApprovalState, { outcome, at, by, comment, task }: Event<'ApprovalEnded'>): ApprovalState {
  const { status, node } = endings[outcome];
  const nodes = left(state.nodes, node, at);
  return { ...state, nodes, status, revision: null, ending: { outcome, at, by, comment, task } };
}

/** The round as it ends, kept to be shown. */
function nextRound(state: ApprovalState, at: Instant): ApprovalState {
  const { round, document, amount } = state;
  const nodes = left(state.nodes, 'CANCELLED', at);
  return {
    ...state,
    round: round + 1,
    pastRounds: [...state.pastRounds, { round, document, amount, nodes, endedAt: at }],
  };
}

function replaced(before: ApprovalState, { document, amount, fields, at }: Event<'DocumentReplaced'>): ApprovalState {
  const state = nextRound(before, at);
  const all = state.nodes.map(({ name }) => name);
  const start = { document, amount, fields, taken: {}, revision: null, sentBack: null, jump: null };
  const approved = state.tasks.filter(({ status }) => status === 'APPROVED').map(({ id }) => id);
  const undecided = withTasks(reset(state, all, [], false), approved, (task) => closed(task, 'VOID', null, at));
  return { ...undecided, ...start };
}

function sentBack(before: ApprovalState, { sent, nodes, forks, tasks, at }: Event<'SentBack'>): ApprovalState {
  const state = nextRound(before, at);
  const void_ = withTasks(reset(state, nodes, forks, true), tasks, (task) => closed(task, 'VOID', sent.task, at));
  const sender = withTask(void_, sent.task, (task) => ({
    ...closed(task, 'SENT_BACK', null, at),
    decidedBy: sent.by,
    decidedAt: at,
    comment: sent.comment,
  }));
  const revision: Revision | null =
    sent.to === 'starter' ? { id: `r${state.round}`, holder: state.starter, since: at, sent } : null;
  return { ...sender, revision, sentBack: revision ? null : sent, jump: null };
}

function takenBack(before: ApprovalState, event: Event<'DecisionTakenBack'>): ApprovalState {
  const { task: id, node, nodes, forks, cancelled, requeued, reopened, at } = event;
  const state = reset(nextRound(before, at), nodes, forks, false);
  const current = withNode(state, node, { status: 'CURRENT', leftAt: null, documentHash: null });
  const free = withTasks(current, cancelled, (task) => closed(task, 'CANCELLED', null, at));
  const queued = withTasks(free, requeued, () => ({ status: 'QUEUED', openedAt: null, dueAt: null, ladder: null }));
  const undecided = { decision: null, cause: null, decidedAt: null, decidedBy: null, comment: null } as const;
  const anew = { ...undecided, closedAt: null, settledBy: null };
  return reopened.reduce(
    (current, { task, timing }) =>
      withTask(current, task, (one) => ({ ...anew, ...opened(one, state.round, timing, at), round: state.round })),
    withTask(queued, id, () => anew),
  );
}

function overridden(before: ApprovalState, event: Event<'Overridden'>): ApprovalState {
  const { action, node, nodes, forks, passedBy, tasks, at } = event;
  const back = nodes.length > 0 ? reset(nextRound(before, at), nodes, forks, false) : before;
  const freed = withTasks(back, tasks, (task) => closed(task, nodes.length > 0 ? 'VOID' : 'CANCELLED', null, at));
  const state = passedBy.reduce((current, name) => withNode(current, name, { status: 'SKIPPED', leftAt: at }), freed);
  const cleared = { ...state, revision: null, sentBack: null, jump: null };
  return action === 'pass' && node !== null ? { ...cleared, sentBack: before.sentBack, jump: before.jump } : cleared;
}

/** The approval after one more event. */
export function evolve(before: ApprovalState | undefined, event: ApprovalEvent): ApprovalState {
  if (event.type === 'ApprovalStarted') return begun(event);
  if (!before) throw new RangeError(`${event.type} cannot be the first event of an approval`);
  const state = before;
  const { at } = event;
  switch (event.type) {
    case 'DocumentReplaced':
      return replaced(state, event);
    case 'BranchTaken': {
      const { fork, branch, passedBy } = event;
      const left = passedBy.reduce((now, name) => withNode(now, name, { status: 'SKIPPED', leftAt: at }), state);
      return { ...left, taken: { ...state.taken, [fork]: branch } };
    }
    case 'NodeEntered': {
      const visit = (state.nodes.find(({ name }) => name === event.node)?.visit ?? 0) + 1;
      const { node, evaluation } = event;
      const entered = withNode(state, node, { status: 'CURRENT', enteredAt: at, evaluation, visit });
      return { ...entered, tasks: [...state.tasks, ...event.tasks.map((task) => made(entered, node, task, at))] };
    }
    case 'NodeSkipped':
      return withNode(state, event.node, { status: 'SKIPPED', leftAt: at, evaluation: event.evaluation });
    case 'NodeKept':
      return withNode(state, event.node, { status: 'KEPT', leftAt: at, documentHash: event.documentHash });
    case 'NodePassed': {
      const { sentBack: sent } = state;
      const done = sent !== null && sent.to !== 'starter' && sent.to.node === event.node;
      const passed = { status: 'PASSED', leftAt: at, documentHash: state.document.sha256 } as const;
      return { ...withNode(state, event.node, passed), sentBack: done ? null : sent };
    }
    case 'TaskOpened':
      return withTask(state, event.task, (task) => opened(task, state.round, event.timing, at));
    case 'TaskDecided':
      return withTask(state, event.task, () => decided(event));
    case 'TaskSettled':
      return withTask(state, event.task, () => ({
        status: event.decision === 'approved' ? 'APPROVED' : 'REJECTED',
        settledBy: event.settledBy,
        closedAt: at,
      }));
    case 'TaskTransferred':
      return withTask(state, event.task, ({ chain, openedAt, moved }) => ({
        moved: moved + 1,
        holder: event.to,
        onBehalfOf: event.onBehalfOf,
        heldSince: openedAt === null ? null : at,
        chain: chain.includes(event.to) ? chain : [...chain, event.to],
        ...event.timing,
      }));
    case 'TaskAdded': {
      // In a SEQ node whoever is added comes directly after the task they were added to.
      const index = event.task.timing ? state.tasks.length : state.tasks.findIndex(({ id }) => id === event.beside) + 1;
      const added = made(state, event.node, event.task, at);
      const beside = { kind: 'node', to: event.beside, by: event.by, batch: added.id, mode: 'ALL' } as const;
      const tasks = [...state.tasks.slice(0, index), { ...added, added: beside }, ...state.tasks.slice(index)];
      return { ...state, tasks };
    }
    case 'SignersAdded': {
      const { addition, node } = event;
      const tasks = event.tasks.map((task) => ({ ...made(state, node, task, at), added: addition }));
      const waiting = addition.kind === 'after' ? state : withTask(state, addition.to, () => ({ status: 'WAITING' }));
      return { ...waiting, tasks: [...waiting.tasks, ...tasks] };
    }
    case 'TaskUrged':
      return withTask(state, event.task, ({ urged }) => ({ urgedAt: at, urged: urged + 1 }));
    case 'TasksClosed':
      return withTasks(state, event.tasks, (task) => closed(task, event.as, event.settledBy, at));
    case 'SignerRemoved':
      return withTasks(state, event.tasks, (task) => closed(task, 'CANCELLED', null, at));
    case 'SentBack':
      return sentBack(state, event);
    case 'Resubmitted': {
      const { document, amount, fields, jump } = event;
      return { ...state, document, amount, fields, jump, revision: null, sentBack: null };
    }
    case 'RevisionReassigned':
      return { ...state, revision: state.revision && { ...state.revision, holder: event.to } };
    case 'JumpBegun':
      return { ...state, jump: event.jump };
    case 'DecisionTakenBack':
      return takenBack(state, event);
    case 'CopiesSent':
      return { ...state, cc: [...state.cc, ...event.people] };
    case 'Commented': {
      const questions = event.answers ? [] : state.questions;
      const asked = event.asks ? [...questions, { by: event.by, at, task: event.task }] : questions;
      return { ...state, comments: state.comments + 1, questions: asked };
    }
    case 'Overridden':
      return overridden(state, event);
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
