import type { Instant, Offset } from '../calendar.ts';
import type { ContractEndedCommand } from '../contract/model.ts';
import type { CustomerRef, PaymentTerm } from '../deal.ts';
import type { Ladder, Rung } from '../ladder.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { EventBase } from '../process.ts';
import type { Localised, VariantBase } from '../variant.ts';

/** Facts by which the variant of a new opportunity is chosen. */
export interface OpportunityFacts {
  readonly amount: Money | null;
  readonly source: string | null;
  readonly product: string | null;
}

/** Facts about a deal that a stage may ask for before it is entered. */
export const dealFields = ['customer', 'amount', 'expectedClose', 'product'] as const;
export type DealField = (typeof dealFields)[number];

export type FollowUpAction = 'remind' | 'escalateToManager';

/** A stage in which there is still something to do. */
export interface OpenStage<Stage extends string> {
  readonly title: Localised;
  /** Chance of winning from here, in percent. */
  readonly probability: number;
  /** Fields that must be known to enter. */
  readonly requires: readonly DealField[];
  /** How long after the last contact the next one is due when no next action has been planned. */
  readonly followUpWithin: Offset;
  /** Counted from the moment the follow-up is due. */
  readonly ladder: readonly Rung<FollowUpAction>[];
  readonly moves: readonly Stage[];
}

/** A stage that ends the opportunity. */
export interface EndStage {
  readonly title: Localised;
  readonly outcome: 'won' | 'lost';
  readonly requires: readonly DealField[];
}

/** How the contract of a won deal is brought to its end. */
export interface ContractPolicy {
  /** Time the contract's approval may take before its owner is reminded; the ladder counts from then. */
  readonly within: Offset;
  readonly ladder: readonly Rung<FollowUpAction>[];
  /** Used when the deal itself names no terms. Percentages add up to 100. */
  readonly terms: readonly PaymentTerm[];
}

/** A sales pipeline as data. */
export interface OpportunityVariant<Stage extends string = string> extends VariantBase<OpportunityFacts> {
  readonly kind: 'opportunity';
  readonly start: Stage;
  readonly stages: Readonly<Record<Stage, OpenStage<Stage> | EndStage>>;
  readonly lostReasons: readonly string[];
  readonly contract: ContractPolicy;
}

export interface NextAction {
  readonly what: string;
  readonly at: Instant;
}

/** What is known about the deal. `expectedClose` is a local day. */
export interface DealFacts {
  readonly title: string;
  readonly customer: CustomerRef | null;
  readonly amount: Money | null;
  readonly expectedClose: string | null;
  readonly product: string | null;
  readonly source: string | null;
}

/** Facts that may be changed; `null` clears one. */
export type DealChanges = Partial<DealFacts>;

export interface OpportunityInput extends DealFacts {
  readonly owner: UserId;
  readonly nextAction: NextAction | null;
  /** When the customer was first engaged, where that lies before the start of the process (imports). */
  readonly engagedAt: Instant | null;
  /** Stage to begin in, where it is not the variant's first (imports). */
  readonly stage: string | null;
  /** Overrides when the first follow-up is due (imports spread their work). */
  readonly firstFollowUpAt: Instant | null;
}

export type FollowUpVia = 'call' | 'visit' | 'wechat' | 'mail' | 'other';

export type OpportunityCommand =
  | { readonly type: 'edit'; readonly changes: DealChanges }
  | {
      readonly type: 'logFollowUp';
      readonly note: string;
      readonly via: FollowUpVia;
      readonly nextAction?: NextAction | null;
    }
  | { readonly type: 'planNextAction'; readonly nextAction: NextAction }
  | {
      readonly type: 'moveStage';
      readonly to: string;
      /** Fills in what the stage asks for in the same step. */
      readonly changes?: DealChanges;
      readonly lostReason?: string;
      readonly lostNote?: string;
      readonly terms?: readonly PaymentTerm[];
    }
  | { readonly type: 'changeOwner'; readonly to: UserId; readonly reason?: string }
  | { readonly type: 'submitContract'; readonly terms?: readonly PaymentTerm[]; readonly changes?: DealChanges }
  /** Imports only: the deal ended before it came here, so that no contract is started for it. */
  | { readonly type: 'recordEnd'; readonly outcome: 'won' | 'lost'; readonly lostReason?: string }
  /** Told by the deal's contract when it is approved or void. */
  | ContractEndedCommand;

