import { condition, continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from '../activities/activities.ts';
import { type WebhookInput, wakeSignal } from './messages.ts';

/** What the far side does is not an error here: it is written down with the message. */
const { deliverWebhooks } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});

/** After so many rounds the history begins anew. */
const rounds = 300;

/**
 * Delivers what is recorded for one webhook, as long as there is something to deliver. Runs only then: whoever records
 * something for it wakes it, or starts it when it does not run.
 */
export async function webhook(input: WebhookInput): Promise<void> {
  let woken = true;
  setHandler(wakeSignal, () => {
    woken = true;
  });
  for (let round = 0; round < rounds; round += 1) {
    woken = false;
    const { nextAt } = await deliverWebhooks({ tenant: input.tenant, webhookId: input.webhookId });
    if (woken) continue;
    if (nextAt === null) return;
    await condition(() => woken, Math.max(nextAt - Date.now(), 100));
  }
  await continueAsNew<typeof webhook>(input);
}
