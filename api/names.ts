import { z } from 'zod';
import { Prisma } from '../prisma/client.ts';
import { cursorFor, idPosition, page, positionOf } from './keyset.ts';

const order = 'name';
const Position = z.tuple([idPosition, idPosition]);

/** Part of a name as a pattern of LIKE that matches it literally. */
export function containing(part: string): string {
  return `%${part.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The condition that a row `t` comes after a cursor in the order of names. */
export function afterName(cursor: string | undefined): Prisma.Sql | undefined {
  if (cursor === undefined) return undefined;
  const [name, id] = positionOf(cursor, order, Position);
  return Prisma.sql`(t.name, t.id) > (${name}, ${id})`;
}

/** A page in the order of names. */
export function pageByName<Row extends { readonly name: string; readonly id: string }>(
  rows: readonly Row[],
  limit: number,
) {
  return page(rows, limit, ({ name, id }) => cursorFor(order, [name, id]));
}
