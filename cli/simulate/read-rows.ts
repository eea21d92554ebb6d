import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { Sentence } from '../sentence.ts';
import { type InvoiceColumn, invoiceColumns, optionalColumns } from './invoice-row.ts';
import type { SimulateOptions } from './options.ts';
import type { RawRow } from './work.ts';

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** A row that is no row: it has more or fewer fields than the heading. */
export interface BrokenRow {
  readonly line: number;
  readonly reason: string;
  readonly value: string;
}

/**
 * Reads a CSV file row by row, never all of it at once. Throws a sentence when there is no such file, when it cannot be
 * read as CSV, or when its heading lacks a column.
 */
export async function* readRows(
  { file, columns, delimiter }: Pick<SimulateOptions, 'file' | 'columns' | 'delimiter'>,
  broken: (row: BrokenRow) => void,
): AsyncGenerator<RawRow> {
  const source = createReadStream(file);
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let places: ReadonlyMap<InvoiceColumn, number> | undefined;
  let width = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (!places) {
        places = placesIn(record, columns, file);
        width = record.length;
        continue;
      }
      if (record.length !== width) {
        const reason = `The row has ${record.length} fields and the heading ${width}`;
        broken({ line: info.lines, reason, value: record.join(delimiter).slice(0, 200) });
        continue;
      }
      yield { line: info.lines, fields: fieldsOf(record, places) };
    }
  } catch (error) {
    if (error instanceof Sentence) throw error;
    throw new Sentence(`${file} cannot be read: ${(error as Error).message}`);
  } finally {
    source.destroy();
  }
  if (!places) throw new Sentence(`${file} is empty; its first line must name the columns.`);
}

function placesIn(
  heading: readonly string[],
  columns: SimulateOptions['columns'],
  file: string,
): ReadonlyMap<InvoiceColumn, number> {
  const names = heading.map((name) => name.toLowerCase());
  const places = new Map<InvoiceColumn, number>();
  for (const column of invoiceColumns) {
    const place = names.indexOf(columns[column].toLowerCase());
    if (place >= 0) places.set(column, place);
    else if (!optionalColumns.includes(column)) {
      throw new Sentence(
        `${file} has no column ${columns[column]}; its first line names ${heading.join(', ')}. Map columns with --columns.`,
      );
    }
  }
  return places;
}

function fieldsOf(record: readonly string[], places: ReadonlyMap<InvoiceColumn, number>): RawRow['fields'] {
  const at = (column: InvoiceColumn) => record[places.get(column) ?? -1] ?? '';
  return Object.fromEntries(invoiceColumns.map((column) => [column, at(column)])) as RawRow['fields'];
}
