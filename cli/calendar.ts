import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import type { WorkingCalendar } from '../domain/calendar.ts';
import { toBusinessTime } from '../domain/clock.ts';
import { startRollout } from '../gateway/company.ts';
import { companyCalendarId } from '../prisma/calendar.ts';
import { changeCalendar } from '../prisma/calendar-change.ts';
import { daysOfYear } from '../prisma/china-days.ts';
import { openDatabase } from '../prisma/client.ts';
import { runningConfig } from './running-config.ts';
import { printable, Sentence } from './sentence.ts';

const usage = `Usage: npm run calendar -- --year YYYY [--from FILE.json]

Puts the public holidays of a year and the weekend days worked for them into the company's calendar, in place of what it
says about that year, and hands it to all running processes. They come from the chinese-days package, or from a file:
{ "holidays": ["2027-01-01", …], "workdays": ["2027-02-06", …] }`;

const Day = z.iso.date();
const File = z.strictObject({ holidays: z.array(Day).min(1), workdays: z.array(Day) });

type Exceptions = WorkingCalendar['exceptions'];

/** The days of a year that differ from an ordinary week, from the package or a file. Throws a `Sentence` for the user. */
async function exceptionsOf(year: number, file: string | undefined): Promise<Exceptions> {
  if (file === undefined) {
    const days = daysOfYear(year);
    if (Object.keys(days).length > 0) return days;
    throw new Sentence(`The holidays of ${year} are not in the chinese-days package yet; give them with --from.`);
  }
  const { holidays, workdays } = await readDays(file);
  const strange = [...holidays, ...workdays].find((day) => !day.startsWith(`${year}-`));
  if (strange !== undefined) throw new Sentence(`${strange} is not in ${year}.`);
  const both = holidays.find((day) => workdays.includes(day));
  if (both !== undefined) throw new Sentence(`${both} cannot be a holiday and a working day.`);
  return Object.fromEntries([
    ...holidays.map((day) => [day, 'holiday'] as const),
    ...workdays.map((day) => [day, 'workday'] as const),
  ]);
}

async function readDays(file: string): Promise<z.output<typeof File>> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Sentence(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const days = File.safeParse(content);
  if (days.success) return days.data;
  const [issue] = days.error.issues;
  throw new Sentence(`${file}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}\n\n${usage}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { year: { type: 'string' }, from: { type: 'string' } } });
  if (!/^20\d\d$/.test(values.year ?? '')) throw new Sentence(usage);
  const year = Number(values.year);
  const days = await exceptionsOf(year, values.from);
  const config = runningConfig(process.env);
  const prisma = openDatabase(config.databaseUrl);
  const { connection: server, namespace, taskQueue } = config.temporal;
  try {
    const now = Date.now();
    const { calendar, rollout } = await changeCalendar(prisma, {
      id: companyCalendarId,
      by: 'system',
      changedAt: now,
      at: toBusinessTime(config.clock, now),
      facts: (present) => {
        if (!present) throw new Sentence('There is no working calendar yet; npm start or PUT /calendar loads one.');
        const others = Object.entries(present.exceptions).filter(([day]) => !day.startsWith(`${year}-`));
        const lastDay = `${year}-12-31`;
        const knownUntil = lastDay > present.knownUntil ? lastDay : present.knownUntil;
        return { ...present, exceptions: { ...Object.fromEntries(others), ...days }, knownUntil };
      },
    });
    console.log(`${Object.keys(days).length} days of ${year} are in the calendar, now at version ${calendar.version}.`);
    const connection = await Connection.connect(server);
    const client = new Client({ connection, namespace });
    const gateway = { client, taskQueue, tenant: config.tenant, clock: config.clock };
    await startRollout(gateway, { ...rollout, attempt: 1 });
    await connection.close();
    console.log(`Running processes are being told; GET /api/v1/rollouts/${rollout.id} says how far that has come.`);
  } finally {
    await prisma.$disconnect();
  }
}

try {
  await main();
} catch (error) {
  console.error(printable(error));
  process.exitCode = 1;
}
