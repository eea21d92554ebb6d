import { addDays, instantAt, isWorkday, localTime } from '../../domain/calendar.ts';
import { sendCommand, startAndAwaitProcess } from '../../gateway/gateway.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { fileOf, hashOf, newContract, office, signedCopy, system } from '../support/contract.ts';
import { freshProcess } from '../support/in-memory-world.ts';
import { actor } from '../support/organisation.ts';
import { openSkippedTime, type SkippedTime } from '../support/time-skipping.ts';

let time: SkippedTime;

beforeAll(async () => {
  time = await openSkippedTime(office);
}, 120_000);
afterAll(() => time?.close());

let commands = 0;
const give = async (id: string, command: { type: string; [field: string]: unknown }, by = actor('lina', 'sales')) => {
  commands += 1;
  await sendCommand(time.gateway, id, { commandId: `c${commands}`, command, actor: by });
};

/** Approves a contract and files the approved bytes as its signed copy; answers its last day, so many days from now. */
async function inForce(id: string, days: number, autoRenew: boolean): Promise<string> {
  const today = localTime(chinaCalendar, await time.now()).date;
  const until = addDays(today, days);
  const term = { from: today, until, months: 12, autoRenew, noticeDays: 30 };
  const input = { ...newContract, term, file: fileOf(1), submit: true };
  await startAndAwaitProcess(time.gateway, freshProcess(id, 'contract.standard', input));
  const ended = { type: 'approvalEnded', approvalId: `AP-${id.slice(3)}-1`, subject: 'contract', outcome: 'approved' };
  await give(id, { ...ended, documentHash: hashOf(1), endedBy: 'liu', comment: null }, system);
  await give(id, { type: 'fileSignedCopy', file: signedCopy(1, 1), signedOn: today });
  return until;
}

const heard = (id: string) =>
  time.world.posted
    .filter(({ mail }) => mail.key.startsWith(`${id}/`) && mail.notice === 'contract.expiring')
    .map(({ at, mail }) => ({ ...localTime(chinaCalendar, at), to: 'user' in mail.to ? mail.to.user : '' }));

test('over months, its owner hears of the end on working mornings, in the last week their manager too, then it is over', async () => {
  const until = await inForce('CT-ENDING', 150, false);
  expect(time.world.recordOf('CT-ENDING').summary).toMatchObject({ stage: 'effective', status: 'open' });
  await time.until(instantAt(chinaCalendar, addDays(until, 2), 0));
  const reminders = heard('CT-ENDING');
  expect(reminders.map(({ to }) => to)).toEqual(['lina', 'lina', 'lina', 'wangwei']);
  for (const [index, { date, minutes }] of reminders.entries()) {
    expect(isWorkday(chinaCalendar, date)).toBe(true);
    expect(Math.floor(minutes)).toBe(9 * 60);
    expect(date <= addDays(until, -([60, 30, 7, 7][index] ?? 0))).toBe(true);
  }
  expect(time.world.recordOf('CT-ENDING').summary).toMatchObject({ outcome: 'expired', status: 'closed' });
  expect(time.world.recordOf('CT-ENDING').waits).toEqual([]);
}, 60_000);

test('one that renews by itself is asked about before notice has to be given, and then runs on', async () => {
  const until = await inForce('CT-RENEWING', 120, true);
  await time.until(instantAt(chinaCalendar, addDays(until, 2), 0));
  const last = heard('CT-RENEWING').at(-1)?.date ?? '';
  expect(last < addDays(until, -30)).toBe(true);
  const { summary, waits } = time.world.recordOf('CT-RENEWING');
  expect(summary).toMatchObject({ stage: 'effective', status: 'open' });
  expect(waits).toMatchObject([{ action: 'contract.decideEnd', holder: 'lina', next: { what: 'remind' } }]);
}, 60_000);
