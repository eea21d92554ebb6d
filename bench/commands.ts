import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { mailSettingsFrom } from '../activities/mail/settings.ts';
import { openMailTransport } from '../activities/mail/transport.ts';
import { createProcessWorker } from '../activities/worker.ts';
import { runningConfig } from '../cli/running-config.ts';
import type { OpportunityInput } from '../domain/opportunity/model.ts';
import { standardOpportunity } from '../domain/variants/opportunity-standard.ts';
import { type Gateway, sendCommand } from '../gateway/gateway.ts';
import { openProcess } from '../gateway/open.ts';
import { openDatabase } from '../prisma/client.ts';
import { companyFacts } from '../prisma/company.ts';
import { addUpdate, bare } from './bare-workflow.ts';
import { type Measured, measure, median } from './measure.ts';

/**
 * Commands a second, recorded in PostgreSQL, beside bare Temporal updates on the same server: `npm run bench` while
 * `npm start` runs (`-- DIR` for another data folder). Rounds of both take turns within one run; what counts is their ratio.
 */
const rounds = 5;
const concurrencies = [1, 16, 64];
const lanes = Math.max(...concurrencies);
const bareWorkflowsPath = fileURLToPath(new URL('./bare-workflow.ts', import.meta.url));
const owner = { id: 'lina', roles: ['sales'], channel: 'api' } as const;
const deal: OpportunityInput = {
  title: 'Benchmark',
  customer: null,
  amount: null,
  expectedClose: null,
  product: null,
  source: null,
  owner: owner.id,
  nextAction: null,
  engagedAt: null,
  stage: null,
  firstFollowUpAt: null,
};

const shown = ({ perSecond, p50, p99 }: Measured): string =>
  `${perSecond.toFixed(0).padStart(4)}/s  p50 ${p50.toFixed(1).padStart(6)} ms  p99 ${p99.toFixed(1).padStart(7)} ms`;

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const config = runningConfig(process.env, process.argv[2]);
  const { namespace, connection: server } = config.temporal;
  const taskQueue = `bench-${randomBytes(4).toString('hex')}`;
  const prisma = openDatabase(config.databaseUrl);
  const connection = await NativeConnection.connect(server);
  const clientConnection = await Connection.connect(server);
  const client = new Client({ connection: clientConnection, namespace });
  const gateway: Gateway = { client, taskQueue, tenant: taskQueue, clock: config.clock };
  const mail = openMailTransport(config.mail.smtpUrl);
  const log = pino({ level: 'silent' });
  const mailSettings = mailSettingsFrom(config);
  const dependencies = { prisma, client, taskQueue, clock: config.clock, mail, mailSettings, log };
  const processes = await createProcessWorker(connection, namespace, dependencies);
  const bareQueue = `${taskQueue}-bare`;
  const updates = await Worker.create({
    connection,
    namespace,
    taskQueue: bareQueue,
    workflowsPath: bareWorkflowsPath,
  });
  const running = [processes.run(), updates.run()];

  const ids = Array.from({ length: lanes }, (_, lane) => `OP-${taskQueue}-${lane}`);
  const facts = companyFacts(prisma, config.timeZone);
  for (const id of ids) {
    const request = { id, kind: 'opportunity', variant: standardOpportunity, input: deal, actor: owner } as const;
    await openProcess(gateway, facts, { ...request, commandId: `create/${id}` });
  }
  const handles = await Promise.all(
    ids.map((id) => client.workflow.start(bare, { workflowId: `${id}-bare`, taskQueue: bareQueue })),
  );
  let commands = 0;
  const giveCommand = (lane: number) => {
    commands += 1;
    const command = { type: 'logFollowUp', note: 'Benchmark', via: 'call' };
    return sendCommand(gateway, ids[lane] ?? '', { commandId: `bench-${commands}`, command, actor: owner });
  };
  const giveUpdate = async (lane: number) => handles[lane]?.executeUpdate(addUpdate, { args: [1] });

  await measure(16, 200, giveCommand);
  await measure(16, 200, giveUpdate);
  for (const concurrency of concurrencies) {
    const ratios: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const calls = concurrency === 1 ? 150 : 600;
      const ours = await measure(concurrency, calls, giveCommand);
      const bareUpdates = await measure(concurrency, calls, giveUpdate);
      ratios.push(ours.perSecond / bareUpdates.perSecond);
      console.log(`concurrency ${concurrency}  commands ${shown(ours)}   bare updates ${shown(bareUpdates)}`);
    }
    console.log(`concurrency ${concurrency}  ratio ${median(ratios).toFixed(2)} (median of ${rounds} pairs)\n`);
  }
  const end = { type: 'moveStage', to: 'lost', lostReason: 'other', lostNote: 'Benchmark' };
  for (const id of ids) await sendCommand(gateway, id, { commandId: `end/${id}`, command: end, actor: owner });
  processes.shutdown();
  updates.shutdown();
  await Promise.all(running);
  for (const handle of handles) await handle.terminate('The benchmark is over');
  mail.close();
  await clientConnection.close();
  await connection.close();
  await prisma.$disconnect();
}

await main();
