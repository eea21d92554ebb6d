import { localTime, type WorkingCalendar } from '../../domain/calendar.ts';
import type { Locale } from '../../domain/effects.ts';
import { html } from '../../domain/html.ts';
import type { OrderState, Shipment } from '../../domain/order/model.ts';
import { quantityText } from '../../domain/order/quantity.ts';
import type { Answer } from '../http/answer.ts';
import { facts, printedPage, table } from './printed-page.ts';

const texts = {
  en: {
    title: 'Delivery note',
    number: 'Delivery note',
    order: 'Order',
    reference: 'Your order',
    customer: 'Customer',
    deliverTo: 'Deliver to',
    contact: 'Contact',
    date: 'Shipped on',
    carrier: 'Carrier',
    tracking: 'Tracking number',
    outbound: 'Outbound document',
    columns: ['No.', 'Goods', 'Special requirements', 'Unit', 'Quantity'],
    sender: 'Sent by (signature, date)',
    receiver: 'Received by (signature, date)',
  },
  'zh-CN': {
    title: '送货单',
    number: '送货单号',
    order: '订单号',
    reference: '客户订单号',
    customer: '收货单位',
    deliverTo: '收货地址',
    contact: '收货人',
    date: '发货日期',
    carrier: '承运商',
    tracking: '运单号',
    outbound: '出库单号',
    columns: ['序号', '货物名称', '特殊要求', '单位', '数量'],
    sender: '发货人（签字、日期）',
    receiver: '收货人（签字盖章、日期）',
  },
} as const satisfies Record<Locale, object>;

/** The note that travels with a shipment and comes back signed, to be printed. It names no prices. */
export function deliveryNote(
  { id, content, customer }: OrderState,
  shipment: Shipment,
  locale: Locale,
  calendar: WorkingCalendar,
): Answer {
  const text = texts[locale];
  const { customerReference, deliverTo } = content;
  const people = [deliverTo?.contact, deliverTo?.phone].filter((part) => part !== null && part !== undefined);
  const about = facts([
    [text.number, `${id}/${shipment.id}`],
    [text.date, shipment.shippedAt === null ? null : localTime(calendar, shipment.shippedAt).date],
    [text.order, id],
    [text.reference, customerReference],
    [text.customer, customer.name],
    [text.deliverTo, deliverTo?.address ?? null],
    [text.contact, people.length > 0 ? people.join(' ') : null],
    [text.carrier, shipment.carrier || null],
    [text.tracking, shipment.trackingNumber],
    [text.outbound, shipment.outboundNumber],
  ]);
  const rows = shipment.lines.map(({ lineId, quantity }, index) => {
    const line = content.lines.find((each) => each.id === lineId);
    const name = line?.product.name ?? lineId;
    return [String(index + 1), name, line?.requirements ?? '', line?.unit ?? '', quantityText(quantity)];
  });
  const columns = text.columns.map((heading, index) => ({ heading, figure: index === 4 }));
  const signatures = html`<div class="signatures"><p>${text.sender}</p><p>${text.receiver}</p></div>`;
  return printedPage(locale, text.title, html`${about}${table(columns, rows)}${signatures}`);
}
