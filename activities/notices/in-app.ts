import { toBusinessTime } from '../../domain/clock.ts';
import { type Locale, locales } from '../../domain/effects.ts';
import type { Prisma } from '../../prisma/client.ts';
import { publishNotice } from '../../prisma/notices.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { gatherFacts, readPresent } from '../mail/facts.ts';
import { bodyOf, type Letter } from '../mail/letter.ts';
import type { OutboxRequest } from '../mail/send.ts';
import { templates } from '../mail/templates/templates.ts';

/** Puts a notice where its reader finds it in the product. It is there once, however often this is done. */
export async function showInApp(
  { prisma, clock, mailSettings }: ActivityDependencies,
  { processId, mail }: OutboxRequest,
): Promise<void> {
  if (!('user' in mail.to)) return;
  const userId = mail.to.user;
  const now = toBusinessTime(clock, Date.now());
  const present = await readPresent(prisma, processId, mail);
  const written = async (locale: Locale): Promise<Letter> => {
    const reader = { name: userId, address: '', locale };
    const facts = await gatherFacts(prisma, mail, present, reader, { calendarId: mailSettings.calendarId, now });
    return templates[mail.notice](facts);
  };
  const texts: Record<string, { title: string; body: string }> = {};
  for (const locale of locales) {
    const letter = await written(locale);
    texts[locale] = { title: letter.subject, body: bodyOf(letter, locale) };
  }
  await publishNotice(prisma, {
    userId,
    outboxKey: mail.key,
    processId,
    notice: mail.notice,
    texts: texts as Prisma.InputJsonObject,
    createdAt: new Date(now),
  });
}
