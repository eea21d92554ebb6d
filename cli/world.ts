import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Connection } from '@temporalio/client';
import { type Config, parseConfig, Settings } from '../config.ts';
import { type Migrated, migrate } from '../prisma/migrate.ts';
import { type DataFolder, type FolderSettings, type InnerPort, writeJson } from './data-folder.ts';
import { mailCatcherAnswers, mailCatcherCommand } from './mail-catcher.ts';
import { choosePort } from './ports.ts';
import { embeddedUrl, preparePostgres, waitForPostgres } from './postgres.ts';
import { withProgress } from './progress.ts';
import { apiReadiness, isWorked, waitForTemporal, waitUntil } from './readiness.ts';
import { Sentence } from './sentence.ts';
import { endedUnexpectedly, type Service, type ServiceName, type Services } from './services.ts';
import { findTemporal, temporalCommand } from './temporal-server.ts';
import type { Environment } from './tools.ts';

/** The programs of the product that a world runs. */
export interface Programs {
  readonly worker: string;
  readonly api: string;
  readonly seed: string;
}

/** Everything needed to bring up one world. */
export interface WorldPlan {
  readonly folder: DataFolder;
  readonly settings: FolderSettings;
  readonly env: Environment;
  readonly programs: Programs;
  readonly seed: boolean;
  readonly signal: AbortSignal;
}

/** A world that is ready. */
export interface World {
  readonly config: Config;
  readonly ports: Readonly<Record<InnerPort, number>>;
  readonly logins: string;
}

const defaultPorts: Record<InnerPort, number> = {
  postgres: 5433,
  temporal: 7233,
  temporalUi: 8233,
  smtp: 1025,
  mailUi: 1080,
};

/** Which parts the environment replaces by servers of one's own. */
export function replaced(env: Environment) {
  return { postgres: !!env.DATABASE_URL, temporal: !!env.TEMPORAL_ADDRESS, mail: !!env.SMTP_URL };
}

/**
 * Brings up one world: database, Temporal and mail catcher side by side, then migrations, then worker and API, then the
 * demo data. `watch` is handed every part that must not end by itself. Throws a sentence when something is in the way.
 */
export async function bringUp(plan: WorldPlan, services: Services, watch: (service: Service) => void): Promise<World> {
  const given = replaced(plan.env);
  const ports = await choosePorts(plan);
  const postgres = { directory: plan.folder.postgres, password: plan.settings.postgresPassword, port: ports.postgres };
  const environment = environmentOf(plan.env, {
    DATABASE_URL: plan.env.DATABASE_URL || embeddedUrl(postgres),
    TEMPORAL_ADDRESS: plan.env.TEMPORAL_ADDRESS || `127.0.0.1:${ports.temporal}`,
    SMTP_URL: plan.env.SMTP_URL || `smtp://127.0.0.1:${ports.smtp}`,
    DOCUMENTS_DIR: plan.env.DOCUMENTS_DIR || plan.folder.documents,
  });
  const config = parseConfig(environment);
  services.publish(environment);
  const start = (name: ServiceName, command: Parameters<Services['start']>[1]) => {
    const service = services.start(name, command);
    if (name !== 'seed') watch(service);
    return service;
  };

  const [migrated, temporal] = await Promise.all([
    withProgress('Starting PostgreSQL', async () => {
      if (!given.postgres) {
        start('postgres', await preparePostgres(postgres, plan.signal));
        await waitForPostgres(postgres);
      }
      return migrateTo(config.databaseUrl, given.postgres);
    }),
    withProgress('Starting Temporal', async () => {
      if (!given.temporal) {
        if (!plan.settings.temporalServed) rmSync(plan.folder.temporal, { force: true });
        const { namespace } = config.temporal;
        const at = { port: ports.temporal, uiPort: ports.temporalUi, dbFile: plan.folder.temporal, namespace };
        start('temporal', temporalCommand(await findTemporal(plan.env, plan.signal), at, plan.env));
      }
      const connection = await waitForTemporal(config.temporal);
      if (!given.temporal) writeJson(plan.folder.settings, { ...plan.settings, ports, temporalServed: true });
      return connection;
    }),
    withProgress('Starting the mail catcher', async () => {
      if (given.mail) return;
      const at = { smtpPort: ports.smtp, webPort: ports.mailUi, directory: plan.folder.mail };
      start('mail', mailCatcherCommand(at));
      const problem = () => `The mail catcher does not answer on ports ${at.smtpPort} and ${at.webPort}.`;
      await waitUntil(() => mailCatcherAnswers(at), { withinMs: 20_000, problem });
    }),
  ]);

  const childEnv = environmentFor(plan.env, environment);
  const program = (file: string) => ({ command: process.execPath, args: ['--import', 'tsx', file], env: childEnv });
  try {
    start('worker', program(plan.programs.worker));
    start('api', program(plan.programs.api));
    await withProgress('Starting the worker and the API', () => waitForProduct(config, temporal));
  } finally {
    await temporal.close();
  }
  const seedCommand = { ...program(plan.programs.seed) };
  const logins = plan.seed
    ? await loadDemoData(plan, config, migrated.created, (at) => start('seed', { ...seedCommand, ...at }))
    : '';
  return { config, ports, logins };
}

