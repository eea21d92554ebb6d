import { z } from 'zod';
import { kinds } from '../../domain/effects.ts';
import { automaticActions, waitActions } from '../../domain/wait.ts';
import {
  Currency,
  CustomerRef,
  Id,
  Instant,
  Localised,
  Money,
  PersonRef,
  pageOf,
  paging,
  queryFlag,
} from './common.ts';

/** An example of a wait, shared by the documentation of everything that shows one. */
export const exampleWait = {
  id: 'AP-7Q2M4K9XTB-1/t2',
  key: 't2',
  process: { id: 'AP-7Q2M4K9XTB-1', kind: 'approval', title: 'GTX Pro for plant 2', stage: 'legal' },
  on: 'person',
  action: 'approval.decide',
  label: { 'zh-CN': '审批', en: 'Decide' },
  holder: { id: 'zhao.min', name: '赵敏' },
  principal: null,
  openedAt: '2026-11-23T01:12:00.000Z',
  dueAt: '2026-11-25T10:00:00.000Z',
  dueProvisional: false,
  overdue: false,
  ageMinutes: 1_440,
  next: {
    at: '2026-11-25T10:00:00.000Z',
    what: 'remind',
    label: { 'zh-CN': '提醒', en: 'Reminder' },
    who: { person: { id: 'zhao.min', name: '赵敏' }, office: null },
    provisional: false,
  },
  subject: {
    number: 'C-7Q2M4K9XTB',
    title: 'GTX Pro for plant 2',
    customer: { id: 'c-102', name: '杭州泵业' },
    amount: { minor: 48_000_000, currency: 'CNY' },
    documentVersion: 1,
    capacity: 'legal',
  },
  sentence: {
    'zh-CN':
      '等待赵敏（法务）审批 C-7Q2M4K9XTB v1 “GTX Pro for plant 2”，自11月23日周一09:12起，期限为11月25日周三18:00；11月25日周三18:00将提醒赵敏。',
    en: 'Waits for 赵敏 (legal) to decide C-7Q2M4K9XTB v1 “GTX Pro for plant 2” since Mon 23 Nov 09:12, due Wed 25 Nov 18:00; on Wed 25 Nov 18:00 a reminder goes to 赵敏.',
  },
} as const;

/** What a process waits for: whom, since when, until when, and what then happens by itself. */
export const WaitView = z
  .object({
    id: z.string(),
    key: z
      .string()
      .meta({ description: 'Its id within the process; the `taskId` of an approval, the instalment of a plan.' }),
    process: z.object({ id: z.string(), kind: z.enum(kinds), title: z.string(), stage: z.string() }),
    on: z.string().meta({ description: 'person, customer, payment, date or system: whose move it is.' }),
    action: z.enum(waitActions),
    label: Localised,
    holder: PersonRef.meta({ description: 'The person who answers for it.' }),
    principal: PersonRef.nullable().meta({ description: 'Whom the holder stands in for, who is away; mostly null.' }),
    openedAt: Instant,
    dueAt: Instant.nullable(),
    dueProvisional: z.boolean().meta({
      description: 'The holidays of that day are not published yet, so that the deadline may still move.',
    }),
    overdue: z.boolean(),
    ageMinutes: z.int(),
    next: z
      .object({
        at: Instant,
        what: z.enum(automaticActions),
        label: Localised,
        who: z.object({ person: PersonRef.nullable(), office: z.string().nullable() }),
        provisional: z.boolean().meta({ description: 'The holidays of that day are not published yet.' }),
      })
      .nullable()
      .meta({ description: 'What happens by itself; null when nothing is scheduled.' }),
    subject: z.object({
      number: z.string(),
      title: z.string(),
      customer: CustomerRef.nullable(),
      amount: Money.nullable(),
      documentVersion: z.int().nullable(),
      capacity: z.string().nullable(),
    }),
    sentence: Localised.meta({ description: 'All of it in one sentence.' }),
  })
  .meta({ id: 'WaitView', example: exampleWait });

const filters = {
  scope: z
    .enum(['mine', 'team', 'all'])
    .default('mine')
    .meta({ description: 'Held by the caller, by everybody below the caller, or all the caller may see.' }),
  kind: z.enum(kinds).optional(),
  action: z.enum(waitActions).optional(),
  holder: Id.optional().meta({ description: "The holder's id." }),
  stage: Id.optional().meta({ description: 'The stage, node or phase its process stands in.' }),
  team: Id.optional().meta({ description: 'The manager whose direct reports hold them.' }),
  customer: Id.optional(),
  process: Id.optional(),
  currency: Currency.optional(),
  overdue: queryFlag.optional().meta({ description: '`true`: past their due moment; `false`: not.' }),
  olderThan: z
    .string()
    .regex(/^\d{1,4}[mhdw]$/, 'A span such as 90m, 12h, 3d or 2w')
    .optional()
    .meta({ description: 'Open for longer than this: minutes, hours, days or weeks.', example: '3d' }),
};

export const WaitFilters = z.strictObject(filters);
export type WaitFilters = z.output<typeof WaitFilters>;

export const WaitListQuery = z.strictObject({
  ...filters,
  sort: z.enum(['value', 'age', 'due']).default('value').meta({
    description:
      '`value`: money times age, the most first, each currency for itself, the home currency in front; `age`: the oldest first; `due`: the first due first.',
  }),
  ...paging,
});
export type WaitListQuery = z.output<typeof WaitListQuery>;

export const WaitPage = pageOf(WaitView).meta({ id: 'WaitPage' });

/** A sum in one currency. */
export const Total = z.object({
  currency: z.string(),
  minor: z.int().nullable().meta({ description: 'Null where the sum exceeds what a number holds exactly.' }),
});

const group = {
  count: z.int(),
  overdue: z.int(),
  oldestAt: Instant.nullable(),
  totals: z
    .array(Total)
    .meta({ description: 'Money by currency; a thing several people are asked about counts once.' }),
};

const exampleGroup = {
  count: 12,
  overdue: 3,
  oldestAt: '2026-11-02T02:00:00.000Z',
  totals: [{ currency: 'CNY', minor: 96_000_000 }],
};

export const WaitSummary = z
  .object({
    ...group,
    byHolder: z.array(z.object({ holder: PersonRef, ...group })),
    byAction: z.array(z.object({ action: z.enum(waitActions), label: Localised, ...group })),
    byStage: z.array(z.object({ kind: z.enum(kinds), stage: z.string(), ...group })),
    byTeam: z
      .array(z.object({ manager: PersonRef.nullable(), ...group }))
      .meta({ description: 'By the manager of who holds them; null for people without one.' }),
    byCustomer: z
      .array(z.object({ customer: CustomerRef, ...group }))
      .meta({ description: 'The thirty customers with the most.' }),
  })
  .meta({
    id: 'WaitSummary',
    example: {
      ...exampleGroup,
      byHolder: [{ holder: { id: 'zhao.min', name: '赵敏' }, ...exampleGroup }],
      byAction: [{ action: 'approval.decide', label: { 'zh-CN': '审批', en: 'Decide' }, ...exampleGroup }],
      byStage: [{ kind: 'approval', stage: 'legal', ...exampleGroup }],
      byTeam: [{ manager: { id: 'wang.wei', name: '王伟' }, ...exampleGroup }],
      byCustomer: [{ customer: { id: 'c-102', name: '杭州泵业' }, ...exampleGroup }],
    },
  });
