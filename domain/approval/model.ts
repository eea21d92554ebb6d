import type { Instant, Offset } from '../calendar.ts';
import type { CustomerRef, DocumentDraft, DocumentRef } from '../deal.ts';
import type { Kind } from '../effects.ts';
import type { Ladder, Rung } from '../ladder.ts';
import type { Money } from '../money.ts';
import type { Role, UserId } from '../people.ts';
import type { Localised, VariantBase } from '../variant.ts';

/** What is to be approved. */
export const approvalSubjects = ['contract', 'quote', 'order', 'writeOff'] as const;
export type ApprovalSubject = (typeof approvalSubjects)[number];

/** What a field of a document may hold. */
export type FieldValue = string | number | boolean | Money;

/** Facts about a document by which its way is chosen, such as a discount or a region; they belong to one version of it. */
export type DocumentFields = Readonly<Record<string, FieldValue>>;

/** Facts by which the variant of a new approval is chosen. */
export interface ApprovalFacts {
  readonly subject: ApprovalSubject;
  readonly amount: Money;
}

export type ApproverSource =
  | { readonly role: Role }
  /** The starter's manager (level 1), that person's manager (level 2) … */
  | { readonly managerOfStarter: number }
  | { readonly person: UserId };

export type TimeoutAction =
  | 'remind'
  | 'escalateToManager'
  | 'transferToManager'
  | 'addManager'
  | 'autoApprove'
  | 'autoReject';

/** A condition over the document's fields, evaluated when the node is reached. */
export interface AmountCondition {
  readonly amountAtLeast?: Money;
  readonly amountBelow?: Money;
}

/** One step of an approval: who is asked, how many must agree, and what happens when they do not answer. */
export interface ApprovalNode<Name extends string = string> {
  readonly name: Name;
  readonly title: Localised;
  /** ALL 会签: everybody approves; ANY 或签: the first decision decides; SEQ 依次: one after the other. */
  readonly mode: 'ALL' | 'ANY' | 'SEQ';
  readonly approvers: readonly ApproverSource[];
  /** Absent: the node is always entered. */
  readonly when?: AmountCondition;
  /** Time a person has to decide; the ladder counts from the moment it has passed. */
  readonly within: Offset;
  readonly timeout: readonly Rung<TimeoutAction>[];
}

/** Until when the starter may withdraw: until anybody has decided in the present round, until a node is reached, or always. */
export type WithdrawPolicy<Name extends string = string> =
  | 'beforeFirstDecision'
  | 'anyTime'
  | { readonly beforeNode: Name };

export interface ApprovalVariant<Name extends string = string> extends VariantBase<ApprovalFacts> {
  readonly kind: 'approval';
  /**
   * Amounts this variant may decide on; absent: any. A document that is replaced by one with another amount cannot
   * slip past the people a larger amount would have asked.
   */
  readonly covers?: AmountCondition;
  readonly nodes: readonly ApprovalNode<Name>[];
  /** Least time between two urgings of the same task. */
  readonly urgeEvery: Offset;
  readonly withdraw: WithdrawPolicy<NoInfer<Name>>;
}

/** A process to start once the approval has been given. */
export interface FollowingProcess {
  readonly kind: Kind;
  readonly processId: string;
  readonly input: unknown;
}

export interface ApprovalInput {
  readonly subject: ApprovalSubject;
  readonly document: DocumentRef;
  readonly customer: CustomerRef | null;
  readonly amount: Money;
  readonly fields: DocumentFields;
  readonly starter: UserId;
  /** The process that asked and is told how it ended. */
  readonly origin: string | null;
  readonly dealId: string | null;
  readonly onApproved: FollowingProcess | null;
  /** Decisions by mail link take a code that is mailed separately, whatever the amount. */
  readonly stepUp?: boolean;
}

/**
 * What another process asks to have approved: a document that is stored already, or a text that is stored when the
 * approval is launched. The asker is its `origin` and is told `approvalEnded`.
 */
export type ApprovalRequest = Omit<ApprovalInput, 'document'> &
  ({ readonly document: DocumentRef } | { readonly draft: DocumentDraft });

/** What an approval tells the process that asked for it. */
export interface ApprovalEndedCommand {
  readonly type: 'approvalEnded';
  readonly approvalId: string;
  readonly subject: ApprovalSubject;
  /** The version it ended about, which may have replaced the one it began with. */
  readonly documentHash: string;
  readonly outcome: ApprovalOutcome;
  readonly endedBy: UserId | 'system';
  readonly comment: string | null;
}

