import { toBusinessTime } from '../../domain/clock.ts';
import type { StampedMail } from '../../domain/effects.ts';
import { type PlannedDelivery, planDeliveries } from '../../domain/notices/plan.ts';
import { calendarIdFor, loadCalendar } from '../../prisma/calendar.ts';
import type { Delivery } from '../../prisma/generated/client.ts';
import {
  activeRobots,
  companyNoticeSettings,
  personalNoticeSettings,
  receiverOf,
} from '../../prisma/notice-settings.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { dropNotice, type OutboxRequest, sendOutboxMail, settleWithoutSending } from '../mail/send.ts';
import { passOnFromUnreachable } from '../mail/unreachable.ts';
import { showInApp } from './in-app.ts';
import { startDelivery } from './later.ts';

/**
 * Brings a recorded notice to its receiver on every channel it is to take. What is to wait, and what goes to a group
 * chat, is handed to a durable delivery of its own; the mail that may leave now leaves here, so that its failure is a
 * failed step of the process. Doing it again does what is left.
 */
export async function notify(
  dependencies: ActivityDependencies,
  request: OutboxRequest & { readonly tenant: string },
): Promise<void> {
  const { prisma } = dependencies;
  const { mail, tenant } = request;
  const known = await prisma.delivery.findMany({ where: { outboxKey: mail.key } });
  const now = toBusinessTime(dependencies.clock, Date.now());
  if (await passOnFromUnreachable(dependencies, request)) {
    return await dropNotice(dependencies, mail, 'RECEIVER_UNREACHABLE');
  }
  const deliveries = known.length > 0 ? known : await planned(dependencies, mail, now);
  if (known.length === 0 && (await settleWithoutSending(dependencies, request))) return;
  for (const delivery of deliveries) {
    if (delivery.channel === 'inApp' && delivery.status === 'pending') await showInApp(dependencies, request);
  }
  const later = deliveries.filter(({ channel, dueAt, status }) => {
    if (channel === 'inApp' || status === 'sent' || status === 'dropped') return false;
    return channel !== 'email' || dueAt.getTime() > now;
  });
  for (const delivery of later) await startDelivery(dependencies, tenant, delivery);
  const mailed = deliveries.find(({ channel }) => channel === 'email');
  if (deliveries.length > 0 && !mailed) await withoutMail(dependencies, mail);
  else if (!mailed || !later.includes(mailed)) await sendOutboxMail(dependencies, request);
}

/** Decides once how a notice goes and writes it down. To a customer there is but one way, which needs no plan. */
async function planned({ prisma, mailSettings }: ActivityDependencies, mail: StampedMail, now: number) {
  if (!('user' in mail.to)) return await keep({ prisma }, mail, [{ channel: 'email', target: '', at: now }], now);
  const receiver = await receiverOf(prisma, mail.to.user);
  // Somebody unknown is for the mail to fail on, with its reason.
  if (!receiver) return [];
  const [company, person, robots, calendarId, companyCalendar] = await Promise.all([
    companyNoticeSettings(prisma),
    personalNoticeSettings(prisma, receiver.id),
    activeRobots(prisma),
    calendarIdFor(prisma, receiver.id),
    loadCalendar(prisma, mailSettings.calendarId, now),
  ]);
  const calendar =
    calendarId === mailSettings.calendarId ? companyCalendar : await loadCalendar(prisma, calendarId, now);
  const given = { company: company.settings, person: person.settings, robots, calendar, companyCalendar, now };
  return await keep({ prisma }, mail, planDeliveries(mail.notice, receiver, given), now);
}

async function keep(
  { prisma }: Pick<ActivityDependencies, 'prisma'>,
  { key }: StampedMail,
  plan: readonly PlannedDelivery[],
  now: number,
): Promise<Delivery[]> {
  const createdAt = new Date(now);
  const data = plan.map(({ channel, target, at }) => ({
    outboxKey: key,
    channel,
    target,
    dueAt: new Date(at),
    createdAt,
  }));
  await prisma.$transaction([
    prisma.delivery.createMany({ data, skipDuplicates: true }),
    ...(plan.some(({ channel, at }) => channel === 'email' && at > now)
      ? [prisma.outbox.updateMany({ where: { key, status: 'pending' }, data: { status: 'deferred' } })]
      : []),
  ]);
  return await prisma.delivery.findMany({ where: { outboxKey: key } });
}

/** The receiver wants no mail about this; the notice in the product has taken its place. */
async function withoutMail({ prisma }: ActivityDependencies, { key }: StampedMail): Promise<void> {
  const data = { status: 'dropped', dropReason: 'CHANNEL_OFF' };
  await prisma.outbox.updateMany({ where: { key, status: 'pending' }, data });
}
