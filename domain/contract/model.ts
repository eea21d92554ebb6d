import type { ApprovalEndedCommand, ApprovalOutcome, EarlierApproval } from '../approval/model.ts';
import type { DocumentFields } from '../approval/subject.ts';
import type { Instant, LocalDate, Offset } from '../calendar.ts';
import type { CustomerRef, DocumentRef, PaymentTerm } from '../deal.ts';
import type { Ladder, Rung } from '../ladder.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { Context, EventBase } from '../process.ts';
import type { Definition, VariantBase } from '../variant.ts';

/** What a contract is for: one sale, or the frame in which many follow. */
export const contractTypes = ['sale', 'framework'] as const;
export type ContractType = (typeof contractTypes)[number];

/** Facts by which the variant of a new contract is chosen. */
export interface ContractVariantFacts {
  readonly type: ContractType;
  readonly amount: Money;
}

/** What the contract's clock does by itself. The last three change where it stands; the others tell people. */
export type ContractAction = 'remind' | 'escalateToManager' | 'escalateToLegal' | 'takeEffect' | 'renew' | 'expire';

/** What a step of a variant's ladder may do. */
export type LadderAction = Extract<ContractAction, 'remind' | 'escalateToManager' | 'escalateToLegal'>;

/** Time a step may take, and what happens when it is over: the ladder counts from then. */
export interface StepPolicy {
  readonly within: Offset;
  readonly ladder: readonly Rung<LadderAction>[];
}

/** A step before the end of a contract, in calendar days; it moves to the working day before when that day is off. */
export interface ExpiryRung extends Rung<LadderAction> {
  readonly after: `${number} days`;
}

/** One of the two sides, as it appears on the contract and on invoices (工商抬头). */
export interface Party {
  readonly name: string;
  /** 统一社会信用代码, or the number a foreign company is taxed under. */
  readonly taxNumber: string | null;
  readonly address: string | null;
  readonly bankName: string | null;
  readonly bankAccount: string | null;
  readonly signatory: string | null;
}

/** How contracts of a kind are numbered, signed, watched and renewed, as data. */
export interface ContractVariant extends VariantBase<ContractVariantFacts> {
  readonly kind: 'contract';
  /** `{yyyy}` is the year, `{seq:4}` the number within it, of at least four digits: `HT-{yyyy}-{seq:4}`. */
  readonly numbering: string;
  /** Used where a new contract does not say otherwise. */
  readonly term: { readonly months: number; readonly autoRenew: boolean; readonly noticeDays: number };
  readonly drafting: StepPolicy;
  readonly review: StepPolicy;
  readonly signing: StepPolicy;
  readonly copyCheck: StepPolicy;
  readonly expiry: {
    /** Local time of day at which steps happen, in minutes after midnight. */
    readonly remindAt: number;
    /** Counted from the last day on which the end, or the renewal, can still be decided. */
    readonly ladder: readonly ExpiryRung[];
  };
}

/** How long a contract runs. Days are local; without `from` it begins on the day it is signed. */
export interface Term {
  readonly from: LocalDate | null;
  /** The last day; without it, `months` after the beginning. */
  readonly until: LocalDate | null;
  /** Length, also of each renewal. */
  readonly months: number;
  readonly autoRenew: boolean;
  /** A contract that renews by itself has to be ended this many days before its end. */
  readonly noticeDays: number;
}

/** What is agreed. */
export interface ContractFacts {
  readonly type: ContractType;
  readonly title: string;
  readonly parties: { readonly own: Party; readonly customer: Party };
  readonly customer: CustomerRef;
  readonly amount: Money;
  readonly term: Term;
  /** Empty: nothing is collected under this contract itself, as under a frame. */
  readonly terms: readonly PaymentTerm[];
}

/** Facts that may be changed while the contract is a draft, or by an amendment. */
export type ContractChanges = Partial<Omit<ContractFacts, 'type' | 'customer'>>;

/** A file of the contract as it was handed in or drawn up. */
export interface ContractFile {
  readonly document: DocumentRef;
  readonly fileName: string;
  readonly mime: string;
  /** In bytes. */
  readonly size: number;
  /** What readers should know about the file, such as `encrypted`. */
  readonly remarks: readonly string[];
}

/** A version of the contract's text. The last one is the current one. */
export interface ContractVersion extends ContractFile {
  readonly author: UserId | 'system';
  readonly at: Instant;
  readonly note: string | null;
}

/** The approved contract an amendment changes. */
export interface Amended {
  readonly contractId: string;
  readonly number: string;
  readonly approvalId: string;
  /** Names of the facts the amendment changes. */
  readonly changed: readonly string[];
  /** What was approved then: only the nodes that a change concerns are asked again. */
  readonly earlier: EarlierApproval;
}

