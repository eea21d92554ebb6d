import { setTimeout as sleep } from 'node:timers/promises';
import {
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
import { type Gateway, ProcessesUnavailable } from '../gateway/gateway.ts';

/** An answer that takes longer than this makes one wonder whether anybody is there, in milliseconds. */
const wonderAfterMs = 1_500;

/** Three attempts take a third of a second; whoever asked is told then, rather than after the deadline. */
const attempts = 3;

/** A way to Temporal that is made when it is first needed, and that gives up soon where nobody answers. */
export function reachTemporal(options: ConnectionOptions): Connection {
  return Connection.lazy({
    ...options,
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: attempts }))],
  });
}

/** Asks Temporal for a sign of life. Throws when there is none in time. */
export async function askTemporal({ client }: Gateway, withinMs: number): Promise<void> {
  await client.withDeadline(Date.now() + withinMs, () => client.workflowService.getSystemInfo({}));
}

/**
 * Waits for an answer of the processes, but not for a server that has gone silent. Throws `ProcessesUnavailable`
 * then; what was sent may still arrive, and is carried out once under its id.
 */
export async function whileInReach<T>(gateway: Gateway, answer: Promise<T>): Promise<T> {
  const waiting = new AbortController();
  const unreachable = sleep(wonderAfterMs, undefined, { signal: waiting.signal }).then(async () => {
    try {
      await askTemporal(gateway, wonderAfterMs);
    } catch (error) {
      throw new ProcessesUnavailable(error);
    }
    return await answer;
  });
  // Whichever loses the race may fail later, when nobody listens any more.
  unreachable.catch(() => undefined);
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, unreachable]);
  } finally {
    waiting.abort();
  }
}
