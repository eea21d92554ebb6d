import type { IncidentVariant } from './model.ts';

/** Defines by when an incident is to be settled and what happens when it is not. Throws a RangeError for an empty ladder. */
export function defineIncident(variant: Omit<IncidentVariant, 'kind'>): IncidentVariant {
  if (variant.ladder.length === 0) throw new RangeError(`${variant.id}: the ladder needs at least one step`);
  for (const { after, do: actions } of variant.ladder) {
    if (actions.length === 0) throw new RangeError(`${variant.id}: the step at ${after} does nothing`);
  }
  return { ...variant, kind: 'incident' };
}
