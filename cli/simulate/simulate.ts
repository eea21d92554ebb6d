import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { LocalDate, WorkingCalendar } from '../../domain/calendar.ts';
import type { PaymentPlanVariant } from '../../domain/payment-plan/model.ts';
import { variantById, variants } from '../../domain/variants/index.ts';
import { type BadRow, writeBadRows } from '../import/bad-rows.ts';
import { Sentence } from '../sentence.ts';
import type { SimulateOptions } from './options.ts';
import { Processes } from './processes.ts';
import { readRows } from './read-rows.ts';
import type { Outcome } from './report.ts';
import { simulated } from './run-invoice.ts';
import { addHistory, addTally, emptyHistory, emptyTally } from './tally.ts';
import type { Done, LetterRow, RawRow, Setting } from './work.ts';

/** Rows that travel to a process together. */
const batchSize = 2_000;

function variantOf(id: string): PaymentPlanVariant {
  const variant = variantById(id);
  if (variant?.kind === 'paymentPlan') return variant;
  const known = variants.paymentPlan.map((each) => each.id).join(', ');
  throw new Sentence(`There is no ladder ${id}; there are ${known}.`);
}

/** Runs a file of past invoices through one ladder, or two, and lists what cannot be used. */
export async function simulate(
  options: SimulateOptions,
  { calendar, today }: { calendar: WorkingCalendar; today: LocalDate },
): Promise<Outcome & { readonly bad: number }> {
  const chosen = [options.variant, ...(options.against === null ? [] : [options.against])].map(variantOf);
  const setting: Setting = {
    variants: chosen.map(simulated),
    calendar,
    dates: options.dates,
    currency: options.currency,
    until: options.until ?? today,
    listLetters: options.letters !== null,
  };
  const history = emptyHistory();
  const tallies = chosen.map(emptyTally);
  const bad: BadRow[] = [];
  const letters = options.letters === null ? null : createWriteStream(options.letters);
  letters?.write('\ufeffnumber,variant,day,steps,days_late\n');
  const take = (done: Done) => {
    addHistory(history, done.history);
    for (const [index, tally] of done.tallies.entries()) addTally(tallies[index] ?? emptyTally(), tally);
    for (const { line, column, reason, value } of done.bad)
      bad.push({ file: options.file, row: line, column, reason, value });
    for (const letter of done.letters) letters?.write(letterLine(letter));
  };
  const processes = new Processes(options.workers, setting, take);
  try {
    let batch: RawRow[] = [];
    const broken = (row: { line: number; reason: string; value: string }) =>
      bad.push({ file: options.file, row: row.line, column: '', reason: row.reason, value: row.value });
    for await (const row of readRows(options, broken)) {
      batch.push(row);
      if (batch.length < batchSize) continue;
      await processes.give(batch);
      if (letters?.writableNeedDrain) await once(letters, 'drain');
      batch = [];
    }
    if (batch.length > 0) await processes.give(batch);
  } finally {
    await processes.end();
  }
  letters?.end();
  if (letters) await finished(letters);
  writeBadRows(
    options.errors,
    bad.sort((a, b) => a.row - b.row),
  );
  const results = chosen.map(({ id }, index) => ({ id, tally: tallies[index] ?? emptyTally() }));
  return { history, variants: results, bad: bad.length };
}

function letterLine({ number, variant, on, did, daysLate }: LetterRow): string {
  const quoted = /[",]/.test(number) ? `"${number.replaceAll('"', '""')}"` : number;
  return `${quoted},${variant},${on},${did.join(' ')},${daysLate}\n`;
}
