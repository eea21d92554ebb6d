import { waitSentence } from '../../../domain/sentence.ts';
import { type NoticeFacts, person } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

const subjects = {
  handedOver: { 'zh-CN': '工作交接：', en: 'Handed over: ' },
  standingIn: { 'zh-CN': '代理：', en: 'Standing in: ' },
} as const;

/** To somebody who answers from now on for what was another's, who is away or has left. */
export function asked(facts: NoticeFacts): Letter {
  const { locale, reader, wait, details } = facts;
  const { number, title } = wait.subject;
  const zh = locale === 'zh-CN';
  const principal = person(facts, 'principal') ?? '';
  const handedOver = zh
    ? `${principal}已离职，以下事项由您接手。`
    : `${principal} has left the company; the following is yours from now on.`;
  const standingIn = zh
    ? `${principal}不在岗期间，以下事项由您代为处理。`
    : `${principal} is away; meanwhile the following is yours to look after.`;
  return {
    subject: `${number} ${subjects[details.left ? 'handedOver' : 'standingIn'][locale]}${title}`,
    greeting: greeting(facts),
    opening: [details.left ? handedOver : standingIn],
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}
