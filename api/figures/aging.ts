import type { z } from 'zod';
import type { LocalDate } from '../../domain/calendar.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import { type AgingBucket, agingBuckets, agingColumns } from '../../prisma/figures.ts';
import type { Caller } from '../auth/caller.ts';
import type { AgingHistory, AgingQuery, AgingReport } from '../contracts/figures.ts';
import { allOf, namesOf, toNumber } from '../rows.ts';
import { ownersInView } from './scope.ts';

type Aged = Readonly<Record<AgingBucket, bigint>>;

interface Row extends Aged {
  readonly currency: string;
  readonly ownerId: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
}

function bucketsOf(row: Aged) {
  const buckets = Object.fromEntries(agingBuckets.map((bucket) => [bucket, toNumber(row[bucket])]));
  const total = agingBuckets.reduce((sum, bucket) => sum + toNumber(row[bucket]), 0);
  return { ...(buckets as Record<AgingBucket, number>), total };
}

/** What is outstanding on a day by how long it has been due, by currency and, if wanted, by owner or customer. */
export async function agingReport(
  prisma: PrismaClient,
  caller: Caller,
  day: LocalDate,
  { by, owner, customer }: z.output<typeof AgingQuery>,
): Promise<z.output<typeof AgingReport>> {
  const where = allOf([
    Prisma.sql`r.outstanding_minor > 0`,
    owner === undefined ? undefined : Prisma.sql`r.owner_id = ${owner}`,
    customer === undefined ? undefined : Prisma.sql`r.customer_id = ${customer}`,
    await ownersInView(prisma, caller, Prisma.sql`r.owner_id`),
  ]);
  const none = Prisma.sql`NULL::text`;
  const ownerColumn = by === 'owner' ? Prisma.sql`r.owner_id` : none;
  const customerColumns =
    by === 'customer'
      ? Prisma.sql`r.customer_id AS "customerId", max(r.customer_name) AS "customerName"`
      : Prisma.sql`${none} AS "customerId", ${none} AS "customerName"`;
  const groups = { currency: [], owner: [Prisma.sql`r.owner_id`], customer: [Prisma.sql`r.customer_id`] };
  const grouped = Prisma.join([Prisma.sql`r.currency`, ...groups[by]]);
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT r.currency, ${ownerColumn} AS "ownerId", ${customerColumns}, ${agingColumns(day)}
    FROM receivable r WHERE ${where} GROUP BY ${grouped} ORDER BY r.currency, 2, 3`;
  const credits = await creditsBy(prisma, caller, by, { owner, customer });
  const names = await namesOf(
    prisma,
    rows.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId])),
  );
  return {
    day,
    rows: rows.map((row) => {
      const { currency, ownerId, customerId, customerName } = row;
      const aged = bucketsOf(row);
      const credit = credits.get(`${currency}/${customerId ?? ''}`) ?? 0;
      return {
        currency,
        owner: ownerId === null ? null : { id: ownerId, name: names(ownerId) },
        customer: customerId === null ? null : { id: customerId, name: customerName ?? customerId },
        ...aged,
        credit,
        net: aged.total - credit,
      };
    }),
  };
}

/** What customers have paid beyond what they owe; it belongs to no owner, so that only the whole company or a customer has it. */
async function creditsBy(
  prisma: PrismaClient,
  caller: Caller,
  by: z.output<typeof AgingQuery>['by'],
  { owner, customer }: { owner: string | undefined; customer: string | undefined },
): Promise<ReadonlyMap<string, number>> {
  const all = await ownersInView(prisma, caller, Prisma.sql`NULL`);
  if (by === 'owner' || owner !== undefined || all.sql !== 'TRUE') return new Map();
  const one = customer === undefined ? Prisma.sql`TRUE` : Prisma.sql`l.customer_id = ${customer}`;
  const rows = await prisma.$queryRaw<{ currency: string; customerId: string | null; minor: bigint }[]>`
    SELECT l.currency, ${by === 'customer' ? Prisma.sql`l.customer_id` : Prisma.sql`NULL::text`} AS "customerId",
      (-sum(l.amount_minor))::bigint AS minor
    FROM ledger_entry l WHERE l.account = 'customerCredit' AND ${one} GROUP BY 1, 2`;
  return new Map(rows.map(({ currency, customerId, minor }) => [`${currency}/${customerId ?? ''}`, toNumber(minor)]));
}

/** The age of what was outstanding on past days, as it was kept then. */
export async function agingHistory(
  prisma: PrismaClient,
  caller: Caller,
  { from, to, currency }: { from: LocalDate; to: LocalDate; currency: string },
): Promise<z.output<typeof AgingHistory>> {
  const seen = await ownersInView(prisma, caller, Prisma.sql`s.owner_id`);
  const rows = await prisma.$queryRaw<(Aged & { day: Date })[]>`
    SELECT s.day, sum(s.not_due)::bigint AS "notDue", sum(s.d1_to_30)::bigint AS "d1to30",
      sum(s.d31_to_60)::bigint AS "d31to60", sum(s.d61_to_90)::bigint AS "d61to90",
      sum(s.d91_to_180)::bigint AS "d91to180", sum(s.over_180)::bigint AS "over180"
    FROM aging_snapshot s
    WHERE s.currency = ${currency} AND s.day BETWEEN ${from}::date AND ${to}::date AND ${seen}
    GROUP BY s.day ORDER BY s.day LIMIT 1000`;
  return { days: rows.map((row) => ({ day: row.day.toISOString().slice(0, 10), ...bucketsOf(row) })) };
}
