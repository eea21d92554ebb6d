import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolderAt, prepareDataFolder } from '../cli/data-folder.ts';
import { anyFreePort } from '../cli/ports.ts';
import { embeddedUrl, preparePostgres, waitForPostgres } from '../cli/postgres.ts';
import { withProgress } from '../cli/progress.ts';
import { waitForTemporal } from '../cli/readiness.ts';
import { openServices } from '../cli/services.ts';
import { findTemporal, temporalCommand } from '../cli/temporal-server.ts';
import { type Config, parseConfig } from '../config.ts';
import { companyCalendarId } from '../prisma/calendar.ts';
import { openDatabase, type PrismaClient } from '../prisma/client.ts';
import { migrate } from '../prisma/migrate.ts';

/** A database and a Temporal server of the benchmark's own, set up as `npm start` sets them up. */
export interface BenchWorld {
  readonly config: Config;
  /** The settings as environment variables, for a worker as a process of its own. */
  readonly env: Readonly<Record<string, string>>;
  readonly prisma: PrismaClient;
}

/** The person who owns everything in a benchmark. */
export const owner = 'lina';

/** Runs a benchmark in a world that is thrown away afterwards, also after Ctrl-C. */
export async function inBenchWorld(
  parts: { readonly temporal: boolean },
  task: (world: BenchWorld) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const interrupted = new Promise<never>((_, reject) => {
    process.once('SIGINT', () => reject(new Error('Interrupted.')));
  });
  const folder = dataFolderAt(mkdtempSync(join(tmpdir(), 'fairway-bench-')));
  chmodSync(folder.path, 0o755);
  prepareDataFolder(folder);
  const services = openServices(folder, (line) => console.error(line));
  const settings: Record<string, string> = { TASK_QUEUE: 'bench', LOG_LEVEL: 'warn' };

  async function start(): Promise<BenchWorld> {
    const embedded = { directory: folder.postgres, password: 'bench', port: await anyFreePort() };
    services.start('postgres', await preparePostgres(embedded, stop.signal));
    await waitForPostgres(embedded);
    settings.DATABASE_URL = embeddedUrl(embedded);
    await migrate(settings.DATABASE_URL);
    if (parts.temporal) {
      const port = await anyFreePort();
      const program = await findTemporal(process.env, stop.signal);
      services.start('temporal', temporalCommand(program, { port, dbFile: folder.temporal }, process.env));
      settings.TEMPORAL_ADDRESS = `127.0.0.1:${port}`;
    }
    const config = parseConfig(settings);
    if (parts.temporal) await (await waitForTemporal(config.temporal)).close();
    const prisma = openDatabase(config.databaseUrl);
    await settle(prisma, config.timeZone);
    return { config, env: settings, prisma };
  }

  let world: BenchWorld | undefined;
  try {
    world = await Promise.race([withProgress('Starting PostgreSQL and Temporal', start), interrupted]);
    await Promise.race([task(world), interrupted]);
  } finally {
    stop.abort();
    await world?.prisma.$disconnect();
    await services.stopAll();
    rmSync(folder.path, { recursive: true, force: true });
  }
}

async function settle(prisma: PrismaClient, zone: string): Promise<void> {
  const workday = [
    [9 * 60, 12 * 60],
    [13 * 60, 18 * 60],
  ];
  const week = [[], workday, workday, workday, workday, workday, []];
  const knownUntil = new Date('2099-12-31');
  await prisma.calendar.create({ data: { id: companyCalendarId, version: 1, zone, week, exceptions: {}, knownUntil } });
  const email = `${owner}@fairway.example`;
  await prisma.user.create({ data: { id: owner, name: owner, email, roles: ['sales'] } });
}
