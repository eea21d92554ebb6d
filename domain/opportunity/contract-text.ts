import type { ContractDraft } from '../deal.ts';
import { allocate, formatMoney } from '../money.ts';
import type { TermEvent } from '../term-event.ts';

const since = {
  start: { zh: '生效', en: 'it takes effect' },
  signed: { zh: '双方签署', en: 'both parties have signed' },
  delivered: { zh: '交货', en: 'delivery' },
  accepted: { zh: '验收合格', en: 'acceptance' },
  invoiced: { zh: '开具发票', en: 'the date of the invoice' },
} as const satisfies Record<TermEvent, { zh: string; en: string }>;

/** The text of a contract as people read and approve it, in both languages. The same draft always gives the same text. */
export function contractText({ number, version, title, customer, amount, terms }: ContractDraft): string {
  const shares = allocate(
    amount,
    terms.map(({ percent }) => percent),
  );
  const lines = terms.map(({ label, percent, dueDays, from = 'start' }, index) => {
    const share = shares[index];
    return `  ${index + 1}. ${label}: ${percent}% = ${share ? formatMoney(share) : ''}；${since[from].zh}后 ${dueDays} 天 / ${dueDays} days after ${since[from].en}`;
  });
  return [
    `销售合同 / Sales contract ${number}, v${version}`,
    '',
    `项目 / Subject: ${title}`,
    `买方 / Buyer: ${customer.name}`,
    `合同金额 / Amount: ${formatMoney(amount)} (${amount.currency})`,
    '',
    '付款条件 / Payment terms:',
    ...lines,
    '',
    '本合同自审批通过之日起生效。 / This contract takes effect on the day of its approval.',
    '',
  ].join('\n');
}
