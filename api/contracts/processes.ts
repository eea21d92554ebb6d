import { z } from 'zod';
import { kinds } from '../../domain/effects.ts';
import { waitActions } from '../../domain/wait.ts';
import {
  Currency,
  CustomerRef,
  Id,
  Instant,
  InstantInput,
  PersonRef,
  pageOf,
  paging,
  queryFlag,
  SignedMoney,
  text,
} from './common.ts';
import { exampleWait, Total, WaitView } from './waits.ts';

const holding = {
  id: 'OP-7Q2M4K9XTB/w3',
  action: 'opportunity.followUp',
  on: 'person',
  holder: { id: 'li.na', name: '李娜' },
  openedAt: '2026-11-23T01:12:00.000Z',
  dueAt: '2026-11-25T10:00:00.000Z',
} as const;

/** An example of a row, shared by the documentation of every list. */
export const exampleRow = {
  id: 'OP-7Q2M4K9XTB',
  kind: 'opportunity',
  title: 'GTX Pro for plant 2',
  status: 'open',
  stage: 'proposing',
  outcome: null,
  owner: { id: 'li.na', name: '李娜' },
  customer: { id: 'c-102', name: '杭州泵业' },
  amount: { minor: 48_000_000, currency: 'CNY' },
  dealId: 'OP-7Q2M4K9XTB',
  variant: 'opportunity.standard',
  version: 7,
  openedAt: '2026-11-02T02:00:00.000Z',
  updatedAt: '2026-11-23T01:12:00.000Z',
  closedAt: null,
  nextAt: '2026-11-25T10:00:00.000Z',
  waitsFor: [holding],
} as const;

/** A process as lists show it: where it stands and whom it waits for. */
export const ProcessRow = z
  .object({
    id: z.string(),
    kind: z.enum(kinds),
    title: z.string(),
    status: z.enum(['open', 'closed']),
    stage: z.string().meta({ description: 'A stage, node or phase of its variant.' }),
    outcome: z.string().nullable().meta({ description: '`won`, `approved`, `paid` …; null while open.' }),
    owner: PersonRef,
    customer: CustomerRef.nullable(),
    amount: SignedMoney.nullable(),
    dealId: z.string().nullable().meta({ description: 'The opportunity all processes of one deal share.' }),
    variant: z.string(),
    version: z.int().meta({ description: 'Number of events recorded; `expectedVersion` of a command.' }),
    openedAt: Instant,
    updatedAt: Instant,
    closedAt: Instant.nullable(),
    nextAt: Instant.nullable().meta({ description: 'When something happens by itself next.' }),
    waitsFor: z
      .array(
        z.object({
          id: z.string(),
          action: z.enum(waitActions),
          on: z.string(),
          holder: PersonRef,
          openedAt: Instant,
          dueAt: Instant.nullable(),
        }),
      )
      .meta({ description: 'Its open waits, the oldest first.' }),
  })
  .meta({ id: 'ProcessRow', example: exampleRow });

export const ProcessPage = pageOf(ProcessRow).meta({ id: 'ProcessPage' });

/** A step in the outside world that failed and waits for a person. */
const FailureView = z.object({
  key: z.string().meta({ description: 'Names the step when it is retried or abandoned.' }),
  what: z.string(),
  cause: z.string(),
  since: Instant,
  holder: PersonRef,
});

/** A process with all there is to know about it. */
export const ProcessView = ProcessRow.extend({
  variantHash: z.string().meta({ description: 'SHA-256 of the variant as it was frozen into this process.' }),
  state: z
    .unknown()
    .meta({ description: 'The state of its kind as the rules know it; instants are milliseconds since 1970.' }),
  failures: z.array(FailureView),
  waits: z.array(WaitView),
  related: z.array(ProcessRow).meta({ description: 'The other processes of the same deal that the caller may see.' }),
  source: z
    .enum(['record', 'workflow'])
    .meta({ description: 'Who answered: the record, or with `live=1` the running workflow.' }),
  asOf: Instant,
  recordedVersion: z.int().meta({ description: 'Version up to which everything is on record.' }),
}).meta({
  id: 'ProcessView',
  example: {
    ...exampleRow,
    variantHash: '8927605bb4cc8b6811631017089af509f274ecf46ebb99bc64cf6e3830ba53dd',
    state: { stage: 'proposing', probability: 55 },
    failures: [],
    waits: [exampleWait],
    related: [],
    source: 'record',
    asOf: '2026-11-24T01:12:00.000Z',
    recordedVersion: 7,
  },
});

