import { setTimeout as sleep } from 'node:timers/promises';
import { QueryRejectedError } from '@temporalio/client';
import { canonicalJson } from '../../domain/canonical.ts';
import { summaryOf, waitsOf } from '../../domain/instance.ts';
import { kindRules } from '../../domain/kinds.ts';
import { type Gateway, NoRunningProcess, ProcessesUnavailable, readLive } from '../../gateway/gateway.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type {
  Event,
  LedgerEntry as LedgerRow,
  Process as ProcessRow,
  Receivable as ReceivableRow,
  Wait as WaitRow,
} from '../../prisma/generated/client.ts';
import { type LiveProcess, workflowIdFor } from '../../workflows/messages.ts';
import { bookDifferences } from './books.ts';
import { type Chain, isOpenBy, readChain } from './chain.ts';
import { differences, type Standing } from './projection.ts';

/** In what way a record and its process disagree. Only the first four can be mended from here. */
type DriftCode =
  | 'PROJECTION_DIFFERS'
  | 'LEDGER_DIFFERS'
  | 'NO_ROW'
  | 'EVENTS_MISSING'
  | 'CHAIN_BROKEN'
  | 'EVENTS_DISAGREE'
  | 'RECORD_AHEAD'
  | 'NOT_RECORDED'
  | 'NOT_RUNNING'
  | 'NO_ANSWER';

export interface Drift {
  readonly processId: string;
  readonly code: DriftCode;
  readonly detail: string;
}

/** What was found about one process, and what it takes to mend it. */
export interface Examination {
  readonly drifts: readonly Drift[];
  /** What the projections should say, where that is known. */
  readonly standing: Standing | null;
  /** Version up to which events are recorded, where the process has gone further. */
  readonly recordedUpTo: number | null;
}

/** How to look at processes. */
export interface Looking {
  readonly prisma: PrismaClient;
  readonly tenant: string;
  /** Reads only workflows that run. */
  readonly running: Gateway;
  /** Reads also those that have ended. */
  readonly any: Gateway;
}

/** Everything on record about one process. */
export interface OnRecord {
  readonly id: string;
  readonly row: ProcessRow | null;
  readonly openWaits: readonly WaitRow[];
  readonly events: readonly Event[];
  readonly ledger: readonly LedgerRow[];
  readonly receivables: readonly ReceivableRow[];
}

const agreement: Examination = { drifts: [], standing: null, recordedUpTo: null };
const attempts = 3;
const pause = 400;

/** Compares a process with its record. Drift counts only when it is still there after a while: processes move meanwhile. */
export async function examine(looking: Looking, record: OnRecord): Promise<Examination> {
  let examination = await compare(looking, record);
  for (let attempt = 1; attempt < attempts && examination.drifts.length > 0; attempt += 1) {
    await sleep(pause);
    examination = await compare(looking, await readRecord(looking.prisma, record.id));
  }
  return examination;
}

/** Reads what is on record about one process. */
export async function readRecord(prisma: PrismaClient, id: string): Promise<OnRecord> {
  const row = await prisma.process.findUnique({ where: { id } });
  const openWaits = await prisma.wait.findMany({ where: { processId: id, closedAt: null } });
  const events = await prisma.event.findMany({ where: { processId: id }, orderBy: { seq: 'asc' } });
  const ledger = await prisma.ledgerEntry.findMany({ where: { processId: id } });
  const receivables = await prisma.receivable.findMany({ where: { planId: id } });
  return { id, row, openWaits, events, ledger, receivables };
}

async function compare(looking: Looking, record: OnRecord): Promise<Examination> {
  const { id, row, events } = record;
  const chain = readChain(id, events);
  if (chain.fault !== null) return drift(id, 'CHAIN_BROKEN', chain.fault);
  if (chain.replayed && !isOpenBy(chain)) {
    if (!row) return drift(id, 'NO_ROW', 'it has ended, and its row is gone with the name of its variant');
    const { variantId, variantHash, calendarId, calendarVersion } = row;
    const calendar =
      calendarId === null || calendarVersion === null ? null : { id: calendarId, version: calendarVersion };
    const frozen = { variant: { id: variantId, hash: variantHash }, calendar };
    return compared(standingByEvents(looking.tenant, chain, frozen), record);
  }
  const live = await liveOf(looking, id);
  if ('code' in live) return drift(id, live.code, live.detail);
  return compareLive(looking.tenant, record, chain, live);
}

