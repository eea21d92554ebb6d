import { z } from 'zod';
import { type buyerFields, invoiceForms, sendChannels } from '../../domain/invoice/model.ts';
import { CommandId, Currency, CustomerRef, ExpectedVersion, Id, LocalDay, Money, SignedMoney, text } from './common.ts';

const Buyer = z
  .strictObject({
    title: text(200).meta({ description: 'Whom it is made out to (发票抬头).' }),
    taxNumber: text(20).optional(),
    address: text(200).optional(),
    phone: text(50).optional(),
    bank: text(100).optional(),
    account: text(60).optional(),
  } satisfies Record<'title' | (typeof buyerFields)[number], z.ZodType>)
  .meta({ id: 'InvoiceBuyer', example: { title: '云海软件有限公司', taxNumber: '91310000MA1K35XX0B' } });

const amount = z.strictObject({
  minor: z.int().min(-100_000_000_000_000).max(100_000_000_000_000),
  currency: Currency,
});

const scope = {
  commandId: CommandId.optional(),
  note: text(1_000).nullable().default(null),
};

export const NewInvoice = z
  .strictObject({
    ...scope,
    reference: text(100).meta({ description: 'The contract or order it is for.' }),
    title: text(200).optional().meta({ description: 'The reference when absent.' }),
    customerId: Id,
    owner: Id.optional().meta({ description: 'Who asks for it: the caller when absent.' }),
    dealId: Id.nullable().default(null),
    form: z.enum(invoiceForms).meta({ description: '专票, 普票, 数电票.' }),
    planId: Id.nullable().default(null).meta({ description: 'Of the plan with this reference when absent.' }),
    instalmentIds: z.array(z.string().min(1).max(50)).max(120).default([]),
    receipts: z
      .array(text(100))
      .max(100)
      .default([])
      .meta({ description: 'Bank references of receipts it is made out for, where money came first.' }),
    gross: amount.meta({ description: 'With tax. Net and tax follow from the rate unless they are given.' }),
    net: amount.optional(),
    tax: amount.optional(),
    rate: z.int().min(0).max(10_000).meta({ description: 'Tax in hundredths of a percent: 1300 is 13 %.' }),
    buyer: Buyer,
    overrideReason: text(1_000)
      .nullable()
      .default(null)
      .meta({ description: 'Why finance has more invoiced than was agreed.' }),
  })
  .refine(({ net, tax }) => (net === undefined) === (tax === undefined), {
    path: ['tax'],
    error: 'Net and tax come together',
  })
  .meta({ id: 'NewInvoice' });

export const NewRedLetter = z
  .strictObject({
    ...scope,
    gross: Money.refine(({ minor }) => minor > 0, { path: ['minor'], error: 'An amount above 0' })
      .optional()
      .meta({ description: 'What is taken back, with tax; all that is left of the invoice when absent.' }),
    reason: text(1_000),
  })
  .meta({ id: 'NewRedLetter' });

const base = { commandId: CommandId.optional(), expectedVersion: ExpectedVersion.optional() };
const reason = z.string().trim().max(1_000).default('').meta({ description: 'Says why; may not be blank.' });

export const InvoiceCommandInput = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('issue'), number: text(20), issuedOn: LocalDay }),
    z.strictObject({ ...base, type: z.literal('sendBack'), reason }),
    z.strictObject({
      ...base,
      type: z.literal('resubmit'),
      buyer: Buyer.optional(),
      form: z.enum(invoiceForms).optional(),
      note: text(1_000).optional(),
    }),
    z.strictObject({ ...base, type: z.literal('withdraw'), reason }),
    z.strictObject({ ...base, type: z.literal('send'), via: z.enum(sendChannels), to: text(200) }),
    z.strictObject({ ...base, type: z.literal('acknowledge'), by: text(200) }),
    z.strictObject({ ...base, type: z.literal('assign'), to: Id }),
  ])
  .meta({ id: 'InvoiceCommand' });

const InvoiceLine = z.object({
  id: z.string(),
  number: z.string().nullable(),
  stage: z.string(),
  form: z.enum(invoiceForms),
  issuedOn: LocalDay.nullable(),
  gross: SignedMoney,
  originalId: z.string().nullable().meta({ description: 'The invoice this one takes back.' }),
});

const InstalmentLine = z.object({
  planId: z.string(),
  instalmentId: z.string(),
  number: z.string(),
  label: z.string(),
  dueOn: LocalDay.nullable(),
  amount: Money,
  received: Money,
  outstanding: Money,
});

const ReceiptLine = z.object({
  planId: z.string(),
  bankReference: z.string(),
  receiptId: z.string().nullable().meta({ description: 'Null for one recorded on the plan itself.' }),
  receivedOn: LocalDay,
  payer: z.string().nullable(),
  amount: Money,
  recordedBy: z.string(),
});

const exampleTotals = {
  currency: 'CNY',
  agreed: 18_000_000,
  invoiced: 12_000_000,
  requested: 0,
  received: 6_000_000,
  open: 12_000_000,
  toInvoice: 6_000_000,
} as const;

/** What has been invoiced, received and is open of one contract. */
export const ContractMoney = z
  .object({
    reference: z.string(),
    customers: z.array(CustomerRef),
    totals: z
      .array(
        z.object({
          currency: Currency,
          agreed: z.int(),
          invoiced: z.int().meta({ description: 'Issued, less what red letters took back.' }),
          requested: z.int().meta({ description: 'Asked for and not issued yet.' }),
          received: z.int(),
          open: z.int(),
          toInvoice: z.int().meta({ description: 'Agreed, and neither invoiced nor asked for.' }),
        }),
      )
      .meta({ description: 'By currency, in minor units; never across currencies.' }),
    instalments: z.array(InstalmentLine),
    invoices: z.array(InvoiceLine),
    receipts: z.array(ReceiptLine),
  })
  .meta({
    id: 'ContractMoney',
    example: {
      reference: 'C-2026-0188',
      customers: [{ id: 'cu-yunhai', name: '云海软件' }],
      totals: [exampleTotals],
      instalments: [],
      invoices: [],
      receipts: [],
    },
  });
export const ContractMoneyQuery = z.strictObject({ reference: text(100) });
