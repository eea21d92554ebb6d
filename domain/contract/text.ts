import { allocate, formatMoney } from '../money.ts';
import type { TermEvent } from '../term-event.ts';
import type { ContractFacts, Party, Term } from './model.ts';

const since = {
  start: { zh: '审批通过', en: 'its approval' },
  signed: { zh: '双方签署', en: 'both parties have signed' },
  delivered: { zh: '交货', en: 'delivery' },
  accepted: { zh: '验收合格', en: 'acceptance' },
  invoiced: { zh: '开具发票', en: 'the date of the invoice' },
} as const satisfies Record<TermEvent, { zh: string; en: string }>;

/** A contract as it is drawn up from what is agreed. */
export interface ContractWording extends Pick<ContractFacts, 'title' | 'parties' | 'amount' | 'term' | 'terms'> {
  readonly number: string;
  readonly version: number;
  /** Number of the contract it amends. */
  readonly amends: string | null;
}

/** The text of a contract as people read and approve it, in both languages. The same facts always give the same text. */
export function contractText(wording: ContractWording): string {
  const { number, version, title, parties, amount, term, amends } = wording;
  const heading = amends
    ? [`合同变更协议 / Amendment ${number}, v${version}`, `原合同 / Amends: ${amends}`]
    : [`销售合同 / Sales contract ${number}, v${version}`];
  return [
    ...heading,
    '',
    `项目 / Subject: ${title}`,
    ...partyLines('卖方 / Seller', parties.own),
    ...partyLines('买方 / Buyer', parties.customer),
    `合同金额 / Amount: ${formatMoney(amount)} (${amount.currency})`,
    ...termLines(term),
    '',
    '付款条件 / Payment terms:',
    ...paymentLines(wording),
    '',
    '本合同自双方签署之日起成立。 / This contract is concluded on the day both parties have signed it.',
    '',
  ].join('\n');
}

function partyLines(label: string, { name, taxNumber, address, bankName, bankAccount }: Party): string[] {
  const bank = [bankName, bankAccount].filter((part) => part !== null).join(' ');
  const details: [string, string | null][] = [
    ['  税号 / Tax number: ', taxNumber],
    ['  地址 / Address: ', address],
    ['  开户行及账号 / Bank: ', bank || null],
  ];
  return [`${label}: ${name}`, ...details.flatMap(([title, value]) => (value ? [`${title}${value}`] : []))];
}

function termLines({ from, until, months, autoRenew, noticeDays }: Term): string[] {
  const begins = from ?? '签署日 / day of signature';
  const ends = until ?? `${months} 个月 / ${months} months`;
  const renewal = autoRenew
    ? `到期自动续期 ${months} 个月，任一方可提前 ${noticeDays} 天书面通知终止 / renews for ${months} months unless notice is given ${noticeDays} days ahead`
    : '到期终止 / ends on its last day';
  return [`合同期限 / Term: ${begins} – ${ends}`, `  ${renewal}`];
}

function paymentLines({ amount, terms }: ContractWording): string[] {
  if (terms.length === 0) return ['  以具体订单为准 / as agreed order by order'];
  const shares = allocate(
    amount,
    terms.map(({ percent }) => percent),
  );
  return terms.map(({ label, percent, dueDays, from = 'start' }, index) => {
    const share = shares[index];
    return `  ${index + 1}. ${label}: ${percent}% = ${share ? formatMoney(share) : ''}；${since[from].zh}后 ${dueDays} 天 / ${dueDays} days after ${since[from].en}`;
  });
}
