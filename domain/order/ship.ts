import { type LocalDate, localTime } from '../calendar.ts';
import { type Rejection, reject } from '../errors.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { balances, shipmentStatus } from './balance.ts';
import { checkOpen, invalid, isDay } from './check.ts';
import type { OrderCommand } from './command.ts';
import { checkCredit, refuseHeld } from './credit.ts';
import type { OrderEvent } from './events.ts';
import { shipmentMail } from './mails.ts';
import type { Carriage, LineQuantity, OrderContext, OrderState, OrderStep, OrderTask, Shipment } from './model.ts';
import { follow } from './outcome.ts';
import { tellPlans } from './plan.ts';

type CommandOf<Type extends OrderCommand['type']> = Extract<OrderCommand, { type: Type }>;
type Result = Outcome<OrderEvent>;

/** Goods leave only once the order is binding, and while nothing holds it. */
function refuseToMove(state: OrderState): Rejection | undefined {
  if (state.confirmedAt === null) return reject('ILLEGAL_NOW', 'The order has not been confirmed yet');
  return refuseHeld(state);
}

function shipmentOf(state: OrderState, id: string): Shipment | Rejection {
  const shipment = state.shipments.find((each) => each.id === id);
  if (shipment) return shipment;
  return reject('INVALID', `The order has no shipment ${id}`, {
    field: 'shipmentId',
    facts: { shipments: state.shipments.map((each) => each.id) },
  });
}

/** Refuses what does not follow from where a shipment stands, saying where that is. */
function refuseUnless(shipment: Shipment, wanted: ReturnType<typeof shipmentStatus>): Rejection | undefined {
  const status = shipmentStatus(shipment);
  if (status === wanted) return undefined;
  const { shippedAt, deliveredOn, acceptedOn } = shipment;
  return reject('ILLEGAL_NOW', `Shipment ${shipment.id} is ${status}, not ${wanted}`, {
    field: 'shipmentId',
    facts: { status, shippedAt, deliveredOn, acceptedOn },
  });
}

const isRefused = (found: Shipment | Rejection): found is Rejection => 'ok' in found;

/** The task in whose place a mail about a shipment stands; every one that moves has one. */
function taskFor(state: OrderState, step: OrderStep, about: string | null): OrderTask | undefined {
  return state.tasks.find((task) => task.step === step && task.about === about) ?? state.tasks[0];
}

function picked(state: OrderState, lines: readonly LineQuantity[], { now, actor }: OrderContext): OrderEvent {
  const kept = lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
  return { at: now, by: actor.id, type: 'ShipmentPicked', shipmentId: `s${state.shipmentNo + 1}`, lines: kept };
}

/** Puts goods together for a shipment. They count as no longer open, so that nothing is promised twice. */
export function pick(state: OrderState, { lines }: CommandOf<'pick'>, context: OrderContext): Result {
  if (!context.variant.steps.dispatch) {
    return reject('ILLEGAL_NOW', 'Orders of this variant have no step of their own for picking; use ship');
  }
  const refused = refuseToMove(state) ?? checkOpen(state, lines, 'shippable');
  if (refused) return refused;
  return checkCredit(state, 'shipping', context, () => accept([picked(state, lines, context)]));
}

/** Puts picked goods back into the store. */
export function unpick(state: OrderState, command: CommandOf<'unpick'>, { now, actor }: OrderContext): Result {
  const shipment = shipmentOf(state, command.shipmentId);
  if (isRefused(shipment)) return shipment;
  const refused = refuseUnless(shipment, 'picked');
  if (refused) return refused;
  const reason = command.reason.trim();
  if (reason === '') return reject('REASON_REQUIRED', 'Say why the goods go back', { field: 'reason' });
  return accept([{ at: now, by: actor.id, type: 'ShipmentUnpicked', shipmentId: shipment.id, reason }]);
}

/** Books picked goods out of the store (出库) and hands them to a carrier. */
export function dispatch(state: OrderState, command: CommandOf<'dispatch'>, context: OrderContext): Result {
  const shipment = shipmentOf(state, command.shipmentId);
  if (isRefused(shipment)) return shipment;
  const refused = refuseToMove(state) ?? refuseUnless(shipment, 'picked') ?? checkCarriage(command, context);
  if (refused) return refused;
  if (!command.outboundNumber?.trim()) {
    return invalid('outboundNumber', 'Goods leave the store with the number of their outbound document');
  }
  return checkCredit(state, 'shipping', context, () => sent(state, shipment, command, context));
}

/** Picks and sends goods in one step, in variants without an outbound step. */
export function ship(state: OrderState, command: CommandOf<'ship'>, context: OrderContext): Result {
  if (context.variant.steps.dispatch) {
    return reject('ILLEGAL_NOW', 'Orders of this variant are picked first and leave with an outbound document');
  }
  const refused =
    refuseToMove(state) ?? checkOpen(state, command.lines, 'shippable') ?? checkCarriage(command, context);
  if (refused) return refused;
  return checkCredit(state, 'shipping', context, () => {
    const first = picked(state, command.lines, context);
    return follow(state, accept([first]), (after) => {
      const [shipment] = after.shipments.slice(-1);
      return shipment ? sent(after, shipment, command, context) : accept([]);
    });
  });
}

/** A clock that runs ahead by some minutes is forgiven. */
const slack = 10 * 60_000;

