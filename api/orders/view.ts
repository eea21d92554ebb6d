import { money } from '../../domain/money.ts';
import { balanceOf, orderValue, returnStatus, shipmentStatus } from '../../domain/order/balance.ts';
import type { LineQuantity, OrderLine, OrderState } from '../../domain/order/model.ts';
import { type Amounts, discountOf, lineAmounts, orderAmounts } from '../../domain/order/pricing.ts';
import { oneUnit, type Quantity } from '../../domain/order/quantity.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { OrderView } from '../contracts/orders.ts';
import { iso, isoOrNull, type Names, namesOf } from '../rows.ts';

const decimal = (quantity: Quantity): number => quantity / oneUnit;
const percent = (rate: number): number => rate / 100;

/** An order as people read it, computed from its state: what is agreed, what has moved and what is open. */
export async function orderView(prisma: PrismaClient, state: OrderState): Promise<OrderView> {
  const { change, override, returns } = state;
  const people = [change?.by, override?.by, ...returns.map(({ requestedBy }) => requestedBy)];
  const names = await namesOf(
    prisma,
    people.filter((id) => id !== undefined),
  );
  const { customerReference, deliverTo, shipBy, remarks, terms, lines } = state.content;
  const { id, contractId, contractPlan, planIds, taxMode, speed } = state;
  return {
    customerReference,
    contractId,
    taxMode,
    speed,
    deliverTo,
    shipBy,
    remarks,
    terms: terms && [...terms],
    amounts: amountsView(orderAmounts(lines, state), state),
    value: orderValue(state),
    lines: lines.map((line) => lineView(state, line)),
    shipments: shipmentViews(state),
    returns: returnViews(state, names),
    ...decisionViews(state, names),
    plans: contractPlan ? [contractPlan.id, ...planIds] : [...planIds],
    confirmation: `/api/v1/orders/${id}/confirmation`,
  };
}

function amountsView(amounts: Amounts, state: OrderState) {
  return { ...amounts, discount: discountOf(amounts, state) };
}

function lineView(state: OrderState, line: OrderLine): OrderView['lines'][number] {
  const { lineId: _id, ordered: _ordered, ...moved } = balanceOf(state, line);
  const { quantity, unitPrice, discount, taxRate, ...rest } = line;
  return {
    ...rest,
    quantity: decimal(quantity),
    unitPrice: money(unitPrice, state.currency),
    discount: percent(discount),
    taxRate: percent(taxRate),
    amounts: amountsView(lineAmounts(line, state), state),
    cancelled: decimal(moved.cancelled),
    picked: decimal(moved.picked),
    shipped: decimal(moved.shipped),
    delivered: decimal(moved.delivered),
    accepted: decimal(moved.accepted),
    returned: decimal(moved.returned),
    returning: decimal(moved.returning),
    open: decimal(moved.open),
    shippable: decimal(moved.shippable),
  };
}

function partViews({ content }: OrderState, parts: readonly LineQuantity[]) {
  return parts.map(({ lineId, quantity }) => {
    const line = content.lines.find(({ id }) => id === lineId);
    return { lineId, product: line?.product.name ?? lineId, unit: line?.unit ?? '', quantity: decimal(quantity) };
  });
}

function shipmentViews(state: OrderState): OrderView['shipments'] {
  return state.shipments.map((shipment) => {
    const { id, lines, carrier, pickedAt, pickedBy: _pickedBy, shippedAt, ...known } = shipment;
    return {
      ...known,
      id,
      status: shipmentStatus(shipment),
      lines: partViews(state, lines),
      carrier: carrier || null,
      pickedAt: iso(pickedAt),
      shippedAt: isoOrNull(shippedAt),
      deliveryNote: `/api/v1/orders/${state.id}/shipments/${id}/delivery-note`,
    };
  });
}

function returnViews(state: OrderState, names: Names): OrderView['returns'] {
  return state.returns.map((each) => {
    const { id, lines, received, reason, requestedAt, requestedBy } = each;
    return {
      id,
      status: returnStatus(each),
      lines: partViews(state, lines),
      received: received && partViews(state, received.lines),
      receivedOn: received?.on ?? null,
      credit: received?.credit ?? null,
      reason,
      requestedAt: iso(requestedAt),
      requestedBy: { id: requestedBy, name: names(requestedBy) },
    };
  });
}

/** What has been decided about the order, or is to be. */
function decisionViews(state: OrderState, names: Names): Pick<OrderView, 'approval' | 'change' | 'hold' | 'override'> {
  const { approval, change, hold, override } = state;
  return {
    approval: approval && { id: approval.id, version: approval.version, of: approval.of, status: approval.status },
    change: change && {
      reason: change.reason,
      by: { id: change.by, name: names(change.by) },
      at: iso(change.at),
      amounts: amountsView(orderAmounts(change.content.lines, state), state),
    },
    hold: hold && {
      point: hold.point,
      reasons: hold.reasons.map(({ code, planId, instalment, amount }) => ({ code, plan: planId, instalment, amount })),
      overdue: [...hold.overdue],
      since: iso(hold.since),
      recheckAt: iso(hold.recheckAt),
    },
    override: override && {
      by: { id: override.by, name: names(override.by) },
      reason: override.reason,
      until: iso(override.until),
    },
  };
}
