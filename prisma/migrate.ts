import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { NO_FILTERS, PRISMA_FOLDER, withSchemaEngine } from './schema-engine.ts';

/** Key of the advisory lock behind which processes that start at the same time wait for one migration run. */
const MIGRATION_LOCK = 4_012_118;

/** What a run of the migrations did. */
export interface Migrated {
  readonly applied: readonly string[];
  /** The database had never been migrated before. */
  readonly created: boolean;
}

/**
 * Brings a database up to date with prisma/migrations.
 * Safe to call from several processes at once, and interchangeable with `prisma migrate deploy`.
 * Throws one sentence with the database's reason when a migration fails; it can then be mended and tried again.
 */
export async function migrate(databaseUrl: string, folder = join(PRISMA_FOLDER, 'migrations')): Promise<Migrated> {
  const migrationsList = await readMigrations(folder);
  const lock = new pg.Client({ connectionString: databaseUrl });
  try {
    await lock.connect();
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const created = !(await releaseUnfinished(lock));
    const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
      engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
    );
    return { applied: appliedMigrationNames, created };
  } catch (error) {
    throw new Error(`The database could not be brought up to date: ${reasonOf(error)}`, { cause: error });
  } finally {
    await lock.end();
  }
}

/** The migrations on disk, oldest first, as the engine wants them. */
async function readMigrations(baseDir: string) {
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8'),
  };
  return { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories };
}

/**
 * A migration that failed, or whose process was killed, was undone by PostgreSQL as a whole: each is sent as one
 * script. Its row would block every later run, so it is marked as rolled back and tried again. Answers whether the
 * database was ever migrated.
 */
async function releaseUnfinished(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present");
  if (!rows[0].present) return false;
  await client.query(
    'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  );
  return true;
}

/** The engine's message and the migration's name, without its own stack of Rust functions. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [reason = message] = message.split(/\n\s+0: /);
  const migration = /migration_name="([^"]+)"/.exec(message)?.[1];
  return `${migration === undefined ? '' : `${migration}: `}${reason.trim().replaceAll(/\s*\n\s*/g, ' ')}`;
}
