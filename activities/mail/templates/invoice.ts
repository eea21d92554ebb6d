import type { Locale } from '../../../domain/effects.ts';
import { waitSentence } from '../../../domain/sentence.ts';
import { type NoticeFacts, person, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

const forms = {
  en: { special: 'Special VAT invoice', general: 'General VAT invoice', digital: 'Fully digitalised invoice' },
  'zh-CN': { special: '增值税专用发票', general: '增值税普通发票', digital: '数电票' },
} as const satisfies Record<Locale, object>;

const labels = {
  en: { invoice: 'Invoice', form: 'Sort', buyer: 'Made out to', reference: 'Contract', by: 'Asked for by' },
  'zh-CN': { invoice: '发票', form: '票种', buyer: '发票抬头', reference: '合同编号', by: '申请人' },
} as const satisfies Record<Locale, object>;

function letter(facts: NoticeFacts, opening: string): Letter {
  const { locale, wait, reader } = facts;
  const label = labels[locale];
  const form = text(facts, 'form');
  const rows: readonly (readonly [string, string | null])[] = [
    [label.invoice, text(facts, 'invoice')],
    [label.form, form && forms[locale][form as keyof (typeof forms)['en']]],
    [label.buyer, text(facts, 'buyer')],
    [label.reference, text(facts, 'reference')],
    [label.by, person(facts, 'owner')],
  ];
  return {
    subject: `${wait.subject.number} ${locale === 'zh-CN' ? '发票：' : 'Invoice: '}${wait.subject.title}`,
    greeting: greeting(facts),
    opening: [opening],
    facts: rows.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
    quote: text(facts, 'reason'),
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}

export function requested(facts: NoticeFacts): Letter {
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? '有一份开票申请待您处理。'
      : 'An invoice has been asked for and waits for you to issue it.',
  );
}

export function sentBack(facts: NoticeFacts): Letter {
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? '财务退回了您的开票申请，请按以下意见更正后重新提交。'
      : 'Finance could not issue this invoice as it was asked for. Please correct it and submit it again.',
  );
}

export function issued(facts: NoticeFacts): Letter {
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? '发票已开具，请送达客户并登记送达方式。'
      : 'The invoice has been issued. Please send it to the customer and note how it went.',
  );
}

export function reminder(facts: NoticeFacts): Letter {
  return letter(
    facts,
    facts.locale === 'zh-CN' ? '以下发票事项仍待处理。' : 'This invoice still waits for the next step.',
  );
}

export function escalated(facts: NoticeFacts): Letter {
  const holder = facts.reader.nameOf(facts.wait.holder);
  return letter(
    facts,
    facts.locale === 'zh-CN'
      ? `以下发票事项由${holder}负责，已超过期限，特向您上报。`
      : `${holder} answers for this invoice, and the deadline has passed. It has been escalated to you.`,
  );
}
