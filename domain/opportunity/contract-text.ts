import type { ContractDraft } from '../deal.ts';
import { allocate, formatMoney } from '../money.ts';

/** The text of a contract as people read and approve it, in both languages. The same draft always gives the same text. */
export function contractText({ number, version, title, customer, amount, terms }: ContractDraft): string {
  const shares = allocate(
    amount,
    terms.map(({ percent }) => percent),
  );
  const lines = terms.map(({ label, percent, dueDays }, index) => {
    const share = shares[index];
    return `  ${index + 1}. ${label}: ${percent}% = ${share ? formatMoney(share) : ''}；生效后 ${dueDays} 天 / ${dueDays} days after it takes effect`;
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
