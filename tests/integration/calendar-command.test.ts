import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../support/command-run.ts';
import { settleCompany } from '../support/company.ts';
import { openStack, type Stack } from '../support/stack.ts';

let stack: Stack;
const folder = mkdtempSync(join(tmpdir(), 'calendar-'));

beforeAll(async () => {
  stack = await openStack();
  await settleCompany(stack.prisma);
}, 60_000);
afterAll(() => stack?.close());

function file(content: unknown): string {
  const path = join(folder, 'days.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const importing = (...args: string[]) => runCommand(stack, 'cli/calendar.ts', args).ended;
const calendar = () => stack.prisma.calendar.findUniqueOrThrow({ where: { id: 'cn' } });

test('the holidays of a year come from a file, in place of what was said about that year, and are rolled out', async () => {
  const before = await calendar();
  const days = file({ holidays: ['2027-01-01', '2027-02-08'], workdays: ['2027-02-06'] });
  expect(await importing('--year', '2027', '--from', days)).toMatchObject({ code: 0 });

  const after = await calendar();
  expect(after).toMatchObject({ version: before.version + 1, knownUntil: new Date('2027-12-31') });
  expect(after.exceptions).toEqual({
    ...(before.exceptions as object),
    '2027-01-01': 'holiday',
    '2027-02-08': 'holiday',
    '2027-02-06': 'workday',
  });
  const rollout = await stack.prisma.rollout.findUniqueOrThrow({ where: { id: `calendar.cn.${after.version}` } });
  expect(rollout).toMatchObject({ kind: 'calendarReplaced', requestedBy: 'system' });
});

test.each([
  ['days of another year', ['--year', '2027'], { holidays: ['2028-01-01'], workdays: [] }],
  ['a day that is both', ['--year', '2027'], { holidays: ['2027-01-01'], workdays: ['2027-01-01'] }],
  ['no year', [], { holidays: ['2027-01-01'], workdays: [] }],
  ['a file of another shape', ['--year', '2027'], { days: [] }],
])('%s changes nothing', async (_what, args, content) => {
  const before = await calendar();
  const { code, output } = await importing(...args, '--from', file(content));
  expect(code).toBe(1);
  // A sentence for a person, and no stack of a program.
  expect(output.trim()).not.toBe('');
  expect(output).not.toMatch(/^ +at /m);
  expect(await calendar()).toEqual(before);
});