function checkCarriage(
  { carrier, shippedAt }: { readonly carrier: string; readonly shippedAt?: number },
  { now }: OrderContext,
): Rejection | undefined {
  if (carrier.trim() === '') return invalid('carrier', 'Say who carries the goods');
  if (shippedAt !== undefined && (!Number.isSafeInteger(shippedAt) || shippedAt > now + slack)) {
    return invalid('shippedAt', 'Goods that have left did so in the past');
  }
  return undefined;
}

const written = (text: string | null | undefined): string | null => text?.trim() || null;

function sent(
  state: OrderState,
  shipment: Shipment,
  command: Carriage & { readonly shippedAt?: number },
  { now, actor }: OrderContext,
): Accepted<OrderEvent> {
  const carriage = {
    carrier: command.carrier.trim(),
    trackingNumber: written(command.trackingNumber),
    outboundNumber: written(command.outboundNumber),
  };
  const { shippedAt = now } = command;
  const event: OrderEvent = {
    at: now,
    by: actor.id,
    type: 'ShipmentSent',
    shipmentId: shipment.id,
    shippedAt,
    ...carriage,
  };
  const task = taskFor(state, 'dispatch', shipment.id);
  if (!task || state.owner === actor.id) return accept([event]);
  return accept([event], [shipmentMail('order.shipped', state, { ...shipment, ...carriage, shippedAt }, task)]);
}

/** Mends what was written down about a shipment under way. */
export function correctCarriage(
  state: OrderState,
  command: CommandOf<'correctCarriage'>,
  { now, actor }: OrderContext,
): Result {
  const shipment = shipmentOf(state, command.shipmentId);
  if (isRefused(shipment)) return shipment;
  const { id, shippedAt, trackingNumber } = shipment;
  if (shippedAt === null) return refuseUnless(shipment, 'shipped') ?? accept([]);
  const carrier = written(command.carrier) ?? shipment.carrier;
  const outboundNumber = written(command.outboundNumber) ?? shipment.outboundNumber;
  const tracking = command.trackingNumber === undefined ? trackingNumber : written(command.trackingNumber);
  const base = { at: now, by: actor.id };
  return accept([
    { ...base, type: 'CarriageCorrected', shipmentId: id, carrier, outboundNumber, trackingNumber: tracking },
  ]);
}

/** A day on which something has happened: not one to come, nor one before the goods left. */
function checkDay(
  field: string,
  day: LocalDate,
  { shippedAt }: Shipment,
  { now, calendar }: OrderContext,
): Rejection | undefined {
  if (!isDay(day)) return invalid(field, `"${day}" is no day; write for example 2026-09-30`);
  if (day > localTime(calendar, now).date) return invalid(field, 'What has happened did so today or before');
  if (shippedAt !== null && day < localTime(calendar, shippedAt).date) {
    return invalid(field, 'Goods do not arrive before they have left');
  }
  return undefined;
}

/** The customer has the goods; the payment terms that count from delivery begin for this share of them. */
export function confirmDelivery(
  state: OrderState,
  command: CommandOf<'confirmDelivery'>,
  context: OrderContext,
): Result {
  const { deliveredOn } = command;
  const shipment = shipmentOf(state, command.shipmentId);
  if (isRefused(shipment)) return shipment;
  const refused = refuseUnless(shipment, 'shipped') ?? checkDay('deliveredOn', deliveredOn, shipment, context);
  if (refused) return refused;
  const { now, actor, variant } = context;
  const receivedBy = written(command.receivedBy);
  const { id: shipmentId } = shipment;
  const event: OrderEvent = {
    at: now,
    by: actor.id,
    type: 'ShipmentDelivered',
    shipmentId,
    deliveredOn,
    receivedBy,
  };
  return follow(state, accept([event]), (after) => {
    const told = tellPlans(after, {
      event: 'delivered',
      on: deliveredOn,
      reference: `${shipmentId}/delivered`,
      lines: shipment.lines,
      last: nothingBefore(after, 'delivered'),
    });
    const task = taskFor(state, 'confirmDelivery', shipmentId);
    const mails =
      task && state.owner !== actor.id
        ? [shipmentMail('order.delivered', after, { ...shipment, deliveredOn, receivedBy }, task)]
        : [];
    const delivered = accept<OrderEvent>([], [...told, ...mails]);
    if (variant.steps.confirmAcceptance) return delivered;
    return follow(after, delivered, (same) => accepted(same, shipment, deliveredOn, context));
  });
}

/** The customer has accepted the goods (验收). */
export function confirmAcceptance(
  state: OrderState,
  { shipmentId, acceptedOn }: CommandOf<'confirmAcceptance'>,
  context: OrderContext,
): Result {
  const shipment = shipmentOf(state, shipmentId);
  if (isRefused(shipment)) return shipment;
  const refused = refuseUnless(shipment, 'delivered') ?? checkDay('acceptedOn', acceptedOn, shipment, context);
  return refused ?? accepted(state, shipment, acceptedOn, context);
}

function accepted(
  state: OrderState,
  { id: shipmentId, lines }: Shipment,
  acceptedOn: LocalDate,
  { now, actor }: OrderContext,
): Result {
  const event: OrderEvent = { at: now, by: actor.id, type: 'ShipmentAccepted', shipmentId, acceptedOn };
  return follow(state, accept([event]), (after) => {
    const last = nothingBefore(after, 'accepted');
    const reference = `${shipmentId}/accepted`;
    return accept([], tellPlans(after, { event: 'accepted', on: acceptedOn, reference, lines, last }));
  });
}

/** Whether everything the order still is about has come as far as this. */
export function nothingBefore(state: OrderState, reached: 'delivered' | 'accepted'): boolean {
  return balances(state).every((line) => line.ordered - line.cancelled === line[reached]);
}
