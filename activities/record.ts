import { wakeWebhook } from '../gateway/wake.ts';
import { recordEvents } from '../prisma/record.ts';
import { webhooksToWake } from '../prisma/webhooks.ts';
import type { RecordRequest } from '../workflows/messages.ts';
import type { ActivityDependencies } from './dependencies.ts';

/**
 * Records events with everything that follows from them, then wakes the webhooks they were written for. Whoever dies in
 * between does both again: recording the same once more changes nothing, and a webhook that finds nothing goes to sleep.
 */
export async function record(
  { prisma, client, taskQueue, mailSettings }: ActivityDependencies,
  request: RecordRequest,
): Promise<string> {
  const head = await recordEvents(prisma, request, mailSettings.domain);
  const { tenant, processId, previousVersion } = request;
  for (const webhookId of await webhooksToWake(prisma, processId, previousVersion)) {
    await wakeWebhook({ client, taskQueue, tenant }, webhookId);
  }
  return head;
}
