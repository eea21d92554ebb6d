import type { Client } from '@temporalio/client';
import type { BusinessClock } from '../domain/clock.ts';
import {
  type BounceInput,
  bounceWorkflow,
  bounceWorkflowId,
  type DigestsInput,
  digestsWorkflow,
  digestsWorkflowId,
  type WebhookInput,
  wakeSignal,
  webhookWorkflow,
  webhookWorkflowId,
} from '../workflows/messages.ts';

/** What it takes to wake something that delivers. */
export interface Waking {
  readonly client: Client;
  readonly taskQueue: string;
  readonly tenant: string;
}

/** Tells the deliverer of a webhook that there is something for it, and starts it when it does not run. */
export async function wakeWebhook({ client, taskQueue, tenant }: Waking, webhookId: string): Promise<void> {
  const input: WebhookInput = { tenant, webhookId };
  await client.workflow.signalWithStart(webhookWorkflow, {
    workflowId: webhookWorkflowId(tenant, webhookId),
    taskQueue,
    args: [input],
    signal: wakeSignal,
    signalArgs: [],
  });
}

/** Tells whoever sends the daily summaries that somebody wants them at another time, and starts it when it does not run. */
export async function wakeDigests({
  client,
  taskQueue,
  tenant,
  clock,
}: Waking & { readonly clock: BusinessClock }): Promise<void> {
  const input: DigestsInput = { tenant, clock };
  await client.workflow.signalWithStart(digestsWorkflow, {
    workflowId: digestsWorkflowId(tenant),
    taskQueue,
    args: [input],
    signal: wakeSignal,
    signalArgs: [],
  });
}

/** Has what follows from a bounce done, once. */
export async function startBounce({ client, taskQueue, tenant }: Waking, bounceId: string): Promise<void> {
  const input: BounceInput = { tenant, bounceId };
  await client.workflow.start(bounceWorkflow, {
    workflowId: bounceWorkflowId(tenant, bounceId),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
}
