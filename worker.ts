import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { resumeCompany } from './activities/company/resume.ts';
import { scheduleFigures } from './activities/figures.ts';
import { mailSettingsFrom } from './activities/mail/settings.ts';
import { openMailTransport } from './activities/mail/transport.ts';
import { keepTidy } from './activities/tidy-documents.ts';
import { createProcessWorker } from './activities/worker.ts';
import { loadConfig } from './config.ts';
import { openDocumentStore } from './documents/open-store.ts';
import { openOutbound } from './outbound/post.ts';
import { openDatabase } from './prisma/client.ts';
import { partyOf } from './prisma/new-contract.ts';

/** Entry point: one worker. Any number of them may run; none keeps anything of its own. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = pino({ level: config.logLevel, base: { part: 'worker' } });
  Runtime.install({
    shutdownSignals: ['SIGINT', 'SIGTERM'],
    ...(config.metricsPort
      ? { telemetryOptions: { metrics: { prometheus: { bindAddress: `${config.host}:${config.metricsPort}` } } } }
      : {}),
  });
  const { connection: server, namespace, taskQueue } = config.temporal;
  const prisma = openDatabase(config.databaseUrl);
  const mail = openMailTransport(config.mail.smtpUrl);
  const connection = await NativeConnection.connect(server);
  const clientConnection = await Connection.connect(server);
  try {
    const dependencies = {
      prisma,
      client: new Client({ connection: clientConnection, namespace }),
      taskQueue,
      clock: config.clock,
      company: partyOf(config.company),
      mail,
      outbound: openOutbound({ allowPrivate: config.outboundPrivate }),
      mailSettings: mailSettingsFrom(config),
      log,
    };
    const stopTidying = keepTidy({ prisma, documents: openDocumentStore(config.documents), log });
    const worker = await createProcessWorker(connection, namespace, dependencies, config.workflowBundle);
    const { tenant, clock } = config;
    await resumeCompany(prisma, { client: dependencies.client, taskQueue, tenant, clock }, log);
    await scheduleFigures(dependencies.client, { ...config, taskQueue }).catch((error: unknown) =>
      log.error({ err: error }, 'the figures of each day are not scheduled'),
    );
    log.info({ taskQueue, namespace }, 'worker ready');
    await worker.run();
    stopTidying();
  } finally {
    mail.close();
    await clientConnection.close();
    await connection.close();
    await prisma.$disconnect();
  }
}

await main();
