import { replaceIfGone } from './absence.ts';
import { askedBy } from './approvers.ts';
import { type Draft, happens, isOpen, nodeOf, taskOf, votersOn } from './draft.ts';
import { closeTasks, end } from './ending.ts';
import { mailLoss, mailRequest, sendCopies } from './mails.ts';
import type { GroupMode, Task } from './model.ts';
import { timingOf } from './timing.ts';
import type { ApprovalNode, NodeMode } from './variant.ts';

type Result = 'passed' | 'rejected' | 'open';

const decided = (voters: readonly Task[], status: 'APPROVED' | 'REJECTED') =>
  voters.filter((task) => task.status === status);

function unanimous(voters: readonly Task[]): Result {
  if (decided(voters, 'REJECTED').length > 0) return 'rejected';
  return decided(voters, 'APPROVED').length === voters.length ? 'passed' : 'open';
}

function firstDecision(voters: readonly Task[]): Result {
  if (decided(voters, 'APPROVED').length > 0) return 'passed';
  return decided(voters, 'REJECTED').length > 0 ? 'rejected' : 'open';
}

const weightOf = (voters: readonly Task[]) => voters.reduce((sum, { weight }) => sum + weight, 0);

/** What the decisions made so far come to under each mode. */
const results = {
  ALL: unanimous,
  SEQ: unanimous,
  ANY(voters, { anyReject }) {
    const first = firstDecision(voters);
    const waits = first === 'rejected' && anyReject === 'wait' && decided(voters, 'REJECTED').length < voters.length;
    return waits ? 'open' : first;
  },
  VOTE(voters, { passAt = 100 }) {
    const needed = weightOf(voters) * passAt;
    const approved = weightOf(decided(voters, 'APPROVED')) * 100;
    const possible = weightOf(voters) * 100 - weightOf(decided(voters, 'REJECTED')) * 100;
    if (approved >= needed) return 'passed';
    return possible < needed ? 'rejected' : 'open';
  },
} as const satisfies Record<NodeMode, (voters: readonly Task[], node: ApprovalNode) => Result>;

/** What the decisions of people added before or after a task come to. */
export function groupResult(mode: GroupMode, tasks: readonly Task[]): Result {
  return mode === 'ANY' ? firstDecision(tasks) : unanimous(tasks);
}

const counted = ({ status }: Task) => status === 'APPROVED' || status === 'REJECTED';

/** Draws what follows for a node from the decisions of its people: it passes, it is rejected, or the next one's turn comes. */
export function weigh(draft: Draft, name: string, by: string | null): void {
  const node = nodeOf(draft.context, name);
  const voters = votersOn(draft.state, name).filter((task) => counted(task) || isOpen(task));
  switch (results[node.mode](voters, node)) {
    case 'passed':
      pass(draft, name, by, 'decisions');
      return;
    case 'rejected':
      rejectNode(draft, name, by);
      return;
    default:
      if (node.mode === 'SEQ') openNext(draft, voters);
  }
}

/** The node passes; whoever has not been needed is told, and so are those who get a copy. */
export function pass(
  draft: Draft,
  name: string,
  by: string | null,
  because: 'decisions' | 'noApprover' | 'override',
): void {
  const needless = closeTasks(draft, 'CANCELLED_BY_SIBLING', by, (task) => task.node === name);
  for (const task of needless) mailLoss(draft, task, task.holder, 'sibling');
  const { sentBack } = draft.state;
  happens(draft, { type: 'NodePassed', node: name, because });
  if (sentBack?.resubmission === 'JUMP' && sentBack.to !== 'starter' && sentBack.to.node === name) {
    happens(draft, { type: 'JumpBegun', jump: { to: sentBack.from, changed: [] } });
  }
  const node = nodeOf(draft.context, name);
  const people = askedBy(draft, node, node.cc ?? []).map(({ holder }) => holder);
  sendCopies(draft, people, by, null);
}

/** The node is rejected, and with it the approval. */
export function rejectNode(draft: Draft, name: string, by: string | null): void {
  const { mode } = nodeOf(draft.context, name);
  const siblings = mode === 'ANY' ? closeTasks(draft, 'CANCELLED_BY_SIBLING', by, ({ node }) => node === name) : [];
  for (const task of [...siblings, ...closeTasks(draft, 'CANCELLED', by)])
    mailLoss(draft, task, task.holder, 'rejected');
  end(draft, 'rejected', by, by === null ? null : taskOf(draft.state, by).comment);
}

/** Opens the first of some tasks that waits for its turn, unless one before it is still undecided. */
export function openNext(draft: Draft, tasks: readonly Task[]): void {
  if (tasks.some((task) => isOpen(task) && task.status !== 'QUEUED')) return;
  const next = tasks.find(({ status }) => status === 'QUEUED');
  if (next) open(draft, next);
}

/** Puts a task before its holder. Its order was fixed long ago, so whoever has gone by now is replaced. */
function open(draft: Draft, { id, node }: Task): void {
  const { now, calendar } = draft.context;
  replaceIfGone(draft, id);
  happens(draft, { type: 'TaskOpened', task: id, timing: timingOf(nodeOf(draft.context, node), now, calendar) });
  mailRequest(draft, id);
}
