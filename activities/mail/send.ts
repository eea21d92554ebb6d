import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import { type BusinessClock, toBusinessTime } from '../../domain/clock.ts';
import type { StampedMail } from '../../domain/effects.ts';
import { taggedSender } from '../../prisma/bounces.ts';
import type { Prisma, PrismaClient } from '../../prisma/client.ts';
import type { Outbox } from '../../prisma/generated/client.ts';
import { type Addressee, findAddressee } from './addressee.ts';
import { agreeOnLetter, customerNotices, keepLetter } from './customer-letter.ts';
import { asksForDecision, type IssuedLink, issueLink } from './decision-link.ts';
import { gatherFacts, linesOf, type NoticeFacts, type Present, readPresent } from './facts.ts';
import { htmlOf, textOf } from './letter.ts';
import type { MailSettings } from './settings.ts';
import { templates } from './templates/templates.ts';
import { DeliveryFailed, type MailMessage, type MailTransport } from './transport.ts';

export { type MailSettings, mailSettingsFrom } from './settings.ts';
export { type MailTransport, openMailTransport } from './transport.ts';

/** What sending needs from outside. */
export interface OutboxDependencies {
  readonly prisma: PrismaClient;
  readonly clock: BusinessClock;
  readonly mail: MailTransport;
  readonly mailSettings: MailSettings;
  readonly log: Logger;
}

/** A mail of a process, as it stands in the outbox. */
export interface OutboxRequest {
  readonly processId: string;
  readonly mail: StampedMail;
}

/**
 * Sends a mail that has been recorded in the outbox, or drops it when what it asks for has been settled meanwhile.
 * Sending a mail again that has been sent or dropped does nothing.
 *
 * One window remains: when this machine stops after the mail server has taken the message and before the row says
 * `sent`, the next attempt sends it once more. Both carry the same Message-ID, by which most servers and readers
 * recognise the second as the first; both links in them work, and by either of them only one decision can be made.
 */
export async function sendOutboxMail(
  dependencies: OutboxDependencies,
  { processId, mail }: OutboxRequest,
): Promise<void> {
  const { prisma, clock, mailSettings, log } = dependencies;
  const row = await prisma.outbox.findUnique({ where: { key: mail.key } });
  if (!row) {
    throw ApplicationFailure.nonRetryable(
      `Mail ${mail.key} is not in the outbox; retry the step to record it again`,
      'MAIL_NOT_RECORDED',
    );
  }
  if (row.status === 'sent' || row.status === 'dropped') return;
  const now = toBusinessTime(clock, Date.now());
  await settle(prisma, mail.key, { attempts: { increment: 1 } });
  try {
    const present = await readPresent(prisma, processId, mail);
    const dropReason = await reasonToDrop(prisma, processId, mail, present);
    if (dropReason) return await dropNotice(dependencies, mail, dropReason);
    const addressee = await findAddressee(prisma, mail.to, mailSettings.defaultLocale);
    const agreed = await agreeOnLetter(prisma, processId, mail, { now, timeZone: mailSettings.timeZone });
    if ('drop' in agreed) return await dropNotice(dependencies, mail, agreed.drop);
    const worded = { ...mail, notice: agreed.notice };
    const about = { ...present, details: { ...present.details, ...agreed.details } };
    const facts = await gatherFacts(prisma, worded, about, addressee, { calendarId: mailSettings.calendarId, now });
    const sent = await deliver(dependencies, { processId, mail: worded, row, addressee, facts, now });
    const { subject } = sent;
    const sentAt = new Date(toBusinessTime(clock, Date.now()));
    const data = { status: 'sent', recipient: addressee.address, subject, sentAt, lastError: null };
    await settle(prisma, mail.key, data);
    await keepLetter(prisma, mail.key, { ...sent, sentAt });
    log.info({ mail: mail.key, notice: mail.notice, messageId: row.messageId }, 'mail sent');
  } catch (error) {
    throw await noted(prisma, mail, error);
  }
}

/** Drops a notice that is not wanted any more before anything of it goes out. Answers whether it did. */
export async function settleWithoutSending(
  dependencies: OutboxDependencies,
  { processId, mail }: OutboxRequest,
): Promise<boolean> {
  const { prisma } = dependencies;
  const row = await prisma.outbox.findUnique({ where: { key: mail.key }, select: { status: true } });
  if (row?.status !== 'pending' && row?.status !== 'deferred') return false;
  const dropReason = await whyUnwanted(prisma, { processId, mail });
  if (dropReason) await dropNotice(dependencies, mail, dropReason);
  return dropReason !== null;
}

/** Why a notice is not wanted any more, or null. */
export async function whyUnwanted(prisma: PrismaClient, { processId, mail }: OutboxRequest): Promise<string | null> {
  return await reasonToDrop(prisma, processId, mail, await readPresent(prisma, processId, mail));
}

/** Writes down that nothing (more) of a notice goes out, and why. */
export async function dropNotice(
  { prisma, clock, log }: OutboxDependencies,
  mail: StampedMail,
  dropReason: string,
): Promise<void> {
  const { key, notice } = mail;
  await settle(prisma, key, { status: 'dropped', dropReason });
  const settledAt = new Date(toBusinessTime(clock, Date.now()));
  await prisma.delivery.updateMany({
    where: { outboxKey: key, status: 'pending' },
    data: { status: 'dropped', settledAt },
  });
  log.info({ mail: key, notice, dropReason }, 'mail dropped');
}

