import { z } from 'zod';
import { termEvents } from '../../domain/term-event.ts';
import { CommandId, ExpectedVersion, Id, InstantInput, LocalDay, Money, text } from './common.ts';

/** Shares and due days of what is to be paid. */
export const PaymentTerms = z
  .array(
    z.strictObject({
      label: text(100),
      percent: z.number().positive().max(100),
      dueDays: z.int().min(0).max(7_300),
      from: z.enum(termEvents).optional().meta({ description: 'What the days count from; the start when absent.' }),
    }),
  )
  .min(1)
  .max(60)
  .meta({
    description:
      'Shares of the amount, together 100 percent, each due a number of days after the plan begins, or after the event in `from`.',
    example: [
      { label: 'Down payment', percent: 30, dueDays: 10 },
      { label: 'Balance', percent: 70, dueDays: 30, from: 'accepted' },
    ],
  });

const NextAction = z
  .strictObject({ what: text(500), at: InstantInput })
  .meta({ id: 'NextActionInput', example: { what: 'Call about the offer', at: '2026-12-01T09:00:00+08:00' } });

const deal = {
  title: text(200),
  customerId: Id.nullable(),
  amount: Money.nullable(),
  expectedClose: LocalDay.nullable(),
  product: text(200).nullable(),
  source: text(100).nullable(),
};

export const NewOpportunity = z
  .strictObject({
    commandId: CommandId.optional(),
    variant: Id.optional().meta({ description: 'Chosen by the facts when absent.' }),
    title: deal.title,
    customerId: deal.customerId.default(null),
    amount: deal.amount.default(null),
    expectedClose: deal.expectedClose.default(null),
    product: deal.product.default(null),
    source: deal.source.default(null),
    owner: Id.optional().meta({ description: 'The caller when absent.' }),
    nextAction: NextAction.nullable().default(null),
  })
  .meta({ id: 'NewOpportunity' });
export type NewOpportunity = z.output<typeof NewOpportunity>;

const Changes = z.strictObject(deal).partial().meta({ description: 'Facts to change; null clears one.' });
export type DealChangesInput = z.output<typeof Changes>;

const base = { commandId: CommandId.optional(), expectedVersion: ExpectedVersion.optional() };

export const OpportunityCommandInput = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('edit'), changes: Changes }),
    z.strictObject({
      ...base,
      type: z.literal('logFollowUp'),
      note: text(4_000),
      via: z.enum(['call', 'visit', 'wechat', 'mail', 'other']),
      nextAction: NextAction.nullable().optional(),
    }),
    z.strictObject({ ...base, type: z.literal('planNextAction'), nextAction: NextAction }),
    z.strictObject({
      ...base,
      type: z.literal('moveStage'),
      to: text(100),
      changes: Changes.optional(),
      lostReason: text(100).optional(),
      lostNote: text(2_000).optional(),
      terms: PaymentTerms.optional(),
    }),
    z.strictObject({ ...base, type: z.literal('changeOwner'), to: Id, reason: text(1_000).optional() }),
    z.strictObject({
      ...base,
      type: z.literal('submitContract'),
      terms: PaymentTerms.optional(),
      changes: Changes.optional(),
    }),
  ])
  .meta({ id: 'OpportunityCommand' });
export type OpportunityCommandInput = z.output<typeof OpportunityCommandInput>;