export const LiveQuery = z.strictObject({
  live: z.enum(['0', '1']).default('0').meta({ description: '`1` asks the running workflow itself.', example: '1' }),
});

const sortKeys = ['updatedAt', 'openedAt', 'amount', 'nextAt'] as const;
export type SortKey = (typeof sortKeys)[number];
const sorts = sortKeys.flatMap((key) => [key, `-${key}`] as const);

/** Filters and order of a list of processes. */
export const ProcessListQuery = z.strictObject({
  status: z.enum(['open', 'closed']).optional(),
  stage: text(100).optional(),
  variant: Id.optional().meta({ description: 'The variant it runs by.' }),
  owner: Id.optional().meta({ description: "The owner's id, or `me`." }),
  customer: Id.optional().meta({ description: "The customer's id." }),
  deal: Id.optional().meta({ description: "The opportunity's id." }),
  currency: Currency.optional(),
  overdue: queryFlag
    .optional()
    .meta({ description: '`true`: something it waits for is past its due instant.', example: 'true' }),
  q: text(100).optional().meta({ description: 'Part of the title or the number.' }),
  sort: z
    .enum(sorts)
    .default('-updatedAt')
    .meta({ description: 'A leading minus sorts downwards. Rows without a value come last.' }),
  ...paging,
});
export type ProcessListQuery = z.output<typeof ProcessListQuery>;

const EventView = z
  .object({
    seq: z.int(),
    type: z.string(),
    data: z.unknown().meta({ description: 'What happened; instants are milliseconds since 1970.' }),
    at: Instant,
    actor: PersonRef,
    channel: z.string().meta({ description: 'api, console, mail-link, import, timer or process.' }),
    commandId: z.string(),
    address: z
      .string()
      .nullable()
      .meta({ description: 'Where it came from; told to sales ops, legal, finance and admins.' }),
    userAgent: z.string().nullable(),
    prevHash: z.string(),
    hash: z.string().meta({ description: 'SHA-256 over the hash before and this event.' }),
  })
  .meta({
    id: 'EventView',
    example: {
      seq: 7,
      type: 'StageEntered',
      data: { from: 'engaging', to: 'proposing', probability: 55 },
      at: '2026-11-23T01:12:00.000Z',
      actor: { id: 'li.na', name: '李娜' },
      channel: 'console',
      commandId: '018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77',
      address: null,
      userAgent: null,
      prevHash: '5d41…',
      hash: '7b52…',
    },
  });

export const EventQuery = z.strictObject({
  order: z.enum(['asc', 'desc']).default('asc').meta({ description: 'Oldest first, or newest first.' }),
  ...paging,
});

export const EventPage = pageOf(EventView).meta({ id: 'EventPage' });

