import { z } from 'zod';
import { matchTiers } from '../../domain/receipt/model.ts';
import { Currency, Instant, InstantInput, LocalDay, Money, pageOf, paging, text } from './common.ts';

const column = text(100);

/** How the statements of a bank are read that come as columns. */
export const BankFormatSettings = z
  .strictObject({
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    encoding: z.enum(['utf-8', 'gbk', 'gb18030', 'utf-16le']).default('utf-8'),
    skipRows: z.int().min(0).max(50).default(0).meta({ description: 'Lines before the one with the column names.' }),
    dateFormat: z
      .enum(['YYYY-MM-DD', 'YYYY/MM/DD', 'YYYYMMDD', 'DD.MM.YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY'])
      .default('YYYY-MM-DD'),
    decimal: z.enum(['.', ',']).default('.'),
    currency: Currency.default('CNY').meta({ description: 'Where no column says it.' }),
    account: text(60).nullable().default(null).meta({ description: 'The account of ours the statements are of.' }),
    columns: z
      .strictObject({
        date: column,
        amount: column.nullable().default(null).meta({ description: 'One column with a sign: above 0 is received.' }),
        credit: column
          .nullable()
          .default(null)
          .meta({ description: 'What is received, where it has a column of its own.' }),
        payer: column.nullable().default(null),
        reference: column
          .nullable()
          .default(null)
          .meta({ description: 'Number of the bank; where a line has none, its content stands for it.' }),
        remittance: column.nullable().default(null),
        currency: column.nullable().default(null),
      })
      .refine(({ amount, credit }) => (amount === null) !== (credit === null), {
        path: ['amount'],
        error: 'Either a column `amount` with a sign, or a column `credit`',
      }),
  })
  .meta({ id: 'BankFormatSettings' });
export type BankFormatSettings = z.output<typeof BankFormatSettings>;

export const BankFormatParams = z.strictObject({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/) });

export const BankFormatInput = z
  .strictObject({ name: text(100), settings: BankFormatSettings })
  .meta({ id: 'BankFormatInput' });

const exampleSettings = {
  delimiter: ',',
  encoding: 'gbk',
  skipRows: 2,
  dateFormat: 'YYYYMMDD',
  decimal: '.',
  currency: 'CNY',
  account: '6222-0210-0000-1234',
  columns: {
    date: '交易日期',
    amount: null,
    credit: '贷方发生额',
    payer: '对方户名',
    reference: '交易流水号',
    remittance: '摘要',
    currency: null,
  },
} as const;

const exampleFormat = {
  id: 'icbc',
  name: '工商银行',
  settings: exampleSettings,
  updatedBy: 'zhangqiang',
  updatedAt: '2026-11-24T01:12:00.000Z',
} as const;

export const BankFormatView = z
  .object({ id: z.string(), name: z.string(), settings: BankFormatSettings, updatedBy: z.string(), updatedAt: Instant })
  .meta({ id: 'BankFormat', example: exampleFormat });
export const BankFormatList = z
  .object({ items: z.array(BankFormatView) })
  .meta({ id: 'BankFormatList', example: { items: [exampleFormat] } });

export const StatementInput = z
  .strictObject({
    format: z
      .string()
      .regex(/^(camt\.053|[a-z0-9][a-z0-9-]{0,49})$/, '`camt.053`, or the id of a bank format')
      .meta({ description: '`camt.053`, or the id of a bank format.' }),
    fileName: text(200),
    content: z.base64().min(4).max(7_000_000).meta({ description: 'The bytes of the file, as they are, in base64.' }),
    account: text(60).optional().meta({ description: 'The account of ours, where neither file nor format says it.' }),
    readUntil: InstantInput.optional().meta({
      description: 'Up to when the file has all bookings; the end of the last booked day when absent.',
    }),
    dryRun: z.boolean().default(false).meta({ description: 'Says what would happen, and does nothing.' }),
  })
  .meta({ id: 'StatementInput' });

const StatementReceipt = z.object({
  line: z.int(),
  bankReference: z.string(),
  amount: Money,
  payer: z.string().nullable(),
  outcome: z.enum(['new', 'known', 'refused']).meta({
    description: '`known`: the reference is recorded already. `refused`: with another amount.',
  }),
  receiptId: z.string().nullable(),
  matchedBy: z.enum(matchTiers).nullable().meta({ description: 'Null: it waits for a person.' }),
});

const exampleReport = {
  sha256: '8927605bb4cc8b6811631017089af509f274ecf46ebb99bc64cf6e3830ba53dd',
  account: '6222-0210-0000-1234',
  bookedTo: '2026-11-24',
  dryRun: false,
  importedBefore: false,
  receipts: [
    {
      line: 4,
      bankReference: '20261124000318',
      amount: { minor: 6_000_000, currency: 'CNY' },
      payer: '云海软件',
      outcome: 'new',
      receiptId: 'RC-7Q2M4K9XTB',
      matchedBy: 'reference',
    },
  ],
  faults: [{ line: 9, column: '贷方发生额', reason: 'notAnAmount', value: '12.3.4' }],
  passedOver: 12,
} as const;

export const StatementReport = z
  .object({
    sha256: z.string(),
    account: z.string(),
    bookedTo: LocalDay.nullable(),
    dryRun: z.boolean(),
    importedBefore: z.boolean().meta({ description: 'The same file was read in before; nothing doubles.' }),
    receipts: z.array(StatementReceipt),
    faults: z
      .array(z.object({ line: z.int(), column: z.string(), reason: z.string(), value: z.string() }))
      .meta({ description: 'Lines that cannot be used. The others are.' }),
    passedOver: z.int().meta({ description: 'Lines that are no money received.' }),
  })
  .meta({ id: 'StatementReport', example: exampleReport });

const StatementView = z
  .object({
    sha256: z.string(),
    fileName: z.string(),
    format: z.string(),
    account: z.string(),
    bookedTo: LocalDay.nullable(),
    receipts: z.int(),
    importedBy: z.string(),
    importedAt: Instant,
  })
  .meta({
    id: 'BankStatement',
    example: {
      sha256: exampleReport.sha256,
      fileName: 'icbc-20261124.csv',
      format: 'icbc',
      account: exampleReport.account,
      bookedTo: '2026-11-24',
      receipts: 3,
      importedBy: 'zhangqiang',
      importedAt: '2026-11-24T09:12:00.000Z',
    },
  });
export const StatementPage = pageOf(StatementView).meta({ id: 'BankStatementPage' });
export const StatementQuery = z.strictObject({ ...paging });

export const FeedList = z
  .object({
    items: z.array(
      z.object({
        account: z.string(),
        readUntil: Instant.meta({ description: 'All bookings up to then are known.' }),
        updatedAt: Instant,
      }),
    ),
  })
  .meta({
    id: 'BankFeedList',
    example: {
      items: [
        {
          account: exampleReport.account,
          readUntil: '2026-11-24T16:00:00.000Z',
          updatedAt: '2026-11-25T01:12:00.000Z',
        },
      ],
    },
  });
