import type { DocumentRef } from '../deal.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { EventBase } from '../process.ts';
import type { Override } from './commands.ts';
import type { Evaluation } from './condition.ts';
import type {
  Addition,
  ApprovalInput,
  ApprovalOutcome,
  DecisionCause,
  Jump,
  NewTask,
  NodeOutline,
  SendingBack,
  TaskStatus,
  Timing,
} from './model.ts';
import type { DocumentFields } from './subject.ts';
import type { TimeoutAction } from './variant.ts';

/**
 * Why a task moved to somebody else: its holder or an admin gave it on, its time ran out, its holder is away or has
 * left, or somebody whose substitute held it is back.
 */
export type TransferCause = 'holder' | 'admin' | 'timeout' | 'absence' | 'departure' | 'return';

/** Who was asked when none of a node's own approvers could be; `starter`: nobody could, so the starter has to find somebody. */
export type StandIn = 'managerOfStarter' | 'finance' | 'admin' | 'named' | 'starter';

/** A task put before its holder again, with its deadline. */
interface Reopened {
  readonly task: string;
  readonly timing: Timing;
}

/** Everything that can happen to an approval. */
export type ApprovalEvent = EventBase &
  (
    | {
        readonly type: 'ApprovalStarted';
        readonly id: string;
        readonly input: ApprovalInput;
        readonly nodes: readonly NodeOutline[];
      }
    | {
        readonly type: 'DocumentReplaced';
        readonly document: DocumentRef;
        readonly amount: Money;
        readonly fields: DocumentFields;
      }
    /** At a fork; `branch` is -1 for the way everything unclear takes, `passedBy` are the nodes of the other ways. */
    | {
        readonly type: 'BranchTaken';
        readonly fork: string;
        readonly branch: number;
        readonly evaluations: readonly Evaluation[];
        readonly passedBy: readonly string[];
      }
    | {
        readonly type: 'NodeEntered';
        readonly node: string;
        readonly evaluation: Evaluation;
        readonly standIn: StandIn | null;
        readonly tasks: readonly NewTask[];
      }
    | { readonly type: 'NodeSkipped'; readonly node: string; readonly evaluation: Evaluation }
    /** The node is not asked again: what was decided there, about the document with this hash, still stands. */
    | { readonly type: 'NodeKept'; readonly node: string; readonly documentHash: string }
    /** `because` tells a node that passed without a decision of its own. */
    | { readonly type: 'NodePassed'; readonly node: string; readonly because: 'decisions' | 'noApprover' | 'override' }
    /** The task's turn has come, or it is its holder's turn again. */
    | { readonly type: 'TaskOpened'; readonly task: string; readonly timing: Timing }
    | {
        readonly type: 'TaskDecided';
        readonly task: string;
        readonly decision: 'approved' | 'rejected';
        readonly comment: string | null;
        readonly documentHash: string;
        readonly cause: DecisionCause;
        /** The person in whose place it was decided. */
        readonly onBehalfOf: UserId | null;
        /** The holder has asked others to approve after them. */
        readonly pending: boolean;
      }
    /** What people added after a task have come to. */
    | {
        readonly type: 'TaskSettled';
        readonly task: string;
        readonly decision: 'approved' | 'rejected';
        readonly settledBy: string;
      }
    | {
        readonly type: 'TaskTransferred';
        readonly task: string;
        readonly from: UserId;
        readonly to: UserId;
        readonly onBehalfOf: UserId | null;
        readonly cause: TransferCause;
        readonly comment: string | null;
        /** Absent: the deadline stays as it was. */
        readonly timing?: Timing;
      }
    /** `beside`: the task it was added to or beside. */
    | { readonly type: 'TaskAdded'; readonly node: string; readonly beside: string; readonly task: NewTask }
    /** People were asked before or after a task, or for an opinion on it. */
    | {
        readonly type: 'SignersAdded';
        readonly node: string;
        readonly addition: Addition;
        readonly tasks: readonly NewTask[];
        readonly comment: string | null;
      }
    | { readonly type: 'TaskUrged'; readonly task: string; readonly holder: UserId }
    /** Tasks that nobody has to answer any more; `settledBy` is the task whose decision made them needless. */
    | {
        readonly type: 'TasksClosed';
        readonly tasks: readonly string[];
        readonly as: Extract<TaskStatus, 'CANCELLED' | 'CANCELLED_BY_SIBLING' | 'VOID'>;
        readonly settledBy: string | null;
      }
    | { readonly type: 'SignerRemoved'; readonly tasks: readonly string[]; readonly comment: string | null }
    /** From the target on, `nodes` are open again and `tasks` void. */
    | {
        readonly type: 'SentBack';
        readonly sent: SendingBack;
        readonly nodes: readonly string[];
        readonly forks: readonly string[];
        readonly tasks: readonly string[];
      }
    | {
        readonly type: 'Resubmitted';
        readonly document: DocumentRef;
        readonly amount: Money;
        readonly fields: DocumentFields;
        readonly comment: string | null;
        readonly jump: Jump | null;
      }
    | { readonly type: 'RevisionReassigned'; readonly from: UserId; readonly to: UserId }
    /** The way goes straight on to the node the document was sent back from. */
    | { readonly type: 'JumpBegun'; readonly jump: Jump }
    /** `nodes` are those behind the decision, `cancelled` their tasks; `requeued` waits for its turn once more. */
    | {
        readonly type: 'DecisionTakenBack';
        readonly task: string;
        readonly node: string;
        readonly nodes: readonly string[];
        readonly forks: readonly string[];
        readonly cancelled: readonly string[];
        readonly requeued: readonly string[];
        readonly reopened: readonly Reopened[];
        readonly comment: string | null;
      }
    | { readonly type: 'CopiesSent'; readonly people: readonly UserId[]; readonly comment: string | null }
    | {
        readonly type: 'Commented';
        readonly text: string;
        readonly task: string | null;
        readonly asks: boolean;
        readonly answers: boolean;
      }
    /** An admin has forced something. `nodes` are open again where the way goes back. */
    | {
        readonly type: 'Overridden';
        readonly action: Override;
        readonly reason: string;
        readonly node: string | null;
        readonly nodes: readonly string[];
        readonly forks: readonly string[];
        readonly passedBy: readonly string[];
        readonly tasks: readonly string[];
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
        readonly deadlines: readonly Reopened[];
      }
    | {
        readonly type: 'ApprovalEnded';
        readonly outcome: ApprovalOutcome;
        readonly comment: string | null;
        readonly task: string | null;
      }
  );
