import { z } from 'zod';
import { type ApprovalCommand, overrides } from '../../domain/approval/commands.ts';
import { groupModes, signerPositions } from '../../domain/approval/model.ts';
import { approvalSubjects } from '../../domain/approval/subject.ts';
import { resubmissions } from '../../domain/approval/variant.ts';
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

const facts = {
  variant: Id.optional().meta({ description: 'Chosen by the facts when absent.' }),
  subject: z.enum(approvalSubjects),
  amount: Money,
  fields: DocumentFields.default({}),
  customerId: Id.nullable().default(null),
  chosen: z
    .record(z.string().max(100), z.array(Id).max(50))
    .optional()
    .meta({ description: 'People the starter chooses, by node, where the variant leaves it to them.' }),
};

/** What the way of an approval depends on. */
export const ApprovalFactsInput = z.strictObject(facts).meta({ id: 'ApprovalFacts' });

export const NewApproval = z
  .strictObject({
    commandId: CommandId.optional(),
    ...facts,
    document: DocumentUpload,
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
const comment = text(2_000).optional();
/** May be blank, so that the rules themselves say what is missing. */
const reason = z.string().trim().max(2_000).default('').meta({ description: 'Says why; may not be blank.' });
const nextVersion = z.strictObject({ title: text(200).optional(), ...content });
const newFacts = { amount: Money.optional(), fields: DocumentFields.optional() };
const people = z.array(Id).min(1).max(50);

export const AmendmentRequest = z
  .strictObject({ commandId: CommandId.optional(), document: nextVersion, ...newFacts })
  .meta({ id: 'AmendmentRequest' });

export const ReversalRequest = z
  .strictObject({ commandId: CommandId.optional(), reason: text(1_000) })
  .meta({ id: 'ReversalRequest' });

const operations = {
  approve: { taskId, documentHash, comment },
  reject: { taskId, documentHash, comment: reason },
  transfer: { taskId, to: Id, comment },
  delegate: { taskId, to: Id, comment },
  addSigners: {
    taskId,
    position: z.enum(signerPositions),
    people,
    mode: z
      .enum(groupModes)
      .optional()
      .meta({ description: 'How people added before or after decide; ALL if absent.' }),
    documentHash: documentHash.optional().meta({ description: 'Needed with `after`, which is an approval as well.' }),
    comment,
  },
  removeSigner: { taskId, comment },
  sendBack: {
    taskId,
    to: text(100).meta({ description: '`starter`, or the name of a node that has been asked.', example: 'starter' }),
    resubmission: z
      .enum(resubmissions)
      .default('REPLAY')
      .meta({ description: 'Every node again, or straight back to the sender.' }),
    comment: reason,
  },
  resubmit: { document: nextVersion.optional(), ...newFacts, comment },
  withdraw: { reason: text(1_000).optional() },
  takeBack: { taskId, comment },
  urge: { taskId },
  cc: { people, comment },
  comment: { text: text(2_000), ask: z.boolean().optional(), taskId: taskId.optional() },
  replaceDocument: { document: nextVersion, ...newFacts },
  override: {
    action: z.enum(overrides),
    node: text(100).optional().meta({ description: 'The node to pass or to go on at.' }),
    reason,
  },
} as const satisfies Record<ApprovalCommand['type'], z.ZodRawShape>;

function operation<Type extends keyof typeof operations>(type: Type) {
  return z.strictObject({ ...base, type: z.literal(type), ...operations[type] });
}

export const ApprovalCommandInput = z
  .discriminatedUnion('type', [
    operation('approve'),
    operation('reject'),
    operation('transfer'),
    operation('delegate'),
    operation('addSigners'),
    operation('removeSigner'),
    operation('sendBack'),
    operation('resubmit'),
    operation('withdraw'),
    operation('takeBack'),
    operation('urge'),
    operation('cc'),
    operation('comment'),
    operation('replaceDocument'),
    operation('override'),
  ])
  .meta({ id: 'ApprovalCommand' });
export type ApprovalCommandInput = z.output<typeof ApprovalCommandInput>;
