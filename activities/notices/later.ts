import { ApplicationFailure } from '@temporalio/common';
import { toBusinessTime } from '../../domain/clock.ts';
import type { StampedMail } from '../../domain/effects.ts';
import type { NoticeChannel } from '../../domain/notices/matrix.ts';
import { NoRunningProcess, sendCommand } from '../../gateway/gateway.ts';
import type { Delivery } from '../../prisma/generated/client.ts';
import { type DeliverInput, deliverWorkflow, deliveryWorkflowId } from '../../workflows/messages.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { sendOutboxMail } from '../mail/send.ts';

/** One way of one notice. `target` is a robot's id, or empty. */
export interface DeliveryRef {
  readonly key: string;
  readonly channel: NoticeChannel;
  readonly target: string;
}

/** Hands a delivery to a workflow of its own, which outlives the process that asked for it. */
export async function startDelivery(
  { client, taskQueue, clock }: ActivityDependencies,
  tenant: string,
  { outboxKey: key, channel, target, dueAt }: Delivery,
): Promise<void> {
  const at = dueAt.getTime();
  const delivery = { key, channel: channel as NoticeChannel, target, at };
  const input: DeliverInput = { tenant, clock, delivery };
  await client.workflow.start(deliverWorkflow, {
    workflowId: deliveryWorkflowId(tenant, delivery),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    // A delivery that was given up begins anew when its step is retried.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
}

/** Carries one delivery out. One that is settled already is left alone. */
export async function deliverNotice(
  dependencies: ActivityDependencies,
  { key, channel, target }: DeliveryRef,
): Promise<void> {
  const { prisma } = dependencies;
  const row = await prisma.delivery.findUnique({
    where: { outboxKey_channel_target: { outboxKey: key, channel, target } },
  });
  if (!row || row.status === 'sent' || row.status === 'dropped') return;
  const { processId, mail } = await noticeOf(dependencies, key);
  switch (channel) {
    case 'email':
      return await sendOutboxMail(dependencies, { processId, mail });
    case 'inApp':
    case 'wecom':
    case 'dingtalk':
    case 'feishu':
      throw ApplicationFailure.nonRetryable(`${channel} takes no deliveries of this kind`, 'CHANNEL_UNKNOWN');
    default:
      return channel satisfies never;
  }
}

async function noticeOf({ prisma }: Pick<ActivityDependencies, 'prisma'>, key: string) {
  const { processId, payload } = await prisma.outbox.findUniqueOrThrow({ where: { key } });
  return { processId, mail: payload as unknown as StampedMail };
}

/**
 * Makes a delivery that was given up a wait of a named person. A mail belongs to its process: it becomes a failed step
 * there, as if it had been refused at once.
 */
export async function reportUndelivered(
  dependencies: ActivityDependencies,
  { tenant, key, channel, target, cause }: DeliveryRef & { tenant: string; cause: string },
): Promise<void> {
  const { prisma, client, taskQueue, clock, log } = dependencies;
  const data = {
    status: 'failed',
    lastError: cause.slice(0, 1_000),
    settledAt: new Date(toBusinessTime(clock, Date.now())),
  };
  const where = { outboxKey_channel_target: { outboxKey: key, channel, target } };
  const { attempts } = await prisma.delivery.update({ where, data });
  const { processId, mail } = await noticeOf(dependencies, key);
  try {
    await sendCommand({ client, taskQueue, tenant, clock }, processId, {
      commandId: `undelivered/${key}/${channel}/${attempts}`,
      command: { type: 'stepFailed', effect: { key, type: 'mail', mail }, cause },
      actor: { id: 'system', roles: [], channel: 'process' },
    });
  } catch (error) {
    if (!(error instanceof NoRunningProcess)) throw error;
    log.warn({ processId, key, channel, cause }, 'a notice of an ended process was not delivered');
  }
}
