import { formatMoney } from '../money.ts';
import type { WriteOffRequest } from './collection-facts.ts';
import { instalmentNumber, outstanding } from './instalment.ts';
import type { Instalment, PaymentPlanState } from './model.ts';

/** What people read who decide on a write-off, in both languages. The same request always gives the same text. */
export function writeOffText(
  state: PaymentPlanState,
  instalment: Instalment,
  { amount, reason }: Pick<WriteOffRequest, 'amount' | 'reason'>,
  number: string,
): string {
  const { made, kept, broken } = instalment.promises;
  return [
    `坏账核销申请 / Request to write off ${number}`,
    '',
    `客户 / Customer: ${state.customer.name}`,
    `合同或订单 / Contract or order: ${state.reference} ${state.title}`,
    `款项 / Instalment: ${instalmentNumber(state, instalment)} ${instalment.label}`,
    `到期日 / Due on: ${instalment.agreedDueOn ?? '-'}`,
    `应收金额 / Amount: ${formatMoney(instalment.amount)}`,
    `已收金额 / Received: ${formatMoney(instalment.received)}`,
    `未付金额 / Outstanding: ${formatMoney(outstanding(instalment))}`,
    `申请核销 / To be written off: ${formatMoney(amount)}`,
    `付款承诺 / Promises to pay: ${made}（兑现 / kept ${kept}，违约 / broken ${broken}）`,
    '',
    `理由 / Reason: ${reason}`,
    '',
    '核销不免除客户的付款义务；如日后收到款项，核销自动冲回。',
    'A write-off does not release the customer: if money arrives later, it is reversed by itself.',
    '',
  ].join('\n');
}
