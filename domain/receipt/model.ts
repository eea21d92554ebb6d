import type { Instant, LocalDate } from '../calendar.ts';
import type { CustomerRef } from '../deal.ts';
import type { DeskAction, DeskRules, DeskTask, HandoverCause } from '../desk.ts';
import type { RejectionCode } from '../errors.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { Context, EventBase } from '../process.ts';
import type { Definition, VariantBase } from '../variant.ts';

/** How money arrived. An acceptance draft (承兑汇票) is a promise: it is no cash until it matures. */
export const receiptMethods = ['transfer', 'cash', 'draft'] as const;
export type ReceiptMethod = (typeof receiptMethods)[number];

/** How a receipt was told apart: the exact reference first, then amount and payer, then what is due first. */
export const matchTiers = ['reference', 'amount', 'oldestDue'] as const;
export type MatchTier = (typeof matchTiers)[number];

/** Facts by which the variant of a new receipt is chosen. */
export interface ReceiptFacts {
  readonly amount: Money;
  readonly method: ReceiptMethod;
}

/** How far receipts are matched by themselves, and how fast a person of finance has to look at the others. */
export interface ReceiptVariant extends VariantBase<ReceiptFacts> {
  readonly kind: 'receipt';
  readonly automatic: readonly MatchTier[];
  /** An amount counts as exact when no more than this is missing, in minor units. */
  readonly tolerance: number;
  readonly matching: DeskRules;
}

export interface AcceptanceDraft {
  readonly number: string;
  readonly drawer: string;
  readonly maturesOn: LocalDate;
}

/** An open instalment a receipt may be for. */
export interface Candidate {
  readonly planId: string;
  readonly instalmentId: string;
  /** The number people know the instalment by. */
  readonly number: string;
  /** The contract or order it is owed for. */
  readonly reference: string;
  readonly label: string;
  readonly customer: CustomerRef;
  readonly owner: UserId;
  readonly dealId: string | null;
  /** Null while it waits for something to happen first. */
  readonly dueOn: LocalDate | null;
  readonly outstanding: Money;
}

export interface ReceiptInput {
  /** The number the bank gave the payment, unique in the whole company. */
  readonly bankReference: string;
  /** The account of ours it came to. */
  readonly account: string | null;
  readonly amount: Money;
  readonly receivedOn: LocalDate;
  readonly payer: string | null;
  /** What the payer wrote with it. */
  readonly remittance: string | null;
  readonly method: ReceiptMethod;
  /** With the method `draft` alone. */
  readonly draft: AcceptanceDraft | null;
  /** The customer the payer is known to be, by name, by an earlier decision or by who recorded it. */
  readonly customer: CustomerRef | null;
  /** What was open when it came in. */
  readonly candidates: readonly Candidate[];
  /** Who of finance is to look after it; null: whoever is present. */
  readonly holder: UserId | null;
}

/** A part of a receipt a person wants to pay something with. */
export interface AllocationPart {
  readonly candidate: Candidate;
  readonly amount: Money;
}

export type ReceiptCommand =
  /** Pays instalments, also of several plans; the holder, finance or an admin. */
  | { readonly type: 'allocate'; readonly parts: readonly AllocationPart[] }
  /** Takes one allocation back: the plan asks for the money again, the receipt waits to be matched again. */
  | { readonly type: 'release'; readonly allocation: number; readonly reason: string }
  /** Keeps what is not allocated as the customer's, to be used later. */
  | { readonly type: 'keepAsCredit'; readonly customer: CustomerRef | null }
  /** The money is not for us and goes back; only while nothing is allocated. */
  | { readonly type: 'reject'; readonly reason: string }
  /** The bank has taken the money back, the draft was not honoured, or it was recorded by mistake. */
  | { readonly type: 'reverse'; readonly reason: string }
  | { readonly type: 'assign'; readonly to: UserId }
  /** Given by the process itself when a plan does not take its part. */
  | { readonly type: 'allocationRefused'; readonly allocation: number; readonly code: RejectionCode };

export type CommandOf<Type extends ReceiptCommand['type']> = Extract<ReceiptCommand, { type: Type }>;

export type ReceiptContext = Context<Definition<ReceiptVariant>>;

/** What every event begins with. */
export const baseOf = ({ now, actor }: ReceiptContext) => ({ at: now, by: actor.id });

/** Part of a receipt that pays an instalment. */
export interface Allocation {
  /** Counted from 1 within the receipt. */
  readonly number: number;
  readonly candidate: Omit<Candidate, 'outstanding'>;
  readonly amount: Money;
  /** Under this reference the plan has it on record. */
  readonly bankReference: string;
  /** How it was found, or by whom it was decided. */
  readonly by: MatchTier | 'person';
  /** Of it, what came from the credit of the customer. */
  readonly fromCredit: Money;
}

export type ReceiptEvent = EventBase &
  (
    | {
        readonly type: 'ReceiptOpened';
        readonly receipt: Omit<ReceiptInput, 'holder' | 'candidates'>;
        readonly holder: UserId;
        readonly task: DeskTask;
        /** When a draft turns into money. */
        readonly maturesAt: Instant | null;
      }
    | { readonly type: 'ReceiptAllocated'; readonly allocations: readonly Allocation[] }
    | {
        readonly type: 'AllocationUndone';
        readonly allocation: number;
        readonly why: 'released' | 'refused';
        readonly reason: string;
        /** The wait that begins with it. */
        readonly task: DeskTask;
      }
    | { readonly type: 'KeptAsCredit'; readonly customer: CustomerRef; readonly amount: Money }
    | { readonly type: 'ReceiptRejected'; readonly reason: string }
    | { readonly type: 'ReceiptReversed'; readonly reason: string; readonly bounced: boolean }
    | { readonly type: 'DraftMatured' }
    | { readonly type: 'HolderChanged'; readonly from: UserId; readonly to: UserId; readonly cause: HandoverCause }
    | {
        readonly type: 'MatchingChased';
        readonly step: number;
        readonly did: readonly DeskAction[];
        readonly told: readonly UserId[];
      }
    | { readonly type: 'DeadlinesMoved'; readonly task: DeskTask; readonly maturesAt: Instant | null }
  );

export interface ReceiptState extends Omit<ReceiptInput, 'holder' | 'candidates'> {
  readonly openedAt: Instant;
  readonly allocations: readonly (Allocation & { readonly undone: 'released' | 'refused' | 'reversed' | null })[];
  /** Kept as the customer's own. */
  readonly credit: Money;
  /** The wait for a person, whether or not something is left to match. */
  readonly task: DeskTask;
  readonly maturesAt: Instant | null;
  readonly matured: boolean;
  readonly ended: {
    readonly how: 'rejected' | 'reversed';
    readonly reason: string;
    readonly at: Instant;
    readonly by: UserId | 'system';
  } | null;
  /** When everything was settled; null while something is open. */
  readonly settledAt: Instant | null;
}
