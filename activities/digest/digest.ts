import { ApplicationFailure } from '@temporalio/common';
import type { WorkingCalendar } from '../../domain/calendar.ts';
import { toBusinessTime } from '../../domain/clock.ts';
import { type DigestPlan, type DigestReader, planDigests as plan } from '../../domain/notices/digest.ts';
import { digestOf, noPersonalSettings } from '../../domain/notices/settings.ts';
import { calendarIdFor, loadCalendar } from '../../prisma/calendar.ts';
import { digestToken } from '../../prisma/digests.ts';
import { companyNoticeSettings, personalOwner } from '../../prisma/notice-settings.ts';
import { messageIdFor } from '../../prisma/record.ts';
import { waitOf } from '../../prisma/wait.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { reportIncident } from '../incident.ts';
import { findAddressee } from '../mail/addressee.ts';
import { htmlOf, textOf } from '../mail/letter.ts';
import { threadRoot } from '../mail/send.ts';
import { DeliveryFailed } from '../mail/transport.ts';
import { digestLetter } from './letter.ts';

/** The longest summary; a person with more to do finds the rest in the product. */
const mostWaits = 100;

/** Whose summaries are due, from the settings and the calendar as they are now. */
export async function planDigests({ prisma }: ActivityDependencies, { now }: { now: number }): Promise<DigestPlan> {
  const [company, users, own, sent] = await Promise.all([
    companyNoticeSettings(prisma),
    prisma.user.findMany({ where: { active: true }, select: { id: true }, orderBy: { id: 'asc' } }),
    prisma.noticeSettings.findMany({ where: { owner: { startsWith: personalOwner('') } } }),
    prisma.digest.groupBy({ by: ['userId'], _max: { day: true } }),
  ]);
  const settings = new Map(own.map(({ owner, data }) => [owner, data as object]));
  const lastDays = new Map(sent.map(({ userId, _max }) => [userId, _max.day?.toISOString().slice(0, 10) ?? null]));
  const wanting = users
    .map(({ id }) => ({ id, settings: { ...noPersonalSettings, ...settings.get(personalOwner(id)) } }))
    .filter((reader) => digestOf(company.settings, reader.settings).on);
  const calendars = new Map<string, WorkingCalendar>();
  const readers: DigestReader[] = [];
  for (const reader of wanting) {
    const calendarId = await calendarIdFor(prisma, reader.id);
    const calendar = calendars.get(calendarId) ?? (await loadCalendar(prisma, calendarId, now));
    calendars.set(calendarId, calendar);
    readers.push({ ...reader, calendar, lastDay: lastDays.get(reader.id) ?? null });
  }
  return plan(readers, company.settings, now);
}

/** Sends a person the summary of a day, or writes down that nothing waits for them. Doing it again does nothing. */
export async function sendDigest(
  dependencies: ActivityDependencies,
  { userId, day }: { userId: string; day: string },
): Promise<void> {
  const { prisma, clock, mail, mailSettings } = dependencies;
  const key = { userId, day: new Date(day) };
  if (await prisma.digest.findUnique({ where: { userId_day: key } })) return;
  const now = toBusinessTime(clock, Date.now());
  const rows = await prisma.wait.findMany({ where: { holderId: userId, closedAt: null }, orderBy: [{ dueAt: 'asc' }] });
  const settle = (status: string) =>
    prisma.digest.upsert({
      where: { userId_day: key },
      update: { status },
      create: { ...key, status, waits: rows.length, settledAt: new Date(now) },
    });
  if (rows.length === 0) {
    await settle('empty');
    return;
  }
  const addressee = await findAddressee(prisma, { user: userId }, mailSettings.defaultLocale);
  const calendar = await loadCalendar(prisma, await calendarIdFor(prisma, userId), now);
  const names = await prisma.user.findMany({ select: { id: true, name: true } });
  const nameOf = (id: string) => names.find((user) => user.id === id)?.name ?? id;
  const { locale, name, address } = addressee;
  const letter = digestLetter(rows.slice(0, mostWaits).map(waitOf), rows.length, {
    recipient: name,
    reader: { locale, calendar, now, nameOf },
    publicUrl: mailSettings.publicUrl,
  });
  const leave = `${mailSettings.publicUrl}/api/v1/digest/unsubscribe/${await digestToken(prisma, userId)}`;
  try {
    await mail.send({
      from: mailSettings.from,
      to: { name, address },
      subject: letter.subject,
      text: textOf(letter, locale),
      html: htmlOf(letter, locale),
      messageId: messageIdFor(`digest/${userId}/${day}`, mailSettings.domain),
      thread: threadRoot(`digest/${userId}`, mailSettings.domain),
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'List-Unsubscribe': `<${leave}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
  } catch (error) {
    if (!(error instanceof DeliveryFailed) || !error.permanent) throw error;
    throw ApplicationFailure.create({ message: error.message, type: 'MAIL_REFUSED', nonRetryable: true, cause: error });
  }
  await settle('sent');
}

/** Writes down that a summary could not be sent, and has somebody look after the address. */
export async function reportDigest(
  dependencies: ActivityDependencies,
  { tenant, userId, day, cause }: { tenant: string; userId: string; day: string; cause: string },
): Promise<void> {
  const { prisma, clock } = dependencies;
  const key = { userId, day: new Date(day) };
  const settledAt = new Date(toBusinessTime(clock, Date.now()));
  await prisma.digest.upsert({
    where: { userId_day: key },
    update: {},
    create: { ...key, status: 'failed', waits: 0, settledAt },
  });
  const user = await prisma.user.findUnique({ where: { id: userId } });
  if (!user?.active) return;
  const title = `${user.name} <${user.email}>`;
  const input = { subject: 'address', target: user.email, title, cause, customer: null, preferred: null } as const;
  await reportIncident(dependencies, tenant, input, `digest/${userId}/${day}`);
}
