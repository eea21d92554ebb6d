import { addDays, instantAt, localTime } from '../../domain/calendar.ts';
import type { PaymentPlanInput } from '../../domain/payment-plan/model.ts';
import { sendCommand, startAndAwaitProcess } from '../../gateway/gateway.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { freshProcess } from '../support/in-memory-world.ts';
import { actor, type Organisation } from '../support/organisation.ts';
import { openSkippedTime, type SkippedTime } from '../support/time-skipping.ts';

const day = 24 * 3_600_000;
const company: Organisation = [
  { id: 'lina', roles: ['sales'], manager: 'wangwei' },
  { id: 'wangwei', roles: ['manager'] },
  { id: 'fin', roles: ['finance'] },
  { id: 'law', roles: ['legal'] },
  { id: 'root', roles: ['admin'] },
];
let time: SkippedTime;

beforeAll(async () => {
  time = await openSkippedTime(company);
}, 120_000);
afterAll(() => time?.close());

/** Opens a plan with instalments due so many days from now; answers their due days. */
async function openPlan(id: string, dueIn: readonly number[]): Promise<string[]> {
  const today = localTime(chinaCalendar, await time.now()).date;
  const dueDays = dueIn.map((days) => addDays(today, days));
  const input: PaymentPlanInput = {
    reference: `C-${id}`,
    title: 'Service',
    customer: { id: 'cu1', name: 'Huaxia Water' },
    contact: { name: 'Zhou Min', email: 'zhou@huaxia.example', locale: 'zh-CN' },
    owner: 'lina',
    financeOwner: null,
    total: { minor: dueIn.length * 100_00, currency: 'CNY' },
    terms: null,
    instalments: dueDays.map((dueOn, index) => ({
      label: `Part ${index + 1}`,
      amount: { minor: 100_00, currency: 'CNY' },
      dueOn,
    })),
    origin: null,
    dealId: null,
  };
  await startAndAwaitProcess(time.gateway, freshProcess(id, 'paymentPlan.standard', input));
  return dueDays;
}

const receipt = (id: string, bankReference: string, minor: number, receivedOn: string) =>
  sendCommand(time.gateway, id, {
    commandId: `receipt/${bankReference}`,
    command: { type: 'recordReceipt', bankReference, amount: { minor, currency: 'CNY' }, receivedOn },
    actor: actor('fin', 'finance'),
  });

const toCustomer = (id: string) =>
  time.world.posted.filter(({ mail }) => mail.key.startsWith(`${id}/`) && 'contact' in mail.to);

test('nobody pays: notice, reminders and letters go out once each on working days, then finance and legal hold it', async () => {
  const [dueOn = ''] = await openPlan('PP-NEVER', [30]);
  await time.until(instantAt(chinaCalendar, addDays(dueOn, 90), 0));

  const sent = toCustomer('PP-NEVER');
  expect(sent.map(({ mail }) => mail.notice)).toEqual([
    'payment.notice',
    'payment.reminder',
    'payment.secondReminder',
    'payment.formalLetter',
  ]);
  for (const { at } of sent) {
    const { date, minutes } = localTime(chinaCalendar, at);
    expect([0, 6]).not.toContain(new Date(`${date}T00:00:00Z`).getUTCDay());
    expect(minutes).toBeGreaterThanOrEqual(9 * 60);
    expect(minutes).toBeLessThan(18 * 60);
  }
  expect(sent[0]?.at).toBeLessThan(instantAt(chinaCalendar, dueOn, 0));
  expect(time.world.recordOf('PP-NEVER').waits).toMatchObject([
    // Legal did not accept in working time, and an admin is who is left above.
    { action: 'payment.collect', holder: 'root', next: null },
  ]);
}, 60_000);

test('a receipt a second before a step fires stops the chase, a partial one names what is left', async () => {
  const [dueOn = ''] = await openPlan('PP-PAID', [30]);
  await time.until(instantAt(chinaCalendar, addDays(dueOn, -1), 12 * 60));
  const [wait] = time.world.recordOf('PP-PAID').waits;
  const firstReminder = wait?.next?.at ?? 0;
  expect(wait?.next?.what).toBe('sendReminder');
  await time.until(firstReminder - 60_000);
  await receipt('PP-PAID', 'BANK-1', 40_00, dueOn);
  await time.until(firstReminder + 60_000);
  const [, reminder] = toCustomer('PP-PAID');
  expect(reminder?.mail.details).toMatchObject({ totalOutstanding: '¥60.00' });

  const secondReminder = time.world.recordOf('PP-PAID').waits[0]?.next?.at ?? 0;
  await time.until(secondReminder - 1_000);
  await receipt('PP-PAID', 'BANK-2', 60_00, dueOn);
  await time.until(secondReminder + 60 * day);
  expect(toCustomer('PP-PAID')).toHaveLength(2);
  expect(time.world.recordOf('PP-PAID').summary).toMatchObject({ status: 'closed', outcome: 'paid' });
}, 60_000);

