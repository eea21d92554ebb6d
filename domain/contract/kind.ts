import type { ProcessKind } from '../process.ts';
import type { Definition } from '../variant.ts';
import { decide, start } from './decide.ts';
import { evolve } from './evolve.ts';
import type { ContractCommand, ContractEvent, ContractInput, ContractState, ContractVariant } from './model.ts';
import { summarise, waits } from './waits.ts';

/** A contract from its first draft until it has run out, has been amended or is void. */
export const contractKind: ProcessKind<
  ContractInput,
  ContractCommand,
  ContractEvent,
  ContractState,
  Definition<ContractVariant>
> = { kind: 'contract', start, decide, evolve, waits, summarise };
