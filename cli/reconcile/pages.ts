import { setTimeout as sleep } from 'node:timers/promises';
import { kinds } from '../../domain/effects.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { workflowIdFor } from '../../workflows/messages.ts';
import type { OnRecord } from './examine.ts';

/** So many processes are held in memory at a time, with all their events. */
const pageSize = 100;
const workflowsPerPage = 500;
/** A process that has begun a moment ago may not have its row yet. */
const graceForBeginnings = 3_000;

/** Every process on record, page by page in the order of their ids. */
export async function* recordsInPages(prisma: PrismaClient): AsyncGenerator<readonly OnRecord[]> {
  for (let after = ''; ; ) {
    const rows = await prisma.process.findMany({
      where: { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    const last = rows.at(-1);
    if (!last) return;
    const ids = rows.map(({ id }) => id);
    const waits = await prisma.wait.findMany({ where: { processId: { in: ids }, closedAt: null } });
    const events = await prisma.event.findMany({ where: { processId: { in: ids } }, orderBy: { seq: 'asc' } });
    const ledger = await prisma.ledgerEntry.findMany({ where: { processId: { in: ids } } });
    const receivables = await prisma.receivable.findMany({ where: { planId: { in: ids } } });
    const waitsOf = byProcess(waits);
    const eventsOf = byProcess(events);
    const ledgerOf = byProcess(ledger);
    yield rows.map((row) => ({
      id: row.id,
      row,
      openWaits: waitsOf.get(row.id) ?? [],
      events: eventsOf.get(row.id) ?? [],
      ledger: ledgerOf.get(row.id) ?? [],
      receivables: receivables.filter(({ planId }) => planId === row.id),
    }));
    after = last.id;
  }
}

function byProcess<T extends { readonly processId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.processId);
    if (group) group.push(row);
    else groups.set(row.processId, [row]);
  }
  return groups;
}

/** Ids of processes that run and are not on record, as far as Temporal lists them. */
export async function* runningWithoutRow(gateway: Gateway, prisma: PrismaClient): AsyncGenerator<string> {
  let page: string[] = [];
  for await (const id of runningProcesses(gateway)) {
    page.push(id);
    if (page.length < workflowsPerPage) continue;
    yield* await withoutRow(prisma, page);
    page = [];
  }
  yield* await withoutRow(prisma, page);
}

async function* runningProcesses({ client, tenant, taskQueue }: Gateway): AsyncGenerator<string> {
  const prefixes = kinds.map((kind) => workflowIdFor(kind, tenant, ''));
  const query = `ExecutionStatus = "Running" AND TaskQueue = "${taskQueue}"`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    const prefix = prefixes.find((candidate) => workflowId.startsWith(candidate));
    if (prefix !== undefined) yield workflowId.slice(prefix.length);
  }
}

async function withoutRow(prisma: PrismaClient, ids: readonly string[]): Promise<readonly string[]> {
  const missing = await notOnRecord(prisma, ids);
  if (missing.length === 0) return [];
  await sleep(graceForBeginnings);
  return await notOnRecord(prisma, missing);
}

async function notOnRecord(prisma: PrismaClient, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await prisma.process.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
  const known = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

/** Ids that have events but no row, up to a page of them. */
export async function eventsWithoutRow(prisma: PrismaClient): Promise<readonly string[]> {
  const found = await prisma.$queryRaw<{ id: string }[]>`
    SELECT process_id AS id FROM event
    WHERE seq = 1 AND NOT EXISTS (SELECT FROM process WHERE process.id = event.process_id)
    ORDER BY process_id LIMIT ${workflowsPerPage}`;
  return found.map(({ id }) => id);
}
