import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { type Gateway, startProcess } from '../../gateway/gateway.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { recordEvents } from '../../prisma/record.ts';
import type { FreshProcess } from '../../workflows/messages.ts';
import { withBar } from '../bar.ts';
import { inParallel } from '../in-parallel.ts';
import { Sentence } from '../sentence.ts';
import { endedDeal } from './deal-process.ts';
import { localeFor } from './names.ts';
import type { ImportPlan } from './plan.ts';

const recordsAtOnce = 8;
const startsAtOnce = 24;
const pollEvery = 500;
const patience = 120_000;

/** Adds the customers, products and people that are missing. Whoever is there already is left as people have them. */
export async function addCompany(
  prisma: PrismaClient,
  { accounts, products, teams, ids }: ImportPlan,
  currency: string,
): Promise<void> {
  const customers = accounts.good.flatMap((account) => {
    const id = ids.customers.idOf.get(account.name);
    return id !== undefined && ids.customers.created.has(account.name) ? [{ ...account, id }] : [];
  });
  await prisma.customer.createMany({ data: customers, skipDuplicates: true });
  const priced = products.good.flatMap((product) => {
    const id = ids.products.idOf.get(product.name);
    return id !== undefined && ids.products.created.has(product.name) ? [{ ...product, id, currency }] : [];
  });
  await prisma.product.createMany({ data: priced, skipDuplicates: true });
  const people = teams.people.flatMap(({ name, roles, region, manager }) => {
    const id = ids.people.idOf.get(name);
    const email = ids.emails.get(name);
    if (id === undefined || email === undefined || !ids.people.created.has(name)) return [];
    const managerId = manager === null ? null : (ids.people.idOf.get(manager) ?? null);
    return [{ id, name, email, roles: [...roles], region, managerId, locale: localeFor(name) }];
  });
  await prisma.user.createMany({ data: people, skipDuplicates: true });
}

/** Writes the records of deals that have ended. Writing one again changes nothing. */
export async function recordEnded(
  prisma: PrismaClient,
  { ended, factory }: ImportPlan,
  messageIdDomain: string,
): Promise<void> {
  if (ended.length === 0) return;
  await withBar('Recording finished deals', ended.length, (advance) =>
    inParallel(ended, recordsAtOnce, async (deal) => {
      const record = endedDeal(deal, factory);
      if ('code' in record) throw new Error(`${deal.processId} is refused only now: ${record.message}`);
      await recordEvents(prisma, record, messageIdDomain);
      advance();
    }),
  );
}

/** Starts the process of each open deal. One that runs already, or has ended meanwhile, is left alone. */
export async function startOpen(gateway: Gateway, processes: readonly FreshProcess[]): Promise<void> {
  if (processes.length === 0) return;
  await withBar('Starting open deals', processes.length, (advance) =>
    inParallel(processes, startsAtOnce, async (fresh) => {
      try {
        await startProcess(gateway, fresh);
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
      advance();
    }),
  );
}

/**
 * Waits until every one of these processes is on record with an open wait and so with a holder. Throws a sentence when
 * nothing has moved for two minutes.
 */
export async function awaitRecorded(prisma: PrismaClient, processes: readonly FreshProcess[]): Promise<void> {
  if (processes.length === 0) return;
  const pending = new Set(processes.map(({ id }) => id));
  await withBar('Open deals on record', pending.size, async (advance) => {
    let moved = Date.now();
    while (pending.size > 0) {
      const recorded = await prisma.$queryRaw<{ id: string }[]>`
        SELECT p.id FROM process p
        WHERE p.id = ANY (${[...pending]}) AND EXISTS (SELECT FROM wait w WHERE w.process_id = p.id)`;
      for (const { id } of recorded) {
        if (pending.delete(id)) advance();
      }
      if (recorded.length > 0) moved = Date.now();
      else if (Date.now() - moved > patience) throw stalled(pending);
      if (pending.size > 0) await sleep(pollEvery);
    }
  });
}

function stalled(pending: ReadonlySet<string>): Sentence {
  const some = [...pending].slice(0, 3).join(', ');
  return new Sentence(
    `${pending.size} open deals are started but not on record (${some} …), and for ${patience / 1_000} s no more have come; see whether the worker still runs and what its log says, then run the import again to go on.`,
  );
}
