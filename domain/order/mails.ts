import type { Effect, Notice, NoticeDetails } from '../effects.ts';
import { formatMoney, type Money } from '../money.ts';
import { people, type UserId } from '../people.ts';
import type { LineQuantity, OrderContext, OrderReturn, OrderState, OrderStep, OrderTask, Shipment } from './model.ts';
import { quantityText } from './quantity.ts';

type Mail = Extract<Effect, { type: 'mail' }>;

/** Goods as a mail lists them, one line each: `巡检终端 Pro × 3 台`. */
function goodsText({ content }: OrderState, lines: readonly LineQuantity[]): string {
  return lines
    .flatMap(({ lineId, quantity }) => {
      const line = content.lines.find(({ id }) => id === lineId);
      return line ? [`${line.product.name} × ${quantityText(quantity)} ${line.unit}`] : [];
    })
    .join('\n');
}

function mail(notice: Notice, to: UserId, waitId: string, step: string, details: NoticeDetails): Mail {
  return { type: 'mail', notice, to: { user: to }, waitId, step, details };
}

/** Steps whose holder is told that it is now theirs to do. */
const assigned: readonly OrderStep[] = ['confirm', 'ship', 'dispatch', 'receiveReturn'];

function aboutGoods(state: OrderState, { about }: OrderTask): NoticeDetails {
  const { content, shipments, returns } = state;
  const part = [...shipments, ...returns].find(({ id }) => id === about);
  const lines = part?.lines ?? content.lines.map(({ id: lineId, quantity }) => ({ lineId, quantity }));
  return {
    goods: goodsText(state, lines),
    deliverTo: content.deliverTo?.address ?? null,
    remarks: content.remarks,
  };
}

/** Tells somebody that a step is theirs. `reason` sets the message apart from others about the same step. */
export function assignedMail(state: OrderState, task: OrderTask, reason: string): Mail {
  return mail('order.assigned', task.holder, task.id, reason, { ...aboutGoods(state, task), step: task.step });
}

/** What people are told when steps begin. Nobody is told what they have just brought about themselves. */
export function openedMails(
  state: OrderState,
  tasks: readonly OrderTask[],
  { actor }: Pick<OrderContext, 'actor'>,
): readonly Mail[] {
  return tasks.flatMap((task): readonly Mail[] => {
    if (task.step === 'releaseCredit') return creditMails(state, task, actor.id);
    if (task.holder === actor.id) return [];
    if (task.step === 'revise') {
      const { status: outcome = 'rejected', comment = null, endedBy = null } = state.approval ?? {};
      return [mail('order.approvalEnded', task.holder, task.id, 'ended', { outcome, comment, endedBy })];
    }
    return assigned.includes(task.step) ? [assignedMail(state, task, 'assigned')] : [];
  });
}

function creditMails(state: OrderState, task: OrderTask, actor: UserId): readonly Mail[] {
  const { reasons = [], overdue = [] } = state.hold ?? {};
  const details = {
    reasons: [...new Set(reasons.map(({ code }) => code))].join(','),
    overdue: overdue.map(formatMoney).join(', '),
    owner: state.owner,
  };
  const told = [...new Set([task.holder, state.owner])].filter((person) => person !== actor);
  return told.map((person) => mail('order.creditHeld', person, task.id, 'held', details));
}

/** Tells the owner that goods are under way, or have arrived. */
export function shipmentMail(
  notice: 'order.shipped' | 'order.delivered',
  state: OrderState,
  shipment: Shipment,
  about: OrderTask,
): Mail {
  const { carrier, trackingNumber, outboundNumber, deliveredOn, receivedBy } = shipment;
  return mail(notice, state.owner, about.id, `${notice}.${shipment.id}`, {
    shipment: shipment.id,
    goods: goodsText(state, shipment.lines),
    carrier,
    trackingNumber,
    outboundNumber,
    deliveredOn,
    receivedBy,
  });
}

/** Tells the owner and whoever has goods in hand that there is less, or nothing, left to ship. */
export function cancelledMails(
  state: OrderState,
  lines: readonly LineQuantity[],
  { reason, all }: { reason: string; all: boolean },
  { actor, now }: Pick<OrderContext, 'actor' | 'now'>,
): readonly Mail[] {
  const [first] = state.tasks;
  const inHand = state.tasks.filter(({ step }) => step === 'ship' || step === 'dispatch');
  const told = new Map(inHand.map(({ holder, id }) => [holder, id] as const));
  if (first && !told.has(state.owner)) told.set(state.owner, first.id);
  told.delete(actor.id);
  const details = { goods: goodsText(state, lines), reason, by: actor.id, all };
  return [...told].map(([person, waitId]) => mail('order.cancelled', person, waitId, `cancelled.${now}`, details));
}

/** Tells the owner, and somebody of finance, that goods are back and what is credited for them. */
export function creditedMails(
  state: OrderState,
  { id, reason }: OrderReturn,
  { lines, credit }: { lines: readonly LineQuantity[]; credit: Money },
  { actor, directory }: Pick<OrderContext, 'actor' | 'directory'>,
): readonly Mail[] {
  const task = state.tasks.find(({ step, about }) => step === 'receiveReturn' && about === id);
  if (!task) return [];
  const [finance] = people(directory, { find: 'role', role: 'finance' });
  const told = [...new Set([state.owner, finance?.id ?? state.owner])].filter((person) => person !== actor.id);
  const details = { goods: goodsText(state, lines), credit: formatMoney(credit), reason, owner: state.owner };
  return told.map((person) => mail('order.returned', person, task.id, 'returned', details));
}
