import { z } from 'zod';
import type { LocalDate } from '../../domain/calendar.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import { expectedCash } from '../../prisma/figures.ts';
import type { Caller } from '../auth/caller.ts';
import type { BacktestReport, ForecastLinePage, ForecastLineQuery, ForecastReport } from '../contracts/figures.ts';
import { cursorFor, idPosition, page, positionOf } from '../keyset.ts';
import { customerOf, toNumber } from '../rows.ts';
import { ownersInView } from './scope.ts';

/** The first day of the month that lies some months after that of a day. */
function monthAfter(day: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

const monthOf = (date: Date): string => date.toISOString().slice(0, 7);

/** What is expected to come in, this month's rest and the months after it, by currency. */
export async function forecastReport(
  prisma: PrismaClient,
  caller: Caller,
  day: LocalDate,
  months: number,
): Promise<z.output<typeof ForecastReport>> {
  const seen = await ownersInView(prisma, caller, Prisma.sql`e.owner_id`);
  const rows = await prisma.$queryRaw<{ month: Date; currency: string; instalments: bigint; deals: bigint }[]>`
    WITH ${expectedCash(day)}
    SELECT date_trunc('month', e.on_day)::date AS month, e.currency,
      coalesce(sum(e.minor) FILTER (WHERE e.source = 'instalment'), 0)::bigint AS instalments,
      coalesce(sum(e.minor) FILTER (WHERE e.source = 'deal'), 0)::bigint AS deals
    FROM expected e WHERE e.on_day < ${monthAfter(day, months + 1)}::date AND ${seen} GROUP BY 1, 2 ORDER BY 1, 2`;
  const owner = await ownersInView(prisma, caller, Prisma.sql`r.owner_id`);
  const undated = await prisma.$queryRaw<{ currency: string; minor: bigint }[]>`
    SELECT r.currency, sum(r.outstanding_minor)::bigint AS minor FROM receivable r
    WHERE r.outstanding_minor > 0 AND r.due_on IS NULL AND ${owner} GROUP BY r.currency ORDER BY r.currency`;
  return {
    day,
    rows: rows.map(({ month, currency, ...sums }) => {
      const [instalments, deals] = [toNumber(sums.instalments), toNumber(sums.deals)];
      return { month: monthOf(month), currency, instalments, deals, total: instalments + deals };
    }),
    undated: undated.map(({ currency, minor }) => ({ currency, minor: toNumber(minor) })),
  };
}

interface Line {
  readonly source: 'instalment' | 'deal';
  readonly processId: string;
  readonly item: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly ownerId: string;
  readonly ownerName: string | null;
  readonly onDay: Date;
  readonly minor: bigint;
  readonly probability: number;
}

/** Everything behind one figure of the forecast, down to the instalment and the deal, by process. */
export async function forecastLines(
  prisma: PrismaClient,
  caller: Caller,
  day: LocalDate,
  { month, currency, limit, cursor }: z.output<typeof ForecastLineQuery>,
): Promise<z.output<typeof ForecastLinePage>> {
  const order = 'process';
  const after = cursor === undefined ? undefined : positionOf(cursor, order, z.tuple([idPosition, idPosition]));
  const seen = await ownersInView(prisma, caller, Prisma.sql`e.owner_id`);
  const beyond = after ? Prisma.sql`(e.process_id, e.item) > (${after[0]}, ${after[1]})` : Prisma.sql`TRUE`;
  const rows = await prisma.$queryRaw<Line[]>`
    WITH ${expectedCash(day)}
    SELECT e.source, e.process_id AS "processId", e.item, e.customer_id AS "customerId", c.name AS "customerName",
      e.owner_id AS "ownerId", u.name AS "ownerName", e.on_day AS "onDay", e.minor, e.probability
    FROM expected e LEFT JOIN customer c ON c.id = e.customer_id LEFT JOIN app_user u ON u.id = e.owner_id
    WHERE e.currency = ${currency} AND date_trunc('month', e.on_day) = ${`${month}-01`}::date AND ${seen} AND ${beyond}
    ORDER BY e.process_id, e.item LIMIT ${limit + 1}`;
  const { items, next } = page(rows, limit, ({ processId, item }) => cursorFor(order, [processId, item]));
  return {
    items: items.map((line) => ({
      source: line.source,
      processId: line.processId,
      instalmentId: line.item === '' ? null : line.item,
      customer: customerOf(line.customerId, line.customerName),
      owner: { id: line.ownerId, name: line.ownerName ?? line.ownerId },
      expectedOn: line.onDay.toISOString().slice(0, 10),
      minor: toNumber(line.minor),
      probability: line.probability,
    })),
    next,
  };
}

/** What was forecast of each past month on the last day before it, beside what plans then received. */
export async function backtest(
  prisma: PrismaClient,
  day: LocalDate,
  since: (day: LocalDate) => Date,
  zone: string,
): Promise<z.output<typeof BacktestReport>> {
  const rows = await prisma.$queryRaw<
    { month: Date; currency: string; day: Date; forecast: bigint; received: bigint | null }[]
  >`
    WITH last AS (
      SELECT month, max(day) AS day FROM forecast_snapshot
      WHERE day < month AND month < date_trunc('month', ${day}::date) AND month >= ${day}::date - 800
      GROUP BY month
    ),
    came AS (
      SELECT date_trunc('month', l.at AT TIME ZONE ${zone})::date AS month, l.currency, sum(l.amount_minor)::bigint AS minor
      FROM ledger_entry l
      WHERE l.account IN ('cash', 'drafts') AND l.at >= ${since(monthAfter(day, -27))} GROUP BY 1, 2
    )
    SELECT s.month, s.currency, last.day, sum(s.minor)::bigint AS forecast, max(came.minor)::bigint AS received
    FROM forecast_snapshot s JOIN last ON last.month = s.month AND last.day = s.day
      LEFT JOIN came ON came.month = s.month AND came.currency = s.currency
    GROUP BY s.month, s.currency, last.day ORDER BY s.month DESC, s.currency`;
  return {
    rows: rows.map(({ month, currency, day: forecastOn, ...sums }) => {
      const [forecast, received] = [toNumber(sums.forecast), toNumber(sums.received ?? 0n)];
      return {
        month: monthOf(month),
        currency,
        forecastOn: forecastOn.toISOString().slice(0, 10),
        forecast,
        received,
        error: forecast === 0 ? null : Math.round(((received - forecast) / forecast) * 1_000) / 1_000,
      };
    }),
  };
}
