import { z } from 'zod';
import { matchReasons } from '../../domain/receipt/match.ts';
import { receiptMethods } from '../../domain/receipt/model.ts';
import {
  CommandId,
  CustomerRef,
  ExpectedVersion,
  Id,
  Instant,
  LocalDay,
  Money,
  pageOf,
  paging,
  text,
} from './common.ts';

const positive = Money.refine(({ minor }) => minor > 0, { path: ['minor'], error: 'An amount above 0' });

export const NewReceipt = z
  .strictObject({
    bankReference: text(100).meta({ description: 'The number the bank gave the payment; it is recorded once.' }),
    amount: positive,
    receivedOn: LocalDay,
    account: text(60).nullable().default(null).meta({ description: 'The account of ours it came to.' }),
    payer: text(200).nullable().default(null),
    remittance: text(1_000).nullable().default(null).meta({ description: 'What the payer wrote with it.' }),
    method: z.enum(receiptMethods).default('transfer'),
    draft: z
      .strictObject({ number: text(60), drawer: text(200), maturesOn: LocalDay })
      .nullable()
      .default(null)
      .meta({ description: 'Of an acceptance draft (承兑汇票), with the method `draft` alone.' }),
    customerId: Id.nullable().default(null).meta({ description: 'By the name of the payer when absent.' }),
    holder: Id.nullable().default(null).meta({ description: 'Who of finance is to look after it.' }),
  })
  .meta({ id: 'NewReceipt' });

const base = { commandId: CommandId.optional(), expectedVersion: ExpectedVersion.optional() };
const reason = z.string().trim().max(1_000).default('').meta({ description: 'Says why; may not be blank.' });

export const ReceiptCommandInput = z
  .discriminatedUnion('type', [
    z.strictObject({
      ...base,
      type: z.literal('allocate'),
      parts: z
        .array(z.strictObject({ planId: Id, instalmentId: z.string().min(1).max(50), amount: positive }))
        .min(1)
        .max(50)
        .meta({ description: 'Which instalments the money pays, of one plan or several.' }),
    }),
    z.strictObject({ ...base, type: z.literal('release'), allocation: z.int().min(1), reason }),
    z.strictObject({ ...base, type: z.literal('keepAsCredit'), customerId: Id.nullable().default(null) }),
    z.strictObject({ ...base, type: z.literal('reject'), reason }),
    z.strictObject({ ...base, type: z.literal('reverse'), reason }),
    z.strictObject({ ...base, type: z.literal('assign'), to: Id }),
  ])
  .meta({ id: 'ReceiptCommand' });

export const SuggestionList = z
  .object({
    open: Money.meta({ description: 'What is left to allocate.' }),
    items: z.array(
      z.object({
        planId: z.string(),
        instalmentId: z.string(),
        number: z.string(),
        reference: z.string(),
        customer: CustomerRef,
        dueOn: LocalDay.nullable(),
        outstanding: Money,
        amount: Money.meta({ description: 'What of the receipt it would take.' }),
        score: z.int().min(0).max(100),
        reasons: z.array(z.enum(matchReasons)),
      }),
    ),
  })
  .meta({
    id: 'SuggestionList',
    example: {
      open: { minor: 14_400_000, currency: 'CNY' },
      items: [
        {
          planId: 'PP-DEMO05',
          instalmentId: 'i1',
          number: 'C-2026-0188/1',
          reference: 'C-2026-0188',
          customer: { id: 'cu-yunhai', name: '云海软件' },
          dueOn: '2026-11-15',
          outstanding: { minor: 6_000_000, currency: 'CNY' },
          amount: { minor: 6_000_000, currency: 'CNY' },
          score: 70,
          reasons: ['reference', 'payer', 'dueFirst'],
        },
      ],
    },
  });

const PayerAliasView = z
  .object({
    payer: z.string(),
    customer: CustomerRef,
    receiptId: z.string(),
    learnedBy: z.string(),
    learnedAt: Instant,
  })
  .meta({
    id: 'PayerAlias',
    example: {
      payer: '云海软件(上海)有限公司',
      customer: { id: 'cu-yunhai', name: '云海软件' },
      receiptId: 'RC-7Q2M4K9XTB',
      learnedBy: 'zhangqiang',
      learnedAt: '2026-11-24T01:12:00.000Z',
    },
  });
export const PayerAliasPage = pageOf(PayerAliasView).meta({ id: 'PayerAliasPage' });
export const PayerAliasQuery = z.strictObject({ customer: Id.optional(), ...paging });
export const PayerAliasParams = z.strictObject({ payer: z.string().min(1).max(300) });
