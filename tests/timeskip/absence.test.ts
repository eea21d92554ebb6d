import type { CompanyActivities } from '../../activities/company/activities.ts';
import { spanOf } from '../../domain/absence.ts';
import { addDays, instantAt, localTime, type WorkingCalendar } from '../../domain/calendar.ts';
import { announceAbsence } from '../../gateway/company.ts';
import { sendCommand, startAndAwaitProcess } from '../../gateway/gateway.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { freshProcess } from '../support/in-memory-world.ts';
import { newDeal, salesTeam } from '../support/opportunity.ts';
import { actor } from '../support/organisation.ts';
import { openSkippedTime, type SkippedTime } from '../support/time-skipping.ts';

const minute = 60_000;
const deal = 'OP-ABSENT';
let time: SkippedTime;
let calendar: WorkingCalendar = chinaCalendar;
/** The absence as the database would have it, in local days. */
const row = { from: '', until: '', version: 1, cancelled: false };
const noted: boolean[] = [];

const activities: CompanyActivities = {
  readAbsence: async () => ({ userId: 'lina', ...row, ...spanOf(calendar, row.from, row.until) }),
  noteAbsence: async ({ away }) => {
    noted.push(away);
  },
  async tellPage({ id, subject, progress }) {
    const { date } = localTime(calendar, await time.now());
    const away = !row.cancelled && row.from <= date && date <= row.until;
    time.world.organisation = salesTeam.map((one) => (one.id === 'lina' ? { ...one, away } : one));
    await sendCommand(time.gateway, deal, {
      commandId: id,
      command: { type: 'peopleChanged', users: subject.kind === 'peopleChanged' ? subject.users : [] },
      actor: actor('system'),
    });
    return { ...progress, done: true };
  },
};

const holder = () => time.world.recordOf(deal).waits[0]?.holder;

beforeAll(async () => {
  time = await openSkippedTime(salesTeam, activities);
}, 120_000);
afterAll(() => time?.close());

test('what an absent person has in hand passes on when work begins after a holiday, and comes back when they do', async () => {
  const { date: today } = localTime(chinaCalendar, await time.now());
  row.from = addDays(today, 2);
  row.until = addDays(today, 15);
  // The first five days of the absence are a public holiday, on which nobody works anyway.
  const holidays = [0, 1, 2, 3, 4].map((day) => [addDays(row.from, day), 'holiday'] as const);
  calendar = { ...chinaCalendar, exceptions: Object.fromEntries(holidays) };
  const { beginAt, endAt } = spanOf(calendar, row.from, row.until);
  expect(beginAt).toBeGreaterThanOrEqual(instantAt(calendar, addDays(row.from, 5), 9 * 60));

  const quiet = { ...newDeal, nextAction: { what: 'Call', at: (await time.now()) + 60 * 86_400_000 } };
  await startAndAwaitProcess(time.gateway, freshProcess(deal, 'opportunity.standard', quiet));
  await announceAbsence(time.gateway, 'AB-1');
  await time.until(beginAt - minute);
  expect(holder()).toBe('lina');
  await time.until(beginAt + minute);
  expect(time.world.recordOf(deal).waits).toMatchObject([{ holder: 'wangwei', principal: 'lina' }]);
  await time.until((endAt ?? 0) - minute);
  expect(holder()).toBe('wangwei');
  await time.until((endAt ?? 0) + minute);
  expect(time.world.recordOf(deal).waits).toMatchObject([{ holder: 'lina', principal: null }]);
  expect(noted).toEqual([true, false]);
}, 60_000);

test('an absence that is cancelled while it is under way is over at once', async () => {
  const { date: today } = localTime(calendar, await time.now());
  Object.assign(row, { from: addDays(today, -1), until: addDays(today, 30) });
  const begun = spanOf(calendar, row.from, row.until).beginAt;
  await announceAbsence(time.gateway, 'AB-2');
  await time.until(Math.max(begun, await time.now()) + minute);
  expect(holder()).toBe('wangwei');
  Object.assign(row, { version: 2, cancelled: true });
  await announceAbsence(time.gateway, 'AB-2');
  await time.until((await time.now()) + minute);
  expect(holder()).toBe('lina');
}, 60_000);
