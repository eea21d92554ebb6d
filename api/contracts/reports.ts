import { z } from 'zod';
import { Id, LocalDay, PersonRef } from './common.ts';
import { Total } from './waits.ts';

export const ReportQuery = z.strictObject({
  from: LocalDay.optional().meta({ description: 'First day; ninety days ago when absent.' }),
  until: LocalDay.optional().meta({ description: 'Last day; today when absent.' }),
  variant: Id.optional().meta({ description: 'Deals of one pipeline only.' }),
});
export type ReportQuery = z.output<typeof ReportQuery>;

const hours = (what: string) =>
  z
    .number()
    .nullable()
    .meta({ description: `${what}, in hours; null for none.` });

const example = {
  from: '2026-08-27',
  until: '2026-11-25',
  stages: [{ variant: 'opportunity.standard', stage: 'engaging', entered: 40, left: 31, medianHours: 90.5 }],
  ends: [
    { variant: 'opportunity.standard', outcome: 'won', count: 12, totals: [{ currency: 'CNY', minor: 96_000_000 }] },
  ],
  lostReasons: [{ reason: 'price', count: 4, totals: [] }],
  turnaround: [{ holder: { id: 'zhao.min', name: '赵敏' }, decided: 14, medianHours: 5.2, longestHours: 61, late: 2 }],
  ranking: [
    { owner: { id: 'li.na', name: '李娜' }, won: 5, lost: 2, totals: [{ currency: 'CNY', minor: 48_000_000 }] },
  ],
} as const;

/** What happened in a span of days, counted from the record. */
export const SalesReport = z
  .object({
    from: LocalDay,
    until: LocalDay,
    stages: z
      .array(
        z.object({
          variant: z.string(),
          stage: z.string(),
          entered: z.int().meta({ description: 'Deals that entered the stage in the span.' }),
          left: z.int().meta({ description: 'Of these, those that have left it since.' }),
          medianHours: hours('Median time those that left had spent in it'),
        }),
      )
      .meta({ description: 'The funnel, and how long deals stay in each stage.' }),
    ends: z.array(z.object({ variant: z.string(), outcome: z.string(), count: z.int(), totals: z.array(Total) })),
    lostReasons: z.array(z.object({ reason: z.string(), count: z.int(), totals: z.array(Total) })),
    turnaround: z
      .array(
        z.object({
          holder: PersonRef,
          decided: z.int(),
          medianHours: hours('Median time from being asked to the answer'),
          longestHours: hours('The longest'),
          late: z.int().meta({ description: 'Answered after their due moment.' }),
        }),
      )
      .meta({ description: 'Decisions of approvals that were answered in the span, by who held them last.' }),
    ranking: z
      .array(z.object({ owner: PersonRef, won: z.int(), lost: z.int(), totals: z.array(Total) }))
      .meta({ description: 'Deals won and lost in the span, by owner; totals are those won.' }),
  })
  .meta({ id: 'SalesReport', example });
