import { addOffset, type Offset, type WorkingCalendar } from '../calendar.ts';
import { limitsMoney } from './condition.ts';
import { forksIn, nodesIn } from './flow.ts';
import type { ApprovalNode, ApprovalVariant, FlowStep } from './variant.ts';

const aroundTheClock: WorkingCalendar = {
  id: 'around-the-clock',
  version: 1,
  zone: 'UTC',
  offsets: [],
  week: Array(7).fill([[0, 24 * 60]]),
  exceptions: {},
  knownUntil: '9999-12-31',
};

/** How long an offset is; throws a RangeError that says where it stands when no calendar could count it. */
function length(offset: Offset, where: string): number {
  try {
    return addOffset(aroundTheClock, 0, offset);
  } catch (error) {
    throw new RangeError(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checkSpan(offset: Offset, where: string): void {
  if (length(offset, where) <= 0) throw new RangeError(`${where}: "${offset}" leaves no time; write more than 0`);
}

function checkNode(node: ApprovalNode, variant: string): void {
  const { name, approvers, within, timeout } = node;
  const where = `${variant}, node "${name}"`;
  if (name === 'starter') throw new RangeError(`${where}: the starter is no node; give it another name`);
  if (approvers.length === 0) throw new RangeError(`${where}: name at least one approver`);
  checkSpan(within, where);
  for (const { after, do: actions } of timeout) {
    length(after, where);
    if (actions.length === 0) throw new RangeError(`${where}: the timeout step at ${after} does nothing`);
  }
  checkMode(node, where);
  checkApprovers(node, where);
}

function checkMode({ mode, passAt, anyReject }: ApprovalNode, where: string): void {
  const percent = passAt !== undefined && passAt > 0 && passAt <= 100;
  if (mode === 'VOTE' && !percent) throw new RangeError(`${where}: say with "passAt" which share passes, 1 to 100`);
  if (mode !== 'VOTE' && passAt !== undefined) throw new RangeError(`${where}: only a VOTE has "passAt"`);
  if (mode !== 'ANY' && anyReject !== undefined) throw new RangeError(`${where}: only ANY has "anyReject"`);
}

const whole = (count: number) => Number.isInteger(count) && count >= 1;

function checkApprovers({ approvers, empty, when }: ApprovalNode, where: string): void {
  for (const source of approvers) {
    if (source.weight !== undefined && !(source.weight > 0)) throw new RangeError(`${where}: a weight is above 0`);
    const counts = [
      'managerOfStarter' in source ? source.managerOfStarter : 1,
      'managersOfStarterUpTo' in source ? source.managersOfStarterUpTo : 1,
      'chosenByStarter' in source ? source.chosenByStarter : 1,
    ];
    if (!counts.every(whole)) throw new RangeError(`${where}: levels and numbers of people are whole and at least 1`);
  }
  if (empty === 'PASS' && limitsMoney(when)) {
    throw new RangeError(`${where}: a node entered for its amount must not pass for want of an approver`);
  }
}

function checkNames(kind: string, names: readonly string[], variant: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`${variant} has two ${kind} named "${twice}"; give each its own name`);
}

/** Whether somebody is asked on this way whatever the document says. */
function alwaysAsks(steps: readonly FlowStep[], asks: (node: ApprovalNode) => boolean): boolean {
  return steps.some((step) => {
    if ('lanes' in step) return step.lanes.some((lane) => alwaysAsks(lane, asks));
    if (!('fork' in step)) return asks(step);
    return [...step.branches, step.otherwise].every(({ nodes }) => alwaysAsks(nodes, asks));
  });
}

/**
 * Declares an approval variant. The names of its nodes are taken from `nodes`, and every other mention of a node is
 * checked against them by the compiler. Throws a RangeError for what types cannot see.
 */
export function defineApproval<const Name extends string>(variant: ApprovalVariant<Name>): ApprovalVariant<Name> {
  const { id, urgeEvery, takeBackWithin, reversibleWithin, resubmission } = variant;
  const steps: readonly FlowStep[] = variant.nodes;
  const nodes = nodesIn(steps);
  checkNames(
    'nodes',
    nodes.map(({ name }) => name),
    id,
  );
  checkNames(
    'forks',
    forksIn(steps).map(({ fork }) => fork),
    id,
  );
  for (const node of nodes) checkNode(node, id);
  for (const { fork, branches } of forksIn(steps)) {
    if (branches.length === 0) throw new RangeError(`${id}, fork "${fork}": a fork has at least one branch`);
  }
  checkSpan(urgeEvery, `${id}, urgeEvery`);
  if (takeBackWithin !== undefined) checkSpan(takeBackWithin, `${id}, takeBackWithin`);
  if (reversibleWithin !== undefined) checkSpan(reversibleWithin, `${id}, reversibleWithin`);
  if (resubmission?.length === 0) throw new RangeError(`${id}: name at least one way of resubmission`);
  if (!alwaysAsks(steps, ({ when }) => when === undefined)) {
    throw new RangeError(`${id} would approve by itself when no condition is met; leave one node without "when"`);
  }
  if (!alwaysAsks(steps, ({ when, concerns }) => when === undefined && concerns === undefined)) {
    throw new RangeError(`${id} would let an amendment through unread; leave one node without "when" and "concerns"`);
  }
  return variant;
}