test('the same bank reference counts once, also when it arrives again later', async () => {
  const [dueOn = ''] = await openPlan('PP-TWICE', [30, 60]);
  await receipt('PP-TWICE', 'BANK-9', 100_00, dueOn);
  const { version } = time.world.recordOf('PP-TWICE');
  await sendCommand(time.gateway, 'PP-TWICE', {
    commandId: 'another-command',
    command: {
      type: 'recordReceipt',
      bankReference: 'BANK-9',
      amount: { minor: 100_00, currency: 'CNY' },
      receivedOn: dueOn,
    },
    actor: actor('fin', 'finance'),
  });
  expect(time.world.recordOf('PP-TWICE').version).toBe(version);
  expect(time.world.recordOf('PP-TWICE').waits).toHaveLength(1);
}, 60_000);

const steer = (id: string, command: { type: string; [field: string]: unknown }) =>
  sendCommand(time.gateway, id, { commandId: `${command.type}/${id}`, command, actor: actor('fin', 'finance') });

test('a promise stops the chase until it is broken, and then it goes on one level above', async () => {
  const [dueOn = ''] = await openPlan('PP-BROKEN', [30]);
  await time.until(instantAt(chinaCalendar, addDays(dueOn, 6), 12 * 60));
  expect(toCustomer('PP-BROKEN').at(-1)?.mail.notice).toBe('payment.reminder');
  const promised = addDays(localTime(chinaCalendar, await time.now()).date, 12);
  const promise = { type: 'recordPromise', instalmentId: 'i1', on: promised, by: 'Zhou Min', channel: 'phone' };
  await steer('PP-BROKEN', promise);
  const checkAt = time.world.recordOf('PP-BROKEN').waits[0]?.next?.at ?? 0;
  await time.until(checkAt - 1_000);
  expect(toCustomer('PP-BROKEN').map(({ mail }) => mail.notice)).toEqual(['payment.notice', 'payment.reminder']);
  await time.until(checkAt + 5 * day);
  expect(toCustomer('PP-BROKEN').at(-1)?.mail.notice).toBe('payment.secondReminder');
}, 60_000);

test('a promise that is kept ends with the money, and nobody hears of it again', async () => {
  const [dueOn = ''] = await openPlan('PP-KEPT', [30]);
  await time.until(instantAt(chinaCalendar, addDays(dueOn, 6), 12 * 60));
  const promised = addDays(localTime(chinaCalendar, await time.now()).date, 12);
  await steer('PP-KEPT', { type: 'recordPromise', instalmentId: 'i1', on: promised, by: 'Zhou Min', channel: 'phone' });
  const checkAt = time.world.recordOf('PP-KEPT').waits[0]?.next?.at ?? 0;
  await time.until(checkAt - 1_000);
  await receipt('PP-KEPT', 'BANK-K', 100_00, promised);
  await time.until(checkAt + 60 * day);
  expect(toCustomer('PP-KEPT')).toHaveLength(2);
  expect(time.world.recordOf('PP-KEPT').summary).toMatchObject({ status: 'closed', outcome: 'paid' });
}, 60_000);

test('a stern letter is shown a working day before; a pause keeps it back over its end', async () => {
  const [dueOn = ''] = await openPlan('PP-PAUSED', [30]);
  await time.until(instantAt(chinaCalendar, addDays(dueOn, 3), 12 * 60));
  const shown = time.world.recordOf('PP-PAUSED').waits[0]?.next;
  expect(shown?.what).toBe('showLetter');
  await time.until((shown?.at ?? 0) + 60_000);
  const inside = time.world.posted.filter(({ mail }) => mail.key.startsWith('PP-PAUSED/') && 'user' in mail.to);
  expect(inside.map(({ mail }) => mail.notice)).toContain('payment.preview');
  const until = addDays(localTime(chinaCalendar, await time.now()).date, 20);
  await steer('PP-PAUSED', { type: 'pause', instalmentId: 'i1', until, reason: 'New supplier number', owner: 'lina' });
  const resumeAt = time.world.recordOf('PP-PAUSED').waits[0]?.next?.at ?? 0;
  expect(localTime(chinaCalendar, resumeAt).date >= until).toBe(true);
  await time.until(resumeAt - 1_000);
  expect(toCustomer('PP-PAUSED')).toHaveLength(2);
  await time.until(resumeAt + 5 * day);
  expect(toCustomer('PP-PAUSED').at(-1)?.mail.notice).toBe('payment.secondReminder');
}, 60_000);
