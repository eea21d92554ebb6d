import type { z } from 'zod';
import { faultInUrl } from '../../outbound/address.ts';
import type { Webhook, WebhookMessage } from '../../prisma/generated/client.ts';
import type { MessageView, WebhookView } from '../contracts/webhooks.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { iso, isoOrNull } from '../rows.ts';

/** A webhook by id. Throws NOT_FOUND. */
export async function findWebhook({ prisma }: ApiDependencies, id: string): Promise<Webhook> {
  const webhook = await prisma.webhook.findUnique({ where: { id } });
  if (!webhook) throw new Problem('NOT_FOUND', `There is no webhook ${id}`);
  return webhook;
}

/** Checks an address that others have named. */
export function requireUrl({ config }: ApiDependencies, url: string | undefined): void {
  const fault = url === undefined ? undefined : faultInUrl(url, config.outboundPrivate);
  if (fault) throw fieldProblem('URL_NOT_ALLOWED', 'url', fault);
}

/** Webhooks as admins see them, without their secrets. */
export async function webhookViews(
  { prisma }: ApiDependencies,
  webhooks: readonly Webhook[],
): Promise<z.output<typeof WebhookView>[]> {
  const counts = await prisma.webhookMessage.groupBy({
    by: ['webhookId', 'status'],
    where: { webhookId: { in: webhooks.map(({ id }) => id) }, status: { in: ['pending', 'dead'] } },
    _count: true,
  });
  const countOf = (id: string, status: string) =>
    counts.find((count) => count.webhookId === id && count.status === status)?._count ?? 0;
  return webhooks.map(({ id, name, url, kinds, events, status, pausedFor, failures, createdAt }) => ({
    id,
    name,
    url,
    kinds,
    events,
    status: status as z.output<typeof WebhookView>['status'],
    pausedFor,
    failures,
    waiting: countOf(id, 'pending'),
    dead: countOf(id, 'dead'),
    createdAt: iso(createdAt),
  }));
}

export function messageView(message: WebhookMessage): z.output<typeof MessageView> {
  const { id, webhookId, processId, seq, type, status, attempts, lastStatus, lastError, dueAt, at, settledAt } =
    message;
  return {
    id: String(id),
    webhookId,
    processId,
    seq,
    type,
    status: status as z.output<typeof MessageView>['status'],
    attempts,
    lastStatus,
    lastError,
    dueAt: iso(dueAt),
    at: iso(at),
    settledAt: isoOrNull(settledAt),
  };
}
