import type { DocumentRef } from '../deal.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { EventBase } from '../process.ts';
import type {
  ApprovalInput,
  ApprovalOutcome,
  Evaluation,
  NewTask,
  NodeOutline,
  TaskStatus,
  TimeoutAction,
  Timing,
} from './model.ts';

/** Why a task moved to somebody else: its holder or an admin gave it on, its time ran out, or its holder was absent when their turn came. */
export type TransferCause = 'holder' | 'admin' | 'timeout' | 'absence';

/** Who was asked when none of a node's own approvers could be; `starter`: nobody could, so the starter has to find somebody. */
export type StandIn = 'managerOfStarter' | 'admin' | 'starter';

/** Everything that can happen to an approval. */
export type ApprovalEvent = EventBase &
  (
    | {
        readonly type: 'ApprovalStarted';
        readonly id: string;
        readonly input: ApprovalInput;
        readonly nodes: readonly NodeOutline[];
      }
    | { readonly type: 'DocumentReplaced'; readonly document: DocumentRef; readonly amount: Money }
    | {
        readonly type: 'NodeEntered';
        readonly node: string;
        readonly evaluation: Evaluation;
        readonly standIn: StandIn | null;
        readonly tasks: readonly NewTask[];
      }
    | { readonly type: 'NodeSkipped'; readonly node: string; readonly evaluation: Evaluation }
    | { readonly type: 'NodePassed'; readonly node: string }
    /** In a SEQ node the next person's turn has come. */
    | { readonly type: 'TaskOpened'; readonly task: string; readonly timing: Timing }
    | {
        readonly type: 'TaskDecided';
        readonly task: string;
        readonly decision: 'approved' | 'rejected';
        readonly comment: string | null;
        readonly documentHash: string;
        readonly cause: 'person' | 'timeout';
      }
    | {
        readonly type: 'TaskTransferred';
        readonly task: string;
        readonly from: UserId;
        readonly to: UserId;
        readonly cause: TransferCause;
        readonly comment: string | null;
      }
    | { readonly type: 'TaskAdded'; readonly node: string; readonly beside: string; readonly task: NewTask }
    | { readonly type: 'TaskUrged'; readonly task: string; readonly holder: UserId }
    /** Tasks that nobody has to answer any more; `settledBy` is the task whose decision made them needless. */
    | {
        readonly type: 'TasksClosed';
        readonly tasks: readonly string[];
        readonly as: Extract<TaskStatus, 'CANCELLED' | 'CANCELLED_BY_SIBLING' | 'VOID'>;
        readonly settledBy: string | null;
      }
    | {
        readonly type: 'TimeoutReached';
        readonly task: string;
        /** Number of the rung, counted from 1; those below it that had not been acted on are passed over. */
        readonly step: number;
        readonly skipped: number;
        readonly actions: readonly TimeoutAction[];
        /** Who was told that the holder does not answer, where the rung says so and there is anybody. */
        readonly escalatedTo: UserId | null;
      }
    | {
        readonly type: 'DeadlinesMoved';
        readonly deadlines: readonly { readonly task: string; readonly timing: Timing }[];
      }
    | {
        readonly type: 'ApprovalEnded';
        readonly outcome: ApprovalOutcome;
        readonly comment: string | null;
        readonly task: string | null;
      }
  );
