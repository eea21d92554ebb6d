import type { z } from 'zod';
import { evolveInstance, type Instance, summaryOf, unborn, waitsOf } from '../../domain/instance.ts';
import { kindRules } from '../../domain/kinds.ts';
import type { EventBase } from '../../domain/process.ts';
import type { Caller } from '../auth/caller.ts';
import { shownCalendar } from '../calendar.ts';
import type { PastView } from '../contracts/processes.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { iso, isoOrNull, namesOf } from '../rows.ts';
import { waitViews } from '../waits/view.ts';
import { findProcess } from './find.ts';

/**
 * A process as it stood at a moment: the rules replay what had happened by then, so that nothing about the past is kept
 * twice. Waits are told as they were told on that day.
 */
export async function processAsOf(
  dependencies: ApiDependencies,
  caller: Caller,
  id: string,
  at: number,
): Promise<z.output<typeof PastView>> {
  const { prisma } = dependencies;
  const { kind } = await findProcess(prisma, caller, id);
  const recorded = await prisma.event.findMany({
    where: { processId: id, at: { lte: new Date(at) } },
    orderBy: { seq: 'asc' },
    select: { type: true, at: true, actorId: true, data: true },
  });
  if (recorded.length === 0) throw new Problem('NOT_FOUND', `${id} had not begun by then`);
  const calendar = await shownCalendar(dependencies);
  const rules = kindRules[kind];
  const nothing = unborn(id, kind, { id: '', hash: '', definition: null }, calendar);
  const instance = recorded.reduce<Instance>((before, { type, at: when, actorId, data }) => {
    const event: EventBase = { ...(data as object), type, at: when.getTime(), by: actorId };
    return evolveInstance(rules, before, event);
  }, nothing);
  const { title, status, stage, outcome, owner, customer, amount, closedAt } = summaryOf(rules, instance);
  const names = await namesOf(prisma, [owner]);
  const place = { id, kind, title, stage };
  return {
    id,
    kind,
    at: iso(at),
    version: instance.version,
    title,
    status,
    stage,
    outcome,
    owner: { id: owner, name: names(owner) },
    customer,
    amount,
    closedAt: isoOrNull(closedAt),
    state: instance.state,
    waits: await waitViews(
      prisma,
      waitsOf(rules, instance).map((wait) => ({ wait, process: place })),
      { calendar, now: at },
    ),
  };
}
