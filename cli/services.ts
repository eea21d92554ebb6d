import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DataFolder, readJson, writeJson } from './data-folder.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';
import { Sentence } from './sentence.ts';

/** The parts that `npm start` may run, in the order in which they are stopped. */
export const stopOrder = ['seed', 'api', 'worker', 'mail', 'temporal', 'postgres'] as const;

export type ServiceName = (typeof stopOrder)[number];

/** How each part is named to people, asked to stop, and how long it may take; together less than 20 seconds. */
const manners: Record<ServiceName, { title: string; stopSignal: NodeJS.Signals; stopWithinMs: number }> = {
  seed: { title: 'The demo data loader', stopSignal: 'SIGTERM', stopWithinMs: 1_000 },
  api: { title: 'The API', stopSignal: 'SIGTERM', stopWithinMs: 4_000 },
  worker: { title: 'The worker', stopSignal: 'SIGTERM', stopWithinMs: 6_000 },
  mail: { title: 'The mail catcher', stopSignal: 'SIGTERM', stopWithinMs: 1_000 },
  temporal: { title: 'The Temporal server', stopSignal: 'SIGTERM', stopWithinMs: 3_000 },
  postgres: { title: 'PostgreSQL', stopSignal: 'SIGINT', stopWithinMs: 3_500 },
};

const MAX_LOG_BYTES = 20_000_000;
const TAIL_LINES = 15;

/** How to run one part. */
export interface ServiceCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The account to run as, where it must differ from this process's. */
  readonly account?: { readonly uid: number; readonly gid: number };
  /** Where its standard output goes instead of its log. */
  readonly outputFile?: string;
}

/** A part that was started; `exited` resolves with how it ended. */
export interface Service {
  readonly name: ServiceName;
  readonly logFile: string;
  /** Where in the log file this run begins. */
  readonly logStart: number;
  readonly exited: Promise<string>;
}

type RunningService = ProcessIdentity & { readonly name: ServiceName };

/** What is known about a world that runs, for other commands and for the next start. */
export interface Running {
  readonly services: readonly RunningService[];
  /** The settings under which the worker and the API run. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts and stops the parts of one data folder. Each part leads a process group, out of reach of the terminal's Ctrl-C. */
export interface Services {
  start(name: ServiceName, command: ServiceCommand): Service;
  publish(environment: Record<string, string>): void;
  stopAll(): Promise<void>;
  killAll(): void;
}

/** The parts of one data folder; every one is written down at once, so that a later start can find what was left. */
export function openServices(folder: DataFolder, report: (line: string) => void): Services {
  const running: { services: RunningService[]; environment: Record<string, string> } = {
    services: [],
    environment: {},
  };
  const children = new Map<ServiceName, ChildProcess>();
  let closing = false;
  const save = () => writeJson(folder.running, running);

  return {
    start(name, command) {
      if (closing) throw new Sentence('Stopped before everything was started.');
      const logFile = join(folder.logs, `${name}.log`);
      const logStart = beginLog(logFile);
      const child = spawnDetached(command, logFile);
      children.set(name, child);
      const identity = child.pid === undefined ? undefined : identify(child.pid);
      if (identity !== undefined) running.services.push({ name, ...identity });
      save();
      const exited = new Promise<string>((resolve) => {
        child.once('error', (error) => resolve(`could not be started: ${error.message}`));
        child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `ended by ${signal}`));
      });
      return { name, logFile, logStart, exited };
    },
    publish(environment) {
      running.environment = environment;
      save();
    },
    async stopAll() {
      closing = true;
      await stopInOrder(running.services, report);
      running.services = [];
      running.environment = {};
      save();
    },
    killAll() {
      for (const service of running.services) signalGroup(service, 'SIGKILL');
    },
  };
}

/** Ends what an earlier start of this folder left behind because it was killed itself. Touches nothing else. */
export async function stopLeftovers(folder: DataFolder, report: (line: string) => void): Promise<void> {
  if (!existsSync(folder.running)) return;
  const left = readJson<Running>(folder.running).services.filter(isRunning);
  if (left.length === 0) return;
  report(
    `An earlier start was killed and left ${left.map(({ name }) => name).join(', ')} running; stopping them first.`,
  );
  await stopInOrder(left, report);
}

/** The sentence for a part that ended by itself, with the last lines of its log. */
export function endedUnexpectedly({ name, logFile, logStart }: Service, how: string): Sentence {
  const words = readFileSync(logFile).subarray(logStart).toString().trimEnd();
  const tail = words.split('\n').slice(-TAIL_LINES);
  const lines = tail.map((line) => `  ${line.slice(0, 400)}`).join('\n');
  const said = words === '' ? `It wrote nothing to ${logFile}.` : `Its last lines, from ${logFile}:\n${lines}`;
  return new Sentence(`${manners[name].title} stopped unexpectedly (${how}). ${said}`);
}

/** Keeps logs from growing for ever, and answers where the next run's lines will begin. */
function beginLog(logFile: string): number {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size < MAX_LOG_BYTES) return size;
  renameSync(logFile, `${logFile}.1`);
  return 0;
}

function spawnDetached({ command, args, env, account, outputFile }: ServiceCommand, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const output = outputFile === undefined ? log : openSync(outputFile, 'w');
  try {
    return spawn(command, args, { ...account, env: { ...env }, detached: true, stdio: ['ignore', output, log] });
  } finally {
    closeSync(log);
    if (output !== log) closeSync(output);
  }
}

async function stopInOrder(services: readonly RunningService[], report: (line: string) => void): Promise<void> {
  for (const name of stopOrder) {
    await Promise.all(services.filter((service) => service.name === name).map((service) => stop(service, report)));
  }
}

/** Asks politely, waits as long as the part may take, then ends whatever is left of its process group. */
async function stop(service: RunningService, report: (line: string) => void): Promise<void> {
  const { title, stopSignal, stopWithinMs } = manners[service.name];
  if (isRunning(service)) process.kill(service.pid, stopSignal);
  const deadline = Date.now() + stopWithinMs;
  while (isRunning(service) && Date.now() < deadline) await sleep(25);
  if (isRunning(service)) report(`${title} did not stop within ${stopWithinMs / 1_000} s and was ended.`);
  signalGroup(service, 'SIGKILL');
}

/** Signals the whole process group that a part leads; a group that is already empty is no error. */
function signalGroup(service: RunningService, signal: NodeJS.Signals): void {
  try {
    process.kill(-service.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
