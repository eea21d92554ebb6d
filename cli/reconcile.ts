import { parseArgs } from 'node:util';
import { Client, type Connection } from '@temporalio/client';
import { mailSettingsFrom } from '../activities/mail/settings.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../prisma/client.ts';
import { kindOf, workflowIdFor } from '../workflows/messages.ts';
import { withBar } from './bar.ts';
import { inParallel } from './in-parallel.ts';
import { isWorked, waitForTemporal } from './readiness.ts';
import { faultsInBooks } from './reconcile/books.ts';
import { type Drift, examine, type Looking, type OnRecord, readRecord } from './reconcile/examine.ts';
import { mend } from './reconcile/mend.ts';
import { eventsWithoutRow, recordsInPages, runningWithoutRow } from './reconcile/pages.ts';
import { runningConfig } from './running-config.ts';
import { printable, Sentence } from './sentence.ts';

const help = `npm run reconcile [-- options]

Compares what the database says about every process with the process itself: open ones with their workflow, ended ones
with their events; checks the hash chain of every process, and the books against the events they follow from. Lists what differs and ends with exit code 1 when
something is left, with 2 when it could not look.

  --repair       bring lists and waits to what the processes say, recover events that were lost, and write lines of
                 the books that are missing
  --data DIR     data folder of the running npm start (default .fairway)`;

const looksAtOnce = 16;
/** Of a system that has lost its database nobody reads every line. */
const linesShown = 1_000;
const say = (line: string) => console.log(line);

/** Entry point. */
async function main(): Promise<number> {
  const { repair, data, ...options } = parse(process.argv.slice(2));
  if (options.help) {
    say(help);
    return 0;
  }
  const config = runningConfig(process.env, data ?? '.fairway');
  const connection = await waitForTemporal(config.temporal, 5_000);
  const looking = lookingFor(config, connection);
  try {
    if (!(await isWorked(connection, config.temporal))) {
      throw new Sentence(
        `No worker listens on task queue ${config.temporal.taskQueue}, so that no process can be asked; start npm start, or a worker.`,
      );
    }
    return await reconcile(looking, config, repair ?? false);
  } finally {
    await connection.close();
    await looking.prisma.$disconnect();
  }
}

function parse(argv: string[]) {
  try {
    const options = { repair: { type: 'boolean' }, data: { type: 'string' }, help: { type: 'boolean' } } as const;
    return parseArgs({ args: argv, options }).values;
  } catch (error) {
    throw new Sentence(`${(error as Error).message}\n\n${help}`);
  }
}

function lookingFor({ databaseUrl, temporal, tenant, clock }: Config, connection: Connection): Looking {
  const { namespace, taskQueue } = temporal;
  const gatewayOf = (client: Client) => ({ client, taskQueue, tenant, clock });
  return {
    prisma: openDatabase(databaseUrl),
    tenant,
    running: gatewayOf(new Client({ connection, namespace, workflow: { queryRejectCondition: 'NOT_OPEN' } })),
    any: gatewayOf(new Client({ connection, namespace })),
  };
}

/** Looks at every process on record, then at what runs or has events without being on record. */
async function reconcile(looking: Looking, config: Config, repair: boolean): Promise<number> {
  const { prisma } = looking;
  const report = new Report(repair);
  const messageIdDomain = mailSettingsFrom(config).domain;
  async function look(record: OnRecord): Promise<void> {
    const { drifts } = await examine(looking, record);
    if (drifts.length === 0) return;
    const kind = kindOf(record.id);
    const workflowId = record.row?.workflowId ?? (kind ? workflowIdFor(kind, looking.tenant, record.id) : record.id);
    report.add(drifts, repair ? await mend(looking, record, { workflowId, messageIdDomain }) : drifts);
  }

  const total = await prisma.process.count();
  await withBar('Processes on record', total, async (advance) => {
    for await (const page of recordsInPages(prisma)) {
      await inParallel(page, looksAtOnce, async (record) => {
        await look(record);
        advance();
      });
    }
  });
  const strays = new Set(await eventsWithoutRow(prisma));
  for await (const id of runningWithoutRow(looking.any, prisma)) strays.add(id);
  for (const id of strays) await look(await readRecord(prisma, id));
  for (const fault of await faultsInBooks(prisma)) report.addFault(fault);
  return report.print(total);
}

/** What was found and what became of it. */
class Report {
  private readonly repair: boolean;
  private readonly lines: string[] = [];
  private drifted = 0;
  private mended = 0;
  private faults = 0;

  constructor(repair: boolean) {
    this.repair = repair;
  }

  add(found: readonly Drift[], left: readonly Drift[]): void {
    this.drifted += 1;
    if (left.length === 0) this.mended += 1;
    const lines = left.length === 0 ? found.map((drift) => `${sentenceOf(drift)} (mended)`) : left.map(sentenceOf);
    if (this.lines.length < linesShown) this.lines.push(...lines);
  }

  /** A fault that belongs to no process and can only be mended by mending the processes behind it. */
  addFault(fault: string): void {
    this.faults += 1;
    this.lines.push(fault);
  }

  /** Prints everything and answers the exit code. */
  print(total: number): number {
    const left = this.drifted - this.mended;
    for (const line of this.lines) say(line);
    if (this.lines.length >= linesShown) say(`More are counted below than the ${this.lines.length} lines shown.`);
    say(`${total} processes on record: ${this.drifted} drifted, ${this.mended} mended, ${left} left.`);
    if (left > 0 && !this.repair) say('npm run reconcile -- --repair mends what can be mended.');
    return left > 0 || this.faults > 0 ? 1 : 0;
  }
}

function sentenceOf({ processId, code, detail }: Drift): string {
  return `${processId} ${code}: ${detail}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(printable(error));
  process.exitCode = 2;
}
