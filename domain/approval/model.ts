import type { Instant } from '../calendar.ts';
import type { CustomerRef, DocumentDraft, DocumentRef } from '../deal.ts';
import type { Kind } from '../effects.ts';
import type { Ladder } from '../ladder.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { Localised } from '../variant.ts';
import type { Evaluation } from './condition.ts';
import type { ApprovalSubject, DocumentFields } from './subject.ts';
import type { NodeMode, Resubmission, TimeoutAction } from './variant.ts';

/** A process to start once the approval has been given. */
export interface FollowingProcess {
  readonly kind: Kind;
  readonly processId: string;
  readonly input: unknown;
}

/** An approval that was given, as a later one refers to it. */
export interface EarlierApproval {
  readonly approvalId: string;
  readonly documentHash: string;
  readonly amount: Money;
  readonly fields: DocumentFields;
  /** The nodes people approved at. */
  readonly passed: readonly string[];
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
  /** People the starter has chosen, by node. */
  readonly chosen?: Readonly<Record<string, readonly UserId[]>>;
  /** The approval of an earlier version of this document; only the nodes a change concerns are asked again. */
  readonly amends?: EarlierApproval;
  /** The approval this one takes back, why, and the processes that are cancelled with it. */
  readonly reverses?: { readonly approvalId: string; readonly reason: string; readonly cancel: readonly string[] };
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
  /** The nodes it passed, which an amendment need not ask again. */
  readonly passed?: readonly string[];
}

/** Where people are added to a task: they decide before its holder, after them, or beside them. */
export const signerPositions = ['before', 'after', 'parallel'] as const;
export type SignerPosition = (typeof signerPositions)[number];

/** How people added before or after a task decide among themselves. */
export const groupModes = ['ALL', 'ANY', 'SEQ'] as const;
export type GroupMode = (typeof groupModes)[number];

/**
 * How a task came about: its person was asked by the variant or beside such a person (`node`), before or after another
 * task (`before`, `after`), or for an opinion only.
 */
export type TaskKind = 'node' | 'before' | 'after' | 'opinion';

export type TaskStatus =
  | 'ACTIVE'
  /** Not yet this person's turn. */
  | 'QUEUED'
  /** Its holder has asked others first and decides when they have answered. */
  | 'WAITING'
  /** Its holder has approved and has asked others to approve after them. */
  | 'APPROVED_PENDING'
  | 'APPROVED'
  | 'REJECTED'
  | 'SENT_BACK'
  | 'CANCELLED'
  | 'CANCELLED_BY_SIBLING'
  | 'VOID';

/** Running rungs and deadline of one task. */
export interface Timing {
  readonly dueAt: Instant;
  readonly ladder: Ladder<TimeoutAction>;
}

/** A task at the moment it is made; without `timing` it waits for its turn. */
export interface NewTask {
  readonly id: string;
  readonly holder: UserId;
  /** The person in whose place the holder is asked, while that one is away. */
  readonly onBehalfOf: UserId | null;
  /** Capacity in which the person is asked: a role, or the name of the node for somebody named in person. */
  readonly capacity: string;
  readonly weight: number;
  readonly timing: Timing | null;
}

/** Where an added task belongs. */
export interface Addition {
  readonly kind: TaskKind;
  /** The task it was added to. */
  readonly to: string;
  readonly by: UserId | 'system';
  /** All tasks added in one step, by the first of them, and how they decide among themselves. */
  readonly batch: string;
  readonly mode: GroupMode;
}

/** Why a task was decided: by a person, by its time, or because the same person has approved the same bytes before. */
export type DecisionCause = 'person' | 'timeout' | 'dedup';

