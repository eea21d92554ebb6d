import type { z } from 'zod';
import { Prisma } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import type { StageFigures, StageQuery } from '../contracts/processes.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { allOf } from '../rows.ts';
import { viewOf } from '../visibility.ts';
import { exactly } from '../waits/summary.ts';

interface Part {
  readonly variant: string;
  readonly stage: string;
  readonly currency: string | null;
  readonly count: number;
  readonly overdue: number;
  readonly minor: string | null;
}

/** How many open processes of a kind stand in each stage of each variant, and what they are worth. */
export async function stageFigures(
  { prisma, now }: ApiDependencies,
  caller: Caller,
  { kind, variant, owner }: StageQuery,
): Promise<z.output<typeof StageFigures>> {
  const { process } = await viewOf(prisma, caller, { kind });
  const where = allOf([
    Prisma.sql`p.kind = ${kind} AND p.status = 'open'`,
    variant === undefined ? undefined : Prisma.sql`p.variant_id = ${variant}`,
    owner === undefined ? undefined : Prisma.sql`p.owner_id = ${owner === 'me' ? caller.id : owner}`,
    process,
  ]);
  const parts = await prisma.$queryRaw<Part[]>`
    SELECT p.variant_id AS variant, p.stage, p.currency, count(*)::int AS count,
      (count(*) FILTER (WHERE EXISTS (
        SELECT FROM wait w WHERE w.process_id = p.id AND w.closed_at IS NULL AND w.due_at < ${new Date(now())}
      )))::int AS overdue, sum(p.amount_minor)::text AS minor
    FROM process p WHERE ${where} GROUP BY p.variant_id, p.stage, p.currency ORDER BY p.variant_id, p.stage, p.currency`;
  const items = new Map<string, z.output<typeof StageFigures>['items'][number]>();
  for (const { variant: of, stage, currency, count, overdue, minor } of parts) {
    const key = JSON.stringify([of, stage]);
    const known = items.get(key) ?? { variant: of, stage, count: 0, overdue: 0, totals: [] };
    const totals = currency === null ? known.totals : [...known.totals, { currency, minor: exactly(minor ?? '0') }];
    items.set(key, { ...known, count: known.count + count, overdue: known.overdue + overdue, totals });
  }
  return { items: [...items.values()] };
}
