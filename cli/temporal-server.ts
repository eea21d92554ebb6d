import { renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withProgress } from './progress.ts';
import { type Found, fillCache, firstProgram, type Source, shortReason } from './server-program.ts';
import type { ServiceCommand } from './services.ts';
import { cacheFolder, type Environment, isProgram, onPath, runTool } from './tools.ts';

/** The release of Temporal's command line that can be built by `go install`. */
const CLI_VERSION = '1.5.1';
/** Updates that start a workflow need at least this server. */
const OLDEST_SERVER = [1, 26] as const;
const DOWNLOAD_LIMIT_MS = 300_000;

/** Looks up the version that `temporal --version` prints; replaced in tests. */
export type ServerVersion = (program: string) => Promise<string>;

/**
 * Finds the program of Temporal's development server. The order, when TEMPORAL_ADDRESS names no server:
 *
 *   1. `temporal` on PATH, unless its server is older than 1.26
 *   2. what 3 or 4 left in the cache folder (XDG_CACHE_HOME or ~/.cache, in fairway/)
 *   3. the download of Temporal's SDK, which a closed network refuses at once
 *   4. a build by `go install` from the Go module proxy, once, some minutes
 */
export function findTemporal(env: Environment, signal: AbortSignal): Promise<string> {
  return firstProgram(
    'A Temporal server',
    temporalSources(env, signal),
    'Install the Temporal CLI (https://docs.temporal.io/cli) or Go (https://go.dev/dl), or set TEMPORAL_ADDRESS to a server of your own.',
  );
}

/** The places where the server's program may come from, in their documented order. */
export function temporalSources(
  env: Environment,
  signal: AbortSignal,
  serverVersion: ServerVersion = (program) => runTool(program, ['--version'], { env, signal }),
): Source[] {
  const built = join(cacheFolder(env), `temporal-${CLI_VERSION}`);
  return [
    { name: 'temporal on PATH', find: () => fromPath(env, serverVersion) },
    cached(join(sdkFolder(env, 'temporal'), 'temporal')),
    cached(join(built, 'temporal')),
    {
      name: 'download',
      find: () => download('dev-server', join(sdkFolder(env, 'temporal'), 'temporal'), env, signal),
    },
    { name: 'build', find: () => build(built, env, signal) },
  ];
}

/** How to run the development server with its history in one file; the pragmas and single partitions are what is fast. */
export function temporalCommand(
  program: string,
  at: { port: number; uiPort?: number; dbFile?: string; namespace?: string },
  env: Environment,
): ServiceCommand {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(at.port), '--log-level', 'warn'];
  if (at.dbFile !== undefined) args.push('--db-filename', at.dbFile);
  args.push(...(at.uiPort === undefined ? ['--headless'] : ['--ui-port', String(at.uiPort)]));
  if (at.namespace !== undefined) args.push('--namespace', at.namespace);
  for (const pragma of ['journal_mode=WAL', 'synchronous=1']) args.push('--sqlite-pragma', pragma);
  for (const direction of ['Read', 'Write']) {
    args.push('--dynamic-config-value', `matching.numTaskqueue${direction}Partitions=1`);
  }
  // A worker that has just decided a command may record it at once, without the queue: half the time for each command.
  args.push('--dynamic-config-value', 'system.enableActivityEagerExecution=true');
  return { command: program, args, env: { PATH: env.PATH, HOME: env.HOME, TMPDIR: env.TMPDIR } };
}

/** The folder of the cache that belongs to the installed SDK's own downloads. */
export function sdkFolder(env: Environment, what: string): string {
  const { version } = createRequire(import.meta.url)('@temporalio/client/package.json') as { version: string };
  return join(cacheFolder(env), `${what}-sdk-${version}`);
}

/** A program that an earlier run left in the cache folder. */
export function cached(program: string): Source {
  return {
    name: 'cache',
    find: async (): Promise<Found> => (isProgram(program) ? { program } : {}),
  };
}

/** Asks Temporal's SDK to download a server, once, into the cache folder. */
export async function download(
  kind: 'dev-server' | 'time-skipping',
  program: string,
  env: Environment,
  signal: AbortSignal,
): Promise<Found> {
  const script = fileURLToPath(new URL('./sdk-download.ts', import.meta.url));
  const limited = AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_LIMIT_MS)]);
  try {
    await fillCache(join(program, '..'), async (unfinished) => {
      const task = () =>
        runTool(process.execPath, ['--import', 'tsx', script, kind, unfinished], { env, signal: limited });
      const downloaded = await withProgress('Downloading a Temporal server', task);
      renameSync(downloaded.trim(), join(unfinished, 'temporal'));
    });
    return { program };
  } catch (error) {
    signal.throwIfAborted();
    return { reason: downloadReason(error) };
  }
}

/** Of the SDK's long chain of causes the last says what happened. */
function downloadReason(error: unknown): string {
  const host = /https:\/\/([^/\s]+)/.exec(String(error))?.[1];
  const cause = /(dns error|tcp connect error|timed? ?out|certificate[^:]*|status[^:]*\d+)/i.exec(String(error))?.[1];
  return host === undefined
    ? shortReason(error)
    : `${host} cannot be reached${cause === undefined ? '' : ` (${cause})`}`;
}

async function fromPath(env: Environment, serverVersion: ServerVersion): Promise<Found> {
  const program = onPath('temporal', env);
  if (program === undefined) return { reason: 'not there' };
  const version = await serverVersion(program);
  const [, major, minor] = /Server (\d+)\.(\d+)/.exec(version) ?? [];
  if (major !== undefined && isOlder([Number(major), Number(minor)])) {
    return { reason: `${program} has server ${major}.${minor}, older than ${OLDEST_SERVER.join('.')}` };
  }
  return { program };
}

function isOlder([major, minor]: [number, number]): boolean {
  return major < OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor < OLDEST_SERVER[1]);
}

async function build(folder: string, env: Environment, signal: AbortSignal): Promise<Found> {
  const go = onPath('go', env);
  if (go === undefined) return { reason: 'Go is not installed' };
  try {
    await withProgress('Building the Temporal CLI with Go, once, some minutes', () =>
      fillCache(folder, async (GOBIN) => {
        const source = `github.com/temporalio/cli/cmd/temporal@v${CLI_VERSION}`;
        await runTool(go, ['install', source], { env: { ...env, GOBIN, CGO_ENABLED: '0' }, signal });
      }),
    );
  } catch (error) {
    signal.throwIfAborted();
    return { reason: `go install failed: ${shortReason(error)}` };
  }
  return { program: join(folder, 'temporal') };
}
