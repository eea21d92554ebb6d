import type { ApprovalOutcome } from '../approval/model.ts';
import type { Instant, LocalDate } from '../calendar.ts';
import type { Ladder } from '../ladder.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { EventBase } from '../process.ts';
import type {
  Carriage,
  CreditFinding,
  HoldPoint,
  LineQuantity,
  OrderApproval,
  OrderContent,
  OrderInput,
  OrderOutcome,
  OrderTask,
  StepAction,
} from './model.ts';
import type { Amounts } from './pricing.ts';

/** What happens to an order. */
export type OrderEvent = EventBase &
  (
    | {
        readonly type: 'OrderOpened';
        readonly id: string;
        readonly order: Omit<OrderInput, keyof OrderContent>;
        readonly content: OrderContent;
      }
    | { readonly type: 'OrderEdited'; readonly content: OrderContent; readonly reason: string | null }
    | ({ readonly type: 'CreditHeld'; readonly point: HoldPoint; readonly recheckAt: Instant } & CreditFinding)
    | ({ readonly type: 'CreditRechecked'; readonly recheckAt: Instant } & CreditFinding)
    | { readonly type: 'CreditCleared' }
    | { readonly type: 'CreditOverridden'; readonly reason: string; readonly until: Instant }
    | {
        readonly type: 'ApprovalAsked';
        readonly approvalId: string;
        readonly version: number;
        readonly of: OrderApproval['of'];
        readonly amounts: Amounts;
      }
    /** The variant asks nobody about an order of this size and discount. */
    | { readonly type: 'ApprovalWaived'; readonly of: OrderApproval['of']; readonly amounts: Amounts }
    | {
        readonly type: 'ApprovalEnded';
        readonly approvalId: string;
        readonly outcome: ApprovalOutcome;
        readonly endedBy: UserId | 'system';
        readonly comment: string | null;
      }
    | { readonly type: 'OrderConfirmed'; readonly planId: string | null }
    | { readonly type: 'ChangeProposed'; readonly content: OrderContent; readonly reason: string }
    /** The order now is what the change says. `difference` is what it costs more or, negative, less. */
    | { readonly type: 'ChangeTookEffect'; readonly difference: Money; readonly planId: string | null }
    | { readonly type: 'ChangeDropped'; readonly reason: string }
    | { readonly type: 'ShipmentPicked'; readonly shipmentId: string; readonly lines: readonly LineQuantity[] }
    | { readonly type: 'ShipmentUnpicked'; readonly shipmentId: string; readonly reason: string }
    | ({ readonly type: 'ShipmentSent'; readonly shipmentId: string; readonly shippedAt: Instant } & Carriage)
    | ({ readonly type: 'CarriageCorrected'; readonly shipmentId: string } & Carriage)
    | {
        readonly type: 'ShipmentDelivered';
        readonly shipmentId: string;
        readonly deliveredOn: LocalDate;
        readonly receivedBy: string | null;
      }
    | { readonly type: 'ShipmentAccepted'; readonly shipmentId: string; readonly acceptedOn: LocalDate }
    | {
        readonly type: 'QuantitiesCancelled';
        readonly lines: readonly LineQuantity[];
        readonly reason: string;
        readonly credit: Money;
      }
    | {
        readonly type: 'ReturnRequested';
        readonly returnId: string;
        readonly lines: readonly LineQuantity[];
        readonly reason: string;
      }
    | {
        readonly type: 'ReturnReceived';
        readonly returnId: string;
        readonly lines: readonly LineQuantity[];
        readonly receivedOn: LocalDate;
        readonly credit: Money;
      }
    | { readonly type: 'ReturnDropped'; readonly returnId: string; readonly reason: string }
    | { readonly type: 'TaskOpened'; readonly task: OrderTask }
    | { readonly type: 'TaskClosed'; readonly taskId: string }
    | {
        readonly type: 'TaskPassed';
        readonly taskId: string;
        readonly from: UserId;
        readonly to: UserId;
        readonly reason: string | null;
      }
    | {
        readonly type: 'RungReached';
        readonly taskId: string;
        readonly step: number;
        readonly did: readonly StepAction[];
        readonly told: readonly UserId[];
      }
    | {
        readonly type: 'DeadlinesMoved';
        readonly moved: readonly { readonly taskId: string; readonly ladder: Ladder<StepAction> }[];
      }
    | { readonly type: 'OwnerChanged'; readonly from: UserId; readonly to: UserId; readonly reason: string | null }
    | { readonly type: 'OrderClosed'; readonly outcome: OrderOutcome; readonly reason: string | null }
  );
