import type { PrismaClient } from './client.ts';
import type { Webhook, WebhookMessage } from './generated/client.ts';

/** After its secret has been replaced, a webhook's messages are signed with the old one as well for so long. */
export const secretOverlapMs = 24 * 3_600_000;

/** The secrets a message is signed with at this moment of real time, the present one first. */
export function secretsOf({ secret, previousSecret, previousUntil }: Webhook, now: number): string[] {
  return previousSecret !== null && previousUntil !== null && previousUntil.getTime() > now
    ? [secret, previousSecret]
    : [secret];
}

/** What the far side can tell a repetition by. */
export function messageId({ processId, seq }: Pick<WebhookMessage, 'processId' | 'seq'>): string {
  return `msg_${processId}_${seq}`;
}

/** A message as it is sent, per Standard Webhooks: type, moment and data. */
export function messageBody({ type, at, data }: Pick<WebhookMessage, 'type' | 'at' | 'data'>): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}

/** The webhooks for which something has been recorded with these events of a process and has not been delivered. */
export async function webhooksToWake(prisma: PrismaClient, processId: string, afterSeq: number): Promise<string[]> {
  const rows = await prisma.webhookMessage.findMany({
    where: { processId, seq: { gt: afterSeq }, status: 'pending' },
    select: { webhookId: true },
    distinct: ['webhookId'],
  });
  return rows.map(({ webhookId }) => webhookId);
}
