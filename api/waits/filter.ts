import type { Instant } from '../../domain/calendar.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import type { WaitFilters } from '../contracts/waits.ts';
import { allOf } from '../rows.ts';
import { teamOf, viewOf } from '../visibility.ts';

const spans: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The condition that wait `w` is open, in the caller's view, and one of those asked for. */
export async function waitCondition(
  prisma: PrismaClient,
  filters: WaitFilters,
  caller: Caller,
  now: Instant,
): Promise<Prisma.Sql> {
  const { kind, action, holder, stage, team, customer, process, currency, overdue, olderThan } = filters;
  return allOf([
    Prisma.sql`w.closed_at IS NULL`,
    await inScope(prisma, filters, caller),
    kind === undefined ? undefined : Prisma.sql`w.kind = ${kind}`,
    action === undefined ? undefined : Prisma.sql`w.action = ${action}`,
    holder === undefined ? undefined : Prisma.sql`w.holder_id = ${holder === 'me' ? caller.id : holder}`,
    stage === undefined ? undefined : Prisma.sql`w.stage = ${stage}`,
    team === undefined
      ? undefined
      : Prisma.sql`w.holder_id IN (SELECT u.id FROM app_user u WHERE u.manager_id = ${team})`,
    customer === undefined ? undefined : Prisma.sql`w.customer_id = ${customer}`,
    process === undefined ? undefined : Prisma.sql`w.process_id = ${process}`,
    currency === undefined ? undefined : Prisma.sql`w.currency = ${currency}`,
    overdue === undefined ? undefined : overdueIs(overdue, now),
    olderThan === undefined ? undefined : Prisma.sql`w.opened_at < ${new Date(now - spanOf(olderThan))}`,
  ]);
}

/** What somebody or their team holds is in view by that, and need not be looked for again. */
async function inScope(prisma: PrismaClient, { scope, kind }: WaitFilters, caller: Caller): Promise<Prisma.Sql> {
  switch (scope) {
    case 'mine':
      return Prisma.sql`w.holder_id = ${caller.id}`;
    case 'team':
      return Prisma.sql`w.holder_id = ANY (${await teamOf(prisma, caller)}::text[])`;
    case 'all':
      return (await viewOf(prisma, caller, kind === undefined ? {} : { kind })).wait;
    default:
      return scope satisfies never;
  }
}

function overdueIs(overdue: boolean, now: Instant): Prisma.Sql {
  const at = new Date(now);
  return overdue ? Prisma.sql`w.due_at < ${at}` : Prisma.sql`(w.due_at IS NULL OR w.due_at >= ${at})`;
}

function spanOf(text: string): number {
  return Number(text.slice(0, -1)) * (spans[text.slice(-1)] ?? 0);
}
