import { addDays, addOffset, type LocalDate, localTime, type WorkingCalendar, weekday } from '../../domain/calendar.ts';
import { creditKey } from '../../domain/credit.ts';
import type { OrderCommand } from '../../domain/order/command.ts';
import { sendCommand, startAndAwaitProcess } from '../../gateway/gateway.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { freshProcess } from '../support/in-memory-world.ts';
import { heyun, lina, newOrder, orderCompany, owing, system, terminal } from '../support/order.ts';
import { openSkippedTime, type SkippedTime } from '../support/time-skipping.ts';

const minute = 60_000;
let time: SkippedTime;
let calendar: WorkingCalendar;
let commands = 0;

beforeAll(async () => {
  time = await openSkippedTime(orderCompany);
  calendar = { ...chinaCalendar, exceptions: holidayAfter(localTime(chinaCalendar, await time.now()).date) };
}, 120_000);
afterAll(() => time?.close());

/** A week off that begins two days from now, and the weekend after it worked instead. */
function holidayAfter(today: LocalDate): WorkingCalendar['exceptions'] {
  const days = Array.from({ length: 7 }, (_, index) => addDays(today, index + 2));
  const saturday = Array.from({ length: 7 }, (_, index) => addDays(today, index + 9)).find((day) => weekday(day) === 6);
  return { ...Object.fromEntries(days.map((day) => [day, 'holiday' as const])), [saturday ?? today]: 'workday' };
}

const begin = (id: string, variant: string, changes: object = {}) =>
  startAndAwaitProcess(time.gateway, {
    ...freshProcess(id, variant, { ...newOrder, ...changes }, calendar),
    actor: lina,
  });

function give(id: string, command: OrderCommand, actor = lina) {
  commands += 1;
  return sendCommand(time.gateway, id, { commandId: `c${commands}`, command: { ...command }, actor });
}

const postedTo = (id: string, user: string) =>
  time.world.posted
    .filter(({ mail }) => mail.key.startsWith(`${id}/`) && 'user' in mail.to && mail.to.user === user)
    .map(({ mail }) => mail.notice);

test('goods nobody ships are asked for in working time, over a holiday week, until they leave', async () => {
  await begin('SO-LATE', 'order.standard');
  await give('SO-LATE', { type: 'submit' });
  const approval = {
    type: 'approvalEnded',
    subject: 'order',
    documentHash: '',
    outcome: 'approved',
    endedBy: 'wangwei',
  } as const;
  await give('SO-LATE', { ...approval, approvalId: 'AP-SO-LATE-1', comment: null }, system);
  await give('SO-LATE', { type: 'confirm' });
  const [wait] = time.world.recordOf('SO-LATE').waits;
  const due = wait?.dueAt ?? 0;
  expect(wait).toMatchObject({ action: 'order.ship', holder: 'gaofeng' });
  expect(due).toBe(addOffset(calendar, wait?.openedAt ?? 0, '5 workdays'));
  expect(due).toBeGreaterThan(addOffset(chinaCalendar, wait?.openedAt ?? 0, '5 workdays'));

  const dayBefore = addOffset(calendar, due, '-1 workdays');
  await time.until(dayBefore - minute);
  expect(postedTo('SO-LATE', 'gaofeng')).toEqual(['order.assigned']);
  await time.until(dayBefore + minute);
  expect(postedTo('SO-LATE', 'gaofeng')).toEqual(['order.assigned', 'order.overdue']);
  await time.until(addOffset(calendar, due, '1 workdays') + minute);
  expect(postedTo('SO-LATE', 'gaofeng')).toHaveLength(4);
  expect(postedTo('SO-LATE', 'zhao')).toEqual(['order.escalated']);

  const lines = newOrder.lines.map(({ quantity }, index) => ({ lineId: `l${index + 1}`, quantity }));
  await give('SO-LATE', { type: 'pick', lines }, heyun);
  const carriage = { carrier: 'SF', trackingNumber: 'SF1', outboundNumber: 'CK-1' };
  await give('SO-LATE', { type: 'dispatch', shipmentId: 's1', ...carriage }, heyun);
  await time.until(addOffset(calendar, due, '3 workdays') + minute);
  expect(postedTo('SO-LATE', 'zhao')).toEqual(['order.escalated']);
  expect(time.world.recordOf('SO-LATE').waits.map(({ action }) => action)).toEqual(['order.confirmDelivery']);
}, 60_000);

test('a held order goes on by itself after the customer has paid, and closes when nothing comes back', async () => {
  const standing = creditKey({ find: 'creditStanding', customer: newOrder.customer.id });
  time.world.known = { [standing]: owing(50_000) };
  await begin('SO-HELD', 'order.express', { lines: [{ ...terminal, quantity: 2_000 }], speed: 'express' });
  await give('SO-HELD', { type: 'submit' });
  const held = time.world.recordOf('SO-HELD').waits[0];
  expect(held).toMatchObject({ action: 'order.releaseCredit', holder: 'zhangqiang', next: { what: 'recheckCredit' } });
  await time.until((held?.next?.at ?? 0) + minute);
  expect(time.world.recordOf('SO-HELD').summary.stage).toBe('creditHold');
  time.world.known = {};
  await time.until((time.world.recordOf('SO-HELD').waits[0]?.next?.at ?? 0) + minute);
  expect(time.world.recordOf('SO-HELD').summary.stage).toBe('confirmed');

  const carriage = { carrier: 'SF', trackingNumber: null, outboundNumber: null };
  await give('SO-HELD', { type: 'ship', lines: [{ lineId: 'l1', quantity: 2_000 }], ...carriage }, heyun);
  const today = localTime(calendar, await time.now()).date;
  await give('SO-HELD', { type: 'confirmDelivery', shipmentId: 's1', deliveredOn: today }, heyun);
  expect(time.world.recordOf('SO-HELD').waits).toMatchObject([{ action: 'order.close', next: { what: 'closeOrder' } }]);
  await time.until((await time.now()) + 8 * 86_400_000);
  expect(time.world.recordOf('SO-HELD').summary).toMatchObject({ status: 'closed', outcome: 'fulfilled' });
}, 60_000);
