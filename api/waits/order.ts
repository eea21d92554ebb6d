import { z } from 'zod';
import type { Instant } from '../../domain/calendar.ts';
import type { Currency } from '../../domain/money.ts';
import { Prisma } from '../../prisma/client.ts';
import type { WaitListQuery } from '../contracts/waits.ts';
import { idPosition, instantPosition, type Position } from '../keyset.ts';

/** What a row is sorted by, beside its id; only an order by value has all of it. */
export interface Sorted {
  readonly id: string;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly rank: number;
  readonly unit: string;
  readonly value: number;
}

/** An order of waits `w`: how rows are compared, where one stands, and which come after it. */
export interface Order {
  readonly by: Prisma.Sql;
  readonly position: (row: Sorted) => readonly Position[];
  readonly shape: z.ZodType<readonly Position[]>;
  readonly past: (position: readonly Position[]) => Prisma.Sql;
}

const at = (position: Position | undefined) => Prisma.sql`${new Date(Number(position))}::timestamptz`;

// Every row is open, so that its closing says nothing; named first it lets the indexes be read in order.
const byAge: Order = {
  by: Prisma.sql`w.closed_at, w.opened_at, w.id`,
  position: ({ openedAt, id }) => [openedAt.getTime(), id],
  shape: z.tuple([instantPosition, idPosition]),
  past: ([openedAt, id]) => Prisma.sql`(w.opened_at, w.id) > (${at(openedAt)}, ${id})`,
};

const byDue: Order = {
  by: Prisma.sql`w.closed_at, w.due_at, w.id`,
  position: ({ dueAt, id }) => [dueAt?.getTime() ?? null, id],
  shape: z.tuple([instantPosition.nullable(), idPosition]),
  past: ([dueAt, id]) =>
    dueAt === null
      ? Prisma.sql`w.due_at IS NULL AND w.id > ${id}`
      : Prisma.sql`(w.due_at IS NULL OR (w.due_at, w.id) > (${at(dueAt)}, ${id}))`,
};

/** Money times age, negated so that the most comes first; waits about no money by their age alone. */
export function valueAt(asOf: Instant): Prisma.Sql {
  const age = Prisma.sql`greatest(extract(epoch FROM ${new Date(asOf)}::timestamptz - w.opened_at)::float8, 0)`;
  return Prisma.sql`(-coalesce(w.amount_minor, 1)::float8 * ${age})`;
}

/** Keeps amounts that cannot be compared apart: the home currency, the others one by one, no money at all. */
export function rankBy(homeCurrency: Currency): Prisma.Sql {
  return Prisma.sql`(CASE WHEN w.currency = ${homeCurrency} THEN 0 WHEN w.currency IS NOT NULL THEN 1 ELSE 2 END)`;
}

const byValue: Order = {
  by: Prisma.sql`w.rank, w.unit, w.value, w.id`,
  position: ({ rank, unit, value, id }) => [rank, unit, value, id],
  shape: z.tuple([z.int().min(0).max(2), z.string().regex(/^[A-Z]{0,3}$/), z.number(), idPosition]),
  past: ([rank, unit, value, id]) =>
    Prisma.sql`(w.rank, w.unit, w.value, w.id) > (${rank}::int, ${unit}, ${value}::float8, ${id})`,
};

/** The orders in which waits can be listed. */
export const waitOrders: Readonly<Record<WaitListQuery['sort'], Order>> = { value: byValue, age: byAge, due: byDue };
