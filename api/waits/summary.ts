import type { z } from 'zod';
import type { Kind } from '../../domain/effects.ts';
import { actionLabel } from '../../domain/sentence.ts';
import type { WaitAction } from '../../domain/wait.ts';
import type { Caller } from '../auth/caller.ts';
import type { WaitFilters, WaitSummary } from '../contracts/waits.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { iso, namesOf } from '../rows.ts';
import { waitCondition } from './filter.ts';
import { inBoth } from './view.ts';

/** What waits are grouped by; each answers another question about what is stuck. */
const dimensions = ['all', 'holder', 'action', 'stage', 'team', 'customer'] as const;
type Dimension = (typeof dimensions)[number];

/** Customers with the most waits that are told by name; the list itself knows all. */
const mostCustomers = 30;

/** The waits of one group in one currency. */
interface Part {
  readonly dimension: Dimension;
  /** Of the person, action, stage, manager or customer; null for all, and for waits without a manager or customer. */
  readonly key: string | null;
  readonly kind: Kind | null;
  readonly label: string | null;
  readonly currency: string | null;
  readonly count: number;
  readonly overdue: number;
  readonly oldest: Date;
  /** What the people of the group are asked about, and what all are asked about together. */
  readonly each: string | null;
  readonly together: string | null;
}

/** How many waits there are, of what worth, with whom and where; by the same filters as the list. */
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
      SELECT w.holder_id AS holder, w.action, w.kind, w.stage, u.manager_id AS team, w.customer_id AS customer,
        w.subject #>> '{customer,name}' AS customer_name, w.currency, w.opened_at, w.due_at < ${new Date(at)} AS late,
        CASE WHEN w.action <> 'step.repair' THEN w.amount_minor END AS minor,
        w.kind <> 'approval' OR w.id = min(w.id) OVER (PARTITION BY w.process_id, w.action) AS first
      FROM wait w LEFT JOIN app_user u ON u.id = w.holder_id WHERE ${where}
    )
    SELECT CASE grouping(holder, action, stage, team, customer)
        WHEN 15 THEN 'holder' WHEN 23 THEN 'action' WHEN 27 THEN 'stage' WHEN 29 THEN 'team' WHEN 30 THEN 'customer'
        ELSE 'all' END AS dimension,
      coalesce(holder, action, stage, team, customer) AS key, kind, max(customer_name) AS label, currency,
      count(*)::int AS count, (count(*) FILTER (WHERE late))::int AS overdue, min(opened_at) AS oldest,
      sum(minor)::text AS each, (sum(minor) FILTER (WHERE first))::text AS together
    FROM open GROUP BY GROUPING SETS ((currency), (holder, currency), (action, currency), (kind, stage, currency),
      (team, currency), (customer, currency))`;
  const names = await namesOf(
    prisma,
    parts.flatMap(({ dimension, key }) =>
      key !== null && (dimension === 'holder' || dimension === 'team') ? key : [],
    ),
  );
  const person = (id: string) => ({ id, name: names(id) });
  const by = (dimension: Dimension) => groups(parts.filter((part) => part.dimension === dimension));
  return {
    ...summed(by('all').flat(), 'together'),
    byHolder: by('holder')
      .map((group) => ({ holder: person(keyOf(group)), ...summed(group, 'each') }))
      .sort(mostFirst),
    byAction: by('action')
      .map((group) => {
        const action = keyOf(group) as WaitAction;
        return { action, label: inBoth((locale) => actionLabel(action, locale)), ...summed(group, 'together') };
      })
      .sort(mostFirst),
    byStage: by('stage')
      .flatMap((group) => {
        const kind = group[0]?.kind;
        return kind ? [{ kind, stage: keyOf(group), ...summed(group, 'together') }] : [];
      })
      .sort(mostFirst),
    byTeam: by('team')
      .map((group) => ({ manager: isNamed(group) ? person(keyOf(group)) : null, ...summed(group, 'each') }))
      .sort(mostFirst),
    byCustomer: by('customer')
      .filter(isNamed)
      .map((group) => {
        const id = keyOf(group);
        return { customer: { id, name: group[0]?.label ?? id }, ...summed(group, 'together') };
      })
      .sort(mostFirst)
      .slice(0, mostCustomers),
  };
}

type Group = readonly Part[];

const isNamed = (group: Group): boolean => group[0]?.key !== null;
const keyOf = (group: Group): string => group[0]?.key ?? '';

/** The parts of one dimension, those of the same thing together, whatever their currencies. */
function groups(parts: readonly Part[]): readonly Group[] {
  const found = new Map<string, Part[]>();
  for (const part of parts) {
    const of = JSON.stringify([part.kind, part.key]);
    found.set(of, [...(found.get(of) ?? []), part]);
  }
  return [...found.values()];
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
export function exactly(sum: string): number | null {
  const number = Number(sum);
  return Number.isSafeInteger(number) ? number : null;
}

const mostFirst = (a: { count: number }, b: { count: number }) => b.count - a.count;
