import type { Locale } from '../../../domain/effects.ts';
import type { PaymentTask } from '../../../domain/payment-plan/mails.ts';
import { eventLabel, waitSentence } from '../../../domain/sentence.ts';
import type { Localised } from '../../../domain/variant.ts';
import { linesOf, type NoticeFacts, person, text } from '../facts.ts';
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

type TaskText = (facts: { customer: string; detail: (name: string) => string }) => string;

const tasks: Readonly<Record<PaymentTask, Readonly<Record<Locale, TaskText>>>> = {
  promiseBroken: {
    en: ({ customer, detail }) =>
      `${customer} has not kept the promise of ${detail('by')} to pay by ${detail('promised')}. Collection goes on one level higher.`,
    'zh-CN': ({ customer, detail }) =>
      `${customer}（${detail('by')}）承诺于${detail('promised')}前付款，但未兑现。催收将升级继续。`,
  },
  disputeOpened: {
    en: ({ customer }) => `${customer} disputes this payment, and you are asked to settle it.`,
    'zh-CN': ({ customer }) => `${customer}对该款项提出异议，请您负责处理。`,
  },
  disputeRaised: {
    en: ({ customer }) => `The dispute with ${customer} has not been settled in time. It is yours to settle now.`,
    'zh-CN': ({ customer }) => `与${customer}的争议逾期未处理，现转由您处理。`,
  },
  escalationRaised: {
    en: ({ customer, detail }) =>
      `${detail('from')} has not taken up what ${customer} owes in time. It has come up to you: please take it up.`,
    'zh-CN': ({ customer, detail }) => `${detail('from')}未按时受理${customer}的欠款，现上报至您，请受理。`,
  },
  paymentSuspected: {
    en: ({ customer, detail }) =>
      detail('why') === 'staleBankFeed'
        ? `A letter to ${customer} was not sent because no payments have been read from the bank lately. Please check whether they have paid.`
        : `A letter to ${customer} was not sent because an unmatched payment may be theirs (${detail('found')}). Please check.`,
    'zh-CN': ({ customer, detail }) =>
      detail('why') === 'staleBankFeed'
        ? `因银行到账数据未及时更新，暂未向${customer}发送催款函。请核实客户是否已付款。`
        : `${customer}可能已付款（未匹配的收款：${detail('found')}），暂未发送催款函。请核实。`,
  },
  receiptReversed: {
    en: ({ customer, detail }) =>
      `A payment by ${customer} has been taken back: ${detail('reason')}. What it had paid is open again from its own due day.`,
    'zh-CN': ({ customer, detail }) =>
      `${customer}的一笔收款已冲回：${detail('reason')}。相关款项按原到期日恢复为未付。`,
  },
  writeOffEnded: {
    en: ({ customer, detail }) =>
      detail('outcome') === 'approved'
        ? `The write-off of what ${customer} owes has been approved. A later payment reverses it by itself.`
        : `The write-off of what ${customer} owes has not been approved. Collection goes on.`,
    'zh-CN': ({ customer, detail }) =>
      detail('outcome') === 'approved'
        ? `${customer}欠款的核销已获批准。日后如收到款项，核销将自动冲回。`
        : `${customer}欠款的核销未获批准，催收继续。`,
  },
};

const isTask = (code: string | null): code is PaymentTask => code !== null && Object.hasOwn(tasks, code);

/** Tells somebody inside about one instalment: something to do, or something that has happened. */
export function task(facts: NoticeFacts): Letter {
  const { locale, wait, reader } = facts;
  const code = text(facts, 'task');
  const customer = text(facts, 'customer') ?? wait.subject.customer?.name ?? '';
  const detail = (name: string) => (name === 'from' ? person(facts, name) : text(facts, name)) ?? '';
  return {
    subject: paymentSubject(facts),
    greeting: greeting(facts),
    opening: isTask(code) ? [tasks[code][locale]({ customer, detail })] : [],
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}

/** Shows a letter before it goes out to the customer. */
export function preview(facts: NoticeFacts): Letter {
  const { locale, wait, reader } = facts;
  const zh = locale === 'zh-CN';
  const customer = text(facts, 'customer') ?? wait.subject.customer?.name ?? '';
  const contact = text(facts, 'contact') ?? '';
  const email = text(facts, 'email') ?? '';
  const letter = letterLabels[text(facts, 'letter') ?? '']?.[locale] ?? '';
  return {
    subject: paymentSubject(facts),
    greeting: greeting(facts),
    opening: zh
      ? [
          `以下款项的${letter}即将发送给${customer}的${contact}（${email}）。如需暂缓发送或补充说明，请在发送前处理；不作处理则按时发送。`,
        ]
      : [
          `A ${letter} about the following is about to go to ${contact} (${email}) of ${customer}. To hold it or to add a note, do so before then; untouched it goes out by itself.`,
        ],
    lists: [paymentList(facts, linesOf(facts.details), zh ? '未付合计' : 'Outstanding')],
    closing: [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}

const letterLabels: Readonly<Record<string, Localised>> = {
  'payment.notice': { en: 'payment notice', 'zh-CN': '付款通知' },
  'payment.reminder': { en: 'payment reminder', 'zh-CN': '付款提醒' },
  'payment.secondReminder': { en: 'second payment reminder', 'zh-CN': '第二次付款提醒' },
  'payment.formalLetter': { en: 'formal demand for payment', 'zh-CN': '催款函' },
};

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
