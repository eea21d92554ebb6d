import type { BadRow } from './bad-rows.ts';
import type { Row, Table } from './csv-file.ts';
import type { Field } from './fields.ts';

/** Takes the fields of one row and notes everything that is wrong with it. */
export class RowCheck<Column extends string> {
  readonly faults: BadRow[] = [];
  private readonly file: string;
  private readonly row: Row<Column>;

  constructor(file: string, row: Row<Column>) {
    this.file = file;
    this.row = row;
  }

  /** The value of a column, or undefined once its fault has been noted. */
  take<T>(column: Column, reading: (text: string) => Field<T>): T | undefined {
    const field = reading(this.row.fields[column]);
    if ('value' in field) return field.value;
    this.fault(column, field.fault);
    return undefined;
  }

  fault(column: Column, reason: string): void {
    this.faults.push({ file: this.file, row: this.row.line, column, reason, value: this.row.fields[column] });
  }
}

/** What of a file can be used, and what cannot. */
export interface Checked<T> {
  readonly file: string;
  /** Rows of the file without its heading, good and bad. */
  readonly rows: number;
  readonly good: readonly T[];
  readonly bad: readonly BadRow[];
}

/** Checks a file row by row. A row without fault gives what `check` answers. */
export function checkRows<Column extends string, T>(
  table: Table<Column>,
  check: (row: RowCheck<Column>, line: number) => T | undefined,
): Checked<T> {
  const good: T[] = [];
  const bad: BadRow[] = [...table.bad];
  for (const row of table.rows) {
    const checking = new RowCheck(table.file, row);
    const value = check(checking, row.line);
    if (checking.faults.length > 0) bad.push(...checking.faults);
    else if (value !== undefined) good.push(value);
  }
  return { file: table.file, rows: table.rows.length + table.bad.length, good, bad };
}

/** How many rows have a fault; a row may have several. */
export function badRowCount({ bad }: Checked<unknown>): number {
  return new Set(bad.map(({ row }) => row)).size;
}
