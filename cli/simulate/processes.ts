import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Done, RawRow, Setting } from './work.ts';

const program = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * Processes that work through batches of rows side by side. A batch is read only when one of them is free for it, so
 * that memory does not grow with the file.
 */
export class Processes {
  private readonly all: readonly ChildProcess[];
  private readonly idle: ChildProcess[];
  private readonly take: (done: Done) => void;
  private readonly running = new Set<Promise<void>>();

  constructor(count: number, setting: Setting, take: (done: Done) => void) {
    const options: ForkOptions = { execArgv: ['--import', 'tsx'], serialization: 'advanced' };
    this.all = Array.from({ length: count }, () => fork(program, options));
    for (const child of this.all) child.send({ setting });
    this.idle = [...this.all];
    this.take = take;
  }

  /** Hands a batch over; resolves as soon as another one may come. */
  async give(rows: readonly RawRow[]): Promise<void> {
    const child = this.idle.pop();
    if (!child) throw new Error('No process is free');
    const running = this.work(child, rows).finally(() => this.running.delete(running));
    running.catch(() => undefined);
    this.running.add(running);
    if (this.idle.length === 0) await Promise.race(this.running);
  }

  private async work(child: ChildProcess, rows: readonly RawRow[]): Promise<void> {
    const over = new AbortController();
    const answered = once(child, 'message', { signal: over.signal }) as Promise<[Done]>;
    const ended = once(child, 'exit', { signal: over.signal }).then(([code]) => {
      throw new Error(`A process of the simulation ended with code ${code}`);
    });
    for (const either of [answered, ended]) either.catch(() => undefined);
    child.send({ rows });
    try {
      const [done] = await Promise.race([answered, ended]);
      this.take(done);
      this.idle.push(child);
    } finally {
      over.abort();
    }
  }

  /** Waits for what is under way and ends the processes. */
  async end(): Promise<void> {
    try {
      await Promise.all(this.running);
    } finally {
      for (const child of this.all) child.disconnect();
    }
  }
}
