import { evolveInstance, type Instance, summaryOf, unborn } from '../../domain/instance.ts';
import { kindRules } from '../../domain/kinds.ts';
import { type LedgerEntry, ledgerEntries } from '../../domain/ledger/entries.ts';
import type { EventBase } from '../../domain/process.ts';
import type { Event } from '../../prisma/generated/client.ts';
import { chainHash } from '../../prisma/record.ts';
import { genesisHash, kindOf } from '../../workflows/messages.ts';

/** A process's events as far as they hold together. */
export interface Chain {
  /** Where and why the chain breaks, or null. */
  readonly fault: string | null;
  readonly version: number;
  readonly headHash: string;
  readonly lastAt: Date | null;
  /** The process as its events make it; its variant and calendar are not known from them. Null without events. */
  readonly replayed: Instance | null;
  /** What the events write into the books. */
  readonly entries: readonly LedgerEntry[];
}

/** Checks every hash of a process's events, in order, and replays them. */
export function readChain(processId: string, events: readonly Event[]): Chain {
  let head = genesisHash;
  let version = 0;
  const broken = (fault: string): Chain => ({
    fault,
    version,
    headHash: head,
    lastAt: null,
    replayed: null,
    entries: [],
  });
  const kind = kindOf(processId);
  if (!kind) return broken('the id belongs to no kind of process');
  const rules = kindRules[kind];
  let replayed = unborn(processId, kind, { id: '', hash: '', definition: null }, noCalendar);
  const entries: LedgerEntry[] = [];
  for (const row of events) {
    if (row.seq !== version + 1) return broken(`event ${version + 1} is missing, event ${row.seq} follows`);
    const fault = faultIn(row, head);
    if (fault) return broken(fault);
    try {
      const event = eventOf(row);
      entries.push(...ledgerEntries(rules, replayed, [event]));
      replayed = evolveInstance(rules, replayed, event);
    } catch (error) {
      return broken(`event ${row.seq} (${row.type}) cannot follow: ${(error as Error).message}`);
    }
    head = row.hash;
    version = row.seq;
  }
  return {
    fault: null,
    version,
    headHash: head,
    lastAt: events.at(-1)?.at ?? null,
    replayed: version > 0 ? replayed : null,
    entries,
  };
}

/** Whether a process is still open by its events. */
export function isOpenBy({ replayed }: Chain): boolean {
  return replayed !== null && summaryOf(kindRules[replayed.kind], replayed).status === 'open';
}

function faultIn(row: Event, head: string): string | null {
  if (row.prevHash !== head) return `event ${row.seq} does not continue the one before it`;
  const { prevHash, hash, ...content } = row;
  if (chainHash(prevHash, { ...content, at: row.at.toISOString() }) === hash) return null;
  return `event ${row.seq} (${row.type}) is not what was recorded`;
}

function eventOf({ type, at, actorId, data }: Event): EventBase {
  return { ...(data as object), type, at: at.getTime(), by: actorId };
}

/** Replaying needs none: events carry the instants they were decided with. */
const noCalendar = { id: '', version: 0, zone: 'UTC', offsets: [], week: [], exceptions: {}, knownUntil: '' };
