import { addOffset } from '../../domain/calendar.ts';
import { sendCommand, startAndAwaitProcess } from '../../gateway/gateway.ts';
import { company, contract, input } from '../support/approval.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { freshProcess } from '../support/in-memory-world.ts';
import { actor } from '../support/organisation.ts';
import { openSkippedTime, type SkippedTime } from '../support/time-skipping.ts';

const minute = 60_000;
let time: SkippedTime;

beforeAll(async () => {
  time = await openSkippedTime(company);
}, 120_000);
afterAll(() => time?.close());

const begin = (id: string, origin: string | null = null) =>
  startAndAwaitProcess(time.gateway, {
    ...freshProcess(id, 'approval.standard-contract', { ...input, origin }),
    actor: actor('sam', 'sales'),
  });

const postedTo = (id: string, user: string) =>
  time.world.posted
    .filter(({ mail }) => mail.key.startsWith(`${id}/`) && 'user' in mail.to && mail.to.user === user)
    .map(({ mail }) => mail.notice);

const approve = (id: string, taskId: string, by: string) =>
  sendCommand(time.gateway, id, {
    commandId: `${id}/${taskId}/${by}`,
    command: { type: 'approve', taskId, documentHash: contract(1).sha256 },
    actor: actor(by),
  });

test('a manager who does not answer is reminded, then reported, then loses the task to the manager above', async () => {
  await begin('AP-SILENT');
  const [task] = time.world.recordOf('AP-SILENT').waits;
  expect(task).toMatchObject({ holder: 'mia', action: 'approval.decide' });
  const due = task?.dueAt ?? 0;

  await time.until(due - minute);
  expect(postedTo('AP-SILENT', 'mia')).toEqual(['approval.requested']);
  await time.until(due + minute);
  expect(postedTo('AP-SILENT', 'mia')).toEqual(['approval.requested', 'approval.reminder']);
  await time.until(addOffset(chinaCalendar, due, '1 workdays') + minute);
  expect(postedTo('AP-SILENT', 'max')).toEqual(['approval.escalated']);
  await time.until(addOffset(chinaCalendar, due, '2 workdays') + minute);
  expect(time.world.recordOf('AP-SILENT').waits).toMatchObject([{ holder: 'max', dueAt: due }]);
  await expect(approve('AP-SILENT', task?.id ?? '', 'mia')).rejects.toMatchObject({
    rejection: { code: 'NOT_HOLDER' },
  });
}, 60_000);

test('weeks of silence leave it with somebody who is there, and a late decision still counts', async () => {
  const opened = time.world.recordOf('AP-SILENT').summary.openedAt;
  await time.until(addOffset(chinaCalendar, opened, '30 workdays'));
  const [task, ...others] = time.world.recordOf('AP-SILENT').waits;
  expect(others).toEqual([]);
  expect(task).toMatchObject({ action: 'approval.decide', holder: 'rex', next: null });
  await approve('AP-SILENT', task?.id ?? '', 'rex');
  const legal = time.world.recordOf('AP-SILENT').waits.map(({ holder }) => holder);
  expect(legal.sort()).toEqual(['lea', 'leo', 'lin']);
}, 60_000);

test('the last decision ends it: the process that asked is told, and links of the others are void', async () => {
  await begin('AP-QUICK', 'OP-ASKED');
  await approve('AP-QUICK', time.world.recordOf('AP-QUICK').waits[0]?.id ?? '', 'mia');
  const [first, second] = time.world.recordOf('AP-QUICK').waits;
  await approve('AP-QUICK', first?.id ?? '', first?.holder ?? '');
  await expect(approve('AP-QUICK', second?.id ?? '', second?.holder ?? '')).rejects.toThrow();
  await time.until((await time.now()) + minute);
  expect(time.world.told).toMatchObject([
    { processId: 'OP-ASKED', command: { type: 'approvalEnded', approvalId: 'AP-QUICK', outcome: 'approved' } },
  ]);
  expect(time.world.recordOf('AP-QUICK').summary).toMatchObject({ status: 'closed', outcome: 'approved' });
}, 60_000);
