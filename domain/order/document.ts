import { canonicalJson } from '../canonical.ts';
import type { PaymentTerm } from '../deal.ts';
import { formatMoney, money } from '../money.ts';
import type { OrderContent, OrderLine, OrderState } from './model.ts';
import { discountOf, lineAmounts, orderAmounts, rateText } from './pricing.ts';
import { quantityText } from './quantity.ts';

const countsFrom = {
  start: '确认后 / after confirmation',
  signed: '签订后 / after signing',
  delivered: '交货后 / after delivery',
  accepted: '验收后 / after acceptance',
  invoiced: '开票后 / after invoicing',
} as const satisfies Record<NonNullable<PaymentTerm['from']>, string>;

function lineText(state: OrderState, line: OrderLine, number: number): readonly string[] {
  const { product, unit, quantity, unitPrice, discount, taxRate, requirements } = line;
  const { net, tax, gross } = lineAmounts(line, state);
  const price = formatMoney(money(unitPrice, state.currency));
  const less = discount > 0 ? `，折扣 / discount ${rateText(discount)}` : '';
  return [
    `  ${number}. ${product.name}: ${quantityText(quantity)} ${unit} × ${price}${less}`,
    `     不含税 / net ${formatMoney(net)}，税率 / tax ${rateText(taxRate)} ${formatMoney(tax)}，价税合计 / gross ${formatMoney(gross)}`,
    ...(requirements ? [`     特殊要求 / special requirements: ${requirements}`] : []),
  ];
}

/** What a change does to the lines approved before, one sentence each. */
function differences({ content: before }: OrderState, after: OrderContent): readonly string[] {
  const kept = before.lines.map((line) => {
    const now = after.lines.find(({ id }) => id === line.id);
    if (!now) return `  - 取消行 / removed: ${line.product.name}, ${quantityText(line.quantity)} ${line.unit}`;
    if (canonicalJson(now) === canonicalJson(line)) return '';
    const amounts = [line, now].map((each) => `${quantityText(each.quantity)} ${each.unit}`);
    return `  - 变更行 / changed: ${line.product.name}, ${amounts.join(' → ')}`;
  });
  const added = after.lines
    .filter(({ id }) => before.lines.every((line) => line.id !== id))
    .map((line) => `  - 新增行 / added: ${line.product.name}, ${quantityText(line.quantity)} ${line.unit}`);
  return [...kept, ...added].filter((text) => text !== '');
}

/**
 * The text of an order as people read and approve it, in both languages. What is approved are these bytes; the same
 * order always gives the same ones.
 */
export function orderText(state: OrderState, content: OrderContent, version: number): string {
  const { lines, terms, deliverTo, shipBy, customerReference, remarks } = content;
  const amounts = orderAmounts(lines, state);
  const discount = discountOf(amounts, state);
  const taxMode = state.taxMode === 'inclusive' ? '单价含税 / prices include tax' : '单价不含税 / prices without tax';
  const changed = state.approved ? differences(state, content) : [];
  const termLines = (terms ?? []).map(
    ({ label, percent, dueDays, from = 'start' }, index) =>
      `  ${index + 1}. ${label}: ${percent}%，${countsFrom[from]} ${dueDays} 天 / days`,
  );
  return [
    `销售订单 / Sales order ${state.id}, v${version}`,
    '',
    `标题 / Subject: ${content.title}`,
    `客户 / Customer: ${state.customer.name}`,
    ...(customerReference ? [`客户订单号 / Customer's order: ${customerReference}`] : []),
    ...(state.contractId ? [`合同 / Contract: ${state.contractId}`] : []),
    ...(shipBy ? [`发货期限 / To be shipped by: ${shipBy}`] : []),
    ...(deliverTo ? [`收货地址 / Deliver to: ${deliverTo.address}`] : []),
    '',
    `明细 / Lines (${state.currency}, ${taxMode}):`,
    ...lines.flatMap((line, index) => lineText(state, line, index + 1)),
    '',
    ...(discount.minor > 0 ? [`折扣合计 / Discount: ${formatMoney(discount)}`] : []),
    `不含税合计 / Net total: ${formatMoney(amounts.net)}`,
    `税额合计 / Tax: ${formatMoney(amounts.tax)}`,
    `价税合计 / Total: ${formatMoney(amounts.gross)}`,
    '',
    '付款条件 / Payment terms:',
    ...(terms ? termLines : ['  按合同约定 / as agreed in the contract']),
    ...(remarks ? ['', `备注 / Remarks: ${remarks}`] : []),
    ...(changed.length > 0 ? ['', '与已批准版本的差异 / Changes from the approved version:', ...changed] : []),
    ...(state.change ? ['', `变更原因 / Reason for the change: ${state.change.reason}`] : []),
    '',
  ].join('\n');
}
