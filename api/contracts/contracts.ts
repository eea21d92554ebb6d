import { z } from 'zod';
import { contractTypes } from '../../domain/contract/model.ts';
import { CommandId, ExpectedVersion, Id, Instant, LocalDay, Money, PersonRef, pageOf, text } from './common.ts';
import { PaymentTerms } from './opportunities.ts';
import { exampleRow, ProcessListQuery, ProcessRow } from './processes.ts';

const optionalText = (longest: number) => text(longest).nullable().default(null);
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'A SHA-256 in 64 lower-case hexadecimal digits')
  .meta({
    description: 'SHA-256 of the exact bytes.',
    example: '8927605bb4cc8b6811631017089af509f274ecf46ebb99bc64cf6e3830ba53dd',
  });

const Party = z
  .strictObject({
    name: text(200).meta({ description: 'As registered; it appears on invoices (工商抬头).' }),
    taxNumber: z
      .string()
      .regex(/^[0-9A-Za-z-]{6,30}$/, 'A tax number of 6 to 30 letters, digits and dashes')
      .nullable()
      .default(null)
      .meta({ description: '统一社会信用代码, or the number a foreign company is taxed under.' }),
    address: optionalText(300),
    bankName: optionalText(200),
    bankAccount: optionalText(100),
    signatory: optionalText(100),
  })
  .meta({ id: 'Party', example: { name: '杭州泵业有限公司', taxNumber: '91330100MA27XYZ12K' } });

const Term = z
  .strictObject({
    from: LocalDay.nullable().default(null).meta({ description: 'First day; the day of signature when absent.' }),
    until: LocalDay.nullable().default(null).meta({ description: 'Last day; `months` after the first when absent.' }),
    months: z.int().min(1).max(600).meta({ description: 'Length, also of each renewal.', example: 12 }),
    autoRenew: z.boolean().default(false),
    noticeDays: z
      .int()
      .min(0)
      .max(365)
      .default(0)
      .meta({ description: 'How long before the end one that renews by itself has to be ended.' }),
  })
  .meta({
    id: 'ContractTerm',
    example: { from: '2027-01-01', until: '2027-12-31', months: 12, autoRenew: true, noticeDays: 60 },
  });

const Parties = z.strictObject({ own: Party, customer: Party });
const Terms = z.union([PaymentTerms, z.array(z.never()).length(0)]);

export const NewContract = z
  .strictObject({
    commandId: CommandId.optional(),
    variant: Id.optional().meta({ description: 'Chosen by the facts when absent.' }),
    type: z.enum(contractTypes).default('sale'),
    title: text(200),
    customerId: Id,
    parties: Parties.optional().meta({ description: 'Our company and the customer by name when absent.' }),
    amount: Money,
    term: Term.optional().meta({ description: 'As the variant has it when absent.' }),
    terms: Terms.default([]).meta({ description: 'Payment terms; without any nothing is collected under it.' }),
    owner: Id.optional().meta({ description: 'The caller when absent.' }),
    dealId: Id.nullable().default(null),
    orderId: Id.nullable().default(null),
    drawUp: z
      .boolean()
      .default(true)
      .meta({ description: 'Draws a first version up from these facts; otherwise hand in a file.' }),
    submit: z.boolean().default(false).meta({ description: 'Has the version that is drawn up approved at once.' }),
  })
  .meta({
    id: 'NewContract',
    example: {
      commandId: 'ht-pumps-2027',
      title: 'Frame contract for pumps 2027',
      type: 'framework',
      customerId: 'c-102',
      amount: { minor: 48_000_000, currency: 'CNY' },
    },
  });

const base = { commandId: CommandId.optional(), expectedVersion: ExpectedVersion.optional() };
const reason = z.string().trim().max(1_000).default('').meta({ description: 'Says why; may not be blank.' });
const Changes = z
  .strictObject({ title: text(200), parties: Parties, amount: Money, term: Term, terms: Terms })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'At least one change');

