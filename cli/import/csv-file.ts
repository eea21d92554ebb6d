import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { Sentence } from '../sentence.ts';
import type { BadRow } from './bad-rows.ts';

/** One row of a file, by column. */
export interface Row<Column extends string> {
  /** Line of the file in which the row ends; the heading is line 1. */
  readonly line: number;
  readonly fields: Readonly<Record<Column, string>>;
}

/** The rows of one file, and those that are no rows at all. */
export interface Table<Column extends string> {
  readonly file: string;
  readonly rows: readonly Row<Column>[];
  readonly bad: readonly BadRow[];
}

interface CsvRecord {
  readonly line: number;
  readonly values: readonly string[];
}

/** A record may stretch over this many lines where the file as a whole cannot be read. */
const longestRecord = 20;

/**
 * Reads one CSV file with a heading. Columns may stand in any order; others than those asked for are passed over.
 * Throws a sentence that names file and column when it is missing, empty, not UTF-8, or lacks a column.
 */
export function readTable<Column extends string>(
  folder: string,
  file: string,
  columns: readonly Column[],
): Table<Column> {
  const { records, bad } = recordsIn(readText(folder, file), file);
  const [heading, ...body] = records;
  if (!heading) throw new Sentence(`${file} in ${folder} is empty; its first line must name the columns.`);
  const names = heading.values.map((name) => name.toLowerCase());
  const missing = columns.find((column) => !names.includes(column));
  if (missing !== undefined) {
    throw new Sentence(`${file} has no column ${missing}; its first line names ${heading.values.join(', ')}.`);
  }
  const twice = columns.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) throw new Sentence(`${file} has two columns ${twice}; rename one of them.`);

  const rows: Row<Column>[] = [];
  for (const { line, values } of body) {
    if (values.length !== names.length) {
      const reason = `The row has ${values.length} fields and the heading ${names.length}`;
      bad.push({ file, row: line, column: '', reason, value: values.join(',') });
      continue;
    }
    const fields = Object.fromEntries(columns.map((column) => [column, values[names.indexOf(column)] ?? '']));
    rows.push({ line, fields: fields as Record<Column, string> });
  }
  return { file, rows, bad };
}

function readText(folder: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${message})`;
    throw new Sentence(
      `${file} ${why} in ${folder}; the import reads accounts.csv, products.csv, sales_teams.csv and sales_pipeline.csv.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Sentence(`${file} is not UTF-8; save it again as "CSV UTF-8".`);
  }
}

const reading = { info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;

function parseRecords(text: string): CsvRecord[] {
  const parsed = parse(text, reading) as unknown as { record: string[]; info: { lines: number } }[];
  return parsed.map(({ record, info }) => ({ line: info.lines, values: record }));
}

function recordsIn(text: string, file: string): { records: CsvRecord[]; bad: BadRow[] } {
  try {
    return { records: parseRecords(text), bad: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return recordByRecord(text, file);
  }
}

/** A stray quote would swallow the rest of the file: then each record is read for itself, so that only its own is lost. */
function recordByRecord(text: string, file: string): { records: CsvRecord[]; bad: BadRow[] } {
  const lines = text.split(/\r?\n/);
  const records: CsvRecord[] = [];
  const bad: BadRow[] = [];
  for (let first = 0; first < lines.length; first += 1) {
    const found = recordAt(lines, first);
    if ('error' in found) {
      const [reason = found.error.message] = found.error.message.split(' at line ');
      bad.push({ file, row: first + 1, column: '', reason, value: lines[first] ?? '' });
      continue;
    }
    first += found.length - 1;
    if (found.values) records.push({ line: first + 1, values: found.values });
  }
  return { records, bad };
}

type FoundRecord = { readonly values: readonly string[] | undefined; readonly length: number };

function recordAt(lines: readonly string[], first: number): FoundRecord | { readonly error: CsvError } {
  let failed: CsvError | undefined;
  for (let length = 1; length <= longestRecord && first + length <= lines.length; length += 1) {
    try {
      const [record] = parseRecords(lines.slice(first, first + length).join('\n'));
      return { values: record?.values, length };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      failed ??= error;
      if (error.code !== 'CSV_QUOTE_NOT_CLOSED') break;
    }
  }
  if (!failed) throw new RangeError(`There is no line ${first + 1}`);
  return { error: failed };
}
