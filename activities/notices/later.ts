import { toBusinessTime } from '../../domain/clock.ts';
import type { StampedMail } from '../../domain/effects.ts';
import type { NoticeChannel } from '../../domain/notices/matrix.ts';
import { NoRunningProcess, sendCommand } from '../../gateway/gateway.ts';
import type { Delivery } from '../../prisma/generated/client.ts';
import { type DeliverInput, deliverWorkflow, deliveryWorkflowId } from '../../workflows/messages.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { reportIncident } from '../incident.ts';
import { sendOutboxMail } from '../mail/send.ts';
import { showInApp } from './in-app.ts';
import { giveUpRobot, tellGroup } from './robot.ts';

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
  { tenant, key, channel, target }: DeliveryRef & { tenant: string },
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
      return await showInApp(dependencies, { processId, mail });
    case 'wecom':
    case 'dingtalk':
    case 'feishu':
      return await tellGroup(dependencies, { tenant, robotId: target, processId, mail });
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
 * there, as if it had been refused at once; where the process has ended somebody is asked to pass the notice on.
 */
export async function reportUndelivered(
  dependencies: ActivityDependencies,
  { tenant, key, channel, target, cause }: DeliveryRef & { tenant: string; cause: string },
): Promise<void> {
  const { prisma, client, taskQueue, clock } = dependencies;
  const data = {
    status: 'failed',
    lastError: cause.slice(0, 1_000),
    settledAt: new Date(toBusinessTime(clock, Date.now())),
  };
  const where = { outboxKey_channel_target: { outboxKey: key, channel, target } };
  const { attempts } = await prisma.delivery.update({ where, data });
  if (target !== '') return await giveUpRobot(dependencies, { tenant, robotId: target, cause, key });
  const { processId, mail } = await noticeOf(dependencies, key);
  try {
    await sendCommand({ client, taskQueue, tenant, clock }, processId, {
      commandId: `undelivered/${key}/${channel}/${attempts}`,
      command: { type: 'stepFailed', effect: { key, type: 'mail', mail }, cause },
      actor: { id: 'system', roles: [], channel: 'process' },
    });
  } catch (error) {
    if (!(error instanceof NoRunningProcess)) throw error;
    const { subject } = mail.wait;
    const title = `${subject.number} ${subject.title}`;
    const input = {
      subject: 'notice',
      target: key,
      title,
      cause,
      customer: subject.customer,
      preferred: null,
    } as const;
    await reportIncident(dependencies, tenant, input, `${key}/${attempts}`);
  }
}
