import { z } from 'zod';
import { contactChannels, disputeOutcomes, disputeReasons } from '../../domain/payment-plan/collection-facts.ts';
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
    lateInterest: z
      .strictObject({ perDayPpm: z.int().min(0).max(10_000), graceDays: z.int().min(0).max(365) })
      .optional()
      .meta({
        description: 'Agreed interest on late payment, in parts per million a day; the statutory 500 when absent.',
        example: { perDayPpm: 300, graceDays: 3 },
      }),
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

const InstalmentId = z
  .string()
  .min(1)
  .max(50)
  .meta({ description: 'Such as `i2`, or `i2b` for a part split off it.', example: 'i2' });

/** Whether it says anything is for the rules to judge, who answer with a code of its own. */
const reason = z.string().trim().max(1_000).default('').meta({ description: 'Says why; may not be blank.' });

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
    z.strictObject({ ...base, type: z.literal('reverseReceipt'), bankReference: text(100), on: LocalDay, reason }),
    z.strictObject({ ...base, type: z.literal('applyCredit'), instalmentId: InstalmentId.optional() }),
    z.strictObject({
      ...base,
      type: z.literal('creditNote'),
      instalmentId: InstalmentId,
      number: text(100).meta({ description: 'The number of the credit note; it counts once.' }),
      amount: positive,
      on: LocalDay,
      reason,
    }),
    z.strictObject({
      ...base,
      type: z.literal('claimFee'),
      instalmentId: InstalmentId,
      amount: positive,
      why: z.enum(['interest', 'fixed']),
      reason,
    }),
    z.strictObject({ ...base, type: z.literal('waiveFee'), instalmentId: InstalmentId, feeId: text(20), reason }),
    z.strictObject({
      ...base,
      type: z.literal('requestWriteOff'),
      instalmentId: InstalmentId,
      amount: positive.optional().meta({ description: 'All that is open when absent.' }),
      reason,
    }),
    z.strictObject({
      ...base,
      type: z.literal('recordPromise'),
      instalmentId: InstalmentId,
      amount: positive.optional().meta({ description: 'All that is open when absent.' }),
      on: LocalDay,
      by: text(200).meta({ description: 'The person at the customer who promised.' }),
      channel: z.enum(contactChannels),
    }),
    z.strictObject({
      ...base,
      type: z.literal('openDispute'),
      instalmentId: InstalmentId,
      reason: z.enum(disputeReasons),
      note: text(2_000),
      amount: positive.optional().meta({ description: 'All that is open when absent; a part is split off.' }),
      dueOn: LocalDay.meta({ description: 'Settled until then, or it goes up.' }),
      owner: Id.optional().meta({ description: 'Who settles it; the holder of the instalment when absent.' }),
    }),
    z.strictObject({
      ...base,
      type: z.literal('resolveDispute'),
      instalmentId: InstalmentId,
      outcome: z.enum(disputeOutcomes),
      note: text(2_000),
      creditNote: text(100).optional().meta({ description: 'Number of the credit note, for that outcome.' }),
    }),
    z.strictObject({
      ...base,
      type: z.literal('logContact'),
      instalmentId: InstalmentId.optional(),
      channel: z.enum(contactChannels),
      with: text(200),
      note: text(2_000),
    }),
    z.strictObject({
      ...base,
      type: z.literal('pause'),
      instalmentId: InstalmentId.optional().meta({ description: 'Everything that is due or will be, when absent.' }),
      until: LocalDay,
      reason,
      owner: Id.optional().meta({ description: 'Who answers for it; the caller when absent.' }),
    }),
    z.strictObject({ ...base, type: z.literal('resume'), instalmentId: InstalmentId }),
    z.strictObject({ ...base, type: z.literal('holdLetter'), instalmentId: InstalmentId, until: LocalDay, reason }),
    z.strictObject({
      ...base,
      type: z.literal('noteLetter'),
      instalmentId: InstalmentId,
      note: z.string().trim().max(2_000).meta({ description: 'Words for the next letter; blank takes them out.' }),
    }),
    z.strictObject({ ...base, type: z.literal('clearSuspicion'), instalmentId: InstalmentId, note: text(2_000) }),
    z.strictObject({ ...base, type: z.literal('acceptEscalation'), instalmentId: InstalmentId }),
    z.strictObject({ ...base, type: z.literal('setContact'), contact: Contact }),
    z.strictObject({ ...base, type: z.literal('changeOwner'), to: Id, reason: text(1_000).optional() }),
    z.strictObject({
      ...base,
      type: z.literal('cancel'),
      reason,
    }),
  ])
  .meta({ id: 'PaymentPlanCommand' });
export type PaymentPlanCommandInput = z.output<typeof PaymentPlanCommandInput>;
