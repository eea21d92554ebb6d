import type { ProcessKind } from '../process.ts';
import type { Definition } from '../variant.ts';
import type { ApprovalCommand } from './commands.ts';
import { decide, start } from './decide.ts';
import type { ApprovalEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { ApprovalInput, ApprovalState } from './model.ts';
import type { ApprovalVariant } from './variant.ts';
import { summarise, waits } from './waits.ts';

/** Approvals as the shell runs them. */
export const approvalKind: ProcessKind<
  ApprovalInput,
  ApprovalCommand,
  ApprovalEvent,
  ApprovalState,
  Definition<ApprovalVariant>
> = { kind: 'approval', start, decide, evolve, waits, summarise };
