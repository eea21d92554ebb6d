import { addOffset, type Offset, type WorkingCalendar } from '../calendar.ts';
import type { ApprovalNode, ApprovalVariant } from './model.ts';

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

function checkNode({ name, approvers, within, timeout }: ApprovalNode, variant: string): void {
  const where = `${variant}, node "${name}"`;
  if (approvers.length === 0) throw new RangeError(`${where}: name at least one approver`);
  checkSpan(within, where);
  for (const { after, do: actions } of timeout) {
    length(after, where);
    if (actions.length === 0) throw new RangeError(`${where}: the timeout step at ${after} does nothing`);
  }
}

/**
 * Declares an approval variant. The names of its nodes are taken from `nodes`, and every other mention of a node is
 * checked against them by the compiler. Throws a RangeError for what types cannot see.
 */
export function defineApproval<const Name extends string>(variant: ApprovalVariant<Name>): ApprovalVariant<Name> {
  const { id, nodes, urgeEvery } = variant;
  const names = nodes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`${id} has two nodes named "${twice}"; give each its own name`);
  for (const node of nodes) checkNode(node, id);
  checkSpan(urgeEvery, `${id}, urgeEvery`);
  if (nodes.every(({ when }) => when !== undefined)) {
    throw new RangeError(`${id} would approve by itself when no condition is met; leave one node without "when"`);
  }
  return variant;
}
