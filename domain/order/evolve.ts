import { climb } from '../ladder.ts';
import type { OrderEvent } from './events.ts';
import type { OrderApproval, OrderReturn, OrderState, OrderTask, Shipment } from './model.ts';

type Opened = Extract<OrderEvent, { type: 'OrderOpened' }>;

function opened({ at, id, order, content }: Opened): OrderState {
  return {
    ...order,
    id,
    planIds: [],
    openedAt: at,
    content,
    submitted: false,
    approval: null,
    versions: 0,
    approved: false,
    change: null,
    hold: null,
    override: null,
    confirmedAt: null,
    shipments: [],
    shipmentNo: 0,
    cancelled: [],
    returns: [],
    tasks: [],
    taskNo: 0,
    closed: null,
  };
}

function changeShipment(state: OrderState, id: string, changed: Partial<Shipment>): OrderState {
  return { ...state, shipments: state.shipments.map((each) => (each.id === id ? { ...each, ...changed } : each)) };
}

function changeReturn(state: OrderState, id: string, changed: Partial<OrderReturn>): OrderState {
  return { ...state, returns: state.returns.map((each) => (each.id === id ? { ...each, ...changed } : each)) };
}

function changeTask(state: OrderState, id: string, changed: (task: OrderTask) => Partial<OrderTask>): OrderState {
  return { ...state, tasks: state.tasks.map((each) => (each.id === id ? { ...each, ...changed(each) } : each)) };
}

/** The order after one more event. */
export function evolve(before: OrderState | undefined, event: OrderEvent): OrderState {
  if (event.type === 'OrderOpened') return opened(event);
  if (!before) throw new RangeError(`An order begins with OrderOpened, not with ${event.type}`);
  return continued(before, event);
}

function continued(state: OrderState, event: Exclude<OrderEvent, Opened>): OrderState {
  switch (event.type) {
    case 'OrderEdited':
      return { ...state, content: event.content };
    case 'CreditHeld':
    case 'CreditRechecked':
    case 'CreditCleared':
    case 'CreditOverridden':
      return credited(state, event);
    case 'ApprovalAsked':
    case 'ApprovalWaived':
    case 'ApprovalEnded':
    case 'OrderConfirmed':
    case 'ChangeProposed':
    case 'ChangeTookEffect':
    case 'ChangeDropped':
      return agreed(state, event);
    case 'ShipmentPicked':
    case 'ShipmentUnpicked':
    case 'ShipmentSent':
    case 'CarriageCorrected':
    case 'ShipmentDelivered':
    case 'ShipmentAccepted':
    case 'QuantitiesCancelled':
    case 'ReturnRequested':
    case 'ReturnReceived':
    case 'ReturnDropped':
      return moved(state, event);
    case 'TaskOpened':
      return { ...state, tasks: [...state.tasks, event.task], taskNo: state.taskNo + 1 };
    case 'TaskClosed':
      return { ...state, tasks: state.tasks.filter(({ id }) => id !== event.taskId) };
    case 'TaskPassed':
      return changeTask(state, event.taskId, () => ({ holder: event.to }));
    case 'RungReached':
      return changeTask(state, event.taskId, ({ ladder }) => ({ ladder: climb(ladder, event.step) }));
    case 'DeadlinesMoved':
      return event.moved.reduce(
        (current, { taskId, ladder }) => changeTask(current, taskId, () => ({ ladder })),
        state,
      );
    case 'OwnerChanged':
      return { ...state, owner: event.to };
    case 'OrderClosed': {
      const { outcome, reason, at, by } = event;
      return { ...state, hold: null, closed: { outcome, reason, at, by } };
    }
    default:
      return event satisfies never;
  }
}

type Credited = Extract<OrderEvent, { type: `Credit${string}` }>;

function credited(state: OrderState, event: Credited): OrderState {
  switch (event.type) {
    case 'CreditHeld': {
      const { point, reasons, overdue, recheckAt, at } = event;
      return { ...state, submitted: true, hold: { point, reasons, overdue, recheckAt, since: at } };
    }
    case 'CreditRechecked': {
      const { reasons, overdue, recheckAt } = event;
      return { ...state, hold: state.hold && { ...state.hold, reasons, overdue, recheckAt } };
    }
    case 'CreditCleared':
      return { ...state, hold: null };
    case 'CreditOverridden': {
      const { by, reason, until } = event;
      return { ...state, hold: null, override: { by, reason, until } };
    }
    default:
      return event satisfies never;
  }
}

