import type { z } from 'zod';
import type { Kind } from '../../domain/effects.ts';
import type { FailedStep } from '../../domain/repair.ts';
import type { Wait } from '../../domain/wait.ts';
import { NoRunningProcess, readLive } from '../../gateway/gateway.ts';
import { Prisma } from '../../prisma/client.ts';
import { waitOf } from '../../prisma/wait.ts';
import type { LiveProcess } from '../../workflows/messages.ts';
import type { Caller } from '../auth/caller.ts';
import { shownCalendar } from '../calendar.ts';
import type { ProcessView } from '../contracts/processes.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { whileInReach } from '../reach.ts';
import { iso, isoOrNull, namesOf } from '../rows.ts';
import { viewOf } from '../visibility.ts';
import { waitViews } from '../waits/view.ts';
import { dealRows } from './deal.ts';
import { noProcess } from './find.ts';
import { readRows, rowView } from './rows.ts';

interface Known {
  readonly state: unknown;
  readonly failures: readonly FailedStep[];
  readonly waits: readonly Wait[];
}

/** A process with all there is to know about it, from the record or, asked live, from its running workflow. */
export async function processDetail(
  dependencies: ApiDependencies,
  caller: Caller,
  id: string,
  { kind, live = false }: { kind?: Kind; live?: boolean } = {},
): Promise<z.output<typeof ProcessView>> {
  const { prisma, now } = dependencies;
  const ofKind = kind === undefined ? Prisma.sql`TRUE` : Prisma.sql`p.kind = ${kind}`;
  const { process } = await viewOf(prisma, caller, { ids: [id] });
  const where = Prisma.sql`p.id = ${id} AND ${ofKind} AND ${process}`;
  const [stored] = await readRows(prisma, { where, order: Prisma.sql`p.id`, limit: 1 });
  if (!stored) throw noProcess(id);
  const row = rowView(stored);
  const [recorded, related, running] = await Promise.all([
    readRecorded(dependencies, id),
    relatedRows(dependencies, caller, row),
    live ? askWorkflow(dependencies, id) : undefined,
  ]);
  const known: Known = running ? knownBy(running) : recorded;
  const place = { id, kind: row.kind, title: row.title, stage: row.stage };
  const present = { calendar: await shownCalendar(dependencies), now: now() };
  return {
    ...row,
    ...(running ? liveChanges(running) : {}),
    variantHash: recorded.variantHash,
    state: known.state,
    failures: await failureViews(dependencies, known.failures),
    waits: await waitViews(
      prisma,
      known.waits.map((wait) => ({ wait, process: place })),
      present,
    ),
    related,
    source: running ? 'workflow' : 'record',
    asOf: iso(present.now),
    recordedVersion: running?.recordedVersion ?? row.version,
  };
}

async function readRecorded({ prisma }: ApiDependencies, id: string) {
  const [{ snapshot, variantHash }, rows] = await Promise.all([
    prisma.process.findUniqueOrThrow({ where: { id }, select: { snapshot: true, variantHash: true } }),
    prisma.wait.findMany({ where: { processId: id, closedAt: null }, orderBy: [{ openedAt: 'asc' }, { id: 'asc' }] }),
  ]);
  const { state, failures } = snapshot as unknown as Pick<Known, 'state' | 'failures'>;
  return { state, failures, variantHash, waits: rows.map(waitOf) };
}

/** The workflow's own answer; undefined once it has ended and its history is gone, when the record says it all. */
async function askWorkflow({ gateway }: ApiDependencies, id: string): Promise<LiveProcess | undefined> {
  try {
    return await whileInReach(gateway, readLive(gateway, id));
  } catch (error) {
    if (error instanceof NoRunningProcess) return undefined;
    throw error;
  }
}

function knownBy({ instance, waits }: LiveProcess): Known {
  return { state: instance.state, failures: instance.failures, waits };
}

function liveChanges({ instance, summary, nextAt }: LiveProcess) {
  if (!summary) return {};
  const { title, status, stage, outcome } = summary;
  return { title, status, stage, outcome, version: instance.version, nextAt: isoOrNull(nextAt) };
}

async function failureViews({ prisma }: ApiDependencies, failures: readonly FailedStep[]) {
  const names = await namesOf(
    prisma,
    failures.map(({ holder }) => holder),
  );
  return failures.map(({ effect, cause, since, holder }) => ({
    key: effect.key,
    what: effect.type,
    cause,
    since: iso(since),
    holder: { id: holder, name: names(holder) },
  }));
}

async function relatedRows(
  { prisma }: ApiDependencies,
  caller: Caller,
  { id, dealId }: { id: string; dealId: string | null },
) {
  if (dealId === null) return [];
  const rows = await dealRows(prisma, caller, dealId);
  return rows.filter((row) => row.id !== id).map(rowView);
}
