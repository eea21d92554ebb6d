import { createServer } from 'node:http';
import { Client, type Connection } from '@temporalio/client';
import pino from 'pino';
import { sendFreshLink } from '../activities/mail/fresh-link.ts';
import { mailSettingsFrom, openMailTransport } from '../activities/mail/send.ts';
import { sendStepUpCode } from '../activities/mail/step-up-code.ts';
import { type Config, loadConfig } from '../config.ts';
import { openDocumentStore } from '../documents/open-store.ts';
import { toBusinessTime } from '../domain/clock.ts';
import { openOutbound } from '../outbound/post.ts';
import { openDatabase } from '../prisma/client.ts';
import { createApp } from './app.ts';
import { openNoticeFeed } from './notices/feed.ts';
import { reachTemporal } from './reach.ts';

/** Requests still being answered are waited for this long before they are cut off. */
const drainMs = 3_000;

/** Entry point: one API. Any number of them may run; none keeps anything of its own. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = pino({ level: config.logLevel, base: { part: 'api' }, redact: { paths: secrets, censor: '[redacted]' } });
  const prisma = openDatabase(config.databaseUrl);
  const connection = reachTemporal(config.temporal.connection);
  const mail = openMailTransport(config.mail.smtpUrl);
  const notices = openNoticeFeed(config.databaseUrl, log);
  let draining = false;
  const app = createApp({
    prisma,
    documents: openDocumentStore(config.documents),
    gateway: gatewayTo(config, connection),
    config,
    log,
    now: () => toBusinessTime(config.clock, Date.now()),
    wallClock: Date.now,
    sendCode: (request) => sendStepUpCode({ prisma, mail, mailSettings: mailSettingsFrom(config) }, request),
    sendFreshLink: (request) =>
      sendFreshLink({ prisma, clock: config.clock, mail, mailSettings: mailSettingsFrom(config), log }, request),
    outbound: openOutbound({ allowPrivate: config.outboundPrivate }),
    notices,
    isDraining: () => draining,
  });

  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  log.info({ host: config.host, port: config.port }, 'api ready');
  await stopSignal();
  log.info('stopping');
  draining = true;
  const cut = setTimeout(() => server.closeAllConnections(), drainMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(cut);
  mail.close();
  await notices.close();
  await connection.close();
  await prisma.$disconnect();
  log.info('stopped');
}

/** Where something that is logged could carry a secret. */
const secrets = [
  'password',
  'token',
  '*.password',
  '*.token',
  '*.headers.authorization',
  '*.headers.cookie',
  '*.headers["set-cookie"]',
];

function gatewayTo({ temporal, tenant, clock }: Config, connection: Connection) {
  const client = new Client({ connection, namespace: temporal.namespace });
  return { client, taskQueue: temporal.taskQueue, tenant, clock };
}

async function stopSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

await main();
