import { fieldsIn } from './condition.ts';
import type { ApprovalNode, FlowStep, Fork } from './variant.ts';

/** Every node of a way, in the order in which it is written. */
export function nodesIn<Name extends string>(steps: readonly FlowStep<Name>[]): readonly ApprovalNode<Name>[] {
  return steps.flatMap((step): readonly ApprovalNode<Name>[] => {
    if ('lanes' in step) return step.lanes.flatMap(nodesIn);
    if ('fork' in step) return waysOf(step).flatMap(nodesIn);
    return [step];
  });
}

/** Every fork of a way. */
export function forksIn(steps: readonly FlowStep[]): readonly Fork[] {
  return steps.flatMap((step) => {
    if ('lanes' in step) return step.lanes.flatMap(forksIn);
    return 'fork' in step ? [step, ...waysOf(step).flatMap(forksIn)] : [];
  });
}

function waysOf<Name extends string>({ branches, otherwise }: Fork<Name>): readonly (readonly FlowStep<Name>[])[] {
  return [...branches.map(({ nodes }) => nodes), otherwise.nodes];
}

/** A node with everything that comes after it. Lanes beside the node's own do not. */
export function onwardsFrom(steps: readonly FlowStep[], name: string): readonly FlowStep[] {
  return rest(steps, name) ?? [];
}

function rest(steps: readonly FlowStep[], name: string): readonly FlowStep[] | undefined {
  for (const [index, step] of steps.entries()) {
    const after = steps.slice(index + 1);
    if ('name' in step) {
      if (step.name === name) return [step, ...after];
      continue;
    }
    for (const way of 'lanes' in step ? step.lanes : waysOf(step)) {
      const found = rest(way, name);
      if (found) return [...found, ...after];
    }
  }
  return undefined;
}

/** Whether one node comes before another on the way. */
export function comesBefore(steps: readonly FlowStep[], earlier: string, later: string): boolean {
  return earlier !== later && nodesIn(onwardsFrom(steps, earlier)).some(({ name }) => name === later);
}

/** Fields by which a variant chooses its way. The amount always counts as one, whether a condition names it or not. */
export function routingFields(steps: readonly FlowStep[]): readonly string[] {
  const named = [
    ...nodesIn(steps).flatMap(({ when, concerns = [] }) => [...fieldsIn(when), ...concerns]),
    ...forksIn(steps).flatMap(({ branches }) => branches.flatMap(({ when }) => fieldsIn(when))),
  ];
  return [...new Set(['amount', ...named])];
}

/**
 * Whether a change of some fields concerns a node. Without `concerns` a node answers for the fields of its condition,
 * and one without a condition for everything.
 */
export function isConcerned({ when, concerns }: ApprovalNode, changed: readonly string[]): boolean {
  const fields = concerns ?? (when ? fieldsIn(when) : undefined);
  return fields === undefined || fields.some((field) => changed.includes(field));
}
