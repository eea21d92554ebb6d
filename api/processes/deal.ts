import type { z } from 'zod';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import { waitOf } from '../../prisma/wait.ts';
import type { Caller } from '../auth/caller.ts';
import { shownCalendar } from '../calendar.ts';
import type { DealView } from '../contracts/processes.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { viewOf } from '../visibility.ts';
import { waitViews } from '../waits/view.ts';
import { readRows, rowView, type StoredRow } from './rows.ts';

const mostProcesses = 200;

/** A deal: its opportunity and everything that came of it, as far as the caller may see. */
export async function readDeal(
  dependencies: ApiDependencies,
  caller: Caller,
  id: string,
): Promise<z.output<typeof DealView>> {
  const { prisma, now } = dependencies;
  const stored = await dealRows(prisma, caller, id);
  if (stored.length === 0) throw new Problem('NOT_FOUND', `There is no deal ${id}`);
  const processes = stored.map(rowView);
  const places = new Map(processes.map(({ id: of, kind, title, stage }) => [of, { id: of, kind, title, stage }]));
  const waits = await prisma.wait.findMany({
    where: { processId: { in: [...places.keys()] }, closedAt: null },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
  });
  const placed = waits.flatMap((row) => {
    const process = places.get(row.processId);
    return process ? [{ wait: waitOf(row), process }] : [];
  });
  const present = { calendar: await shownCalendar(dependencies), now: now() };
  return { id, processes, waits: await waitViews(prisma, placed, present) };
}

/** The processes of a deal in the caller's view, the first begun first. */
export async function dealRows(prisma: PrismaClient, caller: Caller, dealId: string): Promise<StoredRow[]> {
  const all = await prisma.process.findMany({
    where: { dealId },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
    take: mostProcesses,
    select: { id: true },
  });
  const ids = all.map(({ id }) => id);
  const { process } = await viewOf(prisma, caller, { ids });
  const where = Prisma.sql`p.id = ANY (${ids}::text[]) AND ${process}`;
  return await readRows(prisma, { where, order: Prisma.sql`p.opened_at, p.id`, limit: mostProcesses });
}
