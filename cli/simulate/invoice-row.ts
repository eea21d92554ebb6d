import type { LocalDate } from '../../domain/calendar.ts';
import { type Field, optionalAmount, requiredText } from '../import/fields.ts';

export const invoiceColumns = [
  'number',
  'customer',
  'invoice_date',
  'due_date',
  'amount',
  'currency',
  'settled_date',
  'disputed',
] as const;
export type InvoiceColumn = (typeof invoiceColumns)[number];

/** Columns a file may do without. */
export const optionalColumns: readonly InvoiceColumn[] = ['currency', 'settled_date', 'disputed'];

/** A past invoice. */
export interface Invoice {
  readonly number: string;
  readonly customer: string;
  readonly invoicedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly amountMinor: number;
  readonly currency: string;
  /** Null while it is open. */
  readonly settledOn: LocalDate | null;
  readonly disputed: boolean;
}

/** How days may be written, each as the order of year, month and day. */
export const dayFormats = {
  'yyyy-mm-dd': /^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})$/,
  yyyymmdd: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
  'dd-mm-yyyy': /^(?<d>\d{1,2})[-/.](?<m>\d{1,2})[-/.](?<y>\d{4})$/,
  'mm-dd-yyyy': /^(?<m>\d{1,2})[-/.](?<d>\d{1,2})[-/.](?<y>\d{4})$/,
  yyyy年mm月dd日: /^(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日$/,
} as const;
export type DayFormat = keyof typeof dayFormats;

/** Invoices from before are left to the historians; a mistyped year is caught. */
const earliest = '2000-01-01';
const latest = '2099-12-31';

function day(text: string, format: DayFormat): Field<LocalDate> {
  const { y, m, d } = dayFormats[format].exec(text)?.groups ?? {};
  const written = `${y}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}`;
  const at = y === undefined ? Number.NaN : Date.parse(written);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== written) {
    return { fault: `Is no day written as ${format}` };
  }
  return written < earliest || written > latest ? { fault: 'Is not between 2000 and 2099' } : { value: written };
}

const yes = new Set(['1', 'true', 'yes', 'y', '是', 'x']);
const no = new Set(['', '0', 'false', 'no', 'n', '否']);

function flag(text: string): Field<boolean> {
  const lower = text.toLowerCase();
  if (yes.has(lower)) return { value: true };
  return no.has(lower) ? { value: false } : { fault: 'Is neither yes nor no' };
}

/** What is wrong with a row: the first column that cannot be used. */
export interface RowFault {
  readonly column: InvoiceColumn;
  readonly reason: string;
}

/** Reads one row, or says which column cannot be used and why. */
export function invoiceFrom(
  fields: Readonly<Record<InvoiceColumn, string>>,
  { dates, currency: usual }: { dates: DayFormat; currency: string },
): Invoice | RowFault {
  const currency = fields.currency === '' ? usual : fields.currency.toUpperCase();
  const read = {
    number: requiredText(fields.number),
    customer: requiredText(fields.customer),
    invoice_date: day(fields.invoice_date, dates),
    due_date: day(fields.due_date, dates),
    amount: optionalAmount(fields.amount.replaceAll(',', ''), currency),
    settled_date: fields.settled_date === '' ? { value: null } : day(fields.settled_date, dates),
    disputed: flag(fields.disputed),
  };
  for (const [column, field] of Object.entries(read)) {
    if ('fault' in field) return { column: column as InvoiceColumn, reason: field.fault };
  }
  if (!/^[A-Z]{3}$/.test(currency)) return { column: 'currency', reason: 'Is no ISO currency code' };
  const value = <T>(field: Field<T>): T => (field as { value: T }).value;
  const amountMinor = value(read.amount) ?? 0;
  if (amountMinor <= 0) return { column: 'amount', reason: 'Is not above 0' };
  const invoicedOn = value(read.invoice_date);
  const dueOn = value(read.due_date);
  if (dueOn < invoicedOn) return { column: 'due_date', reason: 'Lies before the day of the invoice' };
  return {
    number: value(read.number),
    customer: value(read.customer),
    invoicedOn,
    dueOn,
    amountMinor,
    currency,
    settledOn: value<LocalDate | null>(read.settled_date),
    disputed: value(read.disputed),
  };
}
