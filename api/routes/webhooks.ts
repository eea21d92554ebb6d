import { randomUUID } from 'node:crypto';
import { wakeWebhook } from '../../gateway/wake.ts';
import { newWebhookSecret, sendWebhook } from '../../outbound/webhook.ts';
import type { Webhook } from '../../prisma/generated/client.ts';
import { secretOverlapMs, secretsOf } from '../../prisma/webhooks.ts';
import {
  NewWebhook,
  WebhookChanges,
  WebhookList,
  WebhookParams,
  WebhookTest,
  WebhookView,
  WebhookWithSecret,
} from '../contracts/webhooks.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { created, noContent, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../problem.ts';
import { whileInReach } from '../reach.ts';
import { findWebhook, requireUrl, webhookViews } from '../webhooks/webhooks.ts';

const tag = 'Webhooks';
const roles = ['admin'] as const;
const params = WebhookParams;
const mostWebhooks = 100;

/** Other systems that are told of events, each message signed per Standard Webhooks. */
export function webhookRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma, gateway, outbound, now, wallClock } = dependencies;
  const viewed = async (webhook: Webhook) => {
    const [view] = await webhookViews(dependencies, [webhook]);
    if (!view) throw new Error(`Webhook ${webhook.id} has no view`);
    return view;
  };
  return [
    endpoint({
      method: 'get',
      path: '/webhooks',
      tag,
      summary: 'List webhooks',
      description: 'All webhooks with what waits for them, without their secrets.',
      roles,
      answers: { 200: { description: 'The webhooks.', schema: WebhookList } },
      handle: async () => {
        const rows = await prisma.webhook.findMany({
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
          take: mostWebhooks,
        });
        return ok({ items: await webhookViews(dependencies, rows) });
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks',
      tag,
      summary: 'Add a webhook',
      description:
        'It is told of every event recorded from then on that it asks for, once or more often, those of one process in their order. The signing secret is shown this once.',
      roles,
      body: NewWebhook,
      answers: { 201: { description: 'The webhook, with its secret.', schema: WebhookWithSecret } },
      problems: ['URL_NOT_ALLOWED', 'TAKEN'],
      handle: async ({ body, caller }) => {
        requireUrl(dependencies, body.url);
        if ((await prisma.webhook.count()) >= mostWebhooks) {
          throw new Problem('TAKEN', `There are ${mostWebhooks} webhooks at most; remove one first`);
        }
        const id = randomUUID();
        const secret = newWebhookSecret();
        const data = { ...body, id, secret, createdBy: caller.id, createdAt: new Date(now()) };
        return created(`/webhooks/${id}`, { ...(await viewed(await prisma.webhook.create({ data }))), secret });
      },
    }),
    endpoint({
      method: 'get',
      path: '/webhooks/{id}',
      tag,
      summary: 'Read a webhook',
      description: 'With what waits for it and why it was paused.',
      roles,
      params,
      answers: { 200: { description: 'The webhook.', schema: WebhookView } },
      handle: async ({ params: { id } }) => ok(await viewed(await findWebhook(dependencies, id))),
    }),
    endpoint({
      method: 'patch',
      path: '/webhooks/{id}',
      tag,
      summary: 'Change a webhook',
      description: 'What is left out stays. `status: active` also ends a pause.',
      roles,
      params,
      body: WebhookChanges,
      answers: { 200: { description: 'The webhook.', schema: WebhookView } },
      problems: ['URL_NOT_ALLOWED'],
      handle: async ({ params: { id }, body }) => {
        await findWebhook(dependencies, id);
        requireUrl(dependencies, body.url);
        const changes = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
        const fresh = body.status === 'active' ? { pausedFor: null, failures: 0 } : {};
        const webhook = await prisma.webhook.update({ where: { id }, data: { ...changes, ...fresh } });
        if (body.status === 'active') {
          // Whoever ends a pause wants to see at once whether it goes again.
          const dueAt = new Date(wallClock());
          await prisma.webhookMessage.updateMany({ where: { webhookId: id, status: 'pending' }, data: { dueAt } });
          await whileInReach(gateway, wakeWebhook(gateway, id));
        }
        return ok(await viewed(webhook));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/webhooks/{id}',
      tag,
      summary: 'Remove a webhook',
      description: 'With its log and everything that still waited for it.',
      roles,
      params,
      answers: { 204: { description: 'It is gone.' } },
      handle: async ({ params: { id } }) => {
        await findWebhook(dependencies, id);
        await prisma.$transaction([
          prisma.webhookMessage.deleteMany({ where: { webhookId: id } }),
          prisma.webhook.delete({ where: { id } }),
        ]);
        return noContent;
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/{id}/secret',
      tag,
      summary: 'Replace the signing secret',
      description: 'For 24 hours messages are signed with the old one as well, so that the receiver can change over.',
      roles,
      params,
      answers: { 200: { description: 'The webhook, with its new secret.', schema: WebhookWithSecret } },
      handle: async ({ params: { id } }) => {
        const { secret: previousSecret } = await findWebhook(dependencies, id);
        const secret = newWebhookSecret();
        const data = { secret, previousSecret, previousUntil: new Date(wallClock() + secretOverlapMs) };
        return ok({ ...(await viewed(await prisma.webhook.update({ where: { id }, data }))), secret });
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/{id}/test',
      tag,
      summary: 'Send a test message',
      description: 'Sends a signed message of type `webhook.test` at once, and answers what the receiver made of it.',
      roles,
      params,
      answers: { 200: { description: 'What became of it.', schema: WebhookTest } },
      handle: async ({ params: { id }, caller }) => {
        const webhook = await findWebhook(dependencies, id);
        const data = { webhook: { id, name: webhook.name }, by: caller.id };
        const body = JSON.stringify({ type: 'webhook.test', timestamp: new Date(wallClock()).toISOString(), data });
        const to = { url: webhook.url, secrets: secretsOf(webhook, wallClock()) };
        const { took, status, why } = await sendWebhook(outbound, to, { id: `msg_${randomUUID()}`, body });
        return ok({ took, status, why });
      },
    }),
  ];
}