function compareLive(tenant: string, record: OnRecord, chain: Chain, live: LiveProcess): Examination {
  const { id } = record;
  const { instance, recordedVersion, summary, waits } = live;
  const byEvents = chain.replayed && standingByEvents(tenant, chain, instance);
  if (recordedVersion > chain.version) {
    const detail = `the record ends at version ${chain.version}, the process has recorded up to ${recordedVersion}`;
    return { ...drift(id, 'EVENTS_MISSING', detail), standing: byEvents, recordedUpTo: chain.version };
  }
  if (recordedVersion < chain.version) {
    return drift(id, 'RECORD_AHEAD', `the record is at version ${chain.version}, the process at ${recordedVersion}`);
  }
  if (instance.version > recordedVersion) {
    return drift(id, 'NOT_RECORDED', `version ${instance.version} cannot be recorded; the worker's log says why`);
  }
  if (!byEvents || !summary) return agreement;
  const snapshot = { state: instance.state, failures: instance.failures };
  if (canonicalJson(snapshot) !== canonicalJson(byEvents.snapshot)) {
    return drift(id, 'EVENTS_DISAGREE', 'its events, replayed, do not give the state it is in');
  }
  return compared({ ...byEvents, snapshot, summary, waits }, record);
}

function compared(standing: Standing, { row, openWaits, ledger, receivables }: OnRecord): Examination {
  const { id: processId, entries } = standing;
  const code = row ? 'PROJECTION_DIFFERS' : 'NO_ROW';
  const projections = differences(standing, { row, openWaits, receivables });
  const books = bookDifferences(processId, entries, ledger);
  const drifts: readonly Drift[] = [
    ...projections.map((detail) => ({ processId, code, detail }) as const),
    ...books.map((detail) => ({ processId, code: 'LEDGER_DIFFERS', detail }) as const),
  ];
  return { drifts, standing, recordedUpTo: null };
}

function drift(processId: string, code: DriftCode, detail: string): Examination {
  return { drifts: [{ processId, code, detail }], standing: null, recordedUpTo: null };
}

/** What a process runs by is not in its events: it comes from the running process, or from its row. */
function standingByEvents(
  tenant: string,
  chain: Chain,
  { variant, calendar }: Pick<Standing, 'variant' | 'calendar'>,
): Standing {
  const { replayed, lastAt, version, headHash, entries } = chain;
  if (!replayed || !lastAt) throw new RangeError('There are no events to stand on');
  const rules = kindRules[replayed.kind];
  return {
    id: replayed.id,
    kind: replayed.kind,
    workflowId: workflowIdFor(replayed.kind, tenant, replayed.id),
    variant,
    calendar,
    version,
    headHash,
    updatedAt: lastAt,
    snapshot: { state: replayed.state, failures: replayed.failures },
    summary: summaryOf(rules, replayed),
    waits: waitsOf(rules, replayed),
    entries,
  };
}

async function liveOf({ running, any }: Looking, id: string): Promise<LiveProcess | Pick<Drift, 'code' | 'detail'>> {
  try {
    return await readLive(running, id);
  } catch (error) {
    if (error instanceof NoRunningProcess)
      return { code: 'NOT_RUNNING', detail: 'its row is open, its workflow is gone' };
    if (error instanceof QueryRejectedError) {
      // One that has ended by itself still answers, and what it ended with is what the record should say.
      if (error.status === completed) return await readLive(any, id);
      return {
        code: 'NOT_RUNNING',
        detail: `its row is open, its workflow was ended from outside (status ${error.status})`,
      };
    }
    if (error instanceof ProcessesUnavailable) throw error;
    return { code: 'NO_ANSWER', detail: `its workflow does not answer: ${(error as Error).message}` };
  }
}

/** Temporal's number for a workflow that has ended by itself. */
const completed = 2;