type Agreed = Extract<OrderEvent, { type: `Approval${string}` | `Change${string}` | 'OrderConfirmed' }>;

function agreed(state: OrderState, event: Agreed): OrderState {
  switch (event.type) {
    case 'ApprovalAsked': {
      const { approvalId: id, version, of } = event;
      const approval: OrderApproval = { id, version, of, status: 'inReview', endedBy: null, comment: null };
      return { ...state, submitted: true, approval, versions: version };
    }
    case 'ApprovalWaived':
      return event.of === 'order' ? { ...state, submitted: true, approved: true } : state;
    case 'ApprovalEnded': {
      const { outcome: status, endedBy, comment } = event;
      const approval = state.approval && { ...state.approval, status, endedBy, comment };
      return { ...state, approval, approved: state.approved || status === 'approved' };
    }
    case 'OrderConfirmed':
      return { ...withPlan(state, event.planId), confirmedAt: event.at };
    case 'ChangeProposed': {
      const { content, reason, by, at } = event;
      return { ...state, change: { content, reason, by, at } };
    }
    case 'ChangeTookEffect':
      return { ...withPlan(state, event.planId), content: state.change?.content ?? state.content, change: null };
    case 'ChangeDropped':
      return { ...state, change: null };
    default:
      return event satisfies never;
  }
}

function withPlan(state: OrderState, planId: string | null): OrderState {
  return planId === null ? state : { ...state, planIds: [...state.planIds, planId] };
}

type Moved = Extract<
  OrderEvent,
  { type: `Shipment${string}` | `Return${string}` | 'CarriageCorrected' | 'QuantitiesCancelled' }
>;

function moved(state: OrderState, event: Moved): OrderState {
  switch (event.type) {
    case 'ShipmentPicked': {
      const shipment: Shipment = {
        id: event.shipmentId,
        lines: event.lines,
        pickedAt: event.at,
        pickedBy: event.by,
        carrier: '',
        trackingNumber: null,
        outboundNumber: null,
        shippedAt: null,
        deliveredOn: null,
        receivedBy: null,
        acceptedOn: null,
      };
      return { ...state, shipments: [...state.shipments, shipment], shipmentNo: state.shipmentNo + 1 };
    }
    case 'ShipmentUnpicked':
      return { ...state, shipments: state.shipments.filter(({ id }) => id !== event.shipmentId) };
    case 'ShipmentSent': {
      const { carrier, trackingNumber, outboundNumber, shippedAt } = event;
      return changeShipment(state, event.shipmentId, { carrier, trackingNumber, outboundNumber, shippedAt });
    }
    case 'CarriageCorrected': {
      const { carrier, trackingNumber, outboundNumber } = event;
      return changeShipment(state, event.shipmentId, { carrier, trackingNumber, outboundNumber });
    }
    case 'ShipmentDelivered': {
      const { deliveredOn, receivedBy } = event;
      return changeShipment(state, event.shipmentId, { deliveredOn, receivedBy });
    }
    case 'ShipmentAccepted':
      return changeShipment(state, event.shipmentId, { acceptedOn: event.acceptedOn });
    case 'QuantitiesCancelled': {
      const { lines, at, reason } = event;
      return { ...state, cancelled: [...state.cancelled, ...lines.map((line) => ({ ...line, at, reason }))] };
    }
    case 'ReturnRequested': {
      const { returnId: id, lines, reason, at, by } = event;
      const announced: OrderReturn = {
        id,
        lines,
        reason,
        requestedAt: at,
        requestedBy: by,
        received: null,
        dropped: null,
      };
      return { ...state, returns: [...state.returns, announced] };
    }
    case 'ReturnReceived': {
      const { lines, receivedOn: on, credit } = event;
      return changeReturn(state, event.returnId, { received: { lines, on, credit } });
    }
    case 'ReturnDropped':
      return changeReturn(state, event.returnId, { dropped: { reason: event.reason, at: event.at } });
    default:
      return event satisfies never;
  }
}
