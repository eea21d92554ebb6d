import { approversOf } from './approvers.ts';
import { type Evaluation, evaluate, isEntered } from './condition.ts';
import { type Draft, fieldsOf, happens, nodeOf, nodeProgress, taskOf } from './draft.ts';
import { end } from './ending.ts';
import { comesBefore, isConcerned, nodesIn } from './flow.ts';
import { mailRequest } from './mails.ts';
import type { NewTask } from './model.ts';
import { pass, weigh } from './node.ts';
import type { DocumentFields, FieldValue } from './subject.ts';
import { nextTaskId, timingOf } from './timing.ts';
import type { ApprovalNode, FlowStep, Fork } from './variant.ts';

/** Walks on to whoever is to be asked next; where nobody is left to ask, the approval is given. */
export function walkOn(draft: Draft, lastTask: string | null): void {
  const done = walk(draft, draft.context.variant.nodes, lastTask);
  if (!done || draft.state.ending) return;
  end(draft, 'approved', lastTask, lastTask === null ? null : taskOf(draft.state, lastTask).comment);
}

/** Walks along steps one after the other, and answers whether all of them lie behind. */
function walk(draft: Draft, steps: readonly FlowStep[], lastTask: string | null): boolean {
  return steps.every((step) => {
    if (draft.state.ending) return false;
    if ('lanes' in step) return step.lanes.map((lane) => walk(draft, lane, lastTask)).every(Boolean);
    if ('fork' in step) return walk(draft, wayAt(draft, step), lastTask);
    return arrive(draft, step, lastTask);
  });
}

/** The way taken at a fork; the first time, the one whose condition is plainly met. */
function wayAt(draft: Draft, { fork, branches, otherwise }: Fork): readonly FlowStep[] {
  const way = (branch: number) => branches[branch]?.nodes ?? otherwise.nodes;
  const taken = draft.state.taken[fork];
  if (taken !== undefined) return way(taken);
  const evaluations: Evaluation[] = [];
  let branch = -1;
  for (const [index, { when }] of branches.entries()) {
    const evaluation = evaluate(when, fieldsOf(draft.state));
    evaluations.push(evaluation);
    if (evaluation.verdict !== 'met') continue;
    branch = index;
    break;
  }
  const chosen = way(branch);
  const all = [...branches.map(({ nodes }) => nodes), otherwise.nodes];
  const passedBy = nodesIn(all.filter((nodes) => nodes !== chosen).flat()).map(({ name }) => name);
  happens(draft, { type: 'BranchTaken', fork, branch, evaluations, passedBy });
  return chosen;
}

/** Comes to a node, and answers whether it lies behind. */
function arrive(draft: Draft, node: ApprovalNode, lastTask: string | null): boolean {
  const { status } = nodeProgress(draft.state, node.name);
  if (status === 'CURRENT') return false;
  if (status !== 'COMING') return true;
  const evaluation = evaluate(node.when, fieldsOf(draft.state));
  if (!isEntered(evaluation)) {
    happens(draft, { type: 'NodeSkipped', node: node.name, evaluation });
    return true;
  }
  const documentHash = standingDecision(draft, node);
  if (documentHash !== null) {
    happens(draft, { type: 'NodeKept', node: node.name, documentHash });
    return true;
  }
  enter(draft, node, evaluation, lastTask);
  return nodeProgress(draft.state, node.name).status === 'PASSED';
}

/** The names of the fields in which two versions of a document differ. */
export function changedFields(before: DocumentFields, after: DocumentFields): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => text(before[name]) !== text(after[name]));
}

function text(value: FieldValue | undefined): string {
  if (typeof value === 'object') return `${value.minor} ${value.currency}`;
  return `${typeof value} ${value}`;
}

/**
 * The hash of the document a node has decided on and is not asked about again: on the way straight to whoever sent it
 * back, and for an amendment that does not concern it. Null where it has to be asked.
 */
