import type { ApprovalOutcome } from '../approval/model.ts';
import type { Instant, LocalDate, Offset } from '../calendar.ts';
import type { HoldReason } from '../credit.ts';
import type { CustomerRef, PaymentTerm } from '../deal.ts';
import type { Ladder, Rung } from '../ladder.ts';
import type { Currency, Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { Context } from '../process.ts';
import type { Definition, VariantBase } from '../variant.ts';
import type { Rate, TaxMode } from './pricing.ts';
import type { Quantity } from './quantity.ts';

/** How fast an order is to be dealt with, as it was asked for. */
export const orderSpeeds = ['standard', 'express'] as const;
export type OrderSpeed = (typeof orderSpeeds)[number];

/** Facts by which the variant of a new order is chosen. */
export interface OrderFacts {
  readonly amount: Money;
  /** Of the whole order, in hundredths of a percent. */
  readonly discount: Rate;
  readonly speed: OrderSpeed;
}

/** What an order may wait for; `order.<step>` is the action of the wait. */
export const orderSteps = [
  'submit',
  'awaitApproval',
  'revise',
  'releaseCredit',
  'confirm',
  'ship',
  'dispatch',
  'confirmDelivery',
  'confirmAcceptance',
  'receiveReturn',
  'close',
] as const;
export type OrderStep = (typeof orderSteps)[number];

/** Steps that a variant may do without. */
export type OptionalStep = 'confirm' | 'dispatch' | 'confirmAcceptance';

/** Who answers for a step: the order's owner, or whoever of an office is present when it begins. */
export type Office = 'owner' | 'logistics' | 'finance';

export type StepAction = 'remind' | 'escalateToManager' | 'closeOrder';

/** How one step is waited for. The ladder counts from the moment it is due. */
export interface StepPolicy {
  readonly holder: Office;
  readonly within: Offset;
  readonly ladder: readonly Rung<StepAction>[];
}

/** When a customer's debts stop an order. Checked when it is submitted, when it is released and before each shipment. */
export interface CreditPolicy {
  /** Overdue amounts up to these, each in its own currency, stop nothing. */
  readonly tolerated: readonly Money[];
  /** Orders up to this amount pass; null: none does by its size. */
  readonly passesUpTo: Money | null;
  /** Orders whose whole price is due before anything is shipped pass. */
  readonly prepaidPasses: boolean;
  /** How often the standing of a held order is looked up again. */
  readonly recheckEvery: Offset;
  /** Longest time for which an override may count. */
  readonly overrideAtMost: Offset;
}

/** How orders of one sort are dealt with, as data. */
export interface OrderVariant extends VariantBase<OrderFacts> {
  readonly kind: 'order';
  readonly steps: Readonly<
    Record<Exclude<OrderStep, OptionalStep>, StepPolicy> & Record<OptionalStep, StepPolicy | null>
  >;
  readonly credit: CreditPolicy;
  /** Orders up to this amount and this discount need no approval; null: every order does. */
  readonly withoutApproval: { readonly amountUpTo: Money; readonly discountUpTo: Rate } | null;
  /** Used when an order stands alone and names no terms. */
  readonly terms: readonly PaymentTerm[];
}

/** What is ordered in one line, at the price agreed. Later changes of the product list do not touch it. */
export interface OrderLine {
  /** `l<number>`, kept through all changes. */
  readonly id: string;
  /** `id` of the product list; null for something that is not on it. */
  readonly product: { readonly id: string | null; readonly name: string };
  /** What it is counted in, such as `台` or `t`. */
  readonly unit: string;
  readonly quantity: Quantity;
  /** For one unit, in minor units of the order's currency. */
  readonly unitPrice: number;
  readonly discount: Rate;
  readonly taxRate: Rate;
  readonly requirements: string | null;
}

/** A line as it is handed in: one without an id is new. */
export type LineInput = Omit<OrderLine, 'id'> & { readonly id?: string };

/** Where the goods go. */
export interface DeliverTo {
  readonly address: string;
  readonly contact: string | null;
  readonly phone: string | null;
}

/** What the customer and we agree on. */
export interface OrderContent {
  readonly title: string;
  /** The number of the customer's own purchase order. */
  readonly customerReference: string | null;
  readonly lines: readonly OrderLine[];
  /** Null where a contract's payment plan collects the price. */
  readonly terms: readonly PaymentTerm[] | null;
  readonly deliverTo: DeliverTo | null;
  /** Day by which all goods are to leave; null: as the variant says. */
  readonly shipBy: LocalDate | null;
  readonly remarks: string | null;
}

/** What may be changed about an order; the lines are given all together. */
export type OrderChanges = Partial<Omit<OrderContent, 'lines'>> & { readonly lines?: readonly LineInput[] };

export interface OrderInput extends Omit<OrderContent, 'lines'> {
  readonly lines: readonly LineInput[];
  readonly owner: UserId;
  readonly customer: CustomerRef;
  readonly currency: Currency;
  readonly taxMode: TaxMode;
  readonly speed: OrderSpeed;
  /** The opportunity it comes from. */
  readonly dealId: string | null;
  /** The contract it is made under. */
  readonly contractId: string | null;
  /** The payment plan of that contract with all it collects; it is told about deliveries and returns. */
  readonly contractPlan: { readonly id: string; readonly total: Money } | null;
}

/** A part of a line: of a shipment, a cancellation or a return. */
export interface LineQuantity {
  readonly lineId: string;
  readonly quantity: Quantity;
}

/** How goods travel. */
export interface Carriage {
  readonly carrier: string;
  readonly trackingNumber: string | null;
  /** Number of the outbound document (出库单). */
  readonly outboundNumber: string | null;
}

export type OrderContext = Context<Definition<OrderVariant>>;

/** An open question of the order, and who answers for it. */
export interface OrderTask {
  /** `w<number>`; also the id of its wait. */
  readonly id: string;
  readonly step: OrderStep;
  /** The shipment or return it is about; null for the order itself. */
  readonly about: string | null;
  readonly holder: UserId;
  readonly openedAt: Instant;
  readonly ladder: Ladder<StepAction>;
}

/** Goods that leave together. Its status is never stored: `shipmentStatus` computes it. */
export interface Shipment extends Carriage {
  /** `s<number>`. */
  readonly id: string;
  readonly lines: readonly LineQuantity[];
  readonly pickedAt: Instant;
  readonly pickedBy: UserId | 'system';
  readonly shippedAt: Instant | null;
  readonly deliveredOn: LocalDate | null;
  readonly receivedBy: string | null;
  readonly acceptedOn: LocalDate | null;
}

/** Goods that come back. */
export interface OrderReturn {
  /** `r<number>`. */
  readonly id: string;
  readonly lines: readonly LineQuantity[];
  readonly reason: string;
  readonly requestedAt: Instant;
  readonly requestedBy: UserId | 'system';
  /** What has arrived, with the amount credited for it. */
  readonly received: {
    readonly lines: readonly LineQuantity[];
    readonly on: LocalDate;
    readonly credit: Money;
  } | null;
  readonly dropped: { readonly reason: string; readonly at: Instant } | null;
}

/** Why a customer's orders are stopped, as it was looked up. */
export interface CreditFinding {
  readonly reasons: readonly HoldReason[];
  readonly overdue: readonly Money[];
}

/** Where an order was stopped, and goes on from when it is let pass. */
export type HoldPoint = 'submission' | 'release' | 'shipping';

export interface CreditHold extends CreditFinding {
  readonly point: HoldPoint;
  readonly since: Instant;
  readonly recheckAt: Instant;
}

/** An approval of the order (version 1), or of a change to it. */
export interface OrderApproval {
  readonly id: string;
  /** Version of the document that was approved or is to be. */
  readonly version: number;
  readonly of: 'order' | 'change';
  readonly status: 'inReview' | ApprovalOutcome;
  readonly endedBy: UserId | 'system' | null;
  readonly comment: string | null;
}

/** A change that waits for its approval. */
export interface PendingChange {
  readonly content: OrderContent;
  readonly reason: string;
  readonly by: UserId | 'system';
  readonly at: Instant;
}

export type OrderOutcome = 'fulfilled' | 'cancelled' | 'returned';

/** An order as it stands. Its stage is never stored: `stageOf` computes it. */
export interface OrderState extends Omit<OrderInput, keyof OrderContent> {
  readonly id: string;
  /** Plans begun for this order itself. */
  readonly planIds: readonly string[];
  readonly openedAt: Instant;
  readonly content: OrderContent;
  readonly submitted: boolean;
  readonly approval: OrderApproval | null;
  /** Number of document versions handed in for approval. */
  readonly versions: number;
  /** Whether the content has been approved once, so that changes to it are. */
  readonly approved: boolean;
  readonly change: PendingChange | null;
  readonly hold: CreditHold | null;
  readonly override: { readonly by: UserId | 'system'; readonly reason: string; readonly until: Instant } | null;
  readonly confirmedAt: Instant | null;
  readonly shipments: readonly Shipment[];
  /** Number of shipments ever put together, so that each has an id of its own. */
  readonly shipmentNo: number;
  readonly cancelled: readonly (LineQuantity & { readonly at: Instant; readonly reason: string })[];
  readonly returns: readonly OrderReturn[];
  /** Tasks still open. */
  readonly tasks: readonly OrderTask[];
  readonly taskNo: number;
  readonly closed: {
    readonly outcome: OrderOutcome;
    readonly reason: string | null;
    readonly at: Instant;
    readonly by: UserId | 'system';
  } | null;
}
