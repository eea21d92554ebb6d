import { z } from 'zod';
import { Currency, CustomerRef, Id, LocalDay, Money, PersonRef, pageOf, paging } from './common.ts';
import { Total } from './waits.ts';

/** How late money is, in days after its due day; `undated` waits for an event that gives it one. */
export const agingBuckets = ['undated', 'notDue', 'to30', 'to60', 'to90', 'over90'] as const;

const example = {
  plan: { id: 'PP-7Q2M4K9XTB-1', title: 'GTX Pro for plant 2' },
  instalmentId: 'i1',
  number: 'C-7Q2M4K9XTB/1',
  label: 'Down payment',
  customer: { id: 'c-102', name: '杭州泵业' },
  owner: { id: 'li.na', name: '李娜' },
  dueOn: '2026-11-16',
  daysLate: 9,
  amount: { minor: 6_000_000, currency: 'CNY' },
  outstanding: { minor: 6_000_000, currency: 'CNY' },
} as const;

/** An instalment with something left to pay. */
const ReceivableView = z
  .object({
    plan: z.object({ id: z.string(), title: z.string() }),
    instalmentId: z.string(),
    number: z.string(),
    label: z.string(),
    customer: CustomerRef,
    owner: PersonRef,
    dueOn: LocalDay.nullable(),
    daysLate: z.int().nullable().meta({ description: 'After the due day; negative before it.' }),
    amount: Money,
    outstanding: Money,
  })
  .meta({ id: 'ReceivableView', example });

export const ReceivablePage = pageOf(ReceivableView).meta({ id: 'ReceivablePage' });

const filters = {
  customer: Id.optional(),
  owner: Id.optional().meta({ description: "The plan owner's id, or `me`." }),
  currency: Currency.optional(),
};

export const ReceivableListQuery = z.strictObject({
  ...filters,
  bucket: z.enum(agingBuckets).optional(),
  from: LocalDay.optional().meta({ description: 'Due on this day or later.' }),
  until: LocalDay.optional().meta({ description: 'Due on this day or before.' }),
  ...paging,
});
export type ReceivableListQuery = z.output<typeof ReceivableListQuery>;

export const ReceivableFilters = z.strictObject(filters);
export type ReceivableFilters = z.output<typeof ReceivableFilters>;

const group = { count: z.int(), totals: z.array(Total) };
const exampleGroup = { count: 3, totals: [{ currency: 'CNY', minor: 18_000_000 }] };

/** What is outstanding: how late it is, and when it is expected. */
export const ReceivableFigures = z
  .object({
    today: LocalDay,
    aging: z.array(z.object({ bucket: z.enum(agingBuckets), ...group })),
    weeks: z
      .array(z.object({ from: LocalDay, ...group }))
      .meta({ description: 'What falls due in each of the next thirteen weeks, by their Mondays.' }),
    customers: z
      .array(z.object({ customer: CustomerRef, ...group }))
      .meta({ description: 'The twenty customers with the most that is late.' }),
  })
  .meta({
    id: 'ReceivableFigures',
    example: {
      today: '2026-11-25',
      aging: [{ bucket: 'to30', ...exampleGroup }],
      weeks: [{ from: '2026-11-30', ...exampleGroup }],
      customers: [{ customer: example.customer, ...exampleGroup }],
    },
  });
