import { z } from 'zod';
import { isCleanText } from './http/clean-text.ts';
import { Problem } from './problem.ts';

/** One value by which a list is sorted, of the last row on a page. */
export type Position = string | number | null | readonly Position[];

/** Where a page ends, as an opaque text. `order` names the sort order, to which alone it belongs. */
export function cursorFor(order: string, position: readonly Position[]): string {
  return Buffer.from(JSON.stringify([order, ...position])).toString('base64url');
}

/** The position a cursor stands for. Throws a problem for a text that is none, or one of another sort order. */
export function positionOf<Shape extends z.ZodType>(cursor: string, order: string, shape: Shape): z.output<Shape> {
  const [of, ...position] = decoded(cursor);
  if (of !== order) throw badCursor('The cursor belongs to another sort order');
  const result = shape.safeParse(position);
  if (!result.success) throw badCursor('The cursor is damaged');
  return result.data;
}

/** A moment within a position, before the year 10000. */
export const instantPosition = z.int().min(0).max(253_402_300_799_999);

/** An id within a position. */
export const idPosition = z.string().max(300).refine(isCleanText);

function decoded(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badCursor('This is no cursor that was ever given out');
}

function badCursor(message: string): Problem {
  return new Problem('MALFORMED', message, { errors: [{ path: 'cursor', code: 'BAD_CURSOR', message }] });
}

/** One page of rows that were read with one more than fits, and the cursor of the next. */
export function page<Row>(rows: readonly Row[], limit: number, cursorOf: (last: Row) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
