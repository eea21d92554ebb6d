import { localTime, type WorkingCalendar } from '../../domain/calendar.ts';
import type { Locale } from '../../domain/effects.ts';
import { html, type Markup } from '../../domain/html.ts';
import { formatMoney, money } from '../../domain/money.ts';
import type { OrderState } from '../../domain/order/model.ts';
import { discountOf, lineAmounts, orderAmounts, rateText } from '../../domain/order/pricing.ts';
import { quantityText } from '../../domain/order/quantity.ts';
import type { TermEvent } from '../../domain/term-event.ts';
import type { Answer } from '../http/answer.ts';
import { facts, printedPage, table } from './printed-page.ts';

const texts = {
  en: {
    title: 'Order confirmation',
    draft: 'Order (not confirmed)',
    order: 'Order',
    customer: 'Customer',
    reference: 'Your order',
    contract: 'Contract',
    date: 'Date',
    shipBy: 'To be shipped by',
    deliverTo: 'Deliver to',
    contact: 'Contact',
    remarks: 'Remarks',
    columns: ['No.', 'Goods', 'Quantity', 'Unit price', 'Discount', 'Net', 'Tax', 'Total'],
    discount: 'Discount',
    net: 'Net total',
    tax: 'Tax',
    gross: 'Total',
    inclusive: 'Unit prices include tax.',
    exclusive: 'Unit prices are without tax.',
    terms: 'Terms of payment',
    byContract: 'As agreed in the contract.',
    days: (days: number, from: string) => `${days} days ${from}`,
  },
  'zh-CN': {
    title: '订单确认书',
    draft: '订单（未确认）',
    order: '订单号',
    customer: '客户',
    reference: '客户订单号',
    contract: '合同号',
    date: '日期',
    shipBy: '发货期限',
    deliverTo: '收货地址',
    contact: '收货人',
    remarks: '备注',
    columns: ['序号', '货物', '数量', '单价', '折扣', '不含税金额', '税额', '价税合计'],
    discount: '折扣合计',
    net: '不含税合计',
    tax: '税额合计',
    gross: '价税合计',
    inclusive: '单价为含税价。',
    exclusive: '单价为不含税价。',
    terms: '付款条件',
    byContract: '按合同约定执行。',
    days: (days: number, from: string) => `${from}${days}天内`,
  },
} as const;

const countsFrom = {
  start: { en: 'after the start', 'zh-CN': '开始后' },
  signed: { en: 'after signing', 'zh-CN': '签订后' },
  delivered: { en: 'after delivery', 'zh-CN': '到货后' },
  accepted: { en: 'after acceptance', 'zh-CN': '验收后' },
  invoiced: { en: 'after the invoice', 'zh-CN': '开票后' },
} as const satisfies Record<TermEvent, Record<Locale, string>>;

/** The confirmation of an order as it goes to the customer, to be printed. */
export function orderConfirmation(state: OrderState, locale: Locale, calendar: WorkingCalendar): Answer {
  const text = texts[locale];
  const { content, confirmedAt, openedAt, customer, contractId, id } = state;
  const { customerReference, shipBy, deliverTo, remarks } = content;
  const people = [deliverTo?.contact, deliverTo?.phone].filter((part) => part !== null && part !== undefined);
  const about = facts([
    [text.order, id],
    [text.date, localTime(calendar, confirmedAt ?? openedAt).date],
    [text.customer, customer.name],
    [text.reference, customerReference],
    [text.contract, contractId],
    [text.shipBy, shipBy],
    [text.deliverTo, deliverTo?.address ?? null],
    [text.contact, people.length > 0 ? people.join(' ') : null],
  ]);
  const body = html`${about}${linesTable(state, locale)}${sums(state, locale)}${paymentTerms(state, locale)}
${remarks && html`<p>${text.remarks}: ${remarks}</p>`}`;
  return printedPage(locale, confirmedAt === null ? text.draft : text.title, body);
}

function linesTable(state: OrderState, locale: Locale): Markup {
  const { content, currency } = state;
  const rows = content.lines.map((line, index) => {
    const { net, tax, gross } = lineAmounts(line, state);
    return [
      String(index + 1),
      html`${line.product.name}${line.requirements && html`<br><small>${line.requirements}</small>`}`,
      `${quantityText(line.quantity)} ${line.unit}`,
      formatMoney(money(line.unitPrice, currency)),
      line.discount > 0 ? rateText(line.discount) : '',
      formatMoney(net),
      `${rateText(line.taxRate)} ${formatMoney(tax)}`,
      formatMoney(gross),
    ];
  });
  const columns = texts[locale].columns.map((heading, index) => ({ heading, figure: index > 1 }));
  return table(columns, rows);
}

function sums(state: OrderState, locale: Locale): Markup {
  const text = texts[locale];
  const amounts = orderAmounts(state.content.lines, state);
  const discount = discountOf(amounts, state);
  return html`${facts([
    [text.discount, discount.minor > 0 ? formatMoney(discount) : null],
    [text.net, formatMoney(amounts.net)],
    [text.tax, formatMoney(amounts.tax)],
    [text.gross, formatMoney(amounts.gross)],
  ])}<p><small>${text[state.taxMode]}</small></p>`;
}

function paymentTerms({ content: { terms } }: OrderState, locale: Locale): Markup {
  const text = texts[locale];
  if (!terms) return html`<h2>${text.terms}</h2><p>${text.byContract}</p>`;
  const items = terms.map(
    ({ label, percent, dueDays, from = 'start' }) =>
      html`<li>${label}: ${percent}%, ${text.days(dueDays, countsFrom[from][locale])}</li>`,
  );
  return html`<h2>${text.terms}</h2><ol>${items}</ol>`;
}
