import type { Instant, LocalDate } from '../calendar.ts';
import type { CustomerRef } from '../deal.ts';
import type { DeskAction, DeskRules, DeskTask, HandoverCause } from '../desk.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { Context, EventBase } from '../process.ts';
import type { Definition, VariantBase } from '../variant.ts';
import type { InvoiceAmounts } from './amounts.ts';

/** Sorts of invoice: special VAT invoice (专票), general VAT invoice (普票), fully digitalised e-invoice (数电票). */
export const invoiceForms = ['special', 'general', 'digital'] as const;
export type InvoiceForm = (typeof invoiceForms)[number];

/** Facts by which the variant of a new invoice is chosen. */
export interface InvoiceFacts {
  readonly form: InvoiceForm;
  readonly amount: Money;
}

/** What the buyer has to give before an invoice can be issued. */
export const buyerFields = ['taxNumber', 'address', 'phone', 'bank', 'account'] as const;
export type BuyerField = (typeof buyerFields)[number];

/** How fast an invoice is issued, handed over and acknowledged, and what it needs of the buyer. */
export interface InvoiceVariant extends VariantBase<InvoiceFacts> {
  readonly kind: 'invoice';
  readonly requires: readonly BuyerField[];
  readonly issuing: DeskRules;
  readonly correcting: DeskRules;
  readonly sending: DeskRules;
  readonly acknowledging: DeskRules;
}

/** Whom an invoice is made out to (抬头). */
export interface Buyer extends Readonly<Partial<Record<BuyerField, string>>> {
  readonly title: string;
}

/** What an invoice is for: all of a contract where no instalment is named. */
export interface InvoiceScope {
  /** The contract or order. */
  readonly reference: string;
  readonly planId: string | null;
  readonly instalmentIds: readonly string[];
  /** Bank references of receipts it is made out for, where money came first. */
  readonly receipts: readonly string[];
}

/** What of a contract may still be invoiced, as it stood when the invoice was asked for; null where nothing is agreed. */
export interface InvoiceRoom {
  readonly agreed: Money;
  readonly invoiced: Money;
}

export interface InvoiceInput {
  readonly title: string;
  readonly customer: CustomerRef;
  readonly owner: UserId;
  readonly dealId: string | null;
  readonly form: InvoiceForm;
  readonly scope: InvoiceScope;
  readonly amounts: InvoiceAmounts;
  readonly buyer: Buyer;
  readonly note: string | null;
  /** The invoice this one takes back, in whole or in part (红冲); its own amounts are then below 0. */
  readonly original: { readonly id: string; readonly number: string; readonly left: Money } | null;
  readonly room: InvoiceRoom | null;
  /** Why finance has more invoiced than was agreed. */
  readonly overrideReason: string | null;
}

export type InvoiceCommand =
  /** Finance has issued it: under this number, on this day. */
  | { readonly type: 'issue'; readonly number: string; readonly issuedOn: LocalDate }
  /** Finance cannot issue it like this; whoever asked for it corrects it. */
  | { readonly type: 'sendBack'; readonly reason: string }
  | { readonly type: 'resubmit'; readonly buyer?: Buyer; readonly form?: InvoiceForm; readonly note?: string }
  | { readonly type: 'withdraw'; readonly reason: string }
  | { readonly type: 'send'; readonly via: SendChannel; readonly to: string }
  /** The customer has accepted it. */
  | { readonly type: 'acknowledge'; readonly by: string }
  | { readonly type: 'assign'; readonly to: UserId };
export type CommandOf<Type extends InvoiceCommand['type']> = Extract<InvoiceCommand, { type: Type }>;

export const sendChannels = ['mail', 'post', 'taxPlatform', 'hand'] as const;
export type SendChannel = (typeof sendChannels)[number];

export type InvoiceContext = Context<Definition<InvoiceVariant>>;

/** Where an invoice stands. */
export type InvoiceStage = 'requested' | 'sentBack' | 'issued' | 'sent' | 'accepted' | 'withdrawn';

export type InvoiceEvent = EventBase &
  (
    | {
        readonly type: 'InvoiceRequested';
        readonly invoice: Omit<InvoiceInput, 'room'>;
        readonly id: string;
        /** What part of the contract it is, in percent with at most two decimals; null where that is not known. */
        readonly share: number | null;
        readonly task: DeskTask;
      }
    | {
        readonly type: 'InvoiceIssued';
        readonly number: string;
        readonly issuedOn: LocalDate;
        readonly task: DeskTask;
      }
    | { readonly type: 'InvoiceSentBack'; readonly reason: string; readonly task: DeskTask }
    | {
        readonly type: 'InvoiceResubmitted';
        readonly buyer: Buyer;
        readonly form: InvoiceForm;
        readonly note: string | null;
        readonly task: DeskTask;
      }
    | { readonly type: 'InvoiceWithdrawn'; readonly reason: string }
    | { readonly type: 'InvoiceSent'; readonly via: SendChannel; readonly to: string; readonly task: DeskTask }
    | { readonly type: 'InvoiceAccepted'; readonly acceptedBy: string }
    | { readonly type: 'HolderChanged'; readonly from: UserId; readonly to: UserId; readonly cause: HandoverCause }
    | {
        readonly type: 'InvoiceChased';
        readonly step: number;
        readonly did: readonly DeskAction[];
        readonly told: readonly UserId[];
      }
    | { readonly type: 'DeadlinesMoved'; readonly task: DeskTask }
  );

export interface InvoiceState extends Omit<InvoiceInput, 'room'> {
  readonly id: string;
  readonly share: number | null;
  readonly stage: InvoiceStage;
  readonly openedAt: Instant;
  readonly number: string | null;
  readonly issuedOn: LocalDate | null;
  readonly issuedBy: UserId | 'system' | null;
  readonly sent: { readonly via: SendChannel; readonly to: string; readonly at: Instant } | null;
  /** Why finance sent it back, or why it was withdrawn. */
  readonly reason: string | null;
  readonly task: DeskTask;
  readonly closedAt: Instant | null;
}

/** What every event begins with. */
export const baseOf = ({ now, actor }: InvoiceContext) => ({ at: now, by: actor.id });
