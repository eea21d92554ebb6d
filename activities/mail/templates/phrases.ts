import type { NoticeFacts } from '../facts.ts';

/** The line a mail begins with. */
export function greeting({ locale, recipient }: NoticeFacts): string {
  return locale === 'zh-CN' ? `${recipient}，您好：` : `Hello ${recipient},`;
}

/** Says below a mail to a colleague why they receive it. */
export function footer({ locale }: NoticeFacts): string {
  return locale === 'zh-CN'
    ? '本邮件由 Fairway 自动发送，请勿直接回复，也请勿转发：其中的链接以您的名义生效。'
    : 'Sent automatically by Fairway. Please do not reply, and do not forward it: its links act in your name.';
}
