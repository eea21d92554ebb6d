import { ApplicationFailure } from '@temporalio/common';
import { toBusinessTime } from '../../domain/clock.ts';
import type { Locale, StampedMail } from '../../domain/effects.ts';
import type { RobotChannel } from '../../domain/notices/matrix.ts';
import { processUrl } from '../../domain/notices/place.ts';
import type { RobotMessage } from '../../outbound/robots/robot.ts';
import { speak } from '../../outbound/robots/speak.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { reportIncident, settleIncident } from '../incident.ts';
import { gatherFacts, readPresent } from '../mail/facts.ts';
import { bodyOf } from '../mail/letter.ts';
import { type OutboxRequest, whyUnwanted } from '../mail/send.ts';
import { templates } from '../mail/templates/templates.ts';

/** A robot's part of a notice. */
interface RobotDelivery extends OutboxRequest {
  readonly tenant: string;
  readonly robotId: string;
}

/**
 * Lets a robot tell its group about a notice, unless it has been settled meanwhile or the robot is switched off. The
 * group gets no link that acts for anybody: what is asked is answered after signing in.
 */
export async function tellGroup(dependencies: ActivityDependencies, delivery: RobotDelivery): Promise<void> {
  const { prisma, outbound } = dependencies;
  const { robotId, tenant, processId, mail } = delivery;
  const robot = await prisma.robot.findUnique({ where: { id: robotId } });
  const unwanted = await whyUnwanted(prisma, { processId, mail });
  if (!robot?.active || unwanted !== null) return await settle(dependencies, delivery, { status: 'dropped' });
  const channel = robot.channel as RobotChannel;
  const verdict = await speak(outbound, { ...robot, channel }, await messageFor(dependencies, delivery));
  if (verdict.took) {
    await settle(dependencies, delivery, { status: 'sent', attempts: { increment: 1 }, lastError: null });
    return await settleIncident(
      dependencies,
      tenant,
      { subject: 'robot', target: robotId },
      '已恢复推送 / It takes messages again',
    );
  }
  const where = { outboxKey: mail.key, target: robotId };
  await prisma.delivery.updateMany({ where, data: { attempts: { increment: 1 }, lastError: verdict.why } });
  if (verdict.what === 'later') throw ApplicationFailure.retryable(verdict.why, 'ROBOT_BUSY');
  throw ApplicationFailure.nonRetryable(verdict.why, 'ROBOT_REFUSED');
}

type Settled = { status: 'sent' | 'dropped'; attempts?: { increment: number }; lastError?: null };

async function settle({ prisma, clock }: ActivityDependencies, { mail, robotId }: RobotDelivery, data: Settled) {
  const settledAt = new Date(toBusinessTime(clock, Date.now()));
  await prisma.delivery.updateMany({ where: { outboxKey: mail.key, target: robotId }, data: { ...data, settledAt } });
}

const opens: Readonly<Record<Locale, string>> = { en: 'Open in Fairway', 'zh-CN': '在 Fairway 中查看' };

/** The same letter as the mail, in the company's language, saying whom it is for. */
async function messageFor(
  { prisma, clock, mailSettings }: ActivityDependencies,
  { processId, mail }: RobotDelivery,
): Promise<RobotMessage> {
  const { defaultLocale: locale, calendarId, publicUrl } = mailSettings;
  const now = toBusinessTime(clock, Date.now());
  const present = await readPresent(prisma, processId, mail);
  const name = await receiverName(prisma, mail);
  const facts = await gatherFacts(prisma, mail, present, { name, address: '', locale }, { calendarId, now });
  const letter = templates[mail.notice](facts);
  return {
    title: letter.subject,
    paragraphs: [locale === 'zh-CN' ? `致：${name}` : `For ${name}`, ...bodyOf(letter, locale).split('\n\n')],
    link: { label: opens[locale], url: processUrl(publicUrl, processId) },
  };
}

async function receiverName(prisma: ActivityDependencies['prisma'], { to }: StampedMail): Promise<string> {
  if ('contact' in to) return to.contact.name;
  const user = await prisma.user.findUnique({ where: { id: to.user }, select: { name: true } });
  return user?.name ?? to.user;
}

/** Switches off a robot that takes nothing any more and gives it to a person to mend. Others are told by other ways. */
export async function giveUpRobot(
  dependencies: ActivityDependencies,
  { tenant, robotId, cause, key }: { tenant: string; robotId: string; cause: string; key: string },
): Promise<void> {
  const { prisma } = dependencies;
  const data = { active: false, pausedFor: cause.slice(0, 1_000) };
  await prisma.robot.updateMany({ where: { id: robotId, active: true }, data });
  const robot = await prisma.robot.findUnique({ where: { id: robotId } });
  if (!robot) return;
  const input = {
    subject: 'robot',
    target: robotId,
    title: robot.name,
    cause,
    customer: null,
    preferred: null,
  } as const;
  await reportIncident(dependencies, tenant, input, key);
}
