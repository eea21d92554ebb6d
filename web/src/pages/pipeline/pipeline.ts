import type { EndStage, OpenStage } from '../../../../domain/opportunity/model.ts';
import type { Localised } from '../../../../domain/variant.ts';
import type { Variant } from '../../api/types.ts';

/** A stage as the board shows it. */
export interface BoardStage {
  readonly name: string;
  readonly title: Localised;
  /** Where a deal may go from here. */
  readonly moves: readonly string[];
  readonly outcome: 'won' | 'lost' | null;
}

interface PipelineDefinition {
  readonly stages: Readonly<Record<string, OpenStage<string> | EndStage>>;
}

/** The stages of a pipeline in the order of its file, those in which deals end last. */
export function boardStages({ definition }: Variant): readonly BoardStage[] {
  const stages = Object.entries((definition as PipelineDefinition).stages).map(([name, stage]) => ({
    name,
    title: stage.title,
    moves: 'moves' in stage ? stage.moves : [],
    outcome: 'outcome' in stage ? stage.outcome : null,
  }));
  return [...stages.filter(({ outcome }) => outcome === null), ...stages.filter(({ outcome }) => outcome !== null)];
}