export const ContractCommandInput = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('edit'), changes: Changes }),
    z.strictObject({ ...base, type: z.literal('submit') }),
    z.strictObject({ ...base, type: z.literal('confirmSignedCopy'), sha256, reason }),
    z.strictObject({ ...base, type: z.literal('refuseSignedCopy'), sha256, reason }),
    z.strictObject({ ...base, type: z.literal('renew'), until: LocalDay, reason: text(1_000).optional() }),
    z.strictObject({ ...base, type: z.literal('letExpire'), reason }),
    z.strictObject({ ...base, type: z.literal('amend'), changes: Changes, reason }),
    z.strictObject({ ...base, type: z.literal('void'), reason }),
    z.strictObject({ ...base, type: z.literal('linkOrder'), orderId: Id }),
    z.strictObject({ ...base, type: z.literal('changeOwner'), to: Id, reason: text(1_000).optional() }),
  ])
  .meta({ id: 'ContractCommand' });
export type ContractCommandInput = z.output<typeof ContractCommandInput>;

/** What a form with a new version says besides the file. */
export const VersionForm = z.strictObject({
  commandId: CommandId.optional(),
  note: text(1_000).optional().meta({ description: 'What has changed.' }),
});

/** What a form with a signed copy says besides the file. */
export const SignedCopyForm = z.strictObject({
  commandId: CommandId.optional(),
  signedOn: LocalDay.meta({ description: 'The day on which the last side signed.' }),
  note: text(1_000).optional(),
});

const sorts = ['updatedAt', 'openedAt', 'amount', 'nextAt', 'endsOn'].flatMap((key) => [key, `-${key}`]);

export const ContractListQuery = ProcessListQuery.extend({
  type: z.enum(contractTypes).optional(),
  endsBefore: LocalDay.optional().meta({ description: 'Whose last day lies before this day.' }),
  endsFrom: LocalDay.optional().meta({ description: 'Whose last day is this day or later.' }),
  sort: z
    .enum(sorts as ['updatedAt', ...string[]])
    .default('-updatedAt')
    .meta({ description: 'A leading minus sorts downwards. Rows without a value come last.' }),
});
export type ContractListQuery = z.output<typeof ContractListQuery>;

const VersionRef = z.object({ version: z.int(), sha256: z.string() });

/** A contract as lists show it. */
export const ContractRow = ProcessRow.extend({
  number: z.string(),
  type: z.enum(contractTypes),
  from: LocalDay.nullable(),
  endsOn: LocalDay.nullable().meta({ description: 'The last day, once it is known.' }),
  autoRenew: z.boolean(),
  current: VersionRef.nullable().meta({ description: 'The current version; null while there is no text.' }),
  approved: VersionRef.nullable().meta({ description: 'The version that was approved.' }),
  planId: z.string().nullable(),
  orderId: z.string().nullable(),
  amends: z.string().nullable().meta({ description: 'The contract it amends.' }),
}).meta({
  id: 'ContractRow',
  example: {
    ...exampleRow,
    id: 'CT-7Q2M4K9XTB',
    kind: 'contract',
    number: 'HT-2026-0042',
    type: 'sale',
    stage: 'effective',
    variant: 'contract.standard',
    from: '2026-01-01',
    endsOn: '2026-12-31',
    autoRenew: false,
    current: { version: 2, sha256: '8927…' },
    approved: { version: 2, sha256: '8927…' },
    planId: 'PP-7Q2M4K9XTB-1',
    orderId: null,
    amends: null,
  },
});
export const ContractPage = pageOf(ContractRow).meta({ id: 'ContractPage' });

const exampleHash = '8927605bb4cc8b6811631017089af509f274ecf46ebb99bc64cf6e3830ba53dd';

const exampleFile = {
  documentId: 'D-7Q2M4K9XTB',
  version: 2,
  sha256: exampleHash,
  fileName: 'pumps.docx',
  mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  size: 24_310,
  remarks: [],
  author: { id: 'li.na', name: '李娜' },
  at: '2026-11-23T01:12:00.000Z',
  note: 'Clause 4 as agreed',
};

const FileView = z.object({
  documentId: z.string().meta({ description: 'Downloaded under /documents/{documentId}.' }),
  version: z.int(),
  sha256: z.string(),
  fileName: z.string(),
  mime: z.string(),
  size: z.int().meta({ description: 'In bytes.' }),
  remarks: z.array(z.string()).meta({ description: '`encrypted`, `embeddedFiles`, `trackedChanges`.' }),
  author: PersonRef,
  at: Instant,
  note: z.string().nullable(),
});

