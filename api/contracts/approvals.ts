import { z } from 'zod';
import { approvalSubjects } from '../../domain/approval/model.ts';
import { CommandId, ExpectedVersion, Id, Money, text } from './common.ts';

/** Largest document, in bytes. */
export const largestDocument = 10 * 1024 * 1024;

const content = {
  mime: z
    .string()
    .max(120)
    .regex(/^[\w.+-]+\/[\w.+-]+(; ?charset=[\w-]+)?$/, 'A media type such as application/pdf')
    .meta({ example: 'application/pdf' }),
  contentBase64: z
    .base64()
    .min(4)
    .max(Math.ceil(largestDocument / 3) * 4)
    .meta({ description: 'The exact bytes, in base 64; at most 10 MiB.', example: '5ZCI5ZCM' }),
};

const DocumentUpload = z
  .strictObject({
    number: text(80).meta({ description: 'The number people know the document by.' }),
    title: text(200),
    ...content,
  })
  .meta({ id: 'DocumentUpload' });
export type DocumentUpload = z.output<typeof DocumentUpload>;

const fieldName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'A name such as discountPercent');

/** Facts about a document by which its way may be chosen. */
const DocumentFields = z
  .record(fieldName, z.union([text(200), z.number(), z.boolean(), Money]))
  .refine((fields) => Object.keys(fields).length <= 40, 'At most 40 fields')
  .meta({
    id: 'DocumentFields',
    description: 'Facts about this version of the document by which its way is chosen.',
    example: { discountPercent: 12, region: 'east' },
  });

export const NewApproval = z
  .strictObject({
    commandId: CommandId.optional(),
    variant: Id.optional().meta({ description: 'Chosen by the facts when absent.' }),
    subject: z.enum(approvalSubjects),
    document: DocumentUpload,
    amount: Money,
    fields: DocumentFields.default({}),
    customerId: Id.nullable().default(null),
    dealId: Id.nullable().default(null).meta({ description: 'The opportunity it belongs to.' }),
    stepUp: z.boolean().default(false).meta({
      description:
        'Decisions by mail link take a code that is mailed separately, also below the amount from which all do.',
    }),
  })
  .meta({ id: 'NewApproval' });
export type NewApproval = z.output<typeof NewApproval>;

const base = { commandId: CommandId.optional(), expectedVersion: ExpectedVersion.optional() };
const taskId = z.string().min(1).max(50).meta({ description: '`key` of the wait.', example: 't1' });
const documentHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'A SHA-256 in 64 lower-case hexadecimal digits')
  .meta({ description: 'SHA-256 of the document that was read.', example: 'a'.repeat(64) });

export const ApprovalCommandInput = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('approve'), taskId, documentHash, comment: text(2_000).optional() }),
    z.strictObject({
      ...base,
      type: z.literal('reject'),
      taskId,
      documentHash,
      comment: z.string().trim().max(2_000).default('').meta({ description: 'Says why; may not be blank.' }),
    }),
    z.strictObject({ ...base, type: z.literal('transfer'), taskId, to: Id, comment: text(2_000).optional() }),
    z.strictObject({ ...base, type: z.literal('withdraw'), reason: text(1_000).optional() }),
    z.strictObject({ ...base, type: z.literal('urge'), taskId }),
    z.strictObject({
      ...base,
      type: z.literal('replaceDocument'),
      document: z.strictObject({ title: text(200).optional(), ...content }),
      amount: Money.optional(),
    }),
  ])
  .meta({ id: 'ApprovalCommand' });
export type ApprovalCommandInput = z.output<typeof ApprovalCommandInput>;
