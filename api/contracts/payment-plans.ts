import { z } from 'zod';
import { termEvents } from '../../domain/term-event.ts';
import { CommandId, ExpectedVersion, Id, LocalDay, LocaleName, Money, text } from './common.ts';
import { PaymentTerms } from './opportunities.ts';

const Contact = z
  .strictObject({ name: text(200), email: z.email().max(254), locale: LocaleName })
  .meta({ id: 'BillingContact', example: { name: '王会计', email: 'ap@customer.example', locale: 'zh-CN' } });

const positive = Money.refine(({ minor }) => minor > 0, { path: ['minor'], error: 'An amount above 0' });

export const NewPaymentPlan = z
  .strictObject({
    commandId: CommandId.optional(),
    variant: Id.optional().meta({ description: 'Chosen by the facts when absent.' }),
    reference: text(100).meta({ description: 'The contract or order the money is owed for.' }),
    title: text(200),
    customerId: Id,
    contact: Contact.optional().meta({ description: "The customer's billing contact when absent." }),
    owner: Id.optional().meta({ description: 'The caller when absent.' }),
    financeOwner: Id.nullable().default(null),
    total: positive,
    terms: PaymentTerms.nullable().default(null),
    instalments: z
      .array(z.strictObject({ label: text(100), amount: positive, dueOn: LocalDay }))
      .min(1)
      .max(120)
      .nullable()
      .default(null)
      .meta({ description: 'Exact parts instead of terms; together the total.' }),
    dealId: Id.nullable().default(null),
  })
  .meta({ id: 'NewPaymentPlan' });
export type NewPaymentPlan = z.output<typeof NewPaymentPlan>;

const receipt = {
  bankReference: text(100).meta({ description: 'The number the bank gave the payment; it is recorded once.' }),
  amount: positive,
  receivedOn: LocalDay,
  payer: text(200).optional(),
  instalmentId: z.string().min(1).max(50).optional().meta({ description: 'Paid first; then the oldest due.' }),
};

export const ReceiptInput = z
  .strictObject({ ...receipt, expectedVersion: ExpectedVersion.optional() })
  .meta({ id: 'ReceiptInput' });
export type ReceiptInput = z.output<typeof ReceiptInput>;

const base = { commandId: CommandId.optional(), expectedVersion: ExpectedVersion.optional() };

export const PaymentPlanCommandInput = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('recordReceipt'), ...receipt }),
    z.strictObject({
      ...base,
      type: z.literal('noteEvent'),
      event: z.enum(termEvents).exclude(['start']),
      on: LocalDay,
      share: z
        .number()
        .positive()
        .max(100)
        .optional()
        .meta({ description: 'Percentage of each instalment; all when absent.' }),
      reference: text(100)
        .optional()
        .meta({ description: 'The occasion, such as one delivery; told twice it counts once.' }),
    }),
    z.strictObject({ ...base, type: z.literal('setContact'), contact: Contact }),
    z.strictObject({ ...base, type: z.literal('changeOwner'), to: Id, reason: text(1_000).optional() }),
    z.strictObject({
      ...base,
      type: z.literal('cancel'),
      reason: z.string().trim().max(1_000).default('').meta({ description: 'Says why; may not be blank.' }),
    }),
  ])
  .meta({ id: 'PaymentPlanCommand' });
export type PaymentPlanCommandInput = z.output<typeof PaymentPlanCommandInput>;
