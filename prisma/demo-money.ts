import { addDays, type LocalDate } from '../domain/calendar.ts';
import { amountsOfGross } from '../domain/invoice/amounts.ts';
import type { InvoiceInput } from '../domain/invoice/model.ts';
import type { PaymentPlanInput } from '../domain/payment-plan/model.ts';
import type { ReceiptInput } from '../domain/receipt/model.ts';

const cny = (yuan: number) => ({ minor: yuan * 100, currency: 'CNY' });
const jiangnan = { id: 'cu-jiangnan', name: '江南食品股份' };
const reference = 'C-2026-0151';

/** A contract that is being paid as agreed: its first part by transfer, its second by an acceptance draft. */
export function demoPaidPlan(today: LocalDate): { readonly code: string; readonly input: PaymentPlanInput } {
  return {
    code: 'DEMO07',
    input: {
      reference,
      title: '车间温控改造',
      customer: jiangnan,
      contact: { name: '吴刚', email: 'wugang@jiangnan.example', locale: 'zh-CN' },
      owner: 'lina',
      financeOwner: 'zhangqiang',
      total: cny(320_000),
      terms: null,
      instalments: [
        { label: '首付款', amount: cny(80_000), dueOn: addDays(today, -3) },
        { label: '到货款', amount: cny(120_000), dueOn: addDays(today, 20) },
        { label: '尾款', amount: cny(120_000), dueOn: addDays(today, 75) },
      ],
      origin: null,
      dealId: null,
    },
  };
}

/** Money that has come in: one that was matched, a draft that is held until it matures, and one that finance has to look at. */
export function demoReceipts(today: LocalDate): readonly Omit<ReceiptInput, 'candidates'>[] {
  const received = { account: '6222-0210-0000-1234', holder: 'zhangqiang', method: 'transfer', draft: null } as const;
  return [
    {
      ...received,
      bankReference: 'ICBC-DEMO-000318',
      amount: cny(80_000),
      receivedOn: addDays(today, -2),
      payer: jiangnan.name,
      remittance: `货款 ${reference} 首付款`,
      customer: jiangnan,
    },
    {
      ...received,
      bankReference: 'BA-DEMO-130210000012',
      amount: cny(120_000),
      receivedOn: addDays(today, -1),
      payer: jiangnan.name,
      remittance: `${reference}/2`,
      method: 'draft',
      draft: { number: '130210000012', drawer: jiangnan.name, maturesOn: addDays(today, 90) },
      customer: jiangnan,
    },
    {
      ...received,
      bankReference: 'ICBC-DEMO-000402',
      amount: cny(60_000),
      receivedOn: addDays(today, -1),
      payer: '云海（上海）信息技术有限公司',
      remittance: '服务费',
      customer: null,
    },
  ];
}

/** An invoice sales has asked for and finance has not issued yet. */
export function demoInvoice(): { readonly code: string; readonly input: InvoiceInput } {
  const customer = { id: 'cu-yunhai', name: '云海软件' };
  return {
    code: 'DEMO01',
    input: {
      title: '年度软件服务 首付款',
      customer,
      owner: 'lina',
      dealId: null,
      form: 'digital',
      scope: { reference: 'C-2026-0188', planId: 'PP-DEMO05', instalmentIds: ['i1'], receipts: [] },
      amounts: amountsOfGross(cny(60_000), 600),
      buyer: { title: '云海软件有限公司', taxNumber: '91310000MA1K35XX0B' },
      note: null,
      original: null,
      room: { agreed: cny(180_000), invoiced: cny(0) },
      overrideReason: null,
    },
  };
}
