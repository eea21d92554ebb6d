import { z } from 'zod';
import { CustomerRef, Instant, Localised, Money, PersonRef } from './common.ts';

/** One person at a node: asked, or, at a node to come, who would be. */
const PathTask = z.object({
  id: z.string().nullable().meta({ description: 'Names the task in commands; null for one that is only expected.' }),
  person: PersonRef,
  onBehalfOf: PersonRef.nullable().meta({ description: 'Whom the person stands in for.' }),
  capacity: z.string(),
  weight: z.number().meta({ description: 'Weight of the vote, in nodes that vote.' }),
  kind: z.enum(['node', 'before', 'after', 'opinion']).meta({ description: 'How the person came to be asked.' }),
  addedBy: PersonRef.nullable(),
  status: z.enum([
    'ACTIVE',
    'QUEUED',
    'WAITING',
    'APPROVED_PENDING',
    'APPROVED',
    'REJECTED',
    'SENT_BACK',
    'CANCELLED',
    'CANCELLED_BY_SIBLING',
    'VOID',
    'EXPECTED',
  ]),
  cause: z.enum(['person', 'timeout', 'dedup']).nullable().meta({ description: 'How it was, or would be, decided.' }),
  since: Instant.nullable(),
  dueAt: Instant.nullable(),
  decidedAt: Instant.nullable(),
  decidedBy: PersonRef.nullable(),
  comment: z.string().nullable(),
  urged: z.int(),
});

const PathNode = z.object({
  name: z.string(),
  title: Localised,
  mode: z.enum(['ALL', 'ANY', 'SEQ', 'VOTE']),
  status: z
    .enum(['done', 'current', 'coming', 'skipped', 'kept', 'rejected', 'cancelled', 'expectedSkipped', 'expectedKept'])
    .meta({ description: '`expected…`: what would become of a node to come, as things stand.' }),
  enteredAt: Instant.nullable(),
  leftAt: Instant.nullable(),
  evaluation: z
    .object({
      inputs: z.record(z.string(), z.unknown()),
      verdict: z.enum(['met', 'unmet', 'unknown']),
    })
    .nullable()
    .meta({ description: 'What its condition was judged by, and what came of it.' }),
  documentHash: z.string().nullable().meta({ description: 'Hash of the document it passed with.' }),
  tasks: z.array(PathTask),
});

const exampleTask = {
  id: 't1',
  person: { id: 'zhao.min', name: '赵敏' },
  onBehalfOf: null,
  capacity: 'manager',
  weight: 1,
  kind: 'node',
  addedBy: null,
  status: 'ACTIVE',
  cause: null,
  since: '2026-11-23T01:12:00.000Z',
  dueAt: '2026-11-24T10:00:00.000Z',
  decidedAt: null,
  decidedBy: null,
  comment: null,
  urged: 0,
} as const;

const exampleNode = {
  name: 'manager',
  title: { 'zh-CN': '直属上级审批', en: 'Manager' },
  mode: 'ALL',
  status: 'current',
  enteredAt: '2026-11-23T01:12:00.000Z',
  leftAt: null,
  evaluation: { inputs: {}, verdict: 'met' },
  documentHash: null,
  tasks: [exampleTask],
} as const;

/** Where an approval stands on its way. */
export const ApprovalPath = z
  .object({
    id: z.string(),
    status: z.enum(['RUNNING', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'TERMINATED']),
    round: z.int().meta({ description: 'Grows when the document is replaced or sent back, or a decision taken back.' }),
    revision: z
      .object({
        person: PersonRef,
        since: Instant,
        sentBackBy: PersonRef,
        comment: z.string(),
        resubmission: z.enum(['REPLAY', 'JUMP']),
      })
      .nullable()
      .meta({ description: 'Who revises the document after it was sent back.' }),
    nodes: z.array(PathNode),
    cc: z.array(PersonRef),
    ending: z.object({ outcome: z.string(), at: Instant, by: PersonRef, comment: z.string().nullable() }).nullable(),
  })
  .meta({
    id: 'ApprovalPath',
    example: {
      id: 'AP-7Q2M4K9XTB-1',
      status: 'RUNNING',
      round: 1,
      revision: null,
      nodes: [exampleNode],
      cc: [],
      ending: null,
    },
  });

/** The way an approval would take. */
export const ApprovalForecast = z
  .object({
    variant: z.object({ id: z.string(), title: Localised }),
    amount: Money,
    customer: CustomerRef.nullable(),
    nodes: z.array(PathNode),
  })
  .meta({
    id: 'ApprovalForecast',
    example: {
      variant: {
        id: 'approval.standard-contract',
        title: { 'zh-CN': '标准合同审批', en: 'Standard contract approval' },
      },
      amount: { minor: 12_000_000, currency: 'CNY' },
      customer: { id: 'c-102', name: '杭州泵业' },
      nodes: [
        {
          ...exampleNode,
          status: 'coming',
          enteredAt: null,
          tasks: [{ ...exampleTask, id: null, status: 'EXPECTED', since: null, dueAt: null }],
        },
      ],
    },
  });
