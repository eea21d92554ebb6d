import { Client } from '@temporalio/client';
import { mailSettingsFrom } from '../activities/mail/settings.ts';
import type { Config } from '../config.ts';
import { toBusinessTime } from '../domain/clock.ts';
import { openDatabase, type PrismaClient } from '../prisma/client.ts';
import { writeBadRows } from './import/bad-rows.ts';
import { addCompany, awaitRecorded, recordEnded, startOpen } from './import/carry-out.ts';
import { type ImportOptions, importHelp, parseImportOptions } from './import/options.ts';
import { type ImportPlan, planImport } from './import/plan.ts';
import { planText } from './import/plan-text.ts';
import { withProgress } from './progress.ts';
import { isWorked, waitForTemporal } from './readiness.ts';
import { runningConfig } from './running-config.ts';
import { printable, Sentence } from './sentence.ts';

const say = (line: string) => console.log(line);
const number = (count: number) => count.toLocaleString('en');

/** Entry point: checks four CSV files, prints the plan, and carries it out. */
async function main(): Promise<void> {
  const began = Date.now();
  const options = parseImportOptions(process.argv.slice(2));
  if (options.help) return say(importHelp);
  const config = runningConfig(process.env, options.data);
  const prisma = openDatabase(config.databaseUrl);
  try {
    await requireDatabase(prisma);
    const plan = await prepare(prisma, options, config);
    if (options.dryRun) return say('Dry run: nothing was changed.');
    await carryOut(prisma, plan, options, config);
    await sayResult(prisma, plan, began);
  } finally {
    await prisma.$disconnect();
  }
}

async function requireDatabase(prisma: PrismaClient): Promise<void> {
  try {
    await prisma.process.findFirst({ select: { id: true } });
  } catch (error) {
    const missing = (error as { code?: string }).code === 'P2021';
    const why = missing ? 'has no tables yet' : `does not answer (${lastLine(error)})`;
    throw new Sentence(`The database ${why}; run npm start first, or check DATABASE_URL.`);
  }
}

function lastLine(error: unknown): string {
  return (error as Error).message.trim().split('\n').at(-1) ?? '';
}

async function prepare(prisma: PrismaClient, options: ImportOptions, config: Config): Promise<ImportPlan> {
  const { tenant, timeZone, clock } = config;
  const now = toBusinessTime(clock, Date.now());
  const plan = await withProgress('Checking the files', () =>
    planImport(prisma, { ...options, tenant, timeZone, now }),
  );
  say(planText(plan, options.currency));
  writeBadRows(options.errors, plan.bad);
  if (plan.bad.length > 0) say(`What cannot be used is listed in ${options.errors}.\n`);
  return plan;
}

async function carryOut(
  prisma: PrismaClient,
  plan: ImportPlan,
  { currency }: ImportOptions,
  config: Config,
): Promise<void> {
  const { temporal, tenant, clock } = config;
  const connection = await waitForTemporal(temporal, 5_000);
  try {
    if (plan.open.length > 0 && !(await isWorked(connection, temporal))) {
      throw new Sentence(`No worker listens on task queue ${temporal.taskQueue}; start npm start, or a worker.`);
    }
    const client = new Client({ connection, namespace: temporal.namespace });
    await addCompany(prisma, plan, currency);
    await startOpen({ client, taskQueue: temporal.taskQueue, tenant, clock }, plan.open);
    await recordEnded(prisma, plan, mailSettingsFrom(config).domain);
    await awaitRecorded(prisma, plan.open);
  } finally {
    await connection.close();
  }
}

async function sayResult(prisma: PrismaClient, plan: ImportPlan, began: number): Promise<void> {
  const rows = [plan.accounts, plan.products, plan.teams, plan.deals].reduce((total, file) => total + file.rows, 0);
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
  say(`${number(rows)} rows read in ${seconds} s, with at most ${megabytes} MB of memory.`);
  if (plan.open.length + plan.ended.length === 0) return say('Every deal was there already.');
  const { held, scheduled } = await holdersOf(
    prisma,
    plan.open.map(({ id }) => id),
  );
  say(`Recorded ${number(plan.ended.length)} finished deals.`);
  say(
    `Started ${number(plan.open.length)} open deals: ${number(held)} have a holder, ${number(scheduled)} a next instant.`,
  );
}

/** Asks the database afresh how many of the open deals somebody holds, and for how many something is scheduled. */
async function holdersOf(prisma: PrismaClient, ids: string[]): Promise<{ held: number; scheduled: number }> {
  const [found] = await prisma.$queryRaw<{ held: number; scheduled: number }[]>`
    SELECT count(DISTINCT p.id)::int AS held,
      count(DISTINCT p.id) FILTER (WHERE p.next_at IS NOT NULL)::int AS scheduled
    FROM process p JOIN wait w ON w.process_id = p.id AND w.closed_at IS NULL JOIN app_user u ON u.id = w.holder_id
    WHERE p.id = ANY (${ids})`;
  return found ?? { held: 0, scheduled: 0 };
}

try {
  await main();
} catch (error) {
  console.error(printable(error));
  process.exitCode = 1;
}
