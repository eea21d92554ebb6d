import { kindOf, workflowIdFor } from '../../workflows/messages.ts';
import { withBar } from '../bar.ts';
import { inParallel } from '../in-parallel.ts';
import { faultsInBooks } from './books.ts';
import { type Drift, examine, type Looking, type OnRecord, readRecord } from './examine.ts';
import { mend } from './mend.ts';
import { eventsWithoutRow, recordsInPages, runningWithoutRow } from './pages.ts';

const looksAtOnce = 16;
/** Of a system that has lost its database nobody reads every line. */
const linesShown = 1_000;

/** What to do about drift, and where to say it. */
export interface Reconciling {
  readonly repair: boolean;
  /** Domain of the Message-IDs that mails on record bear. */
  readonly messageIdDomain: string;
  readonly say: (line: string) => void;
}

/**
 * Looks at every process on record, then at what runs or has events without being on record. Answers the exit code: 1
 * when something is left.
 */
export async function reconcile(looking: Looking, { repair, messageIdDomain, say }: Reconciling): Promise<number> {
  const { prisma } = looking;
  const report = new Report(repair, say);
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
  private readonly say: Reconciling['say'];
  private readonly lines: string[] = [];
  private drifted = 0;
  private mended = 0;
  private faults = 0;

  constructor(repair: boolean, say: Reconciling['say']) {
    this.repair = repair;
    this.say = say;
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
    for (const line of this.lines) this.say(line);
    if (this.lines.length >= linesShown) this.say(`More are counted below than the ${this.lines.length} lines shown.`);
    this.say(`${total} processes on record: ${this.drifted} drifted, ${this.mended} mended, ${left} left.`);
    if (left > 0 && !this.repair) this.say('npm run reconcile -- --repair mends what can be mended.');
    return left > 0 || this.faults > 0 ? 1 : 0;
  }
}

function sentenceOf({ processId, code, detail }: Drift): string {
  return `${processId} ${code}: ${detail}`;
}
