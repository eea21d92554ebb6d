import { writeFileSync } from 'node:fs';

/** Something in a file that cannot be used, and why. */
export interface BadRow {
  readonly file: string;
  /** Line of the file in which the row ends; the heading is line 1. */
  readonly row: number;
  /** Empty when the fault is in the row as a whole. */
  readonly column: string;
  readonly reason: string;
  readonly value: string;
}

/** Writes the rows that could not be used as a CSV file that a spreadsheet opens; with none, only its heading. */
export function writeBadRows(file: string, rows: readonly BadRow[]): void {
  const lines = rows.map(({ file: source, row, column, reason, value }) =>
    [source, String(row), column, reason, value].map(quoted).join(','),
  );
  // The mark at the start tells Excel that the file is UTF-8.
  writeFileSync(file, `\ufeff${['file,row,column,reason,value', ...lines].join('\n')}\n`);
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
