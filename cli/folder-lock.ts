import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';
import { Sentence } from './sentence.ts';

interface Holder extends ProcessIdentity {
  readonly since: string;
}

/**
 * Takes the data folder for this process; a second start is told who holds it. The lock of a process that has died is
 * taken over. Returns the function that gives the folder back.
 */
export function lockFolder(folder: DataFolder): () => void {
  const own = identify(process.pid);
  if (own === undefined) throw new Error('This process cannot see itself in the process table.');
  const mine = `${folder.lock}.${process.pid}.tmp`;
  writeFileSync(mine, JSON.stringify({ ...own, since: new Date().toISOString() } satisfies Holder));
  try {
    while (!tryLink(mine, folder.lock)) {
      const holder = readHolder(folder.lock);
      if (holder !== undefined && isRunning(holder)) throw heldBy(folder, holder);
      if (holder !== undefined) setAside(folder.lock, holder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => {
    if (readHolder(folder.lock)?.pid === process.pid) rmSync(folder.lock, { force: true });
  };
}

function heldBy(folder: DataFolder, holder: Holder): Sentence {
  const since = new Date(holder.since).toLocaleTimeString();
  return new Sentence(
    `${folder.path} is in use by another npm start (process ${holder.pid}, since ${since}); stop that one, or choose another folder with --data and another port with --port.`,
  );
}

/** Linking is atomic: of two that try at once, one succeeds. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moves a dead holder's lock away; should another start have replaced it in between, its lock is put back. */
function setAside(lock: string, dead: Holder): void {
  const aside = `${lock}.stale-${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readHolder(aside)?.startTime !== dead.startTime) tryLink(aside, lock);
  rmSync(aside);
}
