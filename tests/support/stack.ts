import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Config, parseConfig } from '../../config.ts';
import { openDatabase, type PrismaClient } from '../../prisma/client.ts';

/** Where the servers of one run of the integration tests are. */
export interface StackAddresses {
  /** The database server, by its maintenance database. */
  readonly postgresUrl: string;
  /** A migrated and empty database, of which every test file gets a copy. */
  readonly templateDatabase: string;
  readonly temporalAddress: string;
  /** The workflows, bundled once for all workers of the run. */
  readonly workflowBundle: string;
}

/** The environment variable by which the addresses reach the test files. */
export const STACK_VARIABLE = 'FAIRWAY_TEST_STACK';

/** A database, a task queue and a tenant that nobody else uses, on the servers of this test run. */
export interface Stack {
  readonly databaseUrl: string;
  readonly prisma: PrismaClient;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Keeps the workflow ids of test files apart. */
  readonly tenant: string;
  /** The same as settings, for what is built from a Config. */
  readonly config: Config;
  /** The same as environment variables, for what runs as a process of its own. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Opens a stack with a migrated, empty database; `settings` adds to or replaces environment variables. */
export async function openStack(settings: Record<string, string> = {}): Promise<Stack> {
  const { postgresUrl, templateDatabase, temporalAddress, workflowBundle } = addresses();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(postgresUrl, `CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`);
  const databaseUrl = databaseAt(postgresUrl, name);
  const documentsDir = mkdtempSync(join(tmpdir(), `${name}-documents-`));
  const env = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TASK_QUEUE: name,
    TENANT: name,
    LOG_LEVEL: 'warn',
    DOCUMENTS_DIR: documentsDir,
    WORKFLOW_BUNDLE: workflowBundle,
    ...settings,
  };
  const config = parseConfig(env);
  const prisma = openDatabase(databaseUrl);
  return {
    databaseUrl,
    prisma,
    temporalAddress,
    namespace: config.temporal.namespace,
    taskQueue: config.temporal.taskQueue,
    tenant: config.tenant,
    config,
    env,
    close: async () => {
      await prisma.$disconnect();
      rmSync(documentsDir, { recursive: true, force: true });
      await onServer(postgresUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Opens an empty database without any table, for tests of the migrations themselves. */
export async function openEmptyDatabase(): Promise<{ databaseUrl: string; close(): Promise<void> }> {
  const { postgresUrl } = addresses();
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await onServer(postgresUrl, `CREATE DATABASE ${name}`);
  return {
    databaseUrl: databaseAt(postgresUrl, name),
    close: () => onServer(postgresUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

function addresses(): StackAddresses {
  const handedOver = process.env[STACK_VARIABLE];
  if (handedOver === undefined) throw new Error('Only tests in tests/integration have a stack.');
  return JSON.parse(handedOver) as StackAddresses;
}

function databaseAt(postgresUrl: string, name: string): string {
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(postgresUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