function standingDecision({ state, context }: Draft, node: ApprovalNode): string | null {
  const { jump, amends } = state;
  const { settledBefore, documentHash, visit } = nodeProgress(state, node.name);
  if (jump && settledBefore && node.name !== jump.to) {
    const steps = context.variant.nodes;
    const affected = nodesIn(steps).filter(
      ({ name }) =>
        nodeProgress(state, name).settledBefore &&
        jump.changed.length > 0 &&
        isConcerned(nodeOf(context, name), jump.changed),
    );
    const asked = affected.some(({ name }) => name === node.name || comesBefore(steps, name, node.name));
    return asked ? null : documentHash;
  }
  if (!amends || visit > 0 || !amends.passed.includes(node.name)) return null;
  const changed = changedFields({ ...amends.fields, amount: amends.amount }, { ...state.fields, amount: state.amount });
  return isConcerned(node, changed) ? null : amends.documentHash;
}

/** A node nobody but the starter can be found for must not approve itself when its time is up. */
function withoutAutoApproval(node: ApprovalNode): ApprovalNode {
  const timeout = node.timeout
    .map((rung) => ({ ...rung, do: rung.do.filter((action) => action !== 'autoApprove') }))
    .filter((rung) => rung.do.length > 0);
  return { ...node, timeout };
}

/** Asks the people of a node, whatever its condition says. */
export function enter(draft: Draft, node: ApprovalNode, evaluation: Evaluation, lastTask: string | null): void {
  const { now, calendar } = draft.context;
  const { name } = node;
  const asked = approversOf(draft, node);
  if ('nobody' in asked) {
    happens(draft, { type: 'NodeEntered', node: name, evaluation, standIn: null, tasks: [] });
    if (asked.nobody === 'PASS') pass(draft, name, lastTask, 'noApprover');
    else end(draft, 'rejected', lastTask, null);
    return;
  }
  const { approvers, standIn } = asked;
  const timing = timingOf(standIn === 'starter' ? withoutAutoApproval(node) : node, now, calendar);
  const repeating = approvers.map(({ holder }) => repeatsDecision(draft, node, holder));
  const first = repeating.indexOf(false);
  const tasks: NewTask[] = approvers.map((approver, index) => ({
    id: nextTaskId(draft, index),
    ...approver,
    timing: repeating[index] || (node.mode === 'SEQ' && index > first) ? null : timing,
  }));
  happens(draft, { type: 'NodeEntered', node: name, evaluation, standIn, tasks });
  for (const { id } of tasks.filter((_, index) => repeating[index])) {
    const documentHash = draft.state.document.sha256;
    const decision = { decision: 'approved', comment: null, onBehalfOf: null, pending: false } as const;
    happens(draft, { type: 'TaskDecided', task: id, documentHash, cause: 'dedup', ...decision });
  }
  for (const task of tasks) if (task.timing) mailRequest(draft, task.id);
  weigh(draft, name, lastTask);
}

/**
 * Whether a person has approved the same bytes in this round by their own decision and need not do so again here.
 * Opinions, approvals the system has given and whatever came before a document was sent back do not count.
 */
function repeatsDecision({ state, context }: Draft, node: ApprovalNode, holder: string): boolean {
  const { variant } = context;
  if (variant.dedup === undefined || node.mustSign) return false;
  const passed = nodesIn(variant.nodes).filter(
    ({ name }) => nodeProgress(state, name).status === 'PASSED' && comesBefore(variant.nodes, name, node.name),
  );
  const where = variant.dedup === 'ADJACENT' ? passed.slice(-1) : passed;
  return state.tasks.some(
    (task) =>
      task.status === 'APPROVED' &&
      task.cause === 'person' &&
      task.added?.kind !== 'opinion' &&
      task.decidedBy === holder &&
      task.round === state.round &&
      where.some(({ name }) => name === task.node),
  );
}