/** A follow-up clock, anchored at the instant the follow-up is due. */
export interface FollowUpLadder extends Ladder<FollowUpAction> {
  /** How long after the beginning of the wait it is due; absent where the instant itself was given. */
  readonly within?: Offset;
}

export type OpportunityEvent = EventBase &
  (
    | {
        readonly type: 'OpportunityOpened';
        readonly id: string;
        readonly deal: DealFacts;
        readonly owner: UserId;
        readonly engagedAt: Instant;
        readonly stage: string;
        readonly probability: number;
        readonly nextAction: NextAction | null;
        readonly ladder: FollowUpLadder;
      }
    | { readonly type: 'DealEdited'; readonly changes: DealChanges }
    | { readonly type: 'FollowUpLogged'; readonly note: string; readonly via: FollowUpVia }
    | { readonly type: 'FollowUpScheduled'; readonly nextAction: NextAction | null; readonly ladder: FollowUpLadder }
    | {
        readonly type: 'FollowUpRungReached';
        readonly step: number;
        readonly did: readonly FollowUpAction[];
        readonly told: readonly UserId[];
      }
    | { readonly type: 'StageEntered'; readonly from: string; readonly to: string; readonly probability: number }
    | {
        readonly type: 'OwnerChanged';
        readonly from: UserId;
        readonly to: UserId;
        readonly reason: string | null;
        /** Absent: a person changed it. */
        readonly cause?: 'ownerLeft';
      }
    /** Somebody answers for the deal while its owner is away; `to` null: the owner is back. */
    | { readonly type: 'StandInChanged'; readonly principal: UserId; readonly to: UserId | null }
    | { readonly type: 'OpportunityLost'; readonly reason: string; readonly note: string | null }
    | { readonly type: 'OpportunityWon' }
    /** It had ended before it was imported: nothing follows from it. */
    | { readonly type: 'EndRecorded' }
    | {
        readonly type: 'ContractSubmitted';
        readonly contractId: string;
        readonly attempt: number;
        readonly ladder: FollowUpLadder;
      }
    | {
        readonly type: 'ContractEnded';
        readonly contractId: string;
        readonly outcome: 'approved' | 'void';
        readonly endedBy: UserId | 'system';
        readonly comment: string | null;
        readonly ladder: FollowUpLadder | null;
      }
    | { readonly type: 'DeadlinesMoved'; readonly ladder: FollowUpLadder }
  );

/** The contract of a won deal. */
export interface ContractProgress {
  readonly contractId: string;
  readonly attempt: number;
  readonly status: 'inReview' | 'approved' | 'void';
  readonly comment: string | null;
}

export interface OpportunityState {
  readonly id: string;
  readonly deal: DealFacts;
  readonly owner: UserId;
  /** Who answers for the deal while its owner is away; absent in processes from before there were stand-ins. */
  readonly standIn?: UserId | null;
  readonly engagedAt: Instant;
  readonly openedAt: Instant;
  readonly stage: string;
  readonly probability: number;
  /** When each stage was entered, in order; durations follow from it. */
  readonly path: readonly { readonly stage: string; readonly at: Instant }[];
  readonly nextAction: NextAction | null;
  readonly lastContactAt: Instant;
  /** Counts the waits of this process, so that each has an id of its own. */
  readonly waitNo: number;
  readonly waitSince: Instant;
  readonly ladder: FollowUpLadder;
  readonly outcome: 'won' | 'lost' | null;
  readonly lostReason: string | null;
  readonly lostNote: string | null;
  readonly contract: ContractProgress | null;
  readonly closedAt: Instant | null;
}
