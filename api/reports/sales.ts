import type { z } from 'zod';
import { addDays, instantAt, localTime, type WorkingCalendar } from '../../domain/calendar.ts';
import { Prisma } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import { shownCalendar } from '../calendar.ts';
import type { ReportQuery, SalesReport } from '../contracts/reports.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { namesOf } from '../rows.ts';
import { viewOf } from '../visibility.ts';
import { exactly } from '../waits/summary.ts';

const daysShown = 90;

type Report = z.output<typeof SalesReport>;

/** What happened in a span of days to the deals and approvals in the caller's view, counted from the record. */
export async function salesReport(dependencies: ApiDependencies, caller: Caller, query: ReportQuery): Promise<Report> {
  const { prisma, now } = dependencies;
  const calendar = await shownCalendar(dependencies);
  const until = query.until ?? localTime(calendar, now()).date;
  const from = query.from ?? addDays(until, -daysShown);
  const span = spanOf(calendar, from, until);
  const { process } = await viewOf(prisma, caller, { kind: 'opportunity' });
  const ofVariant = query.variant === undefined ? Prisma.sql`TRUE` : Prisma.sql`p.variant_id = ${query.variant}`;
  const deals = Prisma.sql`p.kind = 'opportunity' AND ${ofVariant} AND ${process}`;
  const { wait } = await viewOf(prisma, caller, { kind: 'approval' });
  const [stages, ended, answered] = await Promise.all([
    stagesIn(dependencies, deals, span),
    endsIn(dependencies, deals, span),
    turnaroundIn(dependencies, wait, span),
  ]);
  const names = await namesOf(prisma, [...ended.map(({ owner }) => owner), ...answered.map(({ holder }) => holder)]);
  const person = (id: string) => ({ id, name: names(id) });
  return {
    from,
    until,
    stages,
    ends: groupsOf(ended, ({ variant, outcome }) => `${variant}\n${outcome}`).flatMap((group) => {
      const [first] = group;
      return first ? [{ variant: first.variant, outcome: first.outcome, ...counted(group) }] : [];
    }),
    lostReasons: groupsOf(
      ended.filter(({ outcome }) => outcome === 'lost'),
      ({ reason }) => reason ?? '',
    ).map((group) => ({ reason: group[0]?.reason ?? 'unknown', ...counted(group) })),
    turnaround: answered.map(({ holder, ...rest }) => ({ holder: person(holder), ...rest })),
    ranking: groupsOf(ended, ({ owner }) => owner)
      .map((group) => {
        const won = group.filter(({ outcome }) => outcome === 'won');
        const lost = group.filter(({ outcome }) => outcome === 'lost');
        const { count, totals } = counted(won);
        return { owner: person(group[0]?.owner ?? ''), won: count, lost: counted(lost).count, totals };
      })
      .sort((a, b) => b.won - a.won),
  };
}

interface Span {
  readonly begin: Date;
  readonly end: Date;
}

function spanOf(calendar: WorkingCalendar, from: string, until: string): Span {
  return {
    begin: new Date(instantAt(calendar, from, 0)),
    end: new Date(instantAt(calendar, addDays(until, 1), 0)),
  };
}

/** Every stage a deal entered stands in its state with the moment; it left it when it entered the next one. */
async function stagesIn({ prisma }: ApiDependencies, deals: Prisma.Sql, { begin, end }: Span) {
  return await prisma.$queryRaw<Report['stages']>`
    WITH step AS (
      SELECT p.variant_id AS variant, s.value->>'stage' AS stage, to_timestamp((s.value->>'at')::float8 / 1000) AS at,
        to_timestamp((lead(s.value->>'at') OVER (PARTITION BY p.id ORDER BY s.ordinality))::float8 / 1000) AS left_at
      FROM process p, jsonb_array_elements(p.snapshot #> '{state,path}') WITH ORDINALITY s
      WHERE ${deals} AND p.updated_at >= ${begin}
    )
    SELECT variant, stage, count(*)::int AS entered, count(left_at)::int AS left,
      (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM left_at - at)) / 3600)::float8 AS "medianHours"
    FROM step WHERE at >= ${begin} AND at < ${end} GROUP BY variant, stage ORDER BY variant, entered DESC, stage`;
}

interface Ended {
  readonly variant: string;
  readonly outcome: string;
  readonly owner: string;
  readonly reason: string | null;
  readonly currency: string | null;
  readonly count: number;
  readonly minor: string | null;
}

/** A deal counts as won on the day it entered its winning stage, also while its contract is still under way. */
async function endsIn({ prisma }: ApiDependencies, deals: Prisma.Sql, { begin, end }: Span) {
  return await prisma.$queryRaw<Ended[]>`
    WITH ended AS (
      SELECT p.variant_id AS variant, p.snapshot #>> '{state,outcome}' AS outcome, p.owner_id AS owner,
        p.snapshot #>> '{state,lostReason}' AS reason, p.currency, p.amount_minor,
        to_timestamp((p.snapshot #>> '{state,path,-1,at}')::float8 / 1000) AS at
      FROM process p WHERE ${deals} AND p.updated_at >= ${begin} AND p.snapshot #>> '{state,outcome}' IS NOT NULL
    )
    SELECT variant, outcome, owner, reason, currency, count(*)::int AS count, sum(amount_minor)::text AS minor
    FROM ended WHERE at >= ${begin} AND at < ${end} GROUP BY variant, outcome, owner, reason, currency`;
}

interface Answered {
  readonly holder: string;
  readonly decided: number;
  readonly medianHours: number | null;
  readonly longestHours: number | null;
  readonly late: number;
}

async function turnaroundIn({ prisma }: ApiDependencies, wait: Prisma.Sql, { begin, end }: Span) {
  return await prisma.$queryRaw<Answered[]>`
    SELECT w.holder_id AS holder, count(*)::int AS decided,
      (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM w.closed_at - w.opened_at)) / 3600)::float8
        AS "medianHours",
      (max(extract(epoch FROM w.closed_at - w.opened_at)) / 3600)::float8 AS "longestHours",
      (count(*) FILTER (WHERE w.closed_at > w.due_at))::int AS late
    FROM wait w WHERE w.action = 'approval.decide' AND w.closed_at >= ${begin} AND w.closed_at < ${end} AND ${wait}
    GROUP BY w.holder_id ORDER BY "medianHours" DESC`;
}

function groupsOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly (readonly Row[])[] {
  const keys = [...new Set(rows.map(keyOf))];
  return keys.map((key) => rows.filter((row) => keyOf(row) === key));
}

function counted(rows: readonly Ended[]) {
  const currencies = [...new Set(rows.flatMap(({ currency }) => currency ?? []))].sort();
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    totals: currencies.map((currency) => {
      const own = rows.filter((row) => row.currency === currency);
      return { currency, minor: exactly(String(own.reduce((sum, { minor }) => sum + BigInt(minor ?? '0'), 0n))) };
    }),
  };
}