/**
 * The settings of the worker and the API: those given, completed by the embedded parts. What is meant for a Temporal
 * server of one's own (TLS, an API key) does not reach the embedded one.
 */
function environmentOf(env: Environment, embedded: Record<string, string>): Record<string, string> {
  const isMeant = (name: string) =>
    isTemporal(name) && !replaced(env).temporal
      ? name === 'TEMPORAL_NAMESPACE'
      : isTemporal(name) || name in Settings.shape;
  const given = Object.entries(env).filter((entry): entry is [string, string] => isMeant(entry[0]) && !!entry[1]);
  return { ...Object.fromEntries(given), ...embedded };
}

/** The environment of a part: this process's own, but with exactly those settings. */
function environmentFor(env: Environment, settings: Record<string, string>): Environment {
  return { ...Object.fromEntries(Object.entries(env).filter(([name]) => !isTemporal(name))), ...settings };
}

function isTemporal(name: string): boolean {
  return name.startsWith('TEMPORAL_');
}

/** Keeps to the ports of the last time; one that is busy now gives way to the next free one, which is then remembered. */
async function choosePorts({ folder, settings, env }: WorldPlan): Promise<Record<InnerPort, number>> {
  const taken = new Set([Number(env.PORT)]);
  const ports = { ...defaultPorts, ...settings.ports };
  for (const name of Object.keys(defaultPorts) as InnerPort[]) {
    ports[name] = await choosePort(ports[name], taken);
    taken.add(ports[name]);
  }
  writeJson(folder.settings, { ...settings, ports });
  return ports;
}

async function migrateTo(databaseUrl: string, isGiven: boolean): Promise<Migrated> {
  try {
    return await migrate(databaseUrl);
  } catch (error) {
    throw new Sentence(`${(error as Error).message}${isGiven ? ' (DATABASE_URL names it)' : ''}.`);
  }
}

async function waitForProduct(config: Config, temporal: Connection): Promise<void> {
  let detail = 'no answer';
  const apiIsReady = async () => {
    const answer = await apiReadiness(config);
    detail = answer.detail;
    return answer.ready;
  };
  await Promise.all([
    waitUntil(apiIsReady, { withinMs: 60_000, problem: () => `The API does not become ready: ${detail}.` }),
    waitUntil(() => isWorked(temporal, config.temporal), {
      withinMs: 60_000,
      problem: () => `No worker listens on task queue ${config.temporal.taskQueue}.`,
    }),
  ]);
}

/**
 * Loads the demo data the first time, or again when loading was cut off, and returns what the loader printed: the demo
 * logins. A database of one's own that already held something is never filled.
 */
async function loadDemoData(
  { folder, env }: WorldPlan,
  config: Config,
  created: boolean,
  start: (at: { outputFile: string }) => Service,
): Promise<string> {
  const external = replaced(env).postgres;
  const suffix = external ? `.${createHash('sha256').update(config.databaseUrl).digest('hex').slice(0, 12)}` : '';
  const marker = `${folder.seeded}${suffix}`;
  const begun = `${marker}.begun`;
  if (existsSync(marker)) return readFileSync(marker, 'utf8');
  if (external && !created && !existsSync(begun)) return '';
  writeFileSync(begun, '');
  const output = `${marker}.output`;
  await withProgress('Loading the demo data', async () => {
    const seed = start({ outputFile: output });
    const how = await seed.exited;
    if (how !== 'exit code 0') throw endedUnexpectedly(seed, how);
  });
  renameSync(output, marker);
  rmSync(begun);
  return readFileSync(marker, 'utf8');
}
