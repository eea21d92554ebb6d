import { parseArgs } from 'node:util';
import type { LocalDate } from '../../domain/calendar.ts';
import { Sentence } from '../sentence.ts';
import { type DayFormat, dayFormats, type InvoiceColumn, invoiceColumns } from './invoice-row.ts';

/** What `npm run simulate -- …` was asked to do. */
export interface SimulateOptions {
  readonly file: string;
  readonly variant: string;
  readonly against: string | null;
  /** Heading of each column in the file. */
  readonly columns: Readonly<Record<InvoiceColumn, string>>;
  readonly dates: DayFormat;
  readonly delimiter: string;
  readonly currency: string;
  /** Invoices that are still open are followed until this day; today when null. */
  readonly until: LocalDate | null;
  readonly errors: string;
  /** Where every letter is listed; null: nowhere. */
  readonly letters: string | null;
  readonly workers: number;
  readonly help: boolean;
}

export const simulateHelp = `npm run simulate -- --receivables FILE --variant ID [options]

Runs past invoices through the rules of collection and says what would have been sent, and when. Nothing is sent, and
nothing is read from or written to the database.

  --receivables FILE  CSV (UTF-8) with a heading: number, customer, invoice_date, due_date, amount, settled_date, disputed
  --variant ID        the ladder, such as paymentPlan.standard
  --against ID        a second one to compare it with
  --columns LIST      names of the columns where they differ: number=发票号,customer=客户,settled_date=收款日
  --dates FORMAT      ${Object.keys(dayFormats).join(', ')} (default yyyy-mm-dd)
  --delimiter C       field separator (default ,)
  --currency CODE     of invoices without a currency column (default CNY)
  --until DAY         open invoices are followed until this day (default today)
  --errors FILE       where rows that cannot be used are listed (default simulate-errors.csv)
  --letters FILE      where every letter is listed: number, day, what, days late
  --workers N         processes that work side by side (default 2)

People are taken to accept an escalation at once and to hold no letter; the bank is taken to be read every day. What a
customer would have done after another letter cannot be known: the days on which they paid stay as they are.`;

/** Reads the command line; a wrong option gives a sentence that names it. */
export function parseSimulateOptions(argv: readonly string[]): SimulateOptions {
  const values = parse(argv);
  const help = values.help ?? false;
  if (!help && !values.receivables) throw new Sentence(`--receivables is missing.\n\n${simulateHelp}`);
  if (!help && !values.variant) throw new Sentence(`--variant is missing.\n\n${simulateHelp}`);
  const dates = values.dates ?? 'yyyy-mm-dd';
  if (!Object.hasOwn(dayFormats, dates)) {
    throw new Sentence(`--dates is "${dates}"; it must be one of ${Object.keys(dayFormats).join(', ')}.`);
  }
  const workers = Number(values.workers ?? '2');
  if (!Number.isInteger(workers) || workers < 1 || workers > 64) {
    throw new Sentence(`--workers is "${values.workers}"; it must be a whole number from 1 to 64.`);
  }
  const until = values.until ?? null;
  if (until !== null && !/^\d{4}-\d{2}-\d{2}$/.test(until)) {
    throw new Sentence(`--until is "${until}"; write a day such as 2026-12-31.`);
  }
  return {
    file: values.receivables ?? '',
    variant: values.variant ?? '',
    against: values.against ?? null,
    columns: columnsFrom(values.columns),
    dates: dates as DayFormat,
    delimiter: values.delimiter ?? ',',
    currency: values.currency ?? 'CNY',
    until,
    errors: values.errors ?? 'simulate-errors.csv',
    letters: values.letters ?? null,
    workers,
    help,
  };
}

function columnsFrom(list: string | undefined): SimulateOptions['columns'] {
  const named = new Map<string, string>();
  for (const pair of list?.split(',') ?? []) {
    const [column = '', heading = ''] = pair.split('=', 2).map((part) => part.trim());
    if (!invoiceColumns.some((known) => known === column) || heading === '') {
      throw new Sentence(
        `--columns has "${pair}"; write COLUMN=HEADING, with COLUMN one of ${invoiceColumns.join(', ')}.`,
      );
    }
    named.set(column, heading);
  }
  return Object.fromEntries(
    invoiceColumns.map((column) => [column, named.get(column) ?? column]),
  ) as SimulateOptions['columns'];
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        receivables: text,
        variant: text,
        against: text,
        columns: text,
        dates: text,
        delimiter: text,
        currency: text,
        until: text,
        errors: text,
        letters: text,
        workers: text,
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new Sentence(`${(error as Error).message}\n\n${simulateHelp}`);
  }
}
