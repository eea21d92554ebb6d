import { faultInTerms } from '../deal.ts';
import type { EndStage, OpenStage, OpportunityFacts, OpportunityVariant } from './model.ts';

/** A pipeline as its file writes it: every stage named by `start` and `moves` must be one of its own. */
interface PipelineSource<Stage extends string>
  extends Omit<OpportunityVariant<Stage>, 'kind' | 'stages' | 'start' | 'appliesTo'> {
  readonly appliesTo: (facts: OpportunityFacts) => boolean;
  readonly start: NoInfer<Stage>;
  readonly stages: Readonly<Record<Stage, OpenStage<NoInfer<Stage>> | EndStage>>;
}

/** Defines a sales pipeline. A stage name that does not exist is a compile error. Throws when its payment terms do not add up. */
export function defineOpportunity<const Stage extends string>(
  source: PipelineSource<Stage>,
): OpportunityVariant<Stage> {
  const fault = faultInTerms(source.contract.terms);
  if (fault) throw new RangeError(`${source.id}: contract.${fault.field}: ${fault.message}`);
  return { ...source, kind: 'opportunity' };
}