const VersionView = FileView.extend({
  isCurrent: z.boolean(),
  isApproved: z.boolean(),
  reviews: z
    .array(z.object({ approvalId: z.string(), outcome: z.string() }))
    .meta({ description: 'Approvals that read this version; their path is under /approvals/{approvalId}.' }),
}).meta({ id: 'ContractVersion' });

const SignedCopyView = FileView.extend({
  signedOn: LocalDay,
  status: z.enum(['identical', 'toConfirm', 'confirmed', 'refused']),
  approvedSha256: z.string().nullable().meta({ description: 'What was approved, beside what was signed.' }),
  judgedBy: PersonRef.nullable(),
  judgedAt: Instant.nullable(),
  reason: z.string().nullable(),
}).meta({ id: 'SignedCopy' });

export const VersionsView = z
  .object({ number: z.string(), versions: z.array(VersionView), signedCopies: z.array(SignedCopyView) })
  .meta({
    id: 'ContractVersions',
    description: 'The newest first.',
    example: {
      number: 'HT-2026-0042',
      versions: [
        {
          ...exampleFile,
          isCurrent: true,
          isApproved: true,
          reviews: [{ approvalId: 'AP-7Q2M4K9XTB-1', outcome: 'approved' }],
        },
      ],
      signedCopies: [
        {
          ...exampleFile,
          documentId: 'D-9XTB7Q2M4K',
          version: 1,
          sha256: exampleHash.split('').reverse().join(''),
          fileName: 'scan.pdf',
          mime: 'application/pdf',
          signedOn: '2026-11-20',
          status: 'confirmed',
          approvedSha256: exampleHash,
          judgedBy: { id: 'wang.wei', name: '王伟' },
          judgedAt: '2026-11-24T01:12:00.000Z',
          reason: 'Compared page by page.',
        },
      ],
    },
  });

export const CompareQuery = z.strictObject({
  from: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .meta({ description: 'The older version.', example: '1' }),
  to: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .meta({ description: 'The newer version.', example: '2' }),
});

const LineView = z.object({ number: z.int(), text: z.string() });

export const ComparisonView = z
  .object({
    from: VersionRef,
    to: VersionRef,
    rows: z
      .array(
        z.object({
          kind: z.enum(['same', 'removed', 'added', 'changed']),
          before: LineView.nullable(),
          after: LineView.nullable(),
          words: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })).optional(),
        }),
      )
      .meta({ description: 'Paragraphs side by side; a changed one says which of its words differ.' }),
    unified: z.string().meta({ description: 'The same as a unified text: lines with - went, lines with + came.' }),
  })
  .meta({
    id: 'ContractComparison',
    example: {
      from: { version: 1, sha256: '5d41…' },
      to: { version: 2, sha256: '8927…' },
      rows: [
        {
          kind: 'changed',
          before: { number: 1, text: 'Payment within 30 days.' },
          after: { number: 1, text: 'Payment within 45 days.' },
          words: [
            { kind: 'same', text: 'Payment within ' },
            { kind: 'removed', text: '30' },
            { kind: 'added', text: '45' },
            { kind: 'same', text: ' days.' },
          ],
        },
      ],
      unified: '@@ -1,1 +1,1 @@\n-Payment within 30 days.\n+Payment within 45 days.\n',
    },
  });

export const ExpiryQuery = z.strictObject({
  month: z
    .string()
    .regex(/^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/, 'A month such as 2026-12')
    .meta({ example: '2026-12' }),
  owner: Id.optional().meta({ description: "The owner's id, or `me`." }),
});

export const ExpiryCalendar = z
  .object({
    month: z.string(),
    days: z.array(
      z.object({
        day: LocalDay,
        ending: z.array(ContractRow).meta({ description: 'Whose last day this is.' }),
        toDecide: z.array(ContractRow).meta({ description: 'Whose renewal or end has to be decided by this day.' }),
      }),
    ),
  })
  .meta({
    id: 'ExpiryCalendar',
    description: 'Days on which nothing ends are left out.',
    example: { month: '2026-12', days: [{ day: '2026-12-31', ending: [ContractRow.meta()?.example], toDecide: [] }] },
  });

export const ContractParams = z.strictObject({ id: Id });