export interface ContractInput extends ContractFacts {
  readonly number: string;
  readonly owner: UserId;
  /** What is known when it begins; null for one whose text will be handed in. */
  readonly file: ContractFile | null;
  /** Has it approved at once. */
  readonly submit: boolean;
  /** The process that asked for it and is told how it ended. */
  readonly origin: string | null;
  readonly dealId: string | null;
  readonly orderId: string | null;
  /** The payment plan that exists already, as under an amendment. */
  readonly planId: string | null;
  readonly amends: Amended | null;
}

/**
 * What another process asks for: number and text are made when the contract is launched. An amendment has a number
 * after the one it changes.
 */
export type ContractRequest = Omit<ContractInput, 'number' | 'file' | 'parties' | 'term'> & {
  readonly number?: string;
  /** Absent: the company's own, and the customer by name. */
  readonly parties?: ContractFacts['parties'];
  /** Absent: as the variant has it. */
  readonly term?: Term;
};

/** What a contract tells the process that asked for it. */
export interface ContractEndedCommand {
  readonly type: 'contractEnded';
  readonly contractId: string;
  readonly outcome: 'approved' | 'void';
  readonly endedBy: UserId | 'system';
  readonly comment: string | null;
}

export type ContractCommand =
  | { readonly type: 'edit'; readonly changes: ContractChanges }
  | { readonly type: 'addVersion'; readonly file: ContractFile; readonly note?: string }
  | { readonly type: 'submit' }
  | ApprovalEndedCommand
  | {
      readonly type: 'fileSignedCopy';
      readonly file: ContractFile;
      readonly signedOn: LocalDate;
      readonly note?: string;
    }
  /** Somebody of legal, other than who filed it, says that a signed copy is what was approved. */
  | { readonly type: 'confirmSignedCopy'; readonly sha256: string; readonly reason: string }
  | { readonly type: 'refuseSignedCopy'; readonly sha256: string; readonly reason: string }
  | { readonly type: 'renew'; readonly until: LocalDate; readonly reason?: string }
  /** The contract ends on its last day, also one that would renew by itself. */
  | { readonly type: 'letExpire'; readonly reason: string }
  | { readonly type: 'amend'; readonly changes: ContractChanges; readonly reason: string }
  /** Told by an amendment when it has been approved or given up. */
  | ContractEndedCommand
  | { readonly type: 'void'; readonly reason: string }
  | { readonly type: 'linkOrder'; readonly orderId: string }
  | { readonly type: 'changeOwner'; readonly to: UserId; readonly reason?: string };

/** What the contract waits for now. */
export const contractSteps = ['draft', 'review', 'signature', 'copyCheck', 'start', 'end'] as const;
export type ContractStep = (typeof contractSteps)[number];

/** The running clock of a step. */
export interface StepClock {
  readonly step: ContractStep;
  readonly ladder: Ladder<ContractAction>;
}

export type SignedCopyStatus = 'identical' | 'toConfirm' | 'confirmed' | 'refused';

/** A signed copy. A scan never has the approved bytes, so a person says whether it is what was approved. */
export interface SignedCopy extends ContractVersion {
  readonly signedOn: LocalDate;
  readonly status: SignedCopyStatus;
  readonly judgedBy: UserId | 'system' | null;
  readonly judgedAt: Instant | null;
  readonly reason: string | null;
}

/** The version that was approved. It never changes. */
export interface Approved {
  readonly approvalId: string;
  readonly version: number;
  readonly sha256: string;
  readonly at: Instant;
  readonly by: UserId | 'system';
  readonly fields: DocumentFields;
  readonly passed: readonly string[];
}

export type ContractPhase =
  | 'draft'
  | 'inReview'
  | 'approved'
  | 'signed'
  | 'effective'
  | 'expiring'
  | 'expired'
  | 'amended'
  | 'void';

