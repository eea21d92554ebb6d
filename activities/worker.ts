import { fileURLToPath } from 'node:url';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from './activities.ts';
import type { ActivityDependencies } from './dependencies.ts';

const workflowsPath = fileURLToPath(new URL('../workflows/workflows.ts', import.meta.url));

/** Everything a worker runs: the activities, and the workflows, bundled now unless the file of a bundle is given. */
export async function createProcessWorker(
  connection: NativeConnection,
  namespace: string,
  dependencies: ActivityDependencies,
  bundle?: string,
): Promise<Worker> {
  return await Worker.create({
    connection,
    namespace,
    taskQueue: dependencies.taskQueue,
    activities: createActivities(dependencies),
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '15 seconds',
    ...(bundle === undefined ? { workflowsPath } : { workflowBundle: { codePath: bundle } }),
  });
}
