import { z } from 'zod';
import { contactChannels, disputeReasons } from '../../domain/payment-plan/collection-facts.ts';
import { instalmentStatuses } from '../../domain/payment-plan/instalment.ts';
import { termEvents } from '../../domain/term-event.ts';
import { Instant, LocalDay, Money, PersonRef } from './common.ts';

const Interest = z.object({
  basis: z.enum(['contract', 'statutory']),
  perDayPpm: z.int().meta({ description: 'Parts per million a day.' }),
  from: LocalDay.nullable(),
  until: LocalDay,
  days: z.int(),
  amount: Money,
});

const Fee = z.object({
  id: z.string(),
  amount: Money,
  why: z.enum(['interest', 'fixed']),
  reason: z.string(),
  status: z.enum(['CLAIMED', 'WAIVED', 'PAID']),
});

/** One instalment with everything that is computed about it. */
const InstalmentView = z.object({
  id: z.string(),
  number: z.string(),
  label: z.string(),
  status: z.enum(instalmentStatuses).meta({ description: 'Computed from what has happened; never entered.' }),
  level: z.int().meta({ description: 'Ladder steps reached since the due day.' }),
  awaits: z.enum(termEvents).nullable().meta({ description: 'The event that will give it a due day.' }),
  agreedDueOn: LocalDay.nullable(),
  dueOn: LocalDay.nullable(),
  daysLate: z.int(),
  amount: Money,
  received: Money,
  credited: Money,
  writtenOff: Money,
  difference: Money.meta({ description: 'Left open within the tolerance and given up.' }),
  fees: z.array(Fee),
  outstanding: Money,
  interest: Interest.meta({
    description: 'What it would carry up to today. A preview: nothing is asked for until claimed.',
  }),
  holder: PersonRef,
  promise: z
    .object({ amount: Money, on: LocalDay, by: z.string(), channel: z.enum(contactChannels), checkAt: Instant })
    .nullable(),
  promises: z.object({ made: z.int(), kept: z.int(), broken: z.int() }),
  pause: z.object({ until: LocalDay, reason: z.string(), owner: PersonRef }).nullable(),
  dispute: z.object({ reason: z.enum(disputeReasons), note: z.string(), owner: PersonRef, dueAt: Instant }).nullable(),
  writeOff: z.object({ approvalId: z.string(), amount: Money, reason: z.string() }).nullable(),
  suspicion: z
    .object({ why: z.enum(['unmatchedReceipt', 'staleBankFeed']), references: z.array(z.string()), retryAt: Instant })
    .nullable(),
  escalation: z
    .object({
      office: z.enum(['manager', 'finance', 'legal']),
      user: PersonRef,
      acceptBy: Instant.nullable(),
      acceptedAt: Instant.nullable(),
    })
    .nullable(),
  nextLetterNote: z.string().nullable(),
});

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const lina = { id: 'li.na', name: '李娜' };

const example = {
  id: 'i1',
  number: 'C-2026-0188/1',
  label: '首付款',
  status: 'OVERDUE',
  level: 2,
  awaits: null,
  agreedDueOn: '2026-11-10',
  dueOn: '2026-11-10',
  daysLate: 14,
  amount: cny(6_000_000),
  received: cny(1_000_000),
  credited: cny(0),
  writtenOff: cny(0),
  difference: cny(0),
  fees: [],
  outstanding: cny(5_000_000),
  interest: {
    basis: 'statutory',
    perDayPpm: 500,
    from: '2026-11-11',
    until: '2026-11-24',
    days: 14,
    amount: cny(35_000),
  },
  holder: lina,
  promise: null,
  promises: { made: 1, kept: 0, broken: 1 },
  pause: null,
  dispute: null,
  writeOff: null,
  suspicion: null,
  escalation: null,
  nextLetterNote: null,
} as const;

export const InstalmentList = z
  .object({
    asOf: Instant,
    today: LocalDay,
    outstanding: Money.meta({ description: 'Of the whole plan.' }),
    credit: Money.meta({ description: 'What the customer has paid beyond the plan.' }),
    items: z.array(InstalmentView),
  })
  .meta({
    id: 'InstalmentList',
    example: {
      asOf: '2026-11-24T01:12:00.000Z',
      today: '2026-11-24',
      outstanding: cny(5_000_000),
      credit: cny(0),
      items: [example],
    },
  });