export type ContractEvent = EventBase &
  (
    | {
        readonly type: 'ContractDrafted';
        readonly id: string;
        readonly input: Omit<ContractInput, 'file' | 'submit'>;
        readonly file: ContractFile | null;
        readonly clock: StepClock;
      }
    | { readonly type: 'ContractEdited'; readonly changes: ContractChanges }
    | { readonly type: 'VersionAdded'; readonly file: ContractFile; readonly note: string | null }
    | {
        readonly type: 'ReviewStarted';
        readonly approvalId: string;
        readonly round: number;
        readonly version: number;
        readonly sha256: string;
        readonly clock: StepClock;
      }
    /** The version under review has been replaced: what was decided about it is void. */
    | { readonly type: 'ReviewRestarted'; readonly version: number; readonly sha256: string }
    | {
        readonly type: 'ReviewEnded';
        readonly approvalId: string;
        /** `superseded`: it ended about a version that had just been replaced, so that it counts for nothing. */
        readonly outcome: Exclude<ApprovalOutcome, 'approved'> | 'superseded';
        readonly endedBy: UserId | 'system';
        readonly comment: string | null;
        readonly clock: StepClock;
      }
    | {
        readonly type: 'ContractApproved';
        readonly approvalId: string;
        readonly version: number;
        readonly sha256: string;
        readonly endedBy: UserId | 'system';
        /** The facts by which its way was chosen, and the nodes it passed. */
        readonly fields: DocumentFields;
        readonly passed: readonly string[];
        readonly planId: string | null;
        readonly clock: StepClock;
      }
    | {
        readonly type: 'SignedCopyFiled';
        readonly file: ContractFile;
        readonly note: string | null;
        readonly signedOn: LocalDate;
        readonly matches: boolean;
        /** Who has to say whether it matches, and until when; null for the very bytes that were approved. */
        readonly checker: UserId | null;
        readonly clock: StepClock | null;
      }
    | {
        readonly type: 'SignedCopyJudged';
        readonly sha256: string;
        readonly approvedSha256: string;
        readonly verdict: 'confirmed' | 'refused';
        readonly reason: string;
        /** Present when another copy is awaited. */
        readonly clock: StepClock | null;
      }
    | {
        readonly type: 'ContractSigned';
        readonly signedOn: LocalDate;
        readonly from: LocalDate;
        readonly until: LocalDate;
        readonly clock: StepClock;
      }
    | { readonly type: 'ContractTookEffect'; readonly clock: StepClock }
    | {
        readonly type: 'RungReached';
        readonly step: number;
        readonly did: readonly LadderAction[];
        readonly told: readonly UserId[];
      }
    | { readonly type: 'ContractExpiring'; readonly until: LocalDate }
    | {
        readonly type: 'ContractRenewed';
        readonly from: LocalDate;
        readonly until: LocalDate;
        readonly automatic: boolean;
        readonly reason: string | null;
        readonly clock: StepClock;
      }
    | { readonly type: 'EndDecided'; readonly until: LocalDate; readonly reason: string; readonly clock: StepClock }
    | { readonly type: 'ContractExpired'; readonly until: LocalDate }
    | {
        readonly type: 'AmendmentBegun';
        readonly contractId: string;
        readonly changes: ContractChanges;
        readonly reason: string;
      }
    | { readonly type: 'AmendmentGivenUp'; readonly contractId: string; readonly reason: string | null }
    | { readonly type: 'ContractAmended'; readonly contractId: string }
    | { readonly type: 'ContractVoided'; readonly reason: string }
    | { readonly type: 'OrderLinked'; readonly orderId: string }
    | {
        readonly type: 'OwnerChanged';
        readonly from: UserId;
        readonly to: UserId;
        readonly reason: string | null;
        readonly cause: 'command' | 'ownerLeft';
      }
    | { readonly type: 'StandInChanged'; readonly principal: UserId; readonly to: UserId | null }
    | { readonly type: 'CheckerChanged'; readonly from: UserId; readonly to: UserId }
    | { readonly type: 'DeadlinesMoved'; readonly ladder: Ladder<ContractAction> }
  );

/** An amendment of this contract. */
export interface Amendment {
  readonly contractId: string;
  readonly begunAt: Instant;
  readonly reason: string;
  readonly status: 'pending' | 'approved' | 'givenUp';
}

export interface ContractState extends ContractFacts {
  readonly id: string;
  readonly number: string;
  readonly owner: UserId;
  /** Who answers for it while its owner is away. */
  readonly standIn: UserId | null;
  readonly origin: string | null;
  readonly dealId: string | null;
  readonly orderId: string | null;
  readonly planId: string | null;
  readonly amends: Amended | null;
  readonly phase: ContractPhase;
  readonly versions: readonly ContractVersion[];
  /** Reviews so far, the running one last. */
  readonly reviews: readonly {
    readonly approvalId: string;
    readonly version: number;
    readonly sha256: string;
    readonly startedAt: Instant;
    readonly outcome: 'running' | ApprovalOutcome | 'superseded';
    readonly comment: string | null;
  }[];
  readonly approved: Approved | null;
  readonly signedCopies: readonly SignedCopy[];
  /** Who compares the signed copy that is to be confirmed. */
  readonly checker: UserId | null;
  readonly signedOn: LocalDate | null;
  readonly renewals: readonly {
    readonly from: LocalDate;
    readonly until: LocalDate;
    readonly at: Instant;
    readonly automatic: boolean;
  }[];
  /** Why it is to end on its last day, once somebody has decided so. */
  readonly endReason: string | null;
  readonly amendments: readonly Amendment[];
  readonly openedAt: Instant;
  /** Counts the waits of this contract, so that each has an id of its own. */
  readonly waitNo: number;
  readonly waitSince: Instant;
  readonly clock: StepClock;
  readonly closed: {
    readonly outcome: 'expired' | 'amended' | 'void';
    readonly reason: string | null;
    readonly at: Instant;
    readonly by: UserId | 'system';
  } | null;
}

export type ContractContext = Context<Definition<ContractVariant>>;
