import { addDays, type LocalDate, type WorkingCalendar } from '../../domain/calendar.ts';
import type { CollectionAction, PaymentPlanVariant } from '../../domain/payment-plan/model.ts';
import type { Definition } from '../../domain/variant.ts';
import { type DayFormat, type Invoice, type InvoiceColumn, invoiceFrom } from './invoice-row.ts';
import { runInvoice, type Step } from './run-invoice.ts';
import { count, countInvoice, emptyHistory, emptyTally, type History, type Tally } from './tally.ts';

/** What every thread needs to know; sent once. */
export interface Setting {
  readonly variants: readonly Definition<PaymentPlanVariant>[];
  readonly calendar: WorkingCalendar;
  readonly dates: DayFormat;
  readonly currency: string;
  readonly until: LocalDate;
  readonly listLetters: boolean;
}

/** One row of the file, by column, with its line. */
export interface RawRow {
  readonly line: number;
  readonly fields: Readonly<Record<InvoiceColumn, string>>;
}

/** A letter that would have been sent. */
export interface LetterRow {
  readonly number: string;
  readonly variant: string;
  readonly on: LocalDate;
  readonly did: readonly CollectionAction[];
  readonly daysLate: number;
}

export interface Done {
  readonly history: History;
  /** One for each variant, in their order. */
  readonly tallies: readonly Tally[];
  readonly bad: readonly {
    readonly line: number;
    readonly column: string;
    readonly reason: string;
    readonly value: string;
  }[];
  readonly letters: readonly LetterRow[];
}

/** Runs of one process beyond these are not remembered. */
const mostRemembered = 200_000;
/** An invoice that begins longer before its due day than any ladder reaches back behaves as one that begins then. */
const reachBack = 60;

/**
 * Invoices that are alike in everything the rules look at take the same course, so that it is run once: the day they
 * begin, as far as a ladder can reach back to it, their due day, the day of their payment, and whether they are disputed.
 */
function alike({ invoicedOn, dueOn, settledOn, disputed }: Invoice): string {
  const begins = disputed ? invoicedOn : [invoicedOn, addDays(dueOn, -reachBack)].sort().at(-1);
  return `${begins} ${dueOn} ${settledOn} ${disputed}`;
}

/** Runs of one setting, remembered from batch to batch. */
export class Courses {
  private readonly known = new Map<string, readonly (readonly Step[])[]>();
  private readonly setting: Setting;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** The course of an invoice under each variant. */
  of(invoice: Invoice): readonly (readonly Step[])[] {
    const { variants, calendar, until } = this.setting;
    const key = alike(invoice);
    const found = this.known.get(key);
    if (found) return found;
    const courses = variants.map((variant) => runInvoice(invoice, variant, calendar, until));
    if (this.known.size < mostRemembered) this.known.set(key, courses);
    return courses;
  }
}

/** Runs a batch of rows through every variant. */
export function workThrough(rows: readonly RawRow[], setting: Setting, courses: Courses): Done {
  const { variants, listLetters } = setting;
  const history = emptyHistory();
  const tallies = variants.map(emptyTally);
  const bad: Done['bad'][number][] = [];
  const letters: LetterRow[] = [];
  for (const { line, fields } of rows) {
    const invoice = invoiceFrom(fields, setting);
    if ('reason' in invoice) {
      bad.push({ line, ...invoice, value: fields[invoice.column] });
      continue;
    }
    countInvoice(history, invoice);
    const taken = courses.of(invoice);
    for (const [index, variant] of variants.entries()) {
      const steps = taken[index] ?? [];
      const tally = tallies[index];
      if (tally) count(tally, invoice.settledOn, steps);
      if (!listLetters) continue;
      for (const { on, did, daysLate } of steps)
        letters.push({ number: invoice.number, variant: variant.id, on, did, daysLate });
    }
  }
  return { history, tallies, bad, letters };
}
