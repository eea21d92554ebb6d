import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiDependencies } from './dependencies.ts';

/** What is counted while the API works. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly commands: Counter<'kind' | 'type' | 'code'>;
}

/** Counts from the database are taken again after this long at the earliest, in milliseconds. */
const freshFor = 10_000;

interface Counts {
  readonly databaseUp: 0 | 1;
  readonly processes: readonly { kind: string; status: string; count: number }[];
  readonly waits: readonly { action: string; count: number; overdue: number }[];
  readonly outbox: readonly { status: string; count: number; age: number }[];
  readonly deliveries: readonly { channel: string; status: string; count: number }[];
  readonly webhooks: readonly { status: string; count: number; age: number }[];
  readonly pausedWebhooks: number;
}

const unknown: Counts = {
  databaseUp: 0,
  processes: [],
  waits: [],
  outbox: [],
  deliveries: [],
  webhooks: [],
  pausedWebhooks: 0,
};

type CountDependencies = Pick<ApiDependencies, 'prisma' | 'now' | 'wallClock' | 'log'>;

/** The figures of one API, each with a registry of its own. */
export function createMetrics(dependencies: CountDependencies): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'fairway_http_request_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 16],
    registers,
  });
  const commands = new Counter({
    name: 'fairway_commands_total',
    help: 'Commands given through the API, by what became of them',
    labelNames: ['kind', 'type', 'code'],
    registers,
  });
  registerCounts(registry, cachedCounts(dependencies));
  return { registry, requests, commands };
}

function registerCounts(registry: Registry, counts: () => Promise<Counts>): void {
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    rows: (counts: Counts) => readonly (Record<Label, string> & { value: number })[],
  ) =>
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        const found = rows(await counts());
        this.reset();
        for (const { value, ...labels } of found) this.set(labels as unknown as Record<Label, string>, value);
      },
    });
  gauge('fairway_database_up', 'Whether the database answered', [], ({ databaseUp }) => [{ value: databaseUp }]);
  gauge('fairway_processes', 'Processes on record', ['kind', 'status'], ({ processes }) =>
    processes.map(({ kind, status, count }) => ({ kind, status, value: count })),
  );
  gauge('fairway_open_waits', 'Waits that are open', ['action'], ({ waits }) =>
    waits.map(({ action, count }) => ({ action, value: count })),
  );
  gauge('fairway_overdue_waits', 'Open waits past their due moment', ['action'], ({ waits }) =>
    waits.map(({ action, overdue }) => ({ action, value: overdue })),
  );
  gauge('fairway_outbox_mails', 'Mails in the outbox', ['status'], ({ outbox }) =>
    outbox.map(({ status, count }) => ({ status, value: count })),
  );
  gauge('fairway_outbox_oldest_seconds', 'Age of the oldest mail of a status', ['status'], ({ outbox }) =>
    outbox.map(({ status, age }) => ({ status, value: age })),
  );
  gauge(
    'fairway_deliveries',
    'Notices by the way they go and what became of them, of the last 30 days',
    ['channel', 'status'],
    ({ deliveries }) => deliveries.map(({ channel, status, count }) => ({ channel, status, value: count })),
  );
  gauge('fairway_webhook_messages', 'Messages to webhooks that are not delivered', ['status'], ({ webhooks }) =>
    webhooks.map(({ status, count }) => ({ status, value: count })),
  );
  gauge(
    'fairway_webhook_oldest_seconds',
    'Age of the oldest message to a webhook that is not delivered',
    ['status'],
    ({ webhooks }) => webhooks.map(({ status, age }) => ({ status, value: age })),
  );
  gauge('fairway_paused_webhooks', 'Webhooks that were paused after too many failures', [], ({ pausedWebhooks }) => [
    { value: pausedWebhooks },
  ]);
}

/** Without the database there are no counts; everything else is still told. */
function cachedCounts({ prisma, now, wallClock, log }: CountDependencies) {
  let kept: { readonly until: number; readonly counts: Promise<Counts> } | undefined;
  return async (): Promise<Counts> => {
    if (kept && wallClock() < kept.until) return await kept.counts;
    const counts = readCounts(prisma, new Date(now())).catch((error: unknown) => {
      log.warn({ err: error }, 'counts could not be read');
      return unknown;
    });
    kept = { until: wallClock() + freshFor, counts };
    return await counts;
  };
}

/** What was settled longer ago than this is no longer counted, in milliseconds. */
const deliveriesOf = 30 * 86_400_000;

async function readCounts(prisma: ApiDependencies['prisma'], now: Date): Promise<Counts> {
  const since = new Date(now.getTime() - deliveriesOf);
  const [processes, waits, outbox, deliveries, webhooks, pausedWebhooks] = await Promise.all([
    prisma.$queryRaw<Counts['processes']>`
      SELECT kind, status, count(*)::int AS count FROM process GROUP BY kind, status`,
    prisma.$queryRaw<Counts['waits']>`
      SELECT action, count(*)::int AS count, (count(*) FILTER (WHERE due_at < ${now}))::int AS overdue
      FROM wait WHERE closed_at IS NULL GROUP BY action`,
    prisma.$queryRaw<Counts['outbox']>`
      SELECT status, count(*)::int AS count,
        greatest(extract(epoch FROM ${now}::timestamptz - min(created_at)), 0)::float8 AS age
      FROM outbox GROUP BY status`,
    prisma.$queryRaw<Counts['deliveries']>`
      SELECT channel, status, count(*)::int AS count FROM delivery WHERE created_at > ${since} GROUP BY channel, status`,
    prisma.$queryRaw<Counts['webhooks']>`
      SELECT status, count(*)::int AS count,
        greatest(extract(epoch FROM ${now}::timestamptz - min(at)), 0)::float8 AS age
      FROM webhook_message WHERE status IN ('pending', 'dead') GROUP BY status`,
    prisma.webhook.count({ where: { status: 'paused' } }),
  ]);
  return { databaseUp: 1, processes, waits, outbox, deliveries, webhooks, pausedWebhooks };
}
