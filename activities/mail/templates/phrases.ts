import type { NoticeFacts } from '../facts.ts';

/** The line a mail begins with. */
export function greeting({ locale, recipient }: NoticeFacts): string {
  return locale === 'zh-CN' ? `${recipient}，您好：` : `Hello ${recipient},`;
}

/** The small print below a mail to a colleague. */
export function footer({ locale, decideAt }: NoticeFacts): string {
  if (locale === 'zh-CN') {
    return `本邮件由 Fairway 自动发送，请勿直接回复。${decideAt ? '请勿转发：其中的链接以您的名义生效。' : ''}`;
  }
  const warning = decideAt ? ' Do not forward it: its links act in your name.' : '';
  return `Sent automatically by Fairway; please do not reply.${warning}`;
}