/** Writes down how a mail stands: on its row of the outbox, and on that of its way by mail, where it has one. */
async function settle(prisma: PrismaClient, key: string, data: Prisma.OutboxUpdateInput): Promise<void> {
  const { status, attempts, lastError, sentAt } = data;
  const same = Object.fromEntries(
    Object.entries({ status, attempts, lastError, settledAt: sentAt }).filter(([, value]) => value !== undefined),
  );
  await prisma.$transaction([
    prisma.outbox.update({ where: { key }, data }),
    prisma.delivery.updateMany({ where: { outboxKey: key, channel: 'email' }, data: same }),
  ]);
}

interface Delivery {
  readonly processId: string;
  readonly mail: StampedMail;
  readonly row: Outbox;
  readonly addressee: Addressee;
  readonly facts: NoticeFacts;
  readonly now: number;
}

async function deliver(
  dependencies: OutboxDependencies,
  delivery: Delivery,
): Promise<{ subject: string; html: string }> {
  const { prisma, clock, mail: transport, mailSettings } = dependencies;
  const { processId, mail, row, addressee, facts, now } = delivery;
  const { publicUrl } = mailSettings;
  const link = asksForDecision(mail)
    ? await issueLink(prisma, mail, facts.wait, { processId, publicUrl, now, clock })
    : undefined;
  const letter = templates[mail.notice]({ ...facts, decideAt: link?.url ?? null });
  const subject = oneLine(letter.subject);
  const replyTo = await answerAddress(prisma, mail, facts);
  const html = htmlOf(letter, facts.locale);
  const message: MailMessage = {
    from: mailSettings.from,
    to: { name: oneLine(addressee.name), address: addressee.address },
    ...(replyTo ? { replyTo } : {}),
    ...(mailSettings.bounceTo ? { returnTo: taggedSender(mailSettings.bounceTo, row.messageId) } : {}),
    subject,
    text: textOf(letter, facts.locale),
    html,
    messageId: row.messageId,
    thread: threadRoot(processId, mailSettings.domain),
    // No List-Unsubscribe: a request for a decision or for money must not be silenced by one click.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
  await handOver(transport, message, link);
  return { subject, html };
}

async function handOver(transport: MailTransport, message: MailMessage, link: IssuedLink | undefined): Promise<void> {
  try {
    await transport.send(message);
  } catch (error) {
    if (error instanceof DeliveryFailed && !error.uncertain) await link?.revoke();
    throw error;
  }
}

/** The Message-ID all mails of a process answer to, so that mailboxes keep them together. No mail bears it itself. */
export function threadRoot(processId: string, domain: string): string {
  return `<process.${createHash('sha256').update(processId).digest('hex').slice(0, 32)}@${domain}>`;
}

/** Why a mail is not wanted any more, or null. Asked at the moment of sending, from what is recorded then. */
async function reasonToDrop(
  prisma: PrismaClient,
  processId: string,
  mail: StampedMail,
  { wait, open, details }: Present,
): Promise<string | null> {
  if (mail.onlyWhileOpen && !open) return 'WAIT_CLOSED';
  if (asksForDecision(mail) && open && 'user' in mail.to && mail.to.user !== wait.holder) return 'HOLDER_CHANGED';
  const collects = customerNotices.includes(mail.notice) || mail.notice === 'payment.escalated';
  if (!collects) return null;
  const process = await prisma.process.findUnique({ where: { id: processId }, select: { status: true } });
  if (process?.status === 'closed') return 'PROCESS_CLOSED';
  return mail.details.lines !== undefined && linesOf(details).length === 0 ? 'NOTHING_OUTSTANDING' : null;
}

/** A customer's answer goes to the person who looks after the payment, not to the machine. */
async function answerAddress(
  prisma: PrismaClient,
  mail: StampedMail,
  { wait }: NoticeFacts,
): Promise<MailMessage['replyTo'] | undefined> {
  if (!customerNotices.includes(mail.notice)) return undefined;
  const user = await prisma.user.findUnique({ where: { id: wait.holder }, select: { name: true, email: true } });
  return user ? { name: oneLine(user.name), address: user.email } : undefined;
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/** Writes down on the row why an attempt failed, and turns what cannot succeed by repetition into a final failure. */
async function noted(prisma: PrismaClient, { key }: StampedMail, error: unknown): Promise<unknown> {
  const cause = error instanceof Error ? error : new Error(String(error));
  const refused = cause instanceof DeliveryFailed && cause.permanent;
  const final = refused || (cause instanceof ApplicationFailure && cause.nonRetryable === true);
  const data = { lastError: cause.message.slice(0, 1_000), ...(final ? { status: 'failed' } : {}) };
  await settle(prisma, key, data);
  if (!refused) return error;
  return ApplicationFailure.create({ message: cause.message, type: 'MAIL_REFUSED', nonRetryable: true, cause });
}