export type ApprovalCommand =
  /** `documentHash` is the hash of what the person read; a decision about other bytes is refused. */
  | { readonly type: 'approve'; readonly taskId: string; readonly documentHash: string; readonly comment?: string }
  | { readonly type: 'reject'; readonly taskId: string; readonly documentHash: string; readonly comment: string }
  | { readonly type: 'transfer'; readonly taskId: string; readonly to: UserId; readonly comment?: string }
  | { readonly type: 'withdraw'; readonly reason?: string }
  | { readonly type: 'urge'; readonly taskId: string }
  /** The starter replaces the document: what was decided so far is void and a new round begins. */
  | { readonly type: 'replaceDocument'; readonly document: DocumentRef; readonly amount?: Money };

export type TaskStatus =
  | 'ACTIVE'
  /** In a SEQ node, not yet this person's turn. */
  | 'QUEUED'
  | 'APPROVED'
  | 'REJECTED'
  | 'CANCELLED'
  | 'CANCELLED_BY_SIBLING'
  | 'VOID';

/** Running rungs and deadline of one task. */
export interface Timing {
  readonly dueAt: Instant;
  readonly ladder: Ladder<TimeoutAction>;
}

/** A task at the moment it is made; without `timing` it waits in a SEQ node for its turn. */
export interface NewTask {
  readonly id: string;
  readonly holder: UserId;
  /** Capacity in which the person is asked: a role, or the name of the node for somebody named in person. */
  readonly capacity: string;
  readonly timing: Timing | null;
}

/** One person asked for one decision. */
export interface Task {
  /** `t<number>`, unique in the process; also the id of its wait. */
  readonly id: string;
  readonly node: string;
  readonly round: number;
  readonly holder: UserId;
  readonly capacity: string;
  readonly status: TaskStatus;
  readonly openedAt: Instant | null;
  /** Since when the present holder has it. */
  readonly heldSince: Instant | null;
  readonly dueAt: Instant | null;
  readonly ladder: Ladder<TimeoutAction> | null;
  /** Everybody who has held the task, first holder first. */
  readonly chain: readonly UserId[];
  readonly urgedAt: Instant | null;
  readonly urged: number;
  readonly decidedAt: Instant | null;
  readonly decidedBy: UserId | 'system' | null;
  readonly comment: string | null;
  /** When it stopped being asked, for whatever reason. */
  readonly closedAt: Instant | null;
  /** The task whose decision made this one needless. */
  readonly settledBy: string | null;
}

export type NodeStatus = 'COMING' | 'CURRENT' | 'PASSED' | 'SKIPPED' | 'REJECTED' | 'CANCELLED';

/** What a node's condition was about when the node was reached, and what came of it. */
export interface Evaluation {
  readonly amount: Money;
  readonly condition: AmountCondition | null;
  /** False when document and condition are in different currencies; the node is then entered, to be safe. */
  readonly comparable: boolean;
  readonly holds: boolean;
}

/** What of a node is kept to show the path of an approval. */
export interface NodeOutline {
  readonly name: string;
  readonly title: Localised;
  readonly mode: ApprovalNode['mode'];
}

/** A node in one round. */
export interface NodeProgress extends NodeOutline {
  readonly status: NodeStatus;
  readonly enteredAt: Instant | null;
  readonly leftAt: Instant | null;
  readonly evaluation: Evaluation | null;
}

/** A round that ended because the document was replaced. */
export interface PastRound {
  readonly round: number;
  readonly document: DocumentRef;
  readonly amount: Money;
  readonly nodes: readonly NodeProgress[];
  readonly endedAt: Instant;
}

/** `terminated`: a process admin has ended it. */
export type ApprovalOutcome = 'approved' | 'rejected' | 'withdrawn' | 'terminated';
export type ApprovalStatus = 'RUNNING' | 'APPROVED' | 'REJECTED' | 'WITHDRAWN' | 'TERMINATED';

/** How an approval ended. */
export interface Ending {
  readonly outcome: ApprovalOutcome;
  readonly at: Instant;
  readonly by: UserId | 'system';
  readonly comment: string | null;
  /** The task whose decision ended it; null when it was withdrawn. */
  readonly task: string | null;
}

/** An approval as it stands: its path through the nodes and every task of every round. */
export interface ApprovalState extends ApprovalInput {
  readonly id: string;
  readonly startedAt: Instant;
  readonly status: ApprovalStatus;
  readonly round: number;
  readonly nodes: readonly NodeProgress[];
  readonly pastRounds: readonly PastRound[];
  readonly tasks: readonly Task[];
  readonly ending: Ending | null;
}
