import { isWorkday, localTime } from '../../domain/calendar.ts';
import { realTime } from '../../domain/clock.ts';
import { wakeDigests, wakeWebhook } from '../../gateway/wake.ts';
import { type DeliverInput, deliverWorkflow, deliveryWorkflowId, webhookWorkflowId } from '../../workflows/messages.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { salesTeam } from '../support/opportunity.ts';
import { openSkippedTime, type SkippedTime } from '../support/time-skipping.ts';

const hour = 3_600_000;
let time: SkippedTime;

beforeAll(async () => {
  time = await openSkippedTime(salesTeam);
}, 120_000);
afterAll(() => time?.close());

async function begin(delivery: DeliverInput['delivery']) {
  const { client, taskQueue, tenant } = time.gateway;
  await client.workflow.start(deliverWorkflow, {
    workflowId: deliveryWorkflowId(tenant, delivery),
    taskQueue,
    args: [{ tenant, clock: realTime, delivery } satisfies DeliverInput],
  });
}

test('what quiet hours hold back leaves at their end, once', async () => {
  const at = (await time.now()) + 9 * hour;
  await begin({ key: 'OP-1/w1/remind.1/lina', channel: 'email', target: '', at });
  await time.until(at - 1_000);
  expect(time.world.delivered).toEqual([]);
  await time.until(at + hour);
  expect(time.world.delivered).toHaveLength(1);
  expect(time.world.delivered[0]?.at).toBeGreaterThanOrEqual(at);
  expect(time.world.delivered[0]?.at).toBeLessThan(at + 60_000);
}, 60_000);

test('what is refused for half a day is reported once, and not before', async () => {
  time.world.refusedChannels.add('wecom');
  const at = await time.now();
  await begin({ key: 'OP-2/w1/remind.1/lina', channel: 'wecom', target: 'r1', at });
  await time.until(at + 10 * hour);
  expect(time.world.undelivered).toEqual([]);
  await time.until(at + 14 * hour);
  expect(time.world.undelivered).toEqual([{ key: 'OP-2/w1/remind.1/lina', channel: 'wecom' }]);
}, 60_000);

test('everybody has their daily summary at its moment on working days, and once', async () => {
  time.world.digestReaders = ['lina', 'chenjie'].map((id) => ({
    id,
    settings: { matrix: {} },
    calendar: chinaCalendar,
    lastDay: null,
  }));
  const from = await time.now();
  await wakeDigests({ ...time.gateway, clock: realTime });
  const days = 14;
  await time.until(from + days * 24 * hour);
  const { digests } = time.world;
  const moments = digests.map(({ at }) => localTime(chinaCalendar, at));
  expect(digests.length).toBeGreaterThanOrEqual(2 * 5);
  for (const { date, minutes } of moments) {
    expect(isWorkday(chinaCalendar, date)).toBe(true);
    // Only what was due before it began came later than its moment.
    if (date !== moments[0]?.date) expect(Math.floor(minutes)).toBe(8 * 60 + 30);
  }
  const keys = digests.map(({ userId, day }) => `${userId} ${day}`);
  expect(new Set(keys).size).toBe(keys.length);
}, 60_000);

test('a webhook is served when its next message is due or when it is woken, and rests when there is none', async () => {
  const { world, gateway } = time;
  const rounds = () => world.webhookRounds.filter(({ webhookId }) => webhookId === 'wh1').length;
  const from = await time.now();
  world.webhookDue.push(from + 30_000, from + 8 * hour);
  await wakeWebhook(gateway, 'wh1');
  await time.until((await time.now()) + 20_000);
  expect(rounds()).toBe(1);
  await time.until((await time.now()) + 60_000);
  expect(rounds()).toBe(2);
  await wakeWebhook(gateway, 'wh1');
  await time.until((await time.now()) + 1_000);
  expect(rounds()).toBe(3);
  const handle = gateway.client.workflow.getHandle(webhookWorkflowId(gateway.tenant, 'wh1'));
  expect((await handle.describe()).status.name).toBe('COMPLETED');
  // Whoever records something for it starts it again.
  await wakeWebhook(gateway, 'wh1');
  await time.until((await time.now()) + 1_000);
  expect(rounds()).toBe(4);
}, 60_000);
