import { fileURLToPath } from 'node:url';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from './activities.ts';
import type { ActivityDependencies } from './dependencies.ts';

const workflowsPath = fileURLToPath(new URL('../workflows/workflows.ts', import.meta.url));

/** Everything a worker runs: the workflows, bundled when it starts unless a bundle is given, and the activities. */
export async function createProcessWorker(
  connection: NativeConnection,
  namespace: string,
  dependencies: ActivityDependencies,
  options: Pick<WorkerOptions, 'workflowBundle' | 'identity'> = {},
): Promise<Worker> {
  const workflows = options.workflowBundle ? {} : { workflowsPath };
  return await Worker.create({
    connection,
    namespace,
    taskQueue: dependencies.taskQueue,
    activities: createActivities(dependencies),
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '15 seconds',
    ...workflows,
    ...options,
  });
}
