import type { Offset } from '../calendar.ts';
import type { Rung } from '../ladder.ts';
import type { Money } from '../money.ts';
import type { Role, UserId } from '../people.ts';
import type { Localised, VariantBase } from '../variant.ts';
import type { Condition } from './condition.ts';
import type { ApprovalFacts } from './subject.ts';

/** Who is asked at a node. */
export type ApproverSource = (
  | { readonly role: Role }
  /** The starter's manager (level 1), that person's manager (level 2) … */
  | { readonly managerOfStarter: number }
  /** Every manager of the starter from the direct one up to this level, nearest first. */
  | { readonly managersOfStarterUpTo: number }
  | { readonly headOf: 'starter' }
  | { readonly person: UserId }
  /** People the starter names when asking; at least one and at most so many. */
  | { readonly chosenByStarter: number }
) & {
  /** Weight of each person's vote in a VOTE node; absent: 1. */
  readonly weight?: number;
};

export type TimeoutAction =
  | 'remind'
  | 'escalateToManager'
  | 'transferToManager'
  | 'addManager'
  | 'autoApprove'
  | 'autoReject';

/**
 * ALL 会签: everybody approves; ANY 或签: the first decision decides; SEQ 依次: one after the other; VOTE 票签: a share of
 * the weights approves.
 */
export type NodeMode = 'ALL' | 'ANY' | 'SEQ' | 'VOTE';

/** What happens where nobody can be found: an admin is asked, a named person is, or the node passes or rejects by itself. */
export type EmptyRule = 'ADMIN' | 'PASS' | 'REJECT' | { readonly named: UserId };

/**
 * What happens where the starter would decide on a document of their own. SELF: they do, up to an amount; SKIP: the
 * others are asked without them; MANAGER: their manager is asked in their place.
 */
export type SelfRule = 'SKIP' | 'MANAGER' | { readonly selfUpTo: Money };

/** One step of an approval: who is asked, how many must agree, and what happens when they do not answer. */
export interface ApprovalNode<Name extends string = string> {
  readonly name: Name;
  readonly title: Localised;
  readonly mode: NodeMode;
  readonly approvers: readonly ApproverSource[];
  /** Absent: the node is always entered. */
  readonly when?: Condition;
  /** ANY only. `wait`: a rejection decides only when everybody has rejected; absent: the first decision decides. */
  readonly anyReject?: 'wait';
  /** VOTE only: the share of all weights that has to approve, in percent. */
  readonly passAt?: number;
  /** Nobody is passed over here for having approved at another node. */
  readonly mustSign?: boolean;
  /** Absent: SKIP. */
  readonly selfApproval?: SelfRule;
  /** Absent: ADMIN. */
  readonly empty?: EmptyRule;
  /** People who are told, and may read it, once the node has passed. */
  readonly cc?: readonly ApproverSource[];
  /**
   * Fields whose change asks this node again when a contract is amended or sent back; absent: those of `when`, and for a
   * node without a condition everything, the text included.
   */
  readonly concerns?: readonly string[];
  /** Time a person has to decide; the ladder counts from the moment it has passed. */
  readonly within: Offset;
  readonly timeout: readonly Rung<TimeoutAction>[];
}

/** A fork in the way: the first branch whose condition is met is taken, else the way everything unclear takes. */
export interface Fork<Name extends string = string> {
  /** Unique among the forks of a variant. */
  readonly fork: string;
  readonly branches: readonly {
    readonly title: Localised;
    readonly when: Condition;
    readonly nodes: readonly FlowStep<Name>[];
  }[];
  readonly otherwise: { readonly title: Localised; readonly nodes: readonly FlowStep<Name>[] };
}

/** Lanes that are walked side by side; the way goes on when all of them have been. */
export interface Lanes<Name extends string = string> {
  readonly lanes: readonly (readonly FlowStep<Name>[])[];
}

export type FlowStep<Name extends string = string> = ApprovalNode<Name> | Fork<Name> | Lanes<Name>;

/** Until when the starter may withdraw: until anybody has decided in the present round, until a node is reached, or always. */
export type WithdrawPolicy<Name extends string = string> =
  | 'beforeFirstDecision'
  | 'anyTime'
  | { readonly beforeNode: Name };

/** How the way goes on after a document was sent back: every node again, or straight to whoever sent it back. */
export const resubmissions = ['REPLAY', 'JUMP'] as const;
export type Resubmission = (typeof resubmissions)[number];

export interface ApprovalVariant<Name extends string = string> extends VariantBase<ApprovalFacts> {
  readonly kind: 'approval';
  /**
   * Documents this variant may decide on; absent: any. One that is replaced by another with a larger amount cannot slip
   * past the people that amount would have asked.
   */
  readonly covers?: Condition;
  readonly nodes: readonly FlowStep<Name>[];
  /** Least time between two urgings of the same task. */
  readonly urgeEvery: Offset;
  readonly withdraw: WithdrawPolicy<NoInfer<Name>>;
  /**
   * Who has approved the same bytes in the same round is not asked again: at the next node (ADJACENT) or at any later one
   * (ANY_EARLIER). Absent: everybody is asked everywhere.
   */
  readonly dedup?: 'ADJACENT' | 'ANY_EARLIER';
  /** The ways of resubmission whoever sends a document back may choose from; absent: both. */
  readonly resubmission?: readonly Resubmission[];
  /** How long after deciding an approver may take the decision back; absent: never. */
  readonly takeBackWithin?: Offset;
  /** A transferred task gets the full time again; absent: its deadline stays. */
  readonly transferResetsDeadline?: boolean;
  /** How long after the approval the starter may ask for its reversal; absent: never. */
  readonly reversibleWithin?: Offset;
}
