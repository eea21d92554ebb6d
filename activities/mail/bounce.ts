import { toBusinessTime } from '../../domain/clock.ts';
import type { StampedMail } from '../../domain/effects.ts';
import { resendAt } from '../../domain/notices/bounce.ts';
import type { Bounce, Outbox } from '../../prisma/generated/client.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { reportIncident } from '../incident.ts';
import { startDelivery } from '../notices/later.ts';
import { askSomebodyElse } from './unreachable.ts';

/**
 * Does what follows when a mail has come back. Softly: it is sent again a while later, a few times. For good: the
 * address counts as bad, somebody is asked to mend it, and whoever was asked for a decision by it is asked no longer:
 * the task goes to somebody who can be reached. Doing it again changes nothing.
 */
export async function takeBounce(
  dependencies: ActivityDependencies,
  { tenant, bounceId }: { tenant: string; bounceId: string },
): Promise<void> {
  const { prisma, clock } = dependencies;
  const bounce = await prisma.bounce.findUniqueOrThrow({ where: { id: bounceId } });
  if (bounce.settledAt) return;
  const row = await prisma.outbox.findUniqueOrThrow({ where: { key: bounce.outboxKey } });
  const now = toBusinessTime(clock, Date.now());
  const times = await prisma.bounce.count({ where: { outboxKey: row.key, kind: 'soft' } });
  const again = bounce.kind === 'soft' ? resendAt(times, now) : null;
  if (again !== null) await sendAgain(dependencies, tenant, row, again);
  else await giveAddressUp(dependencies, tenant, bounce, row);
  await prisma.bounce.update({ where: { id: bounceId }, data: { settledAt: new Date(now) } });
}

async function sendAgain(dependencies: ActivityDependencies, tenant: string, { key }: Outbox, at: number) {
  const { prisma, clock } = dependencies;
  const dueAt = new Date(at);
  const way = { outboxKey: key, channel: 'email', target: '' };
  const [, delivery] = await prisma.$transaction([
    prisma.outbox.update({ where: { key }, data: { status: 'deferred', sentAt: null } }),
    prisma.delivery.upsert({
      where: { outboxKey_channel_target: way },
      update: { status: 'pending', dueAt, settledAt: null },
      create: { ...way, dueAt, createdAt: new Date(toBusinessTime(clock, Date.now())) },
    }),
  ]);
  await startDelivery(dependencies, tenant, delivery);
}

async function giveAddressUp(dependencies: ActivityDependencies, tenant: string, bounce: Bounce, row: Outbox) {
  const { prisma } = dependencies;
  const { address, status, diagnostic, receivedAt } = bounce;
  const mail = row.payload as unknown as StampedMail;
  const reason = `${status}${diagnostic ? `: ${diagnostic}` : ''}`;
  const lastError = `Came back: ${reason}`.slice(0, 1_000);
  await prisma.$transaction([
    prisma.outbox.update({ where: { key: row.key }, data: { status: 'bounced', lastError } }),
    prisma.delivery.updateMany({
      where: { outboxKey: row.key, channel: 'email' },
      data: { status: 'failed', lastError },
    }),
  ]);
  const { name, preferred } = await whose(dependencies, row, mail);
  const { customer } = mail.wait.subject;
  const title = `${name} <${address}>`;
  const input = { subject: 'address', target: address, title, cause: reason, customer, preferred } as const;
  const incidentId = await reportIncident(dependencies, tenant, input, bounce.id);
  const data = { reason, incidentId, outboxKey: row.key, since: receivedAt };
  await prisma.badAddress.upsert({ where: { address }, update: data, create: { address, ...data } });
  await askSomebodyElse(dependencies, { tenant, processId: row.processId, mail });
}

/** Whom the address belongs to, and who stands closest to it: for a customer's contact whoever owns the process. */
async function whose({ prisma }: ActivityDependencies, { processId }: Outbox, { to }: StampedMail) {
  if ('user' in to) {
    const user = await prisma.user.findUnique({ where: { id: to.user }, select: { name: true } });
    return { name: user?.name ?? to.user, preferred: null };
  }
  const process = await prisma.process.findUnique({ where: { id: processId }, select: { ownerId: true } });
  return { name: to.contact.name, preferred: process?.ownerId ?? null };
}
