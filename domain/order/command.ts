import type { ApprovalEndedCommand } from '../approval/model.ts';
import type { Instant, LocalDate } from '../calendar.ts';
import type { UserId } from '../people.ts';
import type { Carriage, LineQuantity, OrderChanges } from './model.ts';

/** What may be asked of an order. */
export type OrderCommand =
  /** In draft, or while a refused order is revised. */
  | { readonly type: 'edit'; readonly changes: OrderChanges }
  | { readonly type: 'submit' }
  | { readonly type: 'confirm' }
  /** After approval. What changes the price, the lines or the terms is approved anew; the rest counts at once. */
  | { readonly type: 'change'; readonly changes: OrderChanges; readonly reason: string }
  /** Gives up a change that was refused. */
  | { readonly type: 'dropChange'; readonly reason: string }
  /** Without `lines` everything that has not been shipped. */
  | { readonly type: 'cancel'; readonly reason: string; readonly lines?: readonly LineQuantity[] }
  /** Puts goods together for one shipment, in variants with an outbound step. */
  | { readonly type: 'pick'; readonly lines: readonly LineQuantity[] }
  | { readonly type: 'unpick'; readonly shipmentId: string; readonly reason: string }
  /** Books picked goods out of the store and hands them to the carrier. */
  | ({ readonly type: 'dispatch'; readonly shipmentId: string; readonly shippedAt?: Instant } & Carriage)
  /** Both in one, in variants without an outbound step. */
  | ({
      readonly type: 'ship';
      readonly lines: readonly LineQuantity[];
      readonly shippedAt?: Instant;
    } & Carriage)
  | {
      readonly type: 'correctCarriage';
      readonly shipmentId: string;
      readonly carrier?: string;
      readonly trackingNumber?: string | null;
      readonly outboundNumber?: string;
    }
  | {
      readonly type: 'confirmDelivery';
      readonly shipmentId: string;
      readonly deliveredOn: LocalDate;
      readonly receivedBy?: string;
    }
  | { readonly type: 'confirmAcceptance'; readonly shipmentId: string; readonly acceptedOn: LocalDate }
  | { readonly type: 'requestReturn'; readonly lines: readonly LineQuantity[]; readonly reason: string }
  /** Without `lines` all that was announced has arrived. */
  | {
      readonly type: 'receiveReturn';
      readonly returnId: string;
      readonly receivedOn: LocalDate;
      readonly lines?: readonly LineQuantity[];
    }
  | { readonly type: 'dropReturn'; readonly returnId: string; readonly reason: string }
  /** Finance or a manager lets a held order pass until an instant. */
  | { readonly type: 'overrideCredit'; readonly reason: string; readonly until: Instant }
  /** Looks up the customer's standing now; anybody who may act, or whoever tells that it has changed. */
  | { readonly type: 'recheckCredit' }
  | { readonly type: 'reassign'; readonly waitId: string; readonly to: UserId; readonly reason?: string }
  | { readonly type: 'changeOwner'; readonly to: UserId; readonly reason?: string }
  | { readonly type: 'close' }
  /** Told by the approval of the order, or of a change to it. */
  | ApprovalEndedCommand;
