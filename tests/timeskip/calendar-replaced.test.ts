import type { CompanyActivities } from '../../activities/company/activities.ts';
import { addDays, addWorkdays, localTime, type WorkingCalendar } from '../../domain/calendar.ts';
import { startRollout } from '../../gateway/company.ts';
import { sendCommand, startAndAwaitProcess } from '../../gateway/gateway.ts';
import { company, input } from '../support/approval.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { freshProcess } from '../support/in-memory-world.ts';
import { actor } from '../support/organisation.ts';
import { openSkippedTime, type SkippedTime } from '../support/time-skipping.ts';

const minute = 60_000;
let time: SkippedTime;
let replacement: WorkingCalendar = chinaCalendar;
const pages: string[] = [];

/** Two pages of one process each; the second is refused once, as when the engine is out of reach. */
const activities: Partial<CompanyActivities> = {
  async tellPage({ id, progress }) {
    const page = progress.after === '' ? 'AP-C1' : 'AP-C2';
    pages.push(page);
    if (pages.filter((each) => each === 'AP-C2').length === 1 && page === 'AP-C2') throw new Error('out of reach');
    await sendCommand(time.gateway, page, {
      commandId: `rollout/${id}`,
      command: { type: 'replaceCalendar', calendar: replacement },
      actor: actor('system'),
    });
    return { ...progress, after: page, told: progress.told + 1, done: page === 'AP-C2' };
  },
};

beforeAll(async () => {
  time = await openSkippedTime(company, activities);
}, 120_000);
afterAll(() => time?.close());

const reminders = (id: string) =>
  time.world.posted.filter(({ mail }) => mail.key.startsWith(`${id}/`) && mail.notice === 'approval.reminder').length;

test('a calendar that is replaced moves the deadlines of running approvals, page by page, and nothing rings at the old ones', async () => {
  for (const id of ['AP-C1', 'AP-C2']) {
    const fresh = freshProcess(id, 'approval.standard-contract', input);
    await startAndAwaitProcess(time.gateway, { ...fresh, actor: actor('sam', 'sales') });
  }
  const dueAt = () => time.world.recordOf('AP-C2').waits[0]?.dueAt ?? 0;
  const before = dueAt();
  const { date } = localTime(chinaCalendar, await time.now());
  const holidays = [1, 2, 3, 4, 5, 6, 7].map((day) => [addDays(date, day), 'holiday'] as const);
  replacement = { ...chinaCalendar, version: 2, exceptions: Object.fromEntries(holidays) };

  const subject = { kind: 'calendarReplaced', calendars: ['cn'] } as const;
  await startRollout(time.gateway, { id: 'calendar.cn.2', subject, attempt: 1 });
  await time.until((await time.now()) + minute);
  expect(pages).toEqual(['AP-C1', 'AP-C2', 'AP-C2']);
  expect(dueAt()).toBe(addWorkdays(replacement, time.world.recordOf('AP-C2').waits[0]?.openedAt ?? 0, 1));
  expect(dueAt()).toBeGreaterThan(before);

  await time.until(before + minute);
  expect(reminders('AP-C1') + reminders('AP-C2')).toBe(0);
  await time.until(dueAt() + minute);
  expect([reminders('AP-C1'), reminders('AP-C2')]).toEqual([1, 1]);
}, 60_000);
