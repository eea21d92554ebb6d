import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRunning, type ProcessIdentity } from '../../cli/process-identity.ts';

const program = fileURLToPath(new URL('./stand-ins/start.ts', import.meta.url));

/** One run of `npm start` with small programs in place of the product's. */
export interface StartRun {
  readonly pid: number;
  /** What it has printed so far. */
  output(): string;
  /** Resolves when it calls itself ready; rejects with its output when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
  /** What it runs at this moment, by name. */
  services(): Record<string, ProcessIdentity>;
  /** The settings under which its worker and API run. */
  environment(): Record<string, string>;
  signal(name: NodeJS.Signals): void;
}

const children = new Set<ChildProcess>();

/** Starts a world in a data folder. */
export function startRun(dataFolder: string, options: readonly string[], env: Record<string, string> = {}): StartRun {
  const child = spawn(process.execPath, ['--import', 'tsx', program, '--data', dataFolder, ...options], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => {
    children.delete(child);
    return code as number | null;
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (output.includes('Fairway is ready')) resolve();
    });
    void ended.then((code) => reject(new Error(`ended with ${code} before it was ready:\n${output}`)));
  });
  ready.catch(() => undefined);
  const running = () => JSON.parse(readFileSync(join(dataFolder, 'running.json'), 'utf8'));
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ready,
    ended,
    services: () =>
      Object.fromEntries((running().services as (ProcessIdentity & { name: string })[]).map((one) => [one.name, one])),
    environment: () => running().environment,
    signal: (name) => {
      child.kill(name);
    },
  };
}

/** Ends every world that a test has left running, in order. */
export async function endRuns(): Promise<void> {
  await Promise.all(
    [...children].map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGINT');
      await closed;
    }),
  );
}

/** Of some processes, those that still run. */
export function stillRunning(services: Record<string, ProcessIdentity>): string[] {
  return Object.keys(services).filter((name) => {
    const service = services[name];
    return service !== undefined && isRunning(service);
  });
}
