import { faultInTerms } from '../deal.ts';
import type { OrderVariant, StepPolicy } from './model.ts';

/** Throws a RangeError that names the variant and what to mend. */
function checkStep(name: string, step: string, { ladder }: StepPolicy): void {
  const closes = ladder.filter(({ do: actions }) => actions.includes('closeOrder')).length;
  if (ladder.length === 0) throw new RangeError(`${name}: ${step} needs a ladder of at least one step`);
  if (step === 'close' && closes !== 1) throw new RangeError(`${name}: the ladder of close closes the order, once`);
  if (step !== 'close' && closes > 0) throw new RangeError(`${name}: ${step} cannot close the order`);
}

/** Defines how orders of one sort are dealt with. Throws a RangeError for a step or terms that cannot be followed. */
export function defineOrder(variant: Omit<OrderVariant, 'kind'>): OrderVariant {
  for (const [step, policy] of Object.entries(variant.steps)) if (policy) checkStep(variant.id, step, policy);
  const fault = faultInTerms(variant.terms);
  if (fault) throw new RangeError(`${variant.id}: ${fault.field}: ${fault.message}`);
  return { ...variant, kind: 'order' };
}
