import type { Locale } from '../../../domain/effects.ts';
import { eventLabel, waitSentence } from '../../../domain/sentence.ts';
import { linesOf, type NoticeFacts, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { paymentList, paymentSubject } from './payment.ts';
import { footer, greeting } from './phrases.ts';

const reasons: Readonly<Record<string, Readonly<Record<Locale, (customer: string) => string>>>> = {
  remind: {
    en: (customer) => `${customer} has not paid. Please get in touch with them.`,
    'zh-CN': (customer) => `${customer}尚未付款，请您联系跟进。`,
  },
  escalateToManager: {
    en: (customer) => `${customer} has not paid in spite of reminders. This is to inform you as the manager in charge.`,
    'zh-CN': (customer) => `${customer}经提醒仍未付款，特向您上报。`,
  },
  escalateToFinance: {
    en: (customer) => `Collection of what ${customer} owes has passed to finance: you hold it from now on.`,
    'zh-CN': (customer) => `${customer}的欠款催收已转交财务，自现在起由您负责。`,
  },
  escalateToLegal: {
    en: (customer) => `What ${customer} owes has passed to legal for review: you hold it from now on.`,
    'zh-CN': (customer) => `${customer}的欠款已转交法务审查，自现在起由您负责。`,
  },
  noAddress: {
    en: (customer) =>
      `A letter to ${customer} could not be sent: the payment plan has no contact with an e-mail address. Please enter one, or contact them yourself.`,
    'zh-CN': (customer) => `无法向${customer}发送催款邮件：付款计划没有联系人邮箱。请补充联系人，或自行联系客户。`,
  },
};

export function escalated(facts: NoticeFacts): Letter {
  const { locale, wait, reader } = facts;
  const zh = locale === 'zh-CN';
  const customer = text(facts, 'customer') ?? wait.subject.customer?.name ?? (zh ? '客户' : 'The customer');
  const reason = reasons[text(facts, 'reason') ?? 'remind'] ?? reasons.remind;
  return {
    subject: paymentSubject(facts),
    greeting: greeting(facts),
    opening: reason ? [reason[locale](customer)] : [],
    lists: [paymentList(facts, linesOf(facts.details), zh ? '未付合计' : 'Outstanding')],
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}

/** Asks whether what a payment depends on has happened. */
export function eventAwaited(facts: NoticeFacts): Letter {
  const { locale, wait, reader } = facts;
  const event = eventLabel(wait.subject.event, locale);
  return {
    subject: paymentSubject(facts),
    greeting: greeting(facts),
    opening:
      locale === 'zh-CN'
        ? [`以下款项以“${event}”为付款条件，目前尚未登记该条件已达成。如已达成，请登记日期；如有延误，请跟进。`]
        : [
            `This payment falls due after ${event}, which has not been noted yet. If it has happened, please enter the day; if it is late, please follow it up.`,
          ],
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}

export function settled(facts: NoticeFacts): Letter {
  const { locale } = facts;
  const zh = locale === 'zh-CN';
  const customer = text(facts, 'customer') ?? facts.wait.subject.customer?.name ?? (zh ? '客户' : 'The customer');
  const total = text(facts, 'total');
  const credit = text(facts, 'credit');
  return {
    subject: paymentSubject(facts),
    greeting: greeting(facts),
    opening: zh
      ? [`${customer}已付清全部款项${total ? ` ${total}` : ''}，付款计划结束。`]
      : [`${customer} has paid everything${total ? `, ${total} in all` : ''}. The payment plan is complete.`],
    closing: credit
      ? [
          zh
            ? `客户多付 ${credit}，记为客户余额。`
            : `The customer paid ${credit} too much, which is kept as their credit.`,
        ]
      : [],
    footer: footer(facts),
  };
}
