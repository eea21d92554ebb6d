import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { addDays, type LocalDate } from '../../domain/calendar.ts';
import { type Money, moneyFrom } from '../../domain/money.ts';
import type { BankFormatSettings } from '../contracts/bank-statements.ts';
import {
  type LineFault,
  laterOf,
  mostLines,
  NoStatement,
  type Statement,
  type StatementLine,
  tooLong,
} from './line.ts';

type Row = Readonly<Record<string, string>>;
type Read<T> = { readonly value: T } | { readonly fault: Omit<LineFault, 'line'> };

/** Reads a statement in columns, in the way its bank writes them. Throws `NoStatement` for a file of another sort. */
export function readCsv(bytes: Uint8Array, settings: BankFormatSettings): Statement {
  const rows = rowsOf(bytes, settings);
  const { columns, skipRows } = settings;
  const lines: StatementLine[] = [];
  const faults: LineFault[] = [];
  const seen = new Map<string, number>();
  let passedOver = 0;
  let bookedTo: LocalDate | null = null;
  for (const [index, row] of rows.entries()) {
    const line = index + skipRows + 2;
    const day = dayOf(row, settings);
    const amount = amountOf(row, settings);
    if (amount === null) {
      if ('value' in day) bookedTo = laterOf(bookedTo, day.value);
      passedOver += 1;
      continue;
    }
    const fault = 'fault' in day ? day.fault : 'fault' in amount ? amount.fault : undefined;
    if (fault || !('value' in day) || !('value' in amount)) {
      faults.push({ line, ...(fault ?? { column: columns.date, reason: 'notADay', value: '' }) });
      continue;
    }
    bookedTo = laterOf(bookedTo, day.value);
    const bankReference = textOf(row, columns.reference) ?? derivedReference(row, seen);
    const read: StatementLine = {
      line,
      bankReference,
      bookedOn: day.value,
      amount: amount.value,
      payer: textOf(row, columns.payer),
      remittance: textOf(row, columns.remittance),
    };
    const long = tooLong(read);
    if (long) faults.push(long);
    else lines.push(read);
  }
  return { account: settings.account, lines, faults, passedOver, bookedTo };
}

function rowsOf(bytes: Uint8Array, { encoding, delimiter, skipRows, columns }: BankFormatSettings): readonly Row[] {
  let rows: readonly Row[];
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    rows = parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim()),
      delimiter,
      from_line: skipRows + 1,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      to: mostLines + 1,
    });
  } catch (error) {
    throw new NoStatement(`The file cannot be read as ${encoding} with this delimiter: ${(error as Error).message}`);
  }
  if (rows.length > mostLines) throw new NoStatement(`A statement has at most ${mostLines} lines; send it in parts`);
  const [first] = rows;
  const wanted = Object.values(columns).flatMap((name) => (typeof name === 'string' ? [name] : []));
  const missing = first ? wanted.filter((name) => !(name in first)) : [];
  if (missing.length > 0) throw new NoStatement(`The file has no column ${missing.join(', ')}`);
  return rows;
}

function textOf(row: Row, column: string | null): string | null {
  const text = column === null ? '' : (row[column] ?? '').trim();
  return text === '' ? null : text;
}

/**
 * Where a bank gives no reference, the content of a line stands for it. The same line twice in a file is two payments;
 * the same file again is the same payments.
 */
function derivedReference(row: Row, seen: Map<string, number>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(Object.entries(row)))
    .digest('hex')
    .slice(0, 24);
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return count === 1 ? `LINE-${hash}` : `LINE-${hash}-${count}`;
}

const patterns = {
  'YYYY-MM-DD': /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})/,
  'YYYY/MM/DD': /^(?<y>\d{4})\/(?<m>\d{1,2})\/(?<d>\d{1,2})/,
  YYYYMMDD: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})/,
  'DD.MM.YYYY': /^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})/,
  'DD/MM/YYYY': /^(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<y>\d{4})/,
  'MM/DD/YYYY': /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4})/,
} as const satisfies Record<BankFormatSettings['dateFormat'], RegExp>;

function dayOf(row: Row, { columns, dateFormat }: BankFormatSettings): Read<LocalDate> {
  const text = textOf(row, columns.date);
  const fault = (reason: LineFault['reason']) => ({ fault: { column: columns.date, reason, value: text ?? '' } });
  if (text === null) return fault('missing');
  const { y = '', m = '', d = '' } = patterns[dateFormat].exec(text)?.groups ?? {};
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  if (Number.isNaN(Date.parse(day)) || addDays(day, 0) !== day) return fault('notADay');
  return { value: day };
}

/** Money received; null for a line without any. */
function amountOf(row: Row, { columns, currency, decimal }: BankFormatSettings): Read<Money> | null {
  const inCurrency = textOf(row, columns.currency)?.toUpperCase() ?? currency;
  const column = columns.amount ?? columns.credit ?? '';
  if (columns.currency !== null && !/^[A-Z]{3}$/.test(inCurrency)) {
    return { fault: { column: columns.currency, reason: 'notACurrency', value: inCurrency } };
  }
  const text = textOf(row, column);
  if (text === null) {
    if (columns.amount === null) return null;
    return { fault: { column, reason: 'missing', value: '' } };
  }
  const amount = moneyFrom(text, inCurrency, decimal);
  if (!amount) return { fault: { column, reason: 'notAnAmount', value: text.slice(0, 60) } };
  return amount.minor > 0 ? { value: amount } : null;
}