const MailView = z
  .object({
    key: z.string(),
    waitId: z.string(),
    notice: z.string(),
    step: z.string(),
    status: z.string().meta({
      description: 'pending, deferred (until quiet hours end), sent, dropped, failed or bounced (came back for good).',
    }),
    recipient: z.string().nullable(),
    subject: z.string().nullable(),
    messageId: z.string(),
    attempts: z.int(),
    lastError: z.string().nullable(),
    dropReason: z.string().nullable(),
    createdAt: Instant,
    sentAt: Instant.nullable(),
    deliveries: z
      .array(
        z.object({
          channel: z.string(),
          robot: z.string().nullable().meta({ description: 'Name of the group robot, where the way is one.' }),
          status: z.string().meta({ description: 'pending, sent, dropped or failed.' }),
          dueAt: Instant.meta({ description: 'Not before this moment.' }),
          attempts: z.int(),
          lastError: z.string().nullable(),
          settledAt: Instant.nullable(),
        }),
      )
      .meta({ description: 'Every way the notice goes, the mail among them.' }),
  })
  .meta({
    id: 'MailView',
    example: {
      key: 'AP-7Q2M4K9XTB-1/t1/requested/wang.wei',
      waitId: 'AP-7Q2M4K9XTB-1/t1',
      notice: 'approval.requested',
      step: 'requested',
      status: 'sent',
      recipient: 'wang.wei@fairway.example',
      subject: 'C-7Q2M4K9XTB v1: please decide',
      messageId: '<0f3c…@fairway.example>',
      attempts: 1,
      lastError: null,
      dropReason: null,
      createdAt: '2026-11-23T01:12:00.000Z',
      sentAt: '2026-11-23T01:12:01.000Z',
      deliveries: [
        {
          channel: 'wecom',
          robot: '华东销售群',
          status: 'sent',
          dueAt: '2026-11-23T01:12:00.000Z',
          attempts: 1,
          lastError: null,
          settledAt: '2026-11-23T01:12:02.000Z',
        },
      ],
    },
  });

export const MailQuery = z.strictObject(paging);
export const MailPage = pageOf(MailView).meta({ id: 'MailPage' });

export const DealView = z
  .object({
    id: z.string(),
    processes: z
      .array(ProcessRow)
      .meta({ description: 'Every process of the deal the caller may see, the first begun first.' }),
    waits: z.array(WaitView).meta({ description: 'Everything the deal waits for now.' }),
  })
  .meta({ id: 'DealView', example: { id: exampleRow.id, processes: [exampleRow], waits: [exampleWait] } });

export const StageQuery = z.strictObject({
  kind: z.enum(kinds),
  variant: Id.optional(),
  owner: Id.optional().meta({ description: "The owner's id, or `me`." }),
});
export type StageQuery = z.output<typeof StageQuery>;

const exampleStage = {
  variant: 'opportunity.standard',
  stage: 'proposing',
  count: 12,
  overdue: 3,
  totals: [{ currency: 'CNY', minor: 96_000_000 }],
};

/** Where the open processes of a kind stand. */
export const StageFigures = z
  .object({
    items: z.array(
      z.object({
        variant: z.string(),
        stage: z.string(),
        count: z.int(),
        overdue: z.int().meta({ description: 'With a wait past its due moment.' }),
        totals: z.array(Total),
      }),
    ),
  })
  .meta({ id: 'StageFigures', example: { items: [exampleStage] } });

export const PastQuery = z.strictObject({ at: InstantInput });

/** A process as it stood at a moment in the past. */
export const PastView = z
  .object({
    id: z.string(),
    kind: z.enum(kinds),
    at: Instant,
    version: z.int().meta({ description: 'Number of events by then.' }),
    title: z.string(),
    status: z.enum(['open', 'closed']),
    stage: z.string(),
    outcome: z.string().nullable(),
    owner: PersonRef,
    customer: CustomerRef.nullable(),
    amount: SignedMoney.nullable(),
    closedAt: Instant.nullable(),
    state: z.unknown(),
    waits: z.array(WaitView).meta({ description: 'What it waited for, told as on that day.' }),
  })
  .meta({
    id: 'PastView',
    example: {
      id: exampleRow.id,
      kind: exampleRow.kind,
      at: '2026-11-24T01:12:00.000Z',
      version: 7,
      title: exampleRow.title,
      status: 'open',
      stage: exampleRow.stage,
      outcome: null,
      owner: exampleRow.owner,
      customer: exampleRow.customer,
      amount: exampleRow.amount,
      closedAt: null,
      state: { stage: 'proposing' },
      waits: [exampleWait],
    },
  });

export const ProcessParams = z.strictObject({ id: Id });
export const StepParams = z.strictObject({ id: Id, key: z.string().min(1).max(400) });
export const CommandParams = z.strictObject({ id: Id, commandId: z.string().min(1).max(300) });
