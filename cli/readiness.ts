import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Config } from '../config.ts';
import { Sentence } from './sentence.ts';

const POLL_MS = 100;
/** Temporal's number for the queue of workflow tasks. */
const WORKFLOW_TASKS = 1;

/** Asks again and again until the answer is yes; `problem` says what to print when it never is. */
export async function waitUntil(
  isReady: () => Promise<boolean>,
  { withinMs, problem }: { withinMs: number; problem: () => string },
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isReady())) {
    if (Date.now() > deadline) throw new Sentence(problem());
    await sleep(POLL_MS);
  }
}

/** Connects to the Temporal server of the settings once it serves their namespace. The caller closes the connection. */
export async function waitForTemporal(
  { connection, namespace }: Config['temporal'],
  withinMs = 30_000,
): Promise<Connection> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const opened = await connectTo(connection, namespace);
    if (opened instanceof Connection) return opened;
    if (Date.now() > deadline) {
      throw new Sentence(
        `The Temporal server at ${connection.address} does not serve namespace ${namespace}: ${opened.message}. Check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE.`,
      );
    }
    await sleep(POLL_MS);
  }
}

async function connectTo(options: Config['temporal']['connection'], namespace: string): Promise<Connection | Error> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ ...options, connectTimeout: '3 seconds' });
    await connection.workflowService.describeNamespace({ namespace });
    return connection;
  } catch (error) {
    await connection?.close();
    return error as Error;
  }
}

/** Tells whether a worker listens on the task queue, so that what is started now is also carried out. */
export async function isWorked(connection: Connection, { namespace, taskQueue }: Config['temporal']): Promise<boolean> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: WORKFLOW_TASKS,
  });
  return (pollers?.length ?? 0) > 0;
}

/** Tells whether the API calls itself ready, and why not. */
export async function apiReadiness(config: Pick<Config, 'host' | 'port'>): Promise<{ ready: boolean; detail: string }> {
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  try {
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${config.port}/healthz/ready`;
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return { ready: response.ok, detail: `status ${response.status}, ${(await response.text()).slice(0, 300)}` };
  } catch (error) {
    return { ready: false, detail: (error as Error).message };
  }
}
