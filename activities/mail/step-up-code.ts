import { randomUUID } from 'node:crypto';
import type { Locale } from '../../domain/effects.ts';
import { findAddressee } from './addressee.ts';
import { htmlOf, type Letter, textOf } from './letter.ts';
import { type OutboxDependencies, threadRoot } from './send.ts';

/** The code somebody needs for a decision they are about to make. */
export interface CodeRequest {
  readonly userId: string;
  readonly processId: string;
  readonly code: string;
  readonly about: string;
}

/**
 * Mails a code to the person it is for, at once and by mail alone. It goes past the outbox, which would keep it in the
 * clear. Throws when the mail server does not take it.
 */
export async function sendStepUpCode(
  { prisma, mail, mailSettings }: Pick<OutboxDependencies, 'prisma' | 'mail' | 'mailSettings'>,
  { userId, processId, code, about }: CodeRequest,
): Promise<void> {
  const { defaultLocale, domain, from } = mailSettings;
  const { name, address, locale } = await findAddressee(prisma, { user: userId }, defaultLocale);
  const letter = letterFor(locale, name, code, about);
  await mail.send({
    from,
    to: { name, address },
    subject: letter.subject,
    text: textOf(letter, locale),
    html: htmlOf(letter, locale),
    messageId: `<code.${randomUUID()}@${domain}>`,
    thread: threadRoot(processId, domain),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  });
}

function letterFor(locale: Locale, name: string, code: string, about: string): Letter {
  if (locale === 'zh-CN') {
    return {
      subject: `${about}：审批验证码`,
      greeting: `${name}，您好：`,
      opening: [`您正在审批 ${about}。请在打开的页面中输入以下验证码，10 分钟内有效，仅可使用一次：`, code],
      closing: ['请勿将验证码告诉任何人。如果不是您本人在操作，请不要使用，并立即联系管理员。'],
      footer: '此邮件由 Fairway 自动发送。',
    };
  }
  return {
    subject: `${about}: code for your decision`,
    greeting: `Dear ${name},`,
    opening: [
      `You are about to decide ${about}. Enter this code on the page you have open; it is good for ten minutes and one decision:`,
      code,
    ],
    closing: [
      'Give it to nobody. If it is not you who is deciding, do not use it and tell your administrator at once.',
    ],
    footer: 'Sent automatically by Fairway.',
  };
}
