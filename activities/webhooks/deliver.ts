import { mostFailures, nextAttempt } from '../../domain/webhooks/retry.ts';
import { sendWebhook, type WebhookAttempt } from '../../outbound/webhook.ts';
import { Prisma } from '../../prisma/client.ts';
import type { Webhook, WebhookMessage } from '../../prisma/generated/client.ts';
import { messageBody, messageId, secretsOf } from '../../prisma/webhooks.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { reportIncident, settleIncident } from '../incident.ts';

/** An activity takes this long at most before it hands back to its workflow, in milliseconds. */
const atMostMs = 60_000;
const atOnce = 20;

/**
 * Sends what is due for one webhook, one message after the other, and answers when the next one is, in real time.
 * Events of one process go in their order: behind one that has not arrived the later ones wait, and behind one that was
 * given up they wait until a person has said how to go on.
 */
export async function deliverWebhooks(
  dependencies: ActivityDependencies,
  { tenant, webhookId }: { tenant: string; webhookId: string },
): Promise<{ nextAt: number | null }> {
  const { prisma } = dependencies;
  const until = Date.now() + atMostMs;
  while (Date.now() < until) {
    const webhook = await prisma.webhook.findUnique({ where: { id: webhookId } });
    if (webhook?.status !== 'active') return { nextAt: null };
    const due = await dueMessages(dependencies, webhookId);
    if (due.length === 0) break;
    for (const message of due) {
      if (Date.now() >= until) break;
      const attempt = await sendWebhook(
        dependencies.outbound,
        { url: webhook.url, secrets: secretsOf(webhook, Date.now()) },
        { id: messageId(message), body: messageBody(message) },
      );
      if (attempt.took) await taken(dependencies, message, attempt);
      else if (await failed(dependencies, tenant, webhook, message, attempt)) return { nextAt: null };
    }
  }
  await settleWhenWell(dependencies, tenant, webhookId);
  return { nextAt: await nextAt(dependencies, webhookId) };
}

/** Condition that nothing of the same process is before message `m` that has not arrived. */
const inTurn = Prisma.sql`NOT EXISTS (
  SELECT FROM webhook_message b WHERE b.webhook_id = m.webhook_id AND b.process_id = m.process_id AND b.id < m.id
    AND b.status IN ('pending', 'dead'))`;

async function dueMessages({ prisma }: ActivityDependencies, webhookId: string): Promise<WebhookMessage[]> {
  const rows = await prisma.$queryRaw<{ id: bigint }[]>`
    SELECT m.id FROM webhook_message m
    WHERE m.webhook_id = ${webhookId} AND m.status = 'pending' AND m.due_at <= ${new Date()} AND ${inTurn}
    ORDER BY m.id LIMIT ${atOnce}`;
  return await prisma.webhookMessage.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
  });
}

async function nextAt({ prisma }: ActivityDependencies, webhookId: string): Promise<number | null> {
  const [row] = await prisma.$queryRaw<{ at: Date | null }[]>`
    SELECT min(m.due_at) AS at FROM webhook_message m
    WHERE m.webhook_id = ${webhookId} AND m.status = 'pending' AND ${inTurn}`;
  return row?.at?.getTime() ?? null;
}

async function taken({ prisma }: ActivityDependencies, { id, webhookId }: WebhookMessage, { status }: WebhookAttempt) {
  await prisma.$transaction([
    prisma.webhookMessage.update({
      where: { id },
      data: { status: 'sent', attempts: { increment: 1 }, lastStatus: status, lastError: null, settledAt: new Date() },
    }),
    prisma.webhook.updateMany({ where: { id: webhookId }, data: { failures: 0 } }),
  ]);
}

/** Writes a failure down. Answers whether the webhook has been paused by it. */
async function failed(
  dependencies: ActivityDependencies,
  tenant: string,
  webhook: Webhook,
  message: WebhookMessage,
  { gone, status, why, retryAfterMs }: WebhookAttempt,
): Promise<boolean> {
  const { prisma } = dependencies;
  const attempts = message.attempts + 1;
  const now = Date.now();
  const again = nextAttempt(attempts, now, retryAfterMs);
  const cause = why ?? 'It was not taken';
  const [, { failures }] = await prisma.$transaction([
    prisma.webhookMessage.update({
      where: { id: message.id },
      data: {
        attempts,
        lastStatus: status,
        lastError: cause.slice(0, 1_000),
        ...(again === null ? { status: 'dead', settledAt: new Date(now) } : { dueAt: new Date(again) }),
      },
    }),
    prisma.webhook.update({ where: { id: webhook.id }, data: { failures: { increment: 1 } } }),
  ]);
  const pausing = gone || failures >= mostFailures;
  if (pausing) {
    const pausedFor = `${gone ? '' : `${failures}×: `}${cause}`.slice(0, 1_000);
    await prisma.webhook.update({ where: { id: webhook.id }, data: { status: 'paused', pausedFor } });
  }
  if (pausing || again === null) {
    const told = `${message.type} ${message.processId}#${message.seq} (${attempts}×): ${cause}`;
    const about = { subject: 'webhook', target: webhook.id, title: webhook.name } as const;
    const input = { ...about, cause: told, customer: null, preferred: null };
    await reportIncident(dependencies, tenant, input, `${message.id}/${attempts}`);
  }
  return pausing;
}

/** Nobody has to look after a webhook to which everything goes again. */
async function settleWhenWell(dependencies: ActivityDependencies, tenant: string, webhookId: string): Promise<void> {
  const { prisma } = dependencies;
  const failing = await prisma.webhook.findFirst({ where: { id: webhookId, failures: { gt: 0 } } });
  if (failing || (await prisma.webhookMessage.count({ where: { webhookId, status: 'dead' } })) > 0) return;
  await settleIncident(
    dependencies,
    tenant,
    { subject: 'webhook', target: webhookId },
    '已恢复投递 / Deliveries go through again',
  );
}
