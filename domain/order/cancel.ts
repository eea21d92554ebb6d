import { localTime } from '../calendar.ts';
import type { Effect } from '../effects.ts';
import { reject } from '../errors.ts';
import { zero } from '../money.ts';
import { accept, type Outcome } from '../process.ts';
import { balances, creditBetween, shipmentStatus } from './balance.ts';
import { checkOpen } from './check.ts';
import type { OrderCommand } from './command.ts';
import type { OrderEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { cancelledMails } from './mails.ts';
import type { LineQuantity, OrderContext, OrderState } from './model.ts';
import { creditUndelivered, tellPlans } from './plan.ts';
import { nothingBefore } from './ship.ts';

type Cancel = Extract<OrderCommand, { type: 'cancel' }>;

/** Cancels quantities that have not left, or all of them. An order of which nothing has left then ends. */
export function cancel(state: OrderState, command: Cancel, context: OrderContext): Outcome<OrderEvent> {
  const reason = command.reason.trim();
  if (reason === '') return reject('REASON_REQUIRED', 'Say why it is cancelled', { field: 'reason' });
  if (command.lines) return cancelLines(state, command.lines, reason, context);
  const base = { at: context.now, by: context.actor.id };
  const putBack = state.shipments
    .filter((shipment) => shipmentStatus(shipment) === 'picked')
    .map(({ id: shipmentId }): OrderEvent => ({ ...base, type: 'ShipmentUnpicked', shipmentId, reason }));
  const dropped: readonly OrderEvent[] = state.change ? [{ ...base, type: 'ChangeDropped', reason }] : [];
  const events = [...putBack, ...dropped];
  const free = events.reduce<OrderState>(evolve, state);
  const open = balances(free).flatMap(({ lineId, open: quantity }) => (quantity > 0 ? [{ lineId, quantity }] : []));
  if (open.length === 0) {
    return reject('ILLEGAL_NOW', 'Everything has been shipped; goods that are to come back are returned', {
      facts: { shipments: state.shipments.map(({ id }) => id) },
    });
  }
  return cancelled(state, { events, free, open, reason, all: true }, context);
}

function cancelLines(
  state: OrderState,
  lines: readonly LineQuantity[],
  reason: string,
  context: OrderContext,
): Outcome<OrderEvent> {
  if (!state.approved) return reject('ILLEGAL_NOW', 'Lines of an order that is not approved yet are edited');
  if (state.change) {
    return reject('ILLEGAL_NOW', 'A change of this order is pending; put the smaller quantity into it, or drop it', {
      facts: { approval: state.approval?.id ?? null },
    });
  }
  const refused = checkOpen(state, lines, 'open');
  if (refused) return refused;
  const open = lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
  return cancelled(state, { events: [], free: state, open, reason, all: false }, context);
}

interface Cancellation {
  /** What has to happen first, and the order after that. */
  readonly events: readonly OrderEvent[];
  readonly free: OrderState;
  readonly open: readonly LineQuantity[];
  readonly reason: string;
  readonly all: boolean;
}

function cancelled(
  state: OrderState,
  { events, free, open, reason, all }: Cancellation,
  context: OrderContext,
): Outcome<OrderEvent> {
  const base = { at: context.now, by: context.actor.id };
  const event = { ...base, type: 'QuantitiesCancelled', lines: open, reason } as const;
  const without = evolve(free, { ...event, credit: zero(state.currency) });
  const credit = creditBetween(free, without);
  const nothingLeft = balances(without).every(({ ordered, cancelled: gone }) => ordered === gone);
  const ends = nothingLeft
    ? [{ ...base, type: 'OrderClosed', outcome: 'cancelled', reason } as const]
    : pointlessHold(without, base);
  const key = `cancel/${free.cancelled.length + 1}`;
  const effects: readonly Effect[] = [
    ...withdrawal(state, all, reason),
    ...creditUndelivered(free, { key, on: localTime(context.calendar, context.now).date, amount: credit, reason }),
    ...(nothingLeft ? [] : lastOccasions(without, context)),
    ...cancelledMails(state, open, { reason, all: nothingLeft }, context),
  ];
  return accept([...events, { ...event, credit }, ...ends], effects);
}

/** With nothing left to ship there is nothing left to hold. */
function pointlessHold(state: OrderState, base: Pick<OrderEvent, 'at' | 'by'>): readonly OrderEvent[] {
  const toShip = balances(state).some(({ open, picked }) => open + picked > 0);
  return state.hold && !toShip ? [{ ...base, type: 'CreditCleared' }] : [];
}

/** An approval of something that is no longer wanted asks nobody any more. */
function withdrawal({ approval }: OrderState, all: boolean, reason: string): readonly Effect[] {
  if (!all || approval?.status !== 'inReview') return [];
  return [{ type: 'tell', processId: approval.id, command: { type: 'withdraw', reason } }];
}

/** When what is left has all been delivered or accepted already, no later shipment will say so. */
function lastOccasions(state: OrderState, { now, calendar }: OrderContext): readonly Effect[] {
  const { date: on } = localTime(calendar, now);
  const key = `cancel/${state.cancelled.length}`;
  return (['delivered', 'accepted'] as const).flatMap((event) =>
    nothingBefore(state, event)
      ? tellPlans(state, { event, on, reference: `${key}/${event}`, lines: [], last: true })
      : [],
  );
}
