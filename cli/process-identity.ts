import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that can be told from a later one with the same number, by when it began. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

interface ProcessDescription extends ProcessIdentity {
  readonly parent: number;
  readonly command: string;
}

/** The identity of a running process, or `undefined` when there is none with that number. */
export function identify(pid: number): ProcessIdentity | undefined {
  const described = describe(pid);
  return described && { pid, startTime: described.startTime };
}

/** Tells whether exactly that process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return describe(identity.pid)?.startTime === identity.startTime;
}

/** The nearest ancestor of this process whose command line matches, at most four generations up. */
export function ancestor(command: RegExp): ProcessIdentity | undefined {
  let pid = process.ppid;
  for (let generation = 0; generation < 4 && pid > 1; generation += 1) {
    const described = describe(pid);
    if (described === undefined) return undefined;
    if (command.test(described.command)) return { pid, startTime: described.startTime };
    pid = described.parent;
  }
  return undefined;
}

function describe(pid: number): ProcessDescription | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch (error) {
    const { code, status } = error as { code?: string; status?: number };
    if (code === 'ENOENT' || code === 'ESRCH' || status === 1) return undefined;
    throw error;
  }
}

/** A process that has ended but is not yet collected counts as gone. */
function fromProc(pid: number): ProcessDescription | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  return { pid, parent: Number(parent), startTime: rest[17] ?? '', command };
}

function fromPs(pid: number): ProcessDescription | undefined {
  const line = execFileSync('ps', ['-o', 'ppid=,lstart=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, startTime, command] = /^\s*(\d+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/m.exec(line) ?? [];
  if (parent === undefined || startTime === undefined || command === undefined) return undefined;
  return { pid, parent: Number(parent), startTime, command };
}
