import type { Locale } from '../../../domain/effects.ts';
import { dayText } from '../../../domain/moment.ts';
import { waitSentence } from '../../../domain/sentence.ts';
import { type NoticeFacts, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

const labels = {
  en: {
    reference: 'Bank reference',
    payer: 'Payer',
    received: 'Received',
    left: 'Not matched yet',
    day: 'Day',
    account: 'Account',
    remittance: 'Remittance text',
  },
  'zh-CN': {
    reference: '银行流水号',
    payer: '付款方',
    received: '到账金额',
    left: '待认领金额',
    day: '到账日期',
    account: '收款账户',
    remittance: '附言',
  },
} as const satisfies Record<Locale, object>;

function letter(facts: NoticeFacts, opening: string): Letter {
  const { locale, wait, reader } = facts;
  const label = labels[locale];
  const day = text(facts, 'receivedOn');
  const rows: readonly (readonly [string, string | null])[] = [
    [label.reference, wait.subject.number],
    [label.payer, text(facts, 'payer')],
    [label.received, text(facts, 'received')],
    [label.left, text(facts, 'left')],
    [label.day, day && dayText(day, reader)],
    [label.account, text(facts, 'account')],
    [label.remittance, text(facts, 'remittance')],
  ];
  return {
    subject: `${wait.subject.number} ${locale === 'zh-CN' ? '待认领收款：' : 'Receipt to match: '}${wait.subject.title}`,
    greeting: greeting(facts),
    opening: [opening],
    facts: rows.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}

export function toMatch(facts: NoticeFacts): Letter {
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? '以下收款无法自动核销，请确认其对应的款项。认领之前，相关款项仍按未付处理。'
      : 'This receipt could not be matched beyond doubt. Please say what it is for; until then nothing it may pay counts as paid.',
  );
}

export function reminder(facts: NoticeFacts): Letter {
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? '以下收款仍未认领，请尽快处理。'
      : 'This receipt still waits for you to say what it is for.',
  );
}

export function escalated(facts: NoticeFacts): Letter {
  const holder = facts.reader.nameOf(facts.wait.holder);
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? `以下收款由${holder}负责认领，已超过期限，特向您上报。`
      : `${holder} should have said by now what this receipt is for. It has been escalated to you.`,
  );
}
