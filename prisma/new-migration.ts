import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PRISMA_FOLDER, sqlBetween } from './schema-engine.ts';

/**
 * Writes the migration that leads from the schema of the last migration (kept beside the migrations) to schema.prisma,
 * and returns its file. With `handWritten` the file is made even when the schemas are the same, for SQL of one's own.
 */
export async function writeMigration(
  name: string,
  { folder = PRISMA_FOLDER, now = new Date(), handWritten = false } = {},
): Promise<string> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new Error(`A migration's name is small letters, digits and _, such as add_invoices; got "${name}".`);
  }
  const migrations = join(folder, 'migrations');
  const snapshot = join(migrations, 'schema.prisma');
  const schema = await readFile(join(folder, 'schema.prisma'), 'utf8');
  const before = await readFile(snapshot, 'utf8').catch(emptyWhenMissing);
  const sql = await sqlBetween(before, schema);
  if (sql === undefined && !handWritten) {
    throw new Error('prisma/schema.prisma says nothing new; add --empty for a migration written by hand.');
  }
  const stamp = now.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const file = join(migrations, `${stamp}_${name}`, 'migration.sql');
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(file, sql ?? '-- Written by hand.\n');
  await writeFile(snapshot, schema);
  return file;
}

function emptyWhenMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = '', ...options] = process.argv.slice(2);
  const handWritten = options.includes('--empty');
  void writeMigration(name, { handWritten }).then(
    (file) => console.log(`Wrote ${file}. Read it, then start or test: both apply it.`),
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
