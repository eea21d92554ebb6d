import type { ApprovalVariant } from './model.ts';

/**
 * Declares an approval variant. The names of its nodes are taken from `nodes`, and every other mention of a node is
 * checked against them by the compiler. Throws a RangeError for what types cannot see.
 */
export function defineApproval<const Name extends string>(variant: ApprovalVariant<Name>): ApprovalVariant<Name> {
  const names = variant.nodes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`${variant.id} has two nodes named "${twice}"; give each its own name`);
  const nobody = variant.nodes.find(({ approvers }) => approvers.length === 0);
  if (nobody) throw new RangeError(`${variant.id} names no approvers for node "${nobody.name}"`);
  if (variant.nodes.every(({ when }) => when !== undefined)) {
    throw new RangeError(
      `${variant.id} would approve by itself when no condition is met; leave one node without "when"`,
    );
  }
  return variant;
}
