import { evolveInstance, type Instance } from '../instance.ts';
import type { AnyKind, EventBase } from '../process.ts';
import type { LedgerLine } from './ledger.ts';

/** A line with its place in the books: the event it follows from and its number within that event, from 1. */
export interface LedgerEntry extends LedgerLine {
  readonly seq: number;
  readonly line: number;
  readonly at: number;
}

/**
 * What events write into the books, from nothing but the process before them and the events themselves. The same events
 * always give the same entries under the same numbers, so that writing them again changes nothing.
 */
export function ledgerEntries(kind: AnyKind, before: Instance, events: readonly EventBase[]): readonly LedgerEntry[] {
  const { books } = kind;
  if (!books) return [];
  const entries: LedgerEntry[] = [];
  let instance = before;
  for (const event of events) {
    const after = evolveInstance(kind, instance, event);
    // Events of the kernel leave the state as it is, and with it the books.
    if (after.state !== instance.state) {
      const lines: readonly LedgerLine[] = books(instance.state, event, after.state);
      entries.push(...lines.map((line, index) => ({ ...line, seq: after.version, line: index + 1, at: event.at })));
    }
    instance = after;
  }
  return entries;
}
