import { z } from 'zod';
import { addDays, type LocalDate } from '../../domain/calendar.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import { payerDelay } from '../../prisma/figures.ts';
import type { Caller } from '../auth/caller.ts';
import type { CollectorReport, DsoReport, PayerPage, PayerQuery } from '../contracts/figures.ts';
import { cursorFor, idPosition, page, positionOf } from '../keyset.ts';
import { isoOrNull, toNumber } from '../rows.ts';
import { ownersInView } from './scope.ts';

const dayMs = 86_400_000;

/** Days of sales outstanding, by currency: the plain ratio, and counted back through the sales day by day. */
export async function dsoReport(
  prisma: PrismaClient,
  day: LocalDate,
  days: number,
  since: (day: LocalDate) => Date,
): Promise<z.output<typeof DsoReport>> {
  const rows = await prisma.$queryRaw<{ currency: string; receivable: bigint; sales: bigint }[]>`
    SELECT l.currency, sum(l.amount_minor) FILTER (WHERE l.account = 'receivable')::bigint AS receivable,
      coalesce(-sum(l.amount_minor) FILTER (WHERE l.account = 'sales' AND l.at >= ${since(addDays(day, -days))}), 0)::bigint
        AS sales
    FROM ledger_entry l WHERE l.account IN ('receivable', 'sales') GROUP BY l.currency ORDER BY l.currency`;
  const found = [];
  for (const { currency, receivable, sales } of rows) {
    const [owed, sold] = [toNumber(receivable), toNumber(sales)];
    found.push({
      currency,
      receivable: owed,
      sales: sold,
      dso: sold > 0 ? rounded((owed / sold) * days) : null,
      countBack: await countBack(prisma, currency, owed, since(addDays(day, 1))),
    });
  }
  return { day, days, rows: found };
}

/** How many days back the latest sales lie that together come to what is outstanding. Null where all of them do not. */
async function countBack(prisma: PrismaClient, currency: string, owed: number, until: Date): Promise<number | null> {
  if (owed <= 0) return 0;
  const [reached] = await prisma.$queryRaw<{ at: Date }[]>`
    SELECT at FROM (
      SELECT l.at, sum(-l.amount_minor) OVER (ORDER BY l.at DESC, l.process_id, l.seq, l.line) AS sold
      FROM ledger_entry l WHERE l.account = 'sales' AND l.currency = ${currency} AND l.at < ${until}
    ) back WHERE sold >= ${owed} ORDER BY sold LIMIT 1`;
  return reached ? rounded((until.getTime() - reached.at.getTime()) / dayMs) : null;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** How late each customer pays, the latest first. */
export async function payerPage(
  prisma: PrismaClient,
  day: LocalDate,
  { limit, cursor }: z.output<typeof PayerQuery>,
): Promise<z.output<typeof PayerPage>> {
  const order = 'customer';
  const after = cursor === undefined ? undefined : positionOf(cursor, order, z.tuple([idPosition]))[0];
  const rows = await prisma.$queryRaw<
    { id: string; name: string; settled: number; average: number; median: number; expected: number }[]
  >`
    WITH ${payerDelay(day)}
    SELECT c.id, c.name, delay.paid AS settled, avg(paid.days)::float8 AS average, max(own.days)::float8 AS median,
      delay.days AS expected
    FROM delay JOIN own ON own.customer_id = delay.customer_id JOIN paid ON paid.customer_id = delay.customer_id
      JOIN customer c ON c.id = delay.customer_id
    WHERE ${after === undefined ? Prisma.sql`TRUE` : Prisma.sql`c.id > ${after}`}
    GROUP BY c.id, c.name, delay.paid, delay.days ORDER BY c.id LIMIT ${limit + 1}`;
  const { items, next } = page(rows, limit, ({ id }) => cursorFor(order, [id]));
  return {
    items: items.map(({ id, name, settled, average, median, expected }) => ({
      customer: { id, name },
      settled,
      averageDaysLate: rounded(average),
      medianDaysLate: rounded(median),
      expectedDaysLate: expected,
    })),
    next,
  };
}

/** What is overdue in whose hands, and how many promises were kept in the last 90 days. */
export async function collectorReport(
  prisma: PrismaClient,
  caller: Caller,
  now: number,
): Promise<z.output<typeof CollectorReport>> {
  const seen = await ownersInView(prisma, caller, Prisma.sql`w.holder_id`);
  const rows = await prisma.$queryRaw<
    { holder: string; name: string | null; currency: string; overdue: number; minor: bigint; oldest: Date | null }[]
  >`
    SELECT w.holder_id AS holder, max(u.name) AS name, w.currency, count(*)::int AS overdue,
      sum(w.amount_minor)::bigint AS minor, min(w.due_at) AS oldest
    FROM wait w LEFT JOIN app_user u ON u.id = w.holder_id
    WHERE w.closed_at IS NULL AND w.kind = 'paymentPlan' AND w.currency IS NOT NULL AND w.due_at < ${new Date(now)}
      AND ${seen}
    GROUP BY w.holder_id, w.currency ORDER BY w.currency, minor DESC, w.holder_id`;
  const [promises] = await prisma.$queryRaw<{ kept: number; broken: number }[]>`
    SELECT count(*) FILTER (WHERE e.type = 'PromiseKept')::int AS kept,
      count(*) FILTER (WHERE e.type = 'PromiseBroken')::int AS broken
    FROM event e JOIN process p ON p.id = e.process_id
    WHERE e.at > ${new Date(now - 90 * dayMs)} AND e.type IN ('PromiseKept', 'PromiseBroken')
      AND p.kind = 'paymentPlan' AND ${await ownersInView(prisma, caller, Prisma.sql`p.owner_id`)}`;
  const { kept, broken } = promises ?? { kept: 0, broken: 0 };
  const ended = kept + broken;
  return {
    rows: rows.map(({ holder, name, currency, overdue, minor, oldest }) => ({
      holder: { id: holder, name: name ?? holder },
      currency,
      overdue,
      minor: toNumber(minor),
      oldestDueAt: isoOrNull(oldest),
    })),
    promises: { kept, broken, keptRate: ended === 0 ? null : Math.round((kept / ended) * 1_000) / 1_000 },
  };
}
