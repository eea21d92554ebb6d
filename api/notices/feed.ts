import pg from 'pg';
import type { Logger } from 'pino';
import { noticeSignal } from '../../prisma/notices.ts';

/** Tells whose notices have changed, whichever process of the system has changed them. */
export interface NoticeFeed {
  /** Calls `wake` when the notices of a person may have changed, until the function it answers is called. */
  subscribe(userId: string, wake: () => void): () => void;
  /** How many listen for a person here. */
  listeners(userId: string): number;
  close(): Promise<void>;
}

/** How soon a lost connection is made again, in milliseconds. */
const again = 1_000;

/**
 * Listens to PostgreSQL over one connection, made when the first one subscribes. Whatever was said while the connection
 * was lost is made up for by waking everybody when it stands again.
 */
export function openNoticeFeed(databaseUrl: string, log: Logger): NoticeFeed {
  const subscribers = new Map<string, Set<() => void>>();
  let connection: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const wakeAll = () => {
    for (const wakes of subscribers.values()) for (const wake of wakes) wake();
  };

  function connect(): void {
    const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    connection = client;
    const lost = (error?: Error) => {
      if (connection !== client || closed) return;
      connection = undefined;
      log.warn({ err: error }, 'notices are not heard of; connecting again');
      client.end().catch(() => undefined);
      retry = setTimeout(connect, again);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload = '' }) => {
      for (const wake of subscribers.get(payload) ?? []) wake();
    });
    client
      .connect()
      .then(() => client.query(`LISTEN ${noticeSignal}`))
      .then(wakeAll, lost);
  }

  return {
    subscribe(userId, wake) {
      const wakes = subscribers.get(userId) ?? new Set();
      subscribers.set(userId, wakes.add(wake));
      if (!connection && !retry) connect();
      return () => {
        wakes.delete(wake);
        if (wakes.size === 0) subscribers.delete(userId);
      };
    },
    listeners: (userId) => subscribers.get(userId)?.size ?? 0,
    async close() {
      closed = true;
      clearTimeout(retry);
      await connection?.end();
    },
  };
}
