import { z } from 'zod';
import { kinds } from '../../domain/effects.ts';
import { CommandId, Id, Instant, LocalDay, Money, PersonRef, pageOf, paging } from './common.ts';

const Scope = z
  .strictObject({
    kinds: z.array(z.enum(kinds)).max(kinds.length).default([]),
    variants: z.array(Id).max(50).default([]),
    upTo: Money.nullable().default(null),
  })
  .meta({
    id: 'SubstitutionScope',
    description:
      'What the substitute stands in for: kinds or variants of processes (with neither, all of them) and amounts up to this one, in its currency. What is outside goes to whoever is above.',
    example: { kinds: ['approval'], variants: [], upTo: { minor: 50_000_000, currency: 'CNY' } },
  });

const facts = {
  from: LocalDay.meta({ description: 'First day away.' }),
  until: LocalDay.nullable().meta({ description: 'Last day away; null until further notice.' }),
  substituteId: Id.nullable().meta({ description: 'Who stands in; null: whoever is above.' }),
  scope: Scope,
};

const inOrder = ({ from, until }: { from?: string; until?: string | null }): boolean =>
  from === undefined || !until || until >= from;
const order = { path: ['until'], error: 'Not before the first day' };

const example = {
  from: '2026-12-01',
  until: '2026-12-05',
  substituteId: 'chen.jie',
  scope: { kinds: ['approval'], variants: [], upTo: null },
} as const;

export const NewAbsence = z
  .strictObject({
    commandId: CommandId,
    userId: Id.optional().meta({ description: 'Whose absence it is; yours when absent. Others only for admins.' }),
    from: facts.from,
    until: facts.until.default(null),
    substituteId: facts.substituteId.default(null),
    scope: facts.scope.default({ kinds: [], variants: [], upTo: null }),
  })
  .refine(inOrder, order)
  .meta({ id: 'NewAbsence', example: { commandId: '018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77', ...example } });
export type NewAbsence = z.output<typeof NewAbsence>;

export const AbsenceChanges = z
  .strictObject(facts)
  .partial()
  .refine(inOrder, order)
  .meta({ id: 'AbsenceChanges', example: { until: '2026-12-08' } });
export type AbsenceChanges = z.output<typeof AbsenceChanges>;

export const AbsenceView = z
  .object({
    id: z.string(),
    user: PersonRef,
    from: LocalDay,
    until: LocalDay.nullable(),
    substitute: PersonRef.nullable(),
    scope: Scope,
    status: z
      .enum(['coming', 'under way', 'over', 'cancelled'])
      .meta({ description: 'Where it stands, by the days of the company.' }),
    begunAt: Instant.nullable().meta({ description: 'When the processes were told that it had begun.' }),
    endedAt: Instant.nullable().meta({ description: 'When the processes were told that it was over.' }),
    setBy: PersonRef,
  })
  .meta({
    id: 'AbsenceView',
    example: {
      id: 'AB-7Q2M4K9XTB',
      user: { id: 'li.na', name: '李娜' },
      from: example.from,
      until: example.until,
      substitute: { id: 'chen.jie', name: '陈杰' },
      scope: example.scope,
      status: 'coming',
      begunAt: null,
      endedAt: null,
      setBy: { id: 'li.na', name: '李娜' },
    },
  });

export const AbsencePage = pageOf(AbsenceView).meta({ id: 'AbsencePage' });

export const AbsenceListQuery = z.strictObject({
  user: Id.optional().meta({
    description: 'Whose: a person’s id, or `all`. Yours when absent; anybody else’s only for admins.',
  }),
  ...paging,
});
