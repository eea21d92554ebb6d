import type { z } from 'zod';
import type { WaitAction } from '../../domain/wait.ts';
import { actionLabel } from '../../domain/sentence.ts';
import type { Caller } from '../auth/caller.ts';
import type { WaitFilters, WaitSummary } from '../contracts/waits.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { isoOrNull, namesOf } from '../rows.ts';
import { waitCondition } from './filter.ts';
import { inBoth } from './view.ts';

interface Part {
  /** What the part was grouped by: everything, a holder, an action. */
  readonly holder: string | null;
  readonly action: WaitAction | null;
  readonly currency: string | null;
  readonly count: number;
  readonly overdue: number;
  readonly oldest: Date;
  readonly minor: string | null;
}

/** How many waits there are, of what worth, and with whom; the same filters as the list. */
export async function summariseWaits(
  { prisma, now }: ApiDependencies,
  caller: Caller,
  filters: WaitFilters,
): Promise<z.output<typeof WaitSummary>> {
  const at = now();
  // Several people may be asked about one thing, and a failed step is about its process: such money counts once.
  const parts = await prisma.$queryRaw<Part[]>`
    WITH open AS (
      SELECT w.holder_id AS holder, w.action, w.currency, w.opened_at, w.due_at < ${new Date(at)} AS late,
        CASE WHEN w.action <> 'step.repair' THEN w.amount_minor END AS minor,
        w.kind <> 'approval' OR w.id = min(w.id) OVER (PARTITION BY w.process_id) AS first
      FROM wait w WHERE ${waitCondition(filters, caller, at)}
    )
    SELECT holder, action, currency, count(*)::int AS count, (count(*) FILTER (WHERE late))::int AS overdue,
      min(opened_at) AS oldest,
      (sum(minor) FILTER (WHERE first OR holder IS NOT NULL))::text AS minor
    FROM open GROUP BY GROUPING SETS ((currency), (holder, currency), (action, currency))`;
  const holders = await namesOf(prisma, parts.flatMap(({ holder }) => holder ?? []));
  const of = (key: 'holder' | 'action') => parts.filter((part) => part[key] !== null);
  return {
    ...grouped(parts.filter(({ holder, action }) => holder === null && action === null)),
    byHolder: [...byKey(of('holder'), ({ holder }) => holder ?? '')].map(([id, group]) => ({
      holder: { id, name: holders(id) },
      ...grouped(group),
    })).sort(mostFirst),
    byAction: [...byKey(of('action'), ({ action }) => action ?? '')].map(([, group]) => {
      const action = group[0]?.action as WaitAction;
      return { action, label: inBoth((locale) => actionLabel(action, locale)), ...grouped(group) };
    }).sort(mostFirst),
  };
}
