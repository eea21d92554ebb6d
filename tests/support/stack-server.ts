/**
 * PostgreSQL and a Temporal server for one run of the integration tests, in a folder that is thrown away. Prints where
 * they are as one line of JSON, and stops everything when its standard input closes, however the tests end.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import pg from 'pg';
import { dataFolderAt, prepareDataFolder } from '../../cli/data-folder.ts';
import { anyFreePort } from '../../cli/ports.ts';
import { embeddedUrl, preparePostgres, waitForPostgres } from '../../cli/postgres.ts';
import { waitForTemporal } from '../../cli/readiness.ts';
import { printable } from '../../cli/sentence.ts';
import { endedUnexpectedly, openServices, type Service } from '../../cli/services.ts';
import { findTemporal, temporalCommand } from '../../cli/temporal-server.ts';
import { migrate } from '../../prisma/migrate.ts';
import type { StackAddresses } from './stack.ts';

const TEMPLATE = 'template_of_tests';
/** A test database needs no protection from a power cut. */
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

const controller = new AbortController();
const folder = dataFolderAt(mkdtempSync(join(tmpdir(), 'fairway-test-')));
chmodSync(folder.path, 0o755);
prepareDataFolder(folder);
const services = openServices(folder, (line) => console.error(line));
process.on('SIGINT', () => undefined);
const unwanted = new Promise<string>((resolve) => process.stdin.resume().once('close', () => resolve('closed')));

try {
  const broken = (service: Service) =>
    service.exited.then((how) => {
      throw endedUnexpectedly(service, how);
    });
  const postgres = startPostgres();
  const temporal = startTemporal();
  const up = Promise.all([postgres, temporal, bundleWorkflows()]).then(([database, server, workflowBundle]) => {
    const addresses: StackAddresses = { ...database.addresses, ...server.addresses, workflowBundle };
    console.log(JSON.stringify(addresses));
    return Promise.race([unwanted, broken(database.service), broken(server.service)]);
  });
  await Promise.race([up, unwanted]);
} catch (error) {
  console.error(printable(error));
  process.exitCode = 1;
} finally {
  controller.abort();
  await services.stopAll();
  rmSync(folder.path, { recursive: true, force: true });
  process.exit();
}

async function startPostgres() {
  const port = await anyFreePort();
  const embedded = { directory: folder.postgres, password: 'test', port, settings: THROW_AWAY };
  const service = services.start('postgres', await preparePostgres(embedded, controller.signal));
  await waitForPostgres(embedded);
  const postgresUrl = embeddedUrl(embedded, 'postgres');
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate(embeddedUrl(embedded, TEMPLATE));
  return { service, addresses: { postgresUrl, templateDatabase: TEMPLATE } };
}

async function startTemporal() {
  const port = await anyFreePort();
  const program = await findTemporal(process.env, controller.signal);
  const service = services.start('temporal', temporalCommand(program, { port }, process.env));
  const temporalAddress = `127.0.0.1:${port}`;
  const connection = await waitForTemporal({
    connection: { address: temporalAddress, apiKey: undefined, tls: undefined, metadata: undefined },
    namespace: 'default',
    taskQueue: '',
  });
  await connection.close();
  return { service, addresses: { temporalAddress } };
}

async function bundleWorkflows(): Promise<string> {
  const workflowsPath = fileURLToPath(new URL('../../workflows/workflows.ts', import.meta.url));
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  const file = join(folder.path, 'workflows.js');
  await writeFile(file, code);
  return file;
}
