import { formatMoney } from '../../../domain/money.ts';
import { waitSentence } from '../../../domain/sentence.ts';
import { type NoticeFacts, person, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

function letter(facts: NoticeFacts, opening: readonly string[], quote: string | null = null): Letter {
  const { locale, reader, wait } = facts;
  const { number, title, customer, amount } = wait.subject;
  const zh = locale === 'zh-CN';
  const rows: [string, string | null | undefined][] = [
    [zh ? '商机' : 'Opportunity', title],
    [zh ? '客户' : 'Customer', customer?.name],
    [zh ? '金额' : 'Amount', amount && formatMoney(amount)],
    [zh ? '计划行动' : 'Planned action', text(facts, 'nextAction')],
  ];
  return {
    subject: `${number} ${zh ? '商机：' : 'Opportunity: '}${title}`,
    greeting: greeting(facts),
    opening,
    facts: rows.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
    quote,
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}

export function followUpDue(facts: NoticeFacts): Letter {
  return letter(
    facts,
    facts.locale === 'zh-CN' ? ['以下商机该跟进了。'] : ['It is time to follow up this opportunity.'],
  );
}

export function followUpEscalated(facts: NoticeFacts): Letter {
  const owner = person(facts, 'owner') ?? facts.reader.nameOf(facts.wait.holder);
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? [`${owner}负责的以下商机逾期未跟进，特向您上报。`]
      : [`${owner} has not followed up this opportunity in time.`],
  );
}

export function assigned(facts: NoticeFacts): Letter {
  const from = person(facts, 'from');
  const by = person(facts, 'by');
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? [`${by ? `${by}已将` : ''}以下商机${from ? `（原负责人：${from}）` : ''}交由您负责。`]
      : [
          `You are now the owner of this opportunity${from ? `, which ${from} had before` : ''}${by ? `; assigned by ${by}` : ''}.`,
        ],
  );
}

export function contractEnded(facts: NoticeFacts): Letter {
  const by = person(facts, 'endedBy');
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? [`该商机的合同已作废${by ? `（${by}）` : ''}。请修改后重新发起合同。`]
      : [`The contract of this opportunity has been declared void${by ? ` by ${by}` : ''}. Please begin another one.`],
    text(facts, 'comment'),
  );
}
