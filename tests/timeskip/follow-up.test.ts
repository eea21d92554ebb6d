import { addOffset, type WorkingCalendar } from '../../domain/calendar.ts';
import { readLive, sendCommand, startAndAwaitProcess } from '../../gateway/gateway.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { freshProcess } from '../support/in-memory-world.ts';
import { newDeal, salesTeam } from '../support/opportunity.ts';
import { actor } from '../support/organisation.ts';
import { openSkippedTime, type SkippedTime } from '../support/time-skipping.ts';

const day = 24 * 3_600_000;
let time: SkippedTime;

beforeAll(async () => {
  time = await openSkippedTime(salesTeam);
}, 120_000);
afterAll(() => time?.close());

const opportunity = (id: string, input = {}, calendar: WorkingCalendar = chinaCalendar) =>
  startAndAwaitProcess(time.gateway, freshProcess(id, 'opportunity.standard', { ...newDeal, ...input }, calendar));

const postedAbout = (id: string) =>
  time.world.posted
    .filter(({ mail }) => mail.key.startsWith(`${id}/`))
    .map(({ at, mail }) => ({ at, notice: mail.notice }));

test('a deal nobody follows up reminds its owner, then its manager, each at the exact instant and once', async () => {
  await opportunity('OP-QUIET');
  const opened = time.world.recordOf('OP-QUIET').summary.openedAt;
  const due = addOffset(chinaCalendar, opened, '5 workdays');
  const escalation = addOffset(chinaCalendar, due, '2 workdays');
  await time.until(due - 1_000);
  expect(postedAbout('OP-QUIET')).toEqual([]);
  await time.until(escalation + 30 * day);

  const posted = postedAbout('OP-QUIET');
  expect(posted.map(({ notice }) => notice)).toEqual(['opportunity.followUpDue', 'opportunity.followUpEscalated']);
  expect(posted[0]?.at).toBeGreaterThanOrEqual(due);
  expect(posted[0]?.at).toBeLessThan(due + 60_000);
  expect(posted[1]?.at).toBeGreaterThanOrEqual(escalation);
  expect(posted[1]?.at).toBeLessThan(escalation + 60_000);
  expect(time.world.recordOf('OP-QUIET').waits).toMatchObject([{ holder: 'lina', next: null }]);
}, 60_000);

test('a follow-up logged in time moves the clock, and nobody is reminded of the old one', async () => {
  await opportunity('OP-BUSY');
  const opened = time.world.recordOf('OP-BUSY').summary.openedAt;
  await time.until(addOffset(chinaCalendar, opened, '4 workdays'));
  const nextAt = (await time.now()) + 20 * day;
  await sendCommand(time.gateway, 'OP-BUSY', {
    commandId: 'call-1',
    command: {
      type: 'logFollowUp',
      note: 'Call again',
      via: 'call',
      nextAction: { what: 'Call', at: nextAt },
    },
    actor: actor('lina', 'sales'),
  });
  await time.until(nextAt - 1_000);
  expect(postedAbout('OP-BUSY')).toEqual([]);
  await time.until(nextAt + 1_000);
  expect(postedAbout('OP-BUSY').map(({ notice }) => notice)).toEqual(['opportunity.followUpDue']);
}, 60_000);

test('a mail that cannot be sent becomes a wait for a named person, who tries it again', async () => {
  time.world.refusedNotices.add('opportunity.assigned');
  await opportunity('OP-MOVED');
  await sendCommand(time.gateway, 'OP-MOVED', {
    commandId: 'move-1',
    command: { type: 'changeOwner', to: 'chenjie' },
    actor: actor('wangwei', 'manager'),
  });
  await time.until((await time.now()) + 3_600_000);
  const [, repair] = time.world.recordOf('OP-MOVED').waits;
  expect(repair).toMatchObject({ action: 'step.repair', holder: 'root' });

  time.world.refusedNotices.clear();
  const { instance } = await readLive(time.gateway, 'OP-MOVED');
  const [failed] = instance.failures;
  expect(failed?.cause).toContain('refuses');
  await sendCommand(time.gateway, 'OP-MOVED', {
    commandId: 'retry-1',
    command: { type: 'retryStep', key: failed?.effect.key },
    actor: actor('root', 'admin'),
  });
  await time.until((await time.now()) + 60_000);
  expect(time.world.recordOf('OP-MOVED').waits).toHaveLength(1);
  expect(postedAbout('OP-MOVED').map(({ notice }) => notice)).toContain('opportunity.assigned');
}, 60_000);
