import { z } from 'zod';
import { addDays, daysBetween, type LocalDate, localTime, weekday } from '../../domain/calendar.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import { shownCalendar } from '../calendar.ts';
import type {
  agingBuckets,
  ReceivableFigures,
  ReceivableFilters,
  ReceivableListQuery,
} from '../contracts/receivables.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { cursorFor, idPosition, page, positionOf } from '../keyset.ts';
import { allOf, namesOf, toNumber } from '../rows.ts';
import { viewOf } from '../visibility.ts';
import { exactly } from '../waits/summary.ts';

type Bucket = (typeof agingBuckets)[number];

const weeksAhead = 13;
const mostCustomers = 20;
/** Sorts after every day there can be. */
const never = '9999-12-31';

interface Stored {
  readonly planId: string;
  readonly title: string;
  readonly instalmentId: string;
  readonly number: string;
  readonly label: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly ownerId: string;
  readonly dueOn: string | null;
  readonly currency: string;
  readonly amount: bigint;
  readonly outstanding: bigint;
}

/** The local day it is for the company. */
async function todayOf(dependencies: ApiDependencies): Promise<LocalDate> {
  return localTime(await shownCalendar(dependencies), dependencies.now()).date;
}

/** What is outstanding `r` of the payment plans `p` in the caller's view. */
async function outstanding(prisma: PrismaClient, caller: Caller, { customer, owner, currency }: ReceivableFilters) {
  const { process } = await viewOf(prisma, caller, { kind: 'paymentPlan' });
  return allOf([
    Prisma.sql`r.outstanding_minor > 0 AND p.status = 'open'`,
    customer === undefined ? undefined : Prisma.sql`r.customer_id = ${customer}`,
    owner === undefined ? undefined : Prisma.sql`r.owner_id = ${owner === 'me' ? caller.id : owner}`,
    currency === undefined ? undefined : Prisma.sql`r.currency = ${currency}`,
    process,
  ]);
}

/** The bucket of receivable `r`, by how many days its due day is past. */
function bucketOn(today: LocalDate): Prisma.Sql {
  const late = Prisma.sql`(${today}::date - r.due_on)`;
  return Prisma.sql`CASE WHEN r.due_on IS NULL THEN 'undated' WHEN ${late} <= 0 THEN 'notDue' WHEN ${late} <= 30 THEN 'to30'
    WHEN ${late} <= 60 THEN 'to60' WHEN ${late} <= 90 THEN 'to90' ELSE 'over90' END`;
}

/** A page of outstanding instalments, the first due first; what has no due day yet comes last. */
export async function listReceivables(dependencies: ApiDependencies, caller: Caller, query: ReceivableListQuery) {
  const { prisma } = dependencies;
  const { bucket, from, until, limit, cursor } = query;
  const today = await todayOf(dependencies);
  const due = Prisma.sql`coalesce(r.due_on, ${never}::date)`;
  const after =
    cursor === undefined ? undefined : positionOf(cursor, 'due', z.tuple([z.iso.date(), idPosition, idPosition]));
  const where = allOf([
    await outstanding(prisma, caller, query),
    bucket === undefined ? undefined : Prisma.sql`${bucketOn(today)} = ${bucket}`,
    from === undefined ? undefined : Prisma.sql`r.due_on >= ${from}::date`,
    until === undefined ? undefined : Prisma.sql`r.due_on <= ${until}::date`,
    after === undefined
      ? undefined
      : Prisma.sql`(${due}, r.plan_id, r.instalment_id) > (${after[0]}::date, ${after[1]}, ${after[2]})`,
  ]);
  const rows = await prisma.$queryRaw<Stored[]>`
    SELECT r.plan_id AS "planId", p.title, r.instalment_id AS "instalmentId", r.number, r.label,
      r.customer_id AS "customerId", r.customer_name AS "customerName", r.owner_id AS "ownerId",
      r.due_on::text AS "dueOn", r.currency, r.amount_minor AS amount, r.outstanding_minor AS outstanding
    FROM receivable r JOIN process p ON p.id = r.plan_id WHERE ${where}
    ORDER BY ${due}, r.plan_id, r.instalment_id LIMIT ${limit + 1}`;
  const { items, next } = page(rows, limit, ({ dueOn, planId, instalmentId }) =>
    cursorFor('due', [dueOn ?? never, planId, instalmentId]),
  );
  const names = await namesOf(
    prisma,
    items.map(({ ownerId }) => ownerId),
  );
  return { items: items.map((row) => view(row, today, names)), next };
}

