import { z } from 'zod';
import { wakeWebhook } from '../../gateway/wake.ts';
import type { WebhookMessage } from '../../prisma/generated/client.ts';
import {
  MessageListQuery,
  MessagePage,
  MessageParams,
  MessageView,
  Reopened,
  WebhookParams,
} from '../contracts/webhooks.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { cursorFor, page, positionOf } from '../keyset.ts';
import { Problem } from '../problem.ts';
import { whileInReach } from '../reach.ts';
import { findWebhook, messageView } from '../webhooks/webhooks.ts';

const tag = 'Webhooks';
/** Those who may hold the wait about a message that was given up. */
const roles = ['admin', 'sales-ops'] as const;
const Position = z.tuple([z.string().regex(/^\d{1,15}$/)]);

/** The log of what went to a webhook, and how to go on behind a message that was given up. */
export function webhookMessageRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma, gateway, now, wallClock } = dependencies;

  async function find(webhookId: string, message: string): Promise<WebhookMessage> {
    const found = await prisma.webhookMessage.findFirst({ where: { id: BigInt(message), webhookId } });
    if (!found) throw new Problem('NOT_FOUND', `Webhook ${webhookId} has no message ${message}`);
    return found;
  }

  function requireDead({ id, status }: WebhookMessage): void {
    if (status === 'dead') return;
    throw new Problem('ILLEGAL_NOW', `Message ${id} is ${status}; only one that was given up waits for a person`, {
      facts: { status },
    });
  }

  return [
    endpoint({
      method: 'get',
      path: '/webhooks/{id}/messages',
      tag,
      summary: 'Read the delivery log',
      description: 'What went or is to go to a webhook, the newest first.',
      roles,
      params: WebhookParams,
      query: MessageListQuery,
      answers: { 200: { description: 'A page.', schema: MessagePage } },
      problems: ['MALFORMED'],
      handle: async ({ params: { id }, query: { status, limit, cursor } }) => {
        await findWebhook(dependencies, id);
        const [before] = cursor === undefined ? [] : positionOf(cursor, 'messages', Position);
        const rows = await prisma.webhookMessage.findMany({
          where: {
            webhookId: id,
            ...(status === undefined ? {} : { status }),
            ...(before === undefined ? {} : { id: { lt: BigInt(before) } }),
          },
          orderBy: { id: 'desc' },
          take: limit + 1,
        });
        const { items, next } = page(rows, limit, (last) => cursorFor('messages', [String(last.id)]));
        return ok({ items: items.map(messageView), next });
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/{id}/messages/{message}/retry',
      tag,
      summary: 'Retry from here',
      description: 'Sends a message that was given up again, and all that were given up after it.',
      roles,
      params: MessageParams,
      answers: { 200: { description: 'How many are sent again.', schema: Reopened } },
      problems: ['ILLEGAL_NOW'],
      handle: async ({ params: { id, message } }) => {
        requireDead(await find(id, message));
        const { count } = await prisma.webhookMessage.updateMany({
          where: { webhookId: id, status: 'dead', id: { gte: BigInt(message) } },
          data: { status: 'pending', attempts: 0, dueAt: new Date(wallClock()), settledAt: null },
        });
        await whileInReach(gateway, wakeWebhook(gateway, id));
        return ok({ messages: count });
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/{id}/messages/{message}/skip',
      tag,
      summary: 'Go on without a message',
      description: 'Gives up for good a message that was given up; what waited behind it goes on.',
      roles,
      params: MessageParams,
      answers: { 200: { description: 'The message.', schema: MessageView } },
      problems: ['ILLEGAL_NOW'],
      handle: async ({ params: { id, message } }) => {
        const found = await find(id, message);
        requireDead(found);
        const data = { status: 'skipped', settledAt: new Date(now()) };
        const skipped = await prisma.webhookMessage.update({ where: { id: found.id }, data });
        await whileInReach(gateway, wakeWebhook(gateway, id));
        return ok(messageView(skipped));
      },
    }),
  ];
}
