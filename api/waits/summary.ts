import type { z } from 'zod';
import { actionLabel } from '../../domain/sentence.ts';
import type { WaitAction } from '../../domain/wait.ts';
import type { Caller } from '../auth/caller.ts';
import type { WaitFilters, WaitSummary } from '../contracts/waits.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { iso, namesOf } from '../rows.ts';
import { waitCondition } from './filter.ts';
import { inBoth } from './view.ts';

/** The waits of one group in one currency. A group is all there are, those of one holder, or those of one action. */
interface Part {
  readonly holder: string | null;
  readonly action: WaitAction | null;
  readonly currency: string | null;
  readonly count: number;
  readonly overdue: number;
  readonly oldest: Date;
  /** What the people of the group are asked about, and what all are asked about together. */
  readonly each: string | null;
  readonly together: string | null;
}

/** How many waits there are, of what worth, and with whom; by the same filters as the list. */
export async function summariseWaits(
  { prisma, now }: ApiDependencies,
  caller: Caller,
  filters: WaitFilters,
): Promise<z.output<typeof WaitSummary>> {
  const at = now();
  const where = await waitCondition(prisma, filters, caller, at);
  // One approval may ask several people, and a failed step is about its whole process: such money counts once.
  const parts = await prisma.$queryRaw<Part[]>`
    WITH open AS (
      SELECT w.holder_id AS holder, w.action, w.currency, w.opened_at, w.due_at < ${new Date(at)} AS late,
        CASE WHEN w.action <> 'step.repair' THEN w.amount_minor END AS minor,
        w.kind <> 'approval' OR w.id = min(w.id) OVER (PARTITION BY w.process_id, w.action) AS first
      FROM wait w WHERE ${where}
    )
    SELECT holder, action, currency, count(*)::int AS count, (count(*) FILTER (WHERE late))::int AS overdue,
      min(opened_at) AS oldest, sum(minor)::text AS each, (sum(minor) FILTER (WHERE first))::text AS together
    FROM open GROUP BY GROUPING SETS ((currency), (holder, currency), (action, currency))`;
  const names = await namesOf(
    prisma,
    parts.flatMap(({ holder }) => holder ?? []),
  );
  const all = parts.filter(({ holder, action }) => holder === null && action === null);
  const byHolder = groups(parts, 'holder').map(([id, group]) => ({
    holder: { id, name: names(id) },
    ...summed(group, 'each'),
  }));
  const byAction = groups(parts, 'action').map(([action, group]) => ({
    action,
    label: inBoth((locale) => actionLabel(action, locale)),
    ...summed(group, 'together'),
  }));
  return { ...summed(all, 'together'), byHolder: byHolder.sort(mostFirst), byAction: byAction.sort(mostFirst) };
}

function groups<By extends 'holder' | 'action'>(
  parts: readonly Part[],
  by: By,
): readonly (readonly [NonNullable<Part[By]>, readonly Part[]])[] {
  const found = new Map<NonNullable<Part[By]>, Part[]>();
  for (const part of parts) {
    const key = part[by];
    if (key === null) continue;
    found.set(key, [...(found.get(key) ?? []), part]);
  }
  return [...found];
}

function summed(parts: readonly Part[], money: 'each' | 'together') {
  const oldest = parts.map((part) => part.oldest.getTime());
  return {
    count: parts.reduce((count, part) => count + part.count, 0),
    overdue: parts.reduce((count, part) => count + part.overdue, 0),
    oldestAt: oldest.length === 0 ? null : iso(Math.min(...oldest)),
    totals: parts
      .flatMap(({ currency, [money]: minor }) =>
        currency === null ? [] : [{ currency, minor: exactly(minor ?? '0') }],
      )
      .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
}

/** A sum as a number, or null where a number would have to round it. */
function exactly(sum: string): number | null {
  const number = Number(sum);
  return Number.isSafeInteger(number) ? number : null;
}

const mostFirst = (a: { count: number }, b: { count: number }) => b.count - a.count;
