import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import pino from 'pino';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { openNoticeFeed } from '../../../api/notices/feed.ts';
import { reachTemporal } from '../../../api/reach.ts';
import { openLocalStore } from '../../../documents/local-store.ts';
import { realTime } from '../../../domain/clock.ts';
import { openOutbound } from '../../../outbound/post.ts';
import { openDatabase } from '../../../prisma/client.ts';

/** What the API needs, connected to nothing: enough for whatever is answered before anybody is asked. */
export function unconnected(changes: Partial<ApiDependencies['config']> = {}): ApiDependencies {
  const client = new Client({ connection: reachTemporal({ address: '127.0.0.1:1' }) });
  return {
    prisma: openDatabase('postgresql://nobody@127.0.0.1:1/nothing'),
    documents: openLocalStore(mkdtempSync(join(tmpdir(), 'fairway-documents-'))),
    gateway: { client, taskQueue: 'none', tenant: 'none', clock: realTime },
    config: {
      publicUrl: 'http://localhost:3000',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
      defaultLocale: 'zh-CN',
      trustProxy: 0,
      sessionHours: 12,
      outboundPrivate: false,
      company: { name: 'Fairway Test', taxNumber: null },
      ...changes,
    },
    log: pino({ level: 'silent' }),
    now: Date.now,
    wallClock: Date.now,
    sendFreshLink: async () => false,
    sendCode: async () => undefined,
    outbound: openOutbound({ allowPrivate: false }),
    notices: openNoticeFeed('postgresql://nobody@127.0.0.1:1/nothing', pino({ level: 'silent' })),
    isDraining: () => false,
  };
}
