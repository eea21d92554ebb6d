import type { CustomerRef } from '../domain/deal.ts';
import type { Money } from '../domain/money.ts';
import { Prisma, type PrismaClient } from '../prisma/client.ts';

/**
 * A whole number as PostgreSQL gave it, as a number. Throws a RangeError beyond what a number holds exactly; amounts
 * are checked when they come in, so that none on record is.
 */
export function toNumber(value: bigint | number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is beyond what a number holds exactly`);
  return number;
}

export function moneyOf(minor: bigint | number | null, currency: string | null): Money | null {
  return minor === null || currency === null ? null : { minor: toNumber(minor), currency };
}

export function customerOf(id: string | null, name: string | null): CustomerRef | null {
  return id === null ? null : { id, name: name ?? id };
}

export const iso = (instant: Date | number): string => new Date(instant).toISOString();
export const isoOrNull = (instant: Date | number | null): string | null => (instant === null ? null : iso(instant));

/** Conditions joined by AND; TRUE when there is none. */
export function allOf(conditions: readonly (Prisma.Sql | undefined)[]): Prisma.Sql {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? Prisma.sql`TRUE` : Prisma.join(given, ' AND ');
}

/** Conditions joined by OR, of which there is at least one. */
export function anyOf(conditions: readonly (Prisma.Sql | undefined)[]): Prisma.Sql {
  return Prisma.sql`(${Prisma.join(
    conditions.filter((condition) => condition !== undefined),
    ' OR ',
  )})`;
}

/** Names of people by id. Somebody unknown goes by the id. */
export type Names = (id: string) => string;

/** Looks up the names of people; the system goes by its own. */
export async function namesOf(prisma: PrismaClient, ids: readonly string[]): Promise<Names> {
  const wanted = [...new Set(ids)];
  const users =
    wanted.length === 0
      ? []
      : await prisma.user.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
