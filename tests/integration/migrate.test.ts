import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../prisma/migrate.ts';
import { writeMigration } from '../../prisma/new-migration.ts';
import { sqlBetween } from '../../prisma/schema-engine.ts';
import { openEmptyDatabase } from '../support/stack.ts';

const firstSchema = `datasource db {
  provider = "postgresql"
}

model Note {
  id   String @id
  text String
}
`;
const secondSchema = firstSchema.replace('text String', 'text String\n  seen Boolean @default(false)');
const trigger = `
-- a note; it stays
CREATE FUNCTION keep() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'kept; for ever'; END; $$ LANGUAGE plpgsql;
CREATE TRIGGER keep BEFORE DELETE ON "Note" FOR EACH ROW EXECUTE FUNCTION keep();
`;

let folder: string;
let database: Awaited<ReturnType<typeof openEmptyDatabase>>;
const migrations = () => join(folder, 'migrations');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  database = await openEmptyDatabase();
  await writeFile(join(folder, 'schema.prisma'), firstSchema);
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

async function query(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function writeByHand(name: string, sql: string): Promise<void> {
  await mkdir(join(migrations(), name), { recursive: true });
  await writeFile(join(migrations(), name, 'migration.sql'), sql);
}

test('a database is brought up to date once, step by step', async () => {
  await writeMigration('first', { folder, now: new Date('2026-01-01T00:00:00Z') });
  expect(await migrate(database.databaseUrl, migrations())).toEqual({
    applied: ['20260101000000_first'],
    created: true,
  });
  expect(await migrate(database.databaseUrl, migrations())).toEqual({ applied: [], created: false });

  await query(`INSERT INTO "Note" VALUES ('1', 'kept')`);
  await writeFile(join(folder, 'schema.prisma'), secondSchema);
  const file = await writeMigration('second', { folder, now: new Date('2026-01-02T00:00:00Z') });
  expect(await readFile(file, 'utf8')).toContain('ADD COLUMN');
  const { applied } = await migrate(database.databaseUrl, migrations());
  expect(applied).toEqual(['20260102000000_second']);
  expect(await query('SELECT * FROM "Note"')).toEqual([{ id: '1', text: 'kept', seen: false }]);
});

test('processes that start together apply a migration once, and all find it applied', async () => {
  await writeMigration('first', { folder });
  const runs = await Promise.all([1, 2, 3].map(() => migrate(database.databaseUrl, migrations())));
  expect(runs.filter((run) => run.created)).toHaveLength(1);
  expect(await query('SELECT count(*)::int AS n FROM _prisma_migrations')).toEqual([{ n: 1 }]);
});

test('a migration may hold functions and triggers, whose bodies contain semicolons', async () => {
  await writeMigration('first', { folder, now: new Date('2026-01-01T00:00:00Z') });
  await writeByHand('20260102000000_keep', trigger);
  await migrate(database.databaseUrl, migrations());
  await query(`INSERT INTO "Note" VALUES ('1', 'kept')`);
  await expect(query('DELETE FROM "Note"')).rejects.toThrow('kept; for ever');
});

test('a migration that fails changes nothing, names itself, and can be mended', async () => {
  await writeMigration('first', { folder, now: new Date('2026-01-01T00:00:00Z') });
  await writeByHand('20260102000000_wrong', 'CREATE TABLE other (id int); CREATE TABLE other (id int);');
  await expect(migrate(database.databaseUrl, migrations())).rejects.toThrow('20260102000000_wrong');
  expect(await query(`SELECT to_regclass('other') AS other`)).toEqual([{ other: null }]);

  await writeByHand('20260102000000_wrong', 'CREATE TABLE other (id int);');
  const { applied } = await migrate(database.databaseUrl, migrations());
  expect(applied).toEqual(['20260102000000_wrong']);
});

test('a migration cut off by the death of its process is tried again', async () => {
  await writeMigration('first', { folder });
  await migrate(database.databaseUrl, migrations());
  await query('DROP TABLE "Note"');
  await query('UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0');
  const { applied } = await migrate(database.databaseUrl, migrations());
  expect(applied).toHaveLength(1);
  expect(await query('SELECT * FROM "Note"')).toEqual([]);
});

test('a migration is refused when the schema says nothing new, or its name is not one', async () => {
  await writeMigration('first', { folder });
  await expect(writeMigration('again', { folder })).rejects.toThrow('--empty');
  await expect(writeMigration('../away', { folder })).rejects.toThrow('small letters');
});

test('every change of schema.prisma has its migration', async () => {
  const before = await readFile('prisma/migrations/schema.prisma', 'utf8');
  expect(await sqlBetween(before, await readFile('prisma/schema.prisma', 'utf8'))).toBeUndefined();
});
