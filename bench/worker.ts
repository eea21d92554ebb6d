import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { mailSettingsFrom } from '../activities/mail/settings.ts';
import { openMailTransport } from '../activities/mail/transport.ts';
import { createProcessWorker } from '../activities/worker.ts';
import { loadConfig } from '../config.ts';
import { openOutbound } from '../outbound/post.ts';
import { openDatabase } from '../prisma/client.ts';
import { partyOf } from '../prisma/new-contract.ts';
import { bareQueueOf } from './bare-workflow.ts';

/** Two workers in one process: the product's, and one for bare updates with the same settings. Only one is ever busy. */
async function main(): Promise<void> {
  const config = loadConfig();
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: ['SIGTERM'] });
  const { connection: server, namespace, taskQueue } = config.temporal;
  const prisma = openDatabase(config.databaseUrl);
  const connection = await NativeConnection.connect(server);
  const client = new Client({ connection: await Connection.connect(server), namespace });
  const mail = openMailTransport(config.mail.smtpUrl);
  const outbound = openOutbound({ allowPrivate: false });
  const log = pino({ level: config.logLevel });
  const mailSettings = mailSettingsFrom(config);
  const company = partyOf(config.company);
  const dependencies = { prisma, company, client, taskQueue, clock: config.clock, mail, outbound, mailSettings, log };
  const processes = await createProcessWorker(connection, namespace, dependencies);
  const updates = await Worker.create({
    connection,
    namespace,
    taskQueue: bareQueueOf(taskQueue),
    workflowsPath: fileURLToPath(new URL('./bare-workflow.ts', import.meta.url)),
  });
  console.log('ready');
  await Promise.all([processes.run(), updates.run()]);
}

await main();
process.exit();
