import type { ProcessKind } from '../process.ts';
import type { Definition } from '../variant.ts';
import { decide, start } from './decide.ts';
import { evolve } from './evolve.ts';
import type {
  OpportunityCommand,
  OpportunityEvent,
  OpportunityInput,
  OpportunityState,
  OpportunityVariant,
} from './model.ts';
import { summarise, waits } from './waits.ts';

/** An opportunity: a deal from first contact until it is lost, or won and its contract approved. */
export const opportunityKind: ProcessKind<
  OpportunityInput,
  OpportunityCommand,
  OpportunityEvent,
  OpportunityState,
  Definition<OpportunityVariant>
> = { kind: 'opportunity', start, decide, evolve, waits, summarise };
