import { waitSentence } from '../../../domain/sentence.ts';
import { type NoticeFacts, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

export function failed(facts: NoticeFacts): Letter {
  const { locale, reader, wait } = facts;
  const { number, title } = wait.subject;
  const zh = locale === 'zh-CN';
  return {
    subject: `${number} ${zh ? '失败步骤：' : 'Failed step: '}${title}`,
    greeting: greeting(facts),
    opening: zh
      ? ['流程中有一个步骤未能完成，需要您处理：排除原因后重试该步骤，或说明原因后放弃。']
      : [
          'A step of this process could not be carried out and waits for you: retry it once the cause is gone, or give it up and say why.',
        ],
    quote: text(facts, 'cause'),
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}
