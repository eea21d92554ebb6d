import type { ProcessKind } from '../process.ts';
import type { Definition } from '../variant.ts';
import { decide, start } from './decide.ts';
import { evolve } from './evolve.ts';
import type { IncidentCommand, IncidentEvent, IncidentInput, IncidentState, IncidentVariant } from './model.ts';
import { summarise, waits } from './waits.ts';

/** Something of the system itself that is out of order, in the hands of a named person until it is settled. */
export const incidentKind: ProcessKind<
  IncidentInput,
  IncidentCommand,
  IncidentEvent,
  IncidentState,
  Definition<IncidentVariant>
> = { kind: 'incident', start, decide, evolve, waits, summarise };
