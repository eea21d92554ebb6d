import { setTimeout as sleep } from 'node:timers/promises';
import { Live, Ready } from '../contracts/health.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, openEndpoint } from '../http/endpoint.ts';
import type { Metrics } from '../metrics.ts';
import { askTemporal } from '../reach.ts';

const patienceMs = 2_000;

/** What machines ask: is it alive, does it want requests, how is it doing. */
export function healthRoutes({
  metrics,
  ...dependencies
}: ApiDependencies & { readonly metrics: Metrics }): Endpoint[] {
  const tag = 'Health';
  return [
    openEndpoint({
      method: 'get',
      path: '/healthz/live',
      tag,
      summary: 'Is it alive',
      description: 'Answers for as long as the program runs, whatever is out of reach.',
      answers: { 200: { description: 'It is.', schema: Live } },
      handle: async () => ok({ live: true }),
    }),
    openEndpoint({
      method: 'get',
      path: '/healthz/ready',
      tag,
      summary: 'Is it ready',
      description: 'Whether requests should be sent here: PostgreSQL and Temporal answer, and it is not about to stop.',
      answers: {
        200: { description: 'It is.', schema: Ready },
        503: {
          description: 'It is not, and why.',
          schema: Ready,
          example: { ready: false, checks: { postgres: 'up', temporal: 'down', draining: false } },
        },
      },
      handle: async () => {
        const [postgres, temporal] = await Promise.all([checkPostgres(dependencies), checkTemporal(dependencies)]);
        const draining = dependencies.isDraining();
        const ready = postgres === 'up' && temporal === 'up' && !draining;
        return { status: ready ? 200 : 503, body: { ready, checks: { postgres, temporal, draining } } };
      },
    }),
    openEndpoint({
      method: 'get',
      path: '/metrics',
      tag,
      summary: 'Figures for Prometheus',
      description: 'Answer times, commands by outcome, processes, waits and the outbox. Keep it inside the network.',
      answers: { 200: { description: 'The figures.', contentType: 'text/plain' } },
      problems: ['UNAVAILABLE'],
      handle: async () => ({
        status: 200,
        body: Buffer.from(await metrics.registry.metrics()),
        headers: { 'Content-Type': metrics.registry.contentType },
      }),
    }),
  ];
}

type Standing = 'up' | 'down' | 'slow';

async function checkPostgres({ prisma, log }: Omit<ApiDependencies, 'metrics'>): Promise<Standing> {
  return await standing(
    prisma.$queryRaw`SELECT 1`.then(() => undefined),
    (error) => log.warn({ err: error }, 'PostgreSQL does not answer'),
  );
}

async function checkTemporal({ gateway, log }: Omit<ApiDependencies, 'metrics'>): Promise<Standing> {
  return await standing(askTemporal(gateway, patienceMs), (error) =>
    log.warn({ err: error }, 'Temporal does not answer'),
  );
}

/** How a part stands; it is not waited for longer than whoever asks would wait. */
async function standing(asked: Promise<void>, report: (error: unknown) => void): Promise<Standing> {
  const answered = asked.then(
    () => 'up' as const,
    (error: unknown) => {
      report(error);
      return 'down' as const;
    },
  );
  return await Promise.race([answered, sleep(patienceMs, 'slow' as const, { ref: false })]);
}
