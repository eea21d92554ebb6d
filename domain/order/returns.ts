import { localTime } from '../calendar.ts';
import { type Rejection, reject } from '../errors.ts';
import { zero } from '../money.ts';
import { accept, type Outcome } from '../process.ts';
import { balanceOf, creditBetween, returnStatus } from './balance.ts';
import { checkQuantities, invalid, isDay } from './check.ts';
import type { OrderCommand } from './command.ts';
import type { OrderEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { creditedMails } from './mails.ts';
import type { LineQuantity, OrderContext, OrderReturn, OrderState } from './model.ts';
import { creditReturned } from './plan.ts';
import { quantityText } from './quantity.ts';

type CommandOf<Type extends OrderCommand['type']> = Extract<OrderCommand, { type: Type }>;
type Result = Outcome<OrderEvent>;

/** Announces that goods which have left come back. */
export function requestReturn(
  state: OrderState,
  { lines, reason }: CommandOf<'requestReturn'>,
  { now, actor }: OrderContext,
): Result {
  if (reason.trim() === '') return reject('REASON_REQUIRED', 'Say why the goods come back', { field: 'reason' });
  const refused = checkQuantities(state, lines) ?? overReturn(state, lines);
  if (refused) return refused;
  const returnId = `r${state.returns.length + 1}`;
  const kept = lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
  return accept([{ at: now, by: actor.id, type: 'ReturnRequested', returnId, lines: kept, reason: reason.trim() }]);
}

/** Of a line no more comes back than has left and is not back or on its way already. */
function overReturn(state: OrderState, lines: readonly LineQuantity[]): Rejection | undefined {
  for (const [index, { lineId, quantity }] of lines.entries()) {
    const line = state.content.lines.find(({ id }) => id === lineId);
    if (!line) continue;
    const { shipped, returned, returning } = balanceOf(state, line);
    const left = shipped - returned - returning;
    if (quantity <= left) continue;
    return reject('OVER_RETURN', `Of line ${lineId} no more than ${quantityText(left)} ${line.unit} can come back`, {
      field: `lines.${index}.quantity`,
      facts: {
        line: lineId,
        asked: quantityText(quantity),
        left: quantityText(left),
        shipped: quantityText(shipped),
        returned: quantityText(returned),
        returning: quantityText(returning),
      },
    });
  }
  return undefined;
}

function announced(state: OrderState, id: string): OrderReturn | Rejection {
  const found = state.returns.find((each) => each.id === id);
  if (!found) {
    return reject('INVALID', `The order has no return ${id}`, {
      field: 'returnId',
      facts: { returns: state.returns.map((each) => each.id) },
    });
  }
  const status = returnStatus(found);
  if (status === 'announced') return found;
  return reject('ILLEGAL_NOW', `Return ${id} is settled already: ${status}`, { field: 'returnId', facts: { status } });
}

/** Goods are back: the amount they cost is credited. Less than announced may arrive, never more. */
export function receiveReturn(
  state: OrderState,
  { returnId, receivedOn, lines }: CommandOf<'receiveReturn'>,
  context: OrderContext,
): Result {
  const { now, actor, calendar } = context;
  const found = announced(state, returnId);
  if ('ok' in found) return found;
  if (!isDay(receivedOn)) return invalid('receivedOn', `"${receivedOn}" is no day; write for example 2026-09-30`);
  if (receivedOn > localTime(calendar, now).date)
    return invalid('receivedOn', 'Goods that are back came today or before');
  const refused = lines && (checkQuantities(state, lines) ?? overAnnounced(found, lines));
  if (refused) return refused;
  const arrived = (lines ?? found.lines).map(({ lineId, quantity }) => ({ lineId, quantity }));
  const event = { at: now, by: actor.id, type: 'ReturnReceived', returnId, lines: arrived, receivedOn } as const;
  const credit = creditBetween(state, evolve(state, { ...event, credit: zero(state.currency) }));
  const less = { key: `return/${returnId}`, on: receivedOn, amount: credit, reason: found.reason };
  return accept(
    [{ ...event, credit }],
    [...creditReturned(state, less), ...creditedMails(state, found, { lines: arrived, credit }, context)],
  );
}

function overAnnounced({ lines: announcedLines }: OrderReturn, lines: readonly LineQuantity[]): Rejection | undefined {
  for (const [index, { lineId, quantity }] of lines.entries()) {
    const left = announcedLines.find((line) => line.lineId === lineId)?.quantity ?? 0;
    if (quantity <= left) continue;
    return reject('OVER_RETURN', `Of line ${lineId} ${quantityText(left)} were announced`, {
      field: `lines.${index}.quantity`,
      facts: { line: lineId, asked: quantityText(quantity), left: quantityText(left) },
    });
  }
  return undefined;
}

/** The goods are not coming back after all. */
export function dropReturn(
  state: OrderState,
  { returnId, reason }: CommandOf<'dropReturn'>,
  { now, actor }: OrderContext,
): Result {
  const found = announced(state, returnId);
  if ('ok' in found) return found;
  if (reason.trim() === '') return reject('REASON_REQUIRED', 'Say why nothing comes back', { field: 'reason' });
  return accept([{ at: now, by: actor.id, type: 'ReturnDropped', returnId, reason: reason.trim() }]);
}
