import { reject } from '../../errors.ts';
import { hasRole, type Outcome } from '../../process.ts';
import type { Command } from '../commands.ts';
import { evaluate } from '../condition.ts';
import {
  type ApprovalContext,
  activeTasks,
  conclude,
  type Draft,
  draftOn,
  fieldsOf,
  happens,
  isOpen,
  nodeOf,
} from '../draft.ts';
import { end } from '../ending.ts';
import type { ApprovalEvent } from '../events.ts';
import { comesBefore, forksIn, nodesIn, onwardsFrom } from '../flow.ts';
import { mailLoss, mailOverride } from '../mails.ts';
import type { ApprovalState, Task } from '../model.ts';
import { pass } from '../node.ts';
import { enter, walkOn } from '../walk.ts';

type Answer = Outcome<ApprovalEvent>;

/** 强制通过 / 跳转 / 终止: an admin forces what the rules would not do; why is on record, and whoever it concerns is told. */
export function override(state: ApprovalState, command: Command<'override'>, context: ApprovalContext): Answer {
  const { actor } = context;
  if (!hasRole(actor, 'admin')) return reject('NOT_ALLOWED', 'Only an admin may force an approval');
  if (actor.id === state.starter) return reject('NOT_ALLOWED', 'Nobody forces an approval of their own document');
  if (!command.reason.trim())
    return reject('REASON_REQUIRED', 'Forcing an approval needs a reason', { field: 'reason' });
  const draft = draftOn(state, context);
  switch (command.action) {
    case 'terminate':
      return terminate(draft, command.reason.trim());
    case 'pass':
      return forcePass(draft, command.node, command.reason.trim());
    case 'jump':
      return jumpTo(draft, command.node, command.reason.trim());
    default:
      return command.action satisfies never;
  }
}

const none = { nodes: [], forks: [], passedBy: [], tasks: [] } as const;

function terminate(draft: Draft, reason: string): Answer {
  const open = draft.state.tasks.filter(isOpen);
  happens(draft, {
    type: 'Overridden',
    action: 'terminate',
    reason,
    node: null,
    ...none,
    tasks: open.map(({ id }) => id),
  });
  tell(draft, open, 'terminated', reason);
  end(draft, 'terminated', open.find(({ status }) => status === 'ACTIVE')?.id ?? null, reason);
  return conclude(draft);
}

function forcePass(draft: Draft, named: string | undefined, reason: string): Answer {
  const current = draft.state.nodes.filter(({ status }) => status === 'CURRENT').map(({ name }) => name);
  const node = named ?? (current.length === 1 ? current[0] : undefined);
  if (node === undefined || !current.includes(node)) {
    return reject('INVALID', 'Name the current node that is to pass', { field: 'node', facts: { possible: current } });
  }
  const open = draft.state.tasks.filter((task) => task.node === node && isOpen(task));
  happens(draft, { type: 'Overridden', action: 'pass', reason, node, ...none, tasks: open.map(({ id }) => id) });
  tell(draft, open, 'overridden', reason);
  const about = open.find(({ status }) => status === 'ACTIVE')?.id ?? null;
  pass(draft, node, null, 'override');
  mailOverride(draft, about, reason);
  walkOn(draft, about);
  return conclude(draft);
}

/** The way goes on at another node: those in between are passed by, or, on the way back, open again. */
function jumpTo(draft: Draft, node: string | undefined, reason: string): Answer {
  const { state, context } = draft;
  const steps = context.variant.nodes;
  const possible = reachable(state, context);
  if (node === undefined || !possible.includes(node)) {
    return reject('INVALID', 'Name a node of the way that is taken', { field: 'node', facts: { possible } });
  }
  const back = state.nodes.some(({ name, status }) => name === node && status !== 'COMING');
  const behind = back ? onwardsFrom(steps, node) : [];
  const nodes = nodesIn(behind).map(({ name }) => name);
  const passedBy = back
    ? []
    : state.nodes
        .filter(({ name, status }) => (status === 'COMING' || status === 'CURRENT') && comesBefore(steps, name, node))
        .map(({ name }) => name);
  const affected = back ? nodes : passedBy;
  const tasks = state.tasks.filter(
    (task) => affected.includes(task.node) && (isOpen(task) || (back && task.status === 'APPROVED')),
  );
  const about = activeTasks(state)[0]?.id ?? null;
  const forks = forksIn(behind).map(({ fork }) => fork);
  happens(draft, {
    type: 'Overridden',
    action: 'jump',
    reason,
    node,
    nodes,
    forks,
    passedBy,
    tasks: tasks.map(({ id }) => id),
  });
  tell(draft, tasks, 'overridden', reason);
  mailOverride(draft, about, reason);
  const target = nodeOf(context, node);
  enter(draft, target, evaluate(target.when, fieldsOf(draft.state)), about);
  walkOn(draft, about);
  return conclude(draft);
}

/** Nodes outside forks, and those of the branches that have been taken, apart from the ones that are asked now. */
function reachable(state: ApprovalState, { variant }: ApprovalContext): readonly string[] {
  const forks = forksIn(variant.nodes);
  const barred = forks.flatMap(({ fork, branches, otherwise }) => {
    const ways = [...branches.map(({ nodes }) => nodes), otherwise.nodes];
    const taken = state.taken[fork];
    const open = taken === undefined ? undefined : (branches[taken]?.nodes ?? otherwise.nodes);
    return nodesIn(ways.filter((way) => way !== open).flat()).map(({ name }) => name);
  });
  const current = state.nodes.filter(({ status }) => status === 'CURRENT').map(({ name }) => name);
  return nodesIn(variant.nodes)
    .map(({ name }) => name)
    .filter((name) => !barred.includes(name) && !current.includes(name));
}

function tell(draft: Draft, tasks: readonly Task[], cause: 'terminated' | 'overridden', reason: string): void {
  for (const task of tasks) if (task.status === 'ACTIVE') mailLoss(draft, task, task.holder, cause, reason);
}
