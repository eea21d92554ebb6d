import type { LocalDate } from '../../domain/calendar.ts';
import type { Money } from '../../domain/money.ts';

/** A payment received, as a statement lists it. */
export interface StatementLine {
  /** Where in the file it stands, from 1. */
  readonly line: number;
  readonly bankReference: string;
  readonly bookedOn: LocalDate;
  readonly amount: Money;
  readonly payer: string | null;
  readonly remittance: string | null;
}

/** Why a line cannot be used. */
export interface LineFault {
  readonly line: number;
  /** The column or element at fault, as the file calls it. */
  readonly column: string;
  readonly reason: 'missing' | 'notADay' | 'notAnAmount' | 'notACurrency' | 'tooLong';
  readonly value: string;
}

/** A statement as it was read. */
export interface Statement {
  /** The account of ours it is of, where the file names it. */
  readonly account: string | null;
  readonly lines: readonly StatementLine[];
  readonly faults: readonly LineFault[];
  /** Lines that are no money received: payments made, bookings taken back, balances. */
  readonly passedOver: number;
  /** Day of the last booking of any sort; null without any. */
  readonly bookedTo: LocalDate | null;
}

/** Thrown for a file that is no statement of the format it was said to be. */
export class NoStatement extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoStatement';
  }
}

/** The later of two days. */
export function laterOf(a: LocalDate | null, b: LocalDate): LocalDate {
  return a === null || b > a ? b : a;
}

/** No statement has more lines than this: what is longer is to be sent in parts. */
export const mostLines = 1_000;

const longest = { bankReference: 100, payer: 200, remittance: 1_000 } as const;

/** The fault of a text that is longer than it is kept, if any. */
export function tooLong(line: StatementLine): LineFault | undefined {
  for (const [column, most] of Object.entries(longest)) {
    const value = line[column as keyof typeof longest] ?? '';
    if (value.length > most) return { line: line.line, column, reason: 'tooLong', value: value.slice(0, 60) };
  }
  return undefined;
}
