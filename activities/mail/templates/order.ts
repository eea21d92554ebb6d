import type { ApprovalOutcome } from '../../../domain/approval/model.ts';
import type { HoldReason } from '../../../domain/credit.ts';
import type { Locale } from '../../../domain/effects.ts';
import { momentText } from '../../../domain/moment.ts';
import { formatMoney } from '../../../domain/money.ts';
import { actionLabel, waitSentence } from '../../../domain/sentence.ts';
import type { Localised } from '../../../domain/variant.ts';
import { type NoticeFacts, person, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

const labels = {
  en: {
    order: 'Order',
    customer: 'Customer',
    amount: 'Amount',
    task: 'Task',
    due: 'Due',
    goods: 'Goods',
    deliverTo: 'Deliver to',
    remarks: 'Remarks',
    carrier: 'Carrier',
    trackingNumber: 'Tracking number',
    outboundNumber: 'Outbound document',
    deliveredOn: 'Delivered on',
    receivedBy: 'Received by',
    overdue: 'Overdue',
    credit: 'Credited',
  },
  'zh-CN': {
    order: '订单',
    customer: '客户',
    amount: '金额',
    task: '待办事项',
    due: '期限',
    goods: '货物',
    deliverTo: '收货地址',
    remarks: '备注',
    carrier: '承运商',
    trackingNumber: '运单号',
    outboundNumber: '出库单号',
    deliveredOn: '签收日期',
    receivedBy: '签收人',
    overdue: '逾期金额',
    credit: '冲减金额',
  },
} as const satisfies Record<Locale, Record<string, string>>;

/** Details that are shown as they are, in this order. */
const shown = [
  'goods',
  'deliverTo',
  'remarks',
  'carrier',
  'trackingNumber',
  'outboundNumber',
  'deliveredOn',
  'receivedBy',
  'overdue',
  'credit',
] as const;

interface Wording {
  readonly opening: readonly string[];
  readonly quote?: string | null;
  /** The mail asks for the task of its wait, and says until when and what happens otherwise. */
  readonly asks?: boolean;
}

function letter(facts: NoticeFacts, { opening, quote = null, asks = false }: Wording): Letter {
  const { locale, reader, wait } = facts;
  const { number, title, customer, amount } = wait.subject;
  const label = labels[locale];
  const rows: [string, string | null | undefined][] = [
    [label.order, `${number} ${title}`],
    [label.customer, customer?.name],
    [label.amount, amount && formatMoney(amount)],
    [label.task, asks ? actionLabel(wait.action, locale) : null],
    [label.due, asks && wait.dueAt !== null ? momentText(wait.dueAt, reader) : null],
    ...shown.map((name): [string, string | null] => [label[name], text(facts, name)]),
  ];
  return {
    subject: `${number} ${locale === 'zh-CN' ? '订单：' : 'Order: '}${title}`,
    greeting: greeting(facts),
    opening,
    facts: rows.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
    quote,
    closing: asks ? [waitSentence(wait, reader)] : [],
    footer: footer(facts),
  };
}

export function assigned(facts: NoticeFacts): Letter {
  const task = actionLabel(facts.wait.action, facts.locale);
  return letter(facts, {
    opening:
      facts.locale === 'zh-CN'
        ? [`以下订单有一项工作由您负责：${task}。`]
        : [`A task of this order is now yours: ${task}.`],
    asks: true,
  });
}

export function overdue(facts: NoticeFacts): Letter {
  const { locale, reader, wait } = facts;
  const late = wait.dueAt !== null && wait.dueAt < reader.now;
  const task = actionLabel(wait.action, locale);
  const zh = late ? `以下订单的“${task}”已逾期，请尽快处理。` : `以下订单的“${task}”即将到期，请及时处理。`;
  const en = late
    ? `“${task}” is overdue for this order. Please see to it.`
    : `“${task}” is due soon for this order. Please see to it in time.`;
  return letter(facts, { opening: [locale === 'zh-CN' ? zh : en], asks: true });
}

export function escalated(facts: NoticeFacts): Letter {
  const { locale, reader, wait } = facts;
  const holder = reader.nameOf(wait.holder);
  const task = actionLabel(wait.action, locale);
  return letter(facts, {
    opening:
      locale === 'zh-CN'
        ? [`${holder}负责的“${task}”逾期未完成，特向您上报。`]
        : [`${holder} has not done “${task}” in time. This is to inform you as the manager in charge.`],
    asks: true,
  });
}

const endings = {
  approved: { en: 'was approved', 'zh-CN': '审批通过' },
  rejected: { en: 'was rejected', 'zh-CN': '审批被拒绝' },
  withdrawn: { en: 'was withdrawn', 'zh-CN': '审批已撤销' },
  terminated: { en: 'was ended by an admin', 'zh-CN': '审批已被管理员终止' },
} as const satisfies Record<ApprovalOutcome, Localised>;

export function approvalEnded(facts: NoticeFacts): Letter {
  const { locale } = facts;
  const ending = endings[(text(facts, 'outcome') ?? 'rejected') as ApprovalOutcome][locale];
  const by = person(facts, 'endedBy');
  return letter(facts, {
    opening:
      locale === 'zh-CN'
        ? [`该订单${ending}${by ? `（${by}）` : ''}。请修改后重新提交。`]
        : [`The approval of this order ${ending}${by ? ` by ${by}` : ''}. Please revise it and submit it again.`],
    quote: text(facts, 'comment'),
    asks: true,
  });
}

const holdReasons = {
  overdue: { en: 'payments are overdue', 'zh-CN': '有逾期款项' },
  escalated: { en: 'collection has been escalated', 'zh-CN': '催收已升级' },
  brokenPromises: { en: 'promises to pay were not kept', 'zh-CN': '付款承诺未兑现' },
} as const satisfies Record<HoldReason['code'], Localised>;

export function creditHeld(facts: NoticeFacts): Letter {
  const { locale, recipient, reader, wait } = facts;
  const zh = locale === 'zh-CN';
  const codes = (text(facts, 'reasons') ?? 'overdue').split(',') as HoldReason['code'][];
  const why = codes.map((code) => holdReasons[code][locale]).join(zh ? '、' : ', ');
  const mine = recipient === reader.nameOf(wait.holder);
  return letter(facts, {
    opening: zh
      ? [`客户信用冻结，以下订单暂停处理：${why}。`, ...(mine ? ['请核实后放行，或等待客户付款。'] : [])]
      : [
          `The customer is on credit hold and this order waits: ${why}.`,
          ...(mine ? ['Please look into it and let the order pass, or wait for the payment.'] : []),
        ],
    asks: true,
  });
}

export function shipped(facts: NoticeFacts): Letter {
  return letter(facts, {
    opening: facts.locale === 'zh-CN' ? ['以下货物已发出。'] : ['These goods are on their way.'],
  });
}

export function delivered(facts: NoticeFacts): Letter {
  return letter(facts, {
    opening: facts.locale === 'zh-CN' ? ['客户已签收以下货物。'] : ['The customer has received these goods.'],
  });
}

export function returned(facts: NoticeFacts): Letter {
  const zh = facts.locale === 'zh-CN';
  return letter(facts, {
    opening: zh
      ? ['以下退货已入库，对应金额已从未付款项中冲减。客户已付的部分，请财务办理退款。']
      : [
          'These goods are back. What they cost has been taken off what is still to be paid; what the customer has paid for them already is to be refunded by finance.',
        ],
    quote: text(facts, 'reason'),
  });
}

export function cancelled(facts: NoticeFacts): Letter {
  const { locale, details } = facts;
  const by = person(facts, 'by');
  const all = details.all === true;
  const zh = all
    ? `订单已取消${by ? `（${by}）` : ''}，请勿发货。`
    : `订单部分取消${by ? `（${by}）` : ''}，以下货物请勿发货。`;
  const en = all
    ? `This order has been cancelled${by ? ` by ${by}` : ''}. Please do not ship it.`
    : `A part of this order has been cancelled${by ? ` by ${by}` : ''}. Please do not ship these goods.`;
  return letter(facts, { opening: [locale === 'zh-CN' ? zh : en], quote: text(facts, 'reason') });
}
