import { actionLabel, waitSentence } from '../../../domain/sentence.ts';
import { type NoticeFacts, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

function letter(facts: NoticeFacts, opening: string): Letter {
  const { locale, reader, wait } = facts;
  const { number, title } = wait.subject;
  const colon = locale === 'zh-CN' ? '：' : ': ';
  return {
    subject: `${number} ${actionLabel(wait.action, locale)}${colon}${title}`,
    greeting: greeting(facts),
    opening: [opening],
    quote: text(facts, 'cause'),
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}

/** To the person who is to look after it. */
export function opened(facts: NoticeFacts): Letter {
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? '系统遇到以下问题，无法自行解决，请您处理。原因如下：'
      : 'The system has met with the following, cannot settle it by itself, and has put it into your hands. The cause:',
  );
}

export function reminder(facts: NoticeFacts): Letter {
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? '以下问题仍未解决，请您尽快处理。原因如下：'
      : 'The following is still out of order and waits for you. The cause:',
  );
}

/** To the person above its holder. */
export function escalated(facts: NoticeFacts): Letter {
  const holder = facts.reader.nameOf(facts.wait.holder);
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? `以下问题由${holder}负责，逾期仍未解决，特向您上报。原因如下：`
      : `The following is for ${holder} to settle and has not been settled in time. The cause:`,
  );
}
