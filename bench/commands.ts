import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import type { OpportunityInput } from '../domain/opportunity/model.ts';
import type { Actor } from '../domain/process.ts';
import { chooseVariant } from '../domain/variants/index.ts';
import { type Gateway, sendCommand } from '../gateway/gateway.ts';
import { openProcess } from '../gateway/open.ts';
import { companyFacts } from '../prisma/company.ts';
import { addUpdate, bare, bareQueueOf } from './bare-workflow.ts';
import { type Measured, measure, median } from './measure.ts';
import { type BenchWorld, inBenchWorld, owner } from './world.ts';

/**
 * Commands a second, recorded in PostgreSQL, beside bare Temporal updates on the same server with the same worker. Rounds
 * of both take turns within one run; what counts is their ratio.
 */
const rounds = 5;
const concurrencies = [1, 16, 64];
const secondsPerRound = 5;
const lanes = Math.max(...concurrencies);
const goal = 0.7;

const actor: Actor = { id: owner, roles: ['sales'], channel: 'api' };
const deal: OpportunityInput = {
  title: 'Benchmark',
  customer: null,
  amount: null,
  expectedClose: null,
  product: null,
  source: null,
  owner,
  nextAction: null,
  engagedAt: null,
  stage: null,
  firstFollowUpAt: null,
};

type Call = (lane: number) => Promise<unknown>;

/** Both sorts of calls, each lane on a workflow of its own. */
async function openLanes({ config, prisma }: BenchWorld, client: Client): Promise<{ command: Call; update: Call }> {
  const { taskQueue } = config.temporal;
  const gateway: Gateway = { client, taskQueue, tenant: config.tenant, clock: config.clock };
  const facts = companyFacts(prisma, config.timeZone);
  const variant = chooseVariant('opportunity', deal);
  if (!variant) throw new Error('No pipeline covers the deal of the benchmark');
  const ids = Array.from({ length: lanes }, (_, lane) => `OP-BENCH${lane}`);
  for (const id of ids) {
    await openProcess(gateway, facts, {
      id,
      kind: 'opportunity',
      variant,
      input: deal,
      actor,
      commandId: `open/${id}`,
    });
  }
  const handles = await Promise.all(
    ids.map((id) => client.workflow.start(bare, { workflowId: `bare-${id}`, taskQueue: bareQueueOf(taskQueue) })),
  );
  let given = 0;
  return {
    command: (lane) => {
      given += 1;
      const command = { type: 'logFollowUp', note: 'Benchmark', via: 'call' };
      return sendCommand(gateway, ids[lane] ?? '', { commandId: `bench-${given}`, command, actor });
    },
    update: async (lane) => handles[lane]?.executeUpdate(addUpdate, { args: [1] }),
  };
}

const shown = ({ perSecond, p50, p99 }: Measured): string =>
  `${perSecond.toFixed(0).padStart(4)}/s, p50 ${p50.toFixed(1).padStart(6)} ms, p99 ${p99.toFixed(1).padStart(6)} ms`;

async function compare(world: BenchWorld, client: Client): Promise<void> {
  const { command, update } = await openLanes(world, client);
  for (const call of [command, update]) await measure(16, secondsPerRound, call);
  for (const concurrency of concurrencies) {
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // Each goes first in turn, so that what the server does meanwhile is borne by both alike.
      const results = new Map<Call, Measured>();
      for (const call of round % 2 === 0 ? [command, update] : [update, command]) {
        results.set(call, await measure(concurrency, secondsPerRound, call));
      }
      const [ours, theirs] = [results.get(command), results.get(update)];
      if (!ours || !theirs) throw new Error('A round was not measured');
      ratios.push(ours.perSecond / theirs.perSecond);
      console.log(`${concurrency} at a time   commands ${shown(ours)}   bare updates ${shown(theirs)}`);
    }
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
    console.log(
      `${concurrency} at a time   ratio ${median(ratios).toFixed(2)} (median of ${rounds} pairs, ${low} to ${high}; goal ${goal})\n`,
    );
  }
}

await inBenchWorld({ temporal: true }, async (world) => {
  const program = fileURLToPath(new URL('./worker.ts', import.meta.url));
  const worker = spawn(process.execPath, ['--import', 'tsx', program], {
    env: { ...process.env, ...world.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { connection: server, namespace } = world.config.temporal;
  const connection = await Connection.connect(server);
  try {
    await once(worker.stdout, 'data');
    await compare(world, new Client({ connection, namespace }));
  } finally {
    await connection.close();
    worker.kill('SIGKILL');
  }
});
