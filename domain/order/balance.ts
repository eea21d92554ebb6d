import { canonicalJson } from '../canonical.ts';
import { type Money, subtract } from '../money.ts';
import type { LineQuantity, OrderLine, OrderReturn, OrderState, Shipment } from './model.ts';
import { orderAmounts } from './pricing.ts';
import { type Quantity, total } from './quantity.ts';

/** Quantities of one line; everything but `ordered` is computed from what has happened. */
export interface LineBalance {
  readonly lineId: string;
  readonly ordered: Quantity;
  readonly cancelled: Quantity;
  /** Put together for a shipment that has not left yet. */
  readonly picked: Quantity;
  /** Has left, whether or not it has arrived. */
  readonly shipped: Quantity;
  readonly delivered: Quantity;
  readonly accepted: Quantity;
  /** Has come back. */
  readonly returned: Quantity;
  /** Announced to come back. */
  readonly returning: Quantity;
  /** Neither shipped, picked nor cancelled. */
  readonly open: Quantity;
  /** Of what is open, what may leave now: nothing that a change under approval touches. */
  readonly shippable: Quantity;
}

/** Where a shipment stands. */
export type ShipmentStatus = 'picked' | 'shipped' | 'delivered' | 'accepted';

export function shipmentStatus({ shippedAt, deliveredOn, acceptedOn }: Shipment): ShipmentStatus {
  if (acceptedOn !== null) return 'accepted';
  if (deliveredOn !== null) return 'delivered';
  return shippedAt === null ? 'picked' : 'shipped';
}

/** Where a return stands. */
export type ReturnStatus = 'announced' | 'received' | 'dropped';

export function returnStatus({ received, dropped }: OrderReturn): ReturnStatus {
  if (received) return 'received';
  return dropped ? 'dropped' : 'announced';
}

function of(lineId: string, parts: readonly { readonly lines: readonly LineQuantity[] }[]): Quantity {
  return total(
    parts.flatMap(({ lines }) => lines.filter((line) => line.lineId === lineId).map(({ quantity }) => quantity)),
  );
}

/** The lines a pending change would leave as they are keep their approval; of the others nothing is shipped meanwhile. */
function approvedQuantity({ change, approved }: OrderState, line: OrderLine): Quantity {
  if (!approved) return 0;
  if (!change) return line.quantity;
  const proposed = change.content.lines.find(({ id }) => id === line.id);
  if (!proposed) return 0;
  return sameButQuantity(line, proposed) ? Math.min(line.quantity, proposed.quantity) : 0;
}

/** Whether two lines are about the same goods at the same price. */
export function sameButQuantity(a: OrderLine, b: OrderLine): boolean {
  return canonicalJson({ ...a, quantity: 0 }) === canonicalJson({ ...b, quantity: 0 });
}

export function balanceOf(state: OrderState, line: OrderLine): LineBalance {
  const { shipments, returns } = state;
  const { id: lineId, quantity: ordered } = line;
  const cancelled = of(lineId, [{ lines: state.cancelled }]);
  const inStatus = (...wanted: ShipmentStatus[]) =>
    of(
      lineId,
      shipments.filter((shipment) => wanted.includes(shipmentStatus(shipment))),
    );
  const picked = inStatus('picked');
  const shipped = inStatus('shipped', 'delivered', 'accepted');
  const gone = cancelled + picked + shipped;
  return {
    lineId,
    ordered,
    cancelled,
    picked,
    shipped,
    delivered: inStatus('delivered', 'accepted'),
    accepted: inStatus('accepted'),
    returned: of(
      lineId,
      returns.flatMap(({ received }) => (received ? [received] : [])),
    ),
    returning: of(
      lineId,
      returns.filter((each) => returnStatus(each) === 'announced'),
    ),
    open: ordered - gone,
    shippable: Math.max(0, approvedQuantity(state, line) - gone),
  };
}

/** The balances of all lines, in their order. */
export function balances(state: OrderState): readonly LineBalance[] {
  return state.content.lines.map((line) => balanceOf(state, line));
}

/** What the customer is to pay for: everything ordered that was neither cancelled nor taken back. */
export function orderValue(state: OrderState): Money {
  const lines = state.content.lines.map((line) => {
    const { ordered, cancelled, returned } = balanceOf(state, line);
    return { ...line, quantity: ordered - cancelled - returned };
  });
  return orderAmounts(lines, state).gross;
}

/** What an event takes off the value of an order. */
export function creditBetween(before: OrderState, after: OrderState): Money {
  return subtract(orderValue(before), orderValue(after));
}
