import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { CompanyActivities } from '../../activities/company/activities.ts';
import { findTimeSkippingServer } from '../../cli/time-skipping-server.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import { InMemoryWorld, testGateway } from './in-memory-world.ts';
import type { Organisation } from './organisation.ts';

/** A Temporal server whose clock is skipped, with one worker and a world in memory. */
export interface SkippedTime {
  readonly world: InMemoryWorld;
  readonly gateway: Gateway;
  readonly env: TestWorkflowEnvironment;
  now(): Promise<number>;
  /** Lets time pass until an instant; everything due by then has happened when it resolves. */
  until(instant: number): Promise<void>;
  close(): Promise<void>;
}

// Failing activities are what some tests are about; only what nobody expects is worth a line.
Runtime.install({ logger: new DefaultLogger('ERROR') });

const workflowsPath = fileURLToPath(new URL('../../workflows/workflows.ts', import.meta.url));

/** `company` answers for the workflows of the company itself, where a test is about them. */
export async function openSkippedTime(
  organisation: Organisation,
  company: Partial<CompanyActivities> = {},
): Promise<SkippedTime> {
  const path = await findTimeSkippingServer(process.env, new AbortController().signal);
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  const now = () => env.currentTimeMs();
  const world = new InMemoryWorld(organisation, now);
  const activities = { ...world.activities(), ...company };
  const taskQueue = 'timeskip';
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowsPath, activities });
  const running = worker.run();
  return {
    world,
    env,
    gateway: testGateway(env.client, taskQueue),
    now,
    until: async (instant) => {
      const left = instant - (await now());
      if (left > 0) await env.sleep(left);
    },
    close: async () => {
      worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}