/** One person asked for one decision. */
export interface Task extends Omit<NewTask, 'timing'> {
  /** `t<number>`, unique in the process; also the id of its wait. */
  readonly id: string;
  readonly node: string;
  /** Which time the node was entered that it belongs to. */
  readonly visit: number;
  /** The round in which it was last asked; a link made in an earlier one decides nothing. */
  readonly round: number;
  readonly added: Addition | null;
  readonly status: TaskStatus;
  /** How many times it has been put before its holder. */
  readonly asked: number;
  /** How many times it has passed from one holder to another. */
  readonly moved: number;
  readonly openedAt: Instant | null;
  /** Since when the present holder has it. */
  readonly heldSince: Instant | null;
  readonly dueAt: Instant | null;
  readonly ladder: Ladder<TimeoutAction> | null;
  /** Everybody who has held the task, first holder first. */
  readonly chain: readonly UserId[];
  readonly urgedAt: Instant | null;
  readonly urged: number;
  readonly decision: 'approved' | 'rejected' | null;
  readonly cause: DecisionCause | null;
  readonly decidedAt: Instant | null;
  readonly decidedBy: UserId | 'system' | null;
  readonly comment: string | null;
  /** When it stopped being asked, for whatever reason. */
  readonly closedAt: Instant | null;
  /** The task whose decision made this one needless. */
  readonly settledBy: string | null;
}

export type NodeStatus =
  | 'COMING'
  | 'CURRENT'
  | 'PASSED'
  | 'SKIPPED'
  /** Not asked again: what it decided before still stands. */
  | 'KEPT'
  | 'REJECTED'
  | 'CANCELLED';

/** What of a node is kept to show the path of an approval. */
export interface NodeOutline {
  readonly name: string;
  readonly title: Localised;
  readonly mode: NodeMode;
}

/** A node as it stands. */
export interface NodeProgress extends NodeOutline {
  readonly status: NodeStatus;
  /** How many times it has been entered. */
  readonly visit: number;
  readonly enteredAt: Instant | null;
  readonly leftAt: Instant | null;
  readonly evaluation: Evaluation | null;
  /** Whether it had been passed or left out before the document was sent back. */
  readonly settledBefore: boolean;
  /** Hash of the document it passed with. */
  readonly documentHash: string | null;
}

/** A round that ended because the document was replaced or sent back, or a decision was taken back. */
export interface PastRound {
  readonly round: number;
  readonly document: DocumentRef;
  readonly amount: Money;
  readonly nodes: readonly NodeProgress[];
  readonly endedAt: Instant;
}

/** A document on its way back: to whom, by whom, and how the way goes on from there. */
export interface SendingBack {
  readonly task: string;
  /** The node it was sent back from. */
  readonly from: string;
  readonly to: 'starter' | { readonly node: string };
  readonly resubmission: Resubmission;
  readonly by: UserId;
  readonly at: Instant;
  readonly comment: string;
}

/** The starter's turn after a document was sent back. */
export interface Revision {
  /** `r<round>`, the id of its wait. */
  readonly id: string;
  readonly holder: UserId;
  readonly since: Instant;
  readonly sent: SendingBack;
}

/** The way straight to the node a document was sent back from. */
export interface Jump {
  readonly to: string;
  /** Fields that have changed since; the first node one of them concerns is asked again, and all after it. */
  readonly changed: readonly string[];
}

/** A question somebody has put to the starter. */
export interface Question {
  readonly by: UserId;
  readonly at: Instant;
  readonly task: string | null;
}

export const approvalOutcomes = ['approved', 'rejected', 'withdrawn', 'terminated'] as const;
/** `terminated`: a process admin has ended it. */
export type ApprovalOutcome = (typeof approvalOutcomes)[number];
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
  /** The branch taken at each fork that has been reached, by its number; -1 for the way everything unclear takes. */
  readonly taken: Readonly<Record<string, number>>;
  readonly pastRounds: readonly PastRound[];
  readonly tasks: readonly Task[];
  readonly revision: Revision | null;
  readonly sentBack: SendingBack | null;
  readonly jump: Jump | null;
  readonly questions: readonly Question[];
  /** How many comments there have been; the comments themselves are on record. */
  readonly comments: number;
  /** Everybody who has been told of it without being asked. */
  readonly cc: readonly UserId[];
  readonly ending: Ending | null;
}