function view(row: Stored, today: LocalDate, names: (id: string) => string) {
  const { planId, title, instalmentId, number, label, customerId, customerName, ownerId, dueOn, currency } = row;
  return {
    plan: { id: planId, title },
    instalmentId,
    number,
    label,
    customer: { id: customerId, name: customerName },
    owner: { id: ownerId, name: names(ownerId) },
    dueOn,
    daysLate: dueOn === null ? null : daysBetween(dueOn, today),
    amount: { minor: toNumber(row.amount), currency },
    outstanding: { minor: toNumber(row.outstanding), currency },
  };
}

interface Part {
  readonly dimension: 'aging' | 'week' | 'customer';
  readonly key: string;
  readonly label: string | null;
  readonly currency: string;
  readonly count: number;
  readonly minor: string;
}

/** What is outstanding, by how late it is, by the week it falls due in, and by the customers who are late. */
export async function receivableFigures(
  dependencies: ApiDependencies,
  caller: Caller,
  filters: ReceivableFilters,
): Promise<z.output<typeof ReceivableFigures>> {
  const { prisma } = dependencies;
  const today = await todayOf(dependencies);
  const monday = addDays(today, -((weekday(today) + 6) % 7));
  const where = await outstanding(prisma, caller, filters);
  const parts = await prisma.$queryRaw<Part[]>`
    WITH open AS (
      SELECT r.currency, r.outstanding_minor AS minor, ${bucketOn(today)} AS bucket, r.due_on, r.customer_id, r.customer_name
      FROM receivable r JOIN process p ON p.id = r.plan_id WHERE ${where}
    )
    SELECT 'aging' AS dimension, bucket AS key, NULL AS label, currency, count(*)::int AS count, sum(minor)::text AS minor
    FROM open GROUP BY bucket, currency
    UNION ALL
    SELECT 'week', date_trunc('week', due_on)::date::text, NULL, currency, count(*)::int, sum(minor)::text
    FROM open WHERE due_on >= ${today}::date AND due_on < ${addDays(monday, weeksAhead * 7)}::date
    GROUP BY 2, currency
    UNION ALL
    SELECT 'customer', customer_id, max(customer_name), currency, count(*)::int, sum(minor)::text
    FROM open WHERE due_on < ${today}::date GROUP BY customer_id, currency`;
  const by = (dimension: Part['dimension']) => grouped(parts.filter((part) => part.dimension === dimension));
  const most = ({ count }: { count: number }, other: { count: number }) => other.count - count;
  const weeks = new Map(by('week').map(({ key, ...group }) => [key, group]));
  return {
    today,
    aging: by('aging').map(({ key, count, totals }) => ({ bucket: key as Bucket, count, totals })),
    weeks: Array.from({ length: weeksAhead }, (_, index) => {
      const from = addDays(monday, index * 7);
      const { count, totals } = weeks.get(from) ?? { count: 0, totals: [] };
      return { from, count, totals };
    }),
    customers: by('customer')
      .map(({ key, label, count, totals }) => ({ customer: { id: key, name: label ?? key }, count, totals }))
      .sort(most)
      .slice(0, mostCustomers),
  };
}

function grouped(parts: readonly Part[]) {
  return [...new Set(parts.map(({ key }) => key))].map((key) => {
    const own = parts.filter((part) => part.key === key);
    return {
      key,
      label: own[0]?.label ?? null,
      count: own.reduce((sum, { count }) => sum + count, 0),
      totals: own.map(({ currency, minor }) => ({ currency, minor: exactly(minor) })),
    };
  });
}
