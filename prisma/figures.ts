import type { LocalDate } from '../domain/calendar.ts';
import { Prisma, type PrismaClient } from './client.ts';

/** How long money has been due, in days: not yet, then the usual steps. */
export const agingBuckets = ['notDue', 'd1to30', 'd31to60', 'd61to90', 'd91to180', 'over180'] as const;
export type AgingBucket = (typeof agingBuckets)[number];

const late = (day: LocalDate) => Prisma.sql`(${day}::date - r.due_on)`;

/** What is outstanding by how long it has been due on a day, as columns named like the buckets. */
export const agingColumns = (day: LocalDate): Prisma.Sql => Prisma.sql`
  coalesce(sum(r.outstanding_minor) FILTER (WHERE r.due_on IS NULL OR ${late(day)} <= 0), 0)::bigint AS "notDue",
  coalesce(sum(r.outstanding_minor) FILTER (WHERE ${late(day)} BETWEEN 1 AND 30), 0)::bigint AS "d1to30",
  coalesce(sum(r.outstanding_minor) FILTER (WHERE ${late(day)} BETWEEN 31 AND 60), 0)::bigint AS "d31to60",
  coalesce(sum(r.outstanding_minor) FILTER (WHERE ${late(day)} BETWEEN 61 AND 90), 0)::bigint AS "d61to90",
  coalesce(sum(r.outstanding_minor) FILTER (WHERE ${late(day)} BETWEEN 91 AND 180), 0)::bigint AS "d91to180",
  coalesce(sum(r.outstanding_minor) FILTER (WHERE ${late(day)} > 180), 0)::bigint AS "over180"`;

/** So many observations of all customers together weigh in with those of one: few of its own say little. */
const shrinkage = 4;
/** What payers did longer ago than this says nothing about what they do now, in days. */
const observedDays = 730;
/** A deal pays this long after it closes, in days, where nothing is agreed yet. */
const dealTerm = 30;

/**
 * How many days after the due day each customer pays, as a table `delay (customer_id, currency, paid, days)`: the median
 * of its own settled instalments, drawn towards the median of all customers the fewer of its own there are.
 */
export const payerDelay = (day: LocalDate): Prisma.Sql => Prisma.sql`
  paid AS (
    SELECT customer_id, (settled_on - due_on) AS days FROM receivable
    WHERE settled_on IS NOT NULL AND due_on IS NOT NULL AND settled_on > ${day}::date - ${observedDays}::int
  ),
  everybody AS (
    SELECT coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY days), 0) AS days FROM paid
  ),
  own AS (
    SELECT customer_id, count(*)::int AS paid, percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS days
    FROM paid GROUP BY customer_id
  ),
  delay AS (
    SELECT own.customer_id, own.paid,
      round(((own.paid * own.days + ${shrinkage}::int * everybody.days) / (own.paid + ${shrinkage}::int))::numeric)::int AS days
    FROM own, everybody
  )`;

/**
 * What is expected to come in, one row for each thing it comes from, as a table `expected (source, process_id, item,
 * customer_id, owner_id, currency, minor, on_day, probability)`. An instalment is expected when its payer will have
 * paid it by habit; an open deal, as likely as its stage says, some time after it closes. A deal that owes already is
 * counted by its instalments alone, so that each is in exactly one phase.
 */
export const expectedCash = (day: LocalDate): Prisma.Sql => Prisma.sql`
  ${payerDelay(day)},
  expected AS (
    SELECT 'instalment' AS source, r.plan_id AS process_id, r.instalment_id AS item, r.customer_id, r.owner_id,
      r.currency, r.outstanding_minor AS minor, 100 AS probability,
      greatest(${day}::date, r.due_on + coalesce(delay.days, round(everybody.days::numeric)::int)) AS on_day
    FROM receivable r LEFT JOIN delay ON delay.customer_id = r.customer_id CROSS JOIN everybody
    WHERE r.outstanding_minor > 0 AND r.due_on IS NOT NULL
    UNION ALL
    SELECT 'deal', p.id, '', p.customer_id, p.owner_id, p.currency,
      round(p.amount_minor * (p.snapshot #>> '{state,probability}')::numeric / 100)::bigint,
      round((p.snapshot #>> '{state,probability}')::numeric)::int,
      greatest(${day}::date, (p.snapshot #>> '{state,deal,expectedClose}')::date + ${dealTerm}::int
        + round(everybody.days::numeric)::int)
    FROM process p CROSS JOIN everybody
    WHERE p.kind = 'opportunity' AND p.status = 'open' AND p.amount_minor > 0
      AND p.snapshot #>> '{state,deal,expectedClose}' IS NOT NULL
      AND NOT EXISTS (SELECT FROM receivable owed WHERE owed.deal_id = p.id)
  )`;

/**
 * Keeps the figures of a day: what is outstanding by age and owner, and what is expected of the months to come. Taken
 * again on the same day they replace what was kept.
 */
export async function keepFigures(prisma: PrismaClient, day: LocalDate): Promise<void> {
  await prisma.$transaction([
    prisma.$executeRaw`DELETE FROM aging_snapshot WHERE day = ${day}::date`,
    prisma.$executeRaw`
      INSERT INTO aging_snapshot (day, currency, owner_id, not_due, d1_to_30, d31_to_60, d61_to_90, d91_to_180, over_180)
      SELECT ${day}::date, currency, owner_id, "notDue", "d1to30", "d31to60", "d61to90", "d91to180", "over180"
      FROM (SELECT r.currency, r.owner_id, ${agingColumns(day)} FROM receivable r
        WHERE r.outstanding_minor > 0 GROUP BY r.currency, r.owner_id) aged`,
    prisma.$executeRaw`DELETE FROM forecast_snapshot WHERE day = ${day}::date`,
    prisma.$executeRaw`
      WITH ${expectedCash(day)}
      INSERT INTO forecast_snapshot (day, month, currency, source, minor)
      SELECT ${day}::date, date_trunc('month', on_day)::date, currency, source, sum(minor)::bigint FROM expected
      WHERE on_day < ${day}::date + 400 GROUP BY 2, 3, 4`,
  ]);
}
