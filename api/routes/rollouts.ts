import { z } from 'zod';
import { RolloutListQuery, RolloutPage, RolloutParams, RolloutView } from '../contracts/rollouts.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { cursorFor, idPosition, instantPosition, page, positionOf } from '../keyset.ts';
import { readRollout, retryRollout, rolloutView } from '../organisation/rollouts.ts';

const tag = 'Company';
const order = 'startedAt';
const Position = z.tuple([instantPosition, idPosition]);

/** What all running processes concerned are told: that people have changed, or a working calendar. */
export function rolloutRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/rollouts',
      tag,
      summary: 'List rollouts',
      description:
        'For admins and sales ops: what running processes were told, and how far that has come; the latest first.',
      roles: ['admin', 'sales-ops'],
      query: RolloutListQuery,
      answers: { 200: { description: 'A page.', schema: RolloutPage } },
      problems: ['MALFORMED'],
      handle: async ({ query: { limit, cursor } }) => {
        const after = cursor === undefined ? undefined : positionOf(cursor, order, Position);
        const at = after && new Date(after[0]);
        const where = after && { OR: [{ startedAt: { lt: at } }, { startedAt: at, id: { gt: after[1] } }] };
        const rows = await prisma.rollout.findMany({
          ...(where ? { where } : {}),
          orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
          take: limit + 1,
        });
        const { items, next } = page(rows, limit, ({ id, startedAt }) => cursorFor(order, [startedAt.getTime(), id]));
        return ok({ items: await Promise.all(items.map((row) => rolloutView(dependencies, row))), next });
      },
    }),
    endpoint({
      method: 'get',
      path: '/rollouts/{id}',
      tag,
      summary: 'Read a rollout',
      description: 'How many processes have been told, in how many something moved, and which could not be told.',
      roles: ['admin', 'sales-ops'],
      params: RolloutParams,
      answers: { 200: { description: 'The rollout.', schema: RolloutView } },
      handle: async ({ params }) => ok(await readRollout(dependencies, params.id)),
    }),
    endpoint({
      method: 'post',
      path: '/rollouts/{id}/retry',
      tag,
      summary: 'Do a rollout again',
      description: 'For admins: tells the processes again that could not be told.',
      roles: ['admin'],
      params: RolloutParams,
      answers: { 200: { description: 'The rollout, begun again.', schema: RolloutView } },
      problems: ['ILLEGAL_NOW'],
      handle: async ({ params }) => {
        await retryRollout(dependencies, params.id);
        return ok(await readRollout(dependencies, params.id));
      },
    }),
  ];
}
