import { z } from 'zod';
import { Currency, CustomerRef, Id, LocalDay, PersonRef, pageOf, paging } from './common.ts';

const minor = z.int().meta({ description: 'In whole minor units of the currency.' });

const buckets = {
  notDue: minor,
  d1to30: minor,
  d31to60: minor,
  d61to90: minor,
  d91to180: minor,
  over180: minor,
};
const exampleBuckets = { notDue: 12_000_000, d1to30: 6_000_000, d31to60: 0, d61to90: 0, d91to180: 0, over180: 0 };

export const AgingQuery = z.strictObject({
  by: z.enum(['currency', 'owner', 'customer']).default('currency'),
  owner: Id.optional(),
  customer: Id.optional(),
});

/** What is outstanding by how long it has been due. */
export const AgingReport = z
  .object({
    day: LocalDay,
    rows: z.array(
      z.object({
        currency: Currency,
        owner: PersonRef.nullable(),
        customer: CustomerRef.nullable(),
        ...buckets,
        total: minor,
        credit: minor.meta({
          description: 'What customers have paid beyond what they owe; not taken off the buckets.',
        }),
        net: minor.meta({ description: 'The total less the credit.' }),
      }),
    ),
  })
  .meta({
    id: 'AgingReport',
    example: {
      day: '2026-11-25',
      rows: [
        {
          currency: 'CNY',
          owner: null,
          customer: null,
          ...exampleBuckets,
          total: 18_000_000,
          credit: 0,
          net: 18_000_000,
        },
      ],
    },
  });

export const AgingHistoryQuery = z.strictObject({ from: LocalDay, to: LocalDay, currency: Currency });
export const AgingHistory = z
  .object({ days: z.array(z.object({ day: LocalDay, ...buckets, total: minor })) })
  .meta({ id: 'AgingHistory', example: { days: [{ day: '2026-11-24', ...exampleBuckets, total: 18_000_000 }] } });

export const DsoQuery = z.strictObject({
  days: z.enum(['30', '60', '90', '180', '365']).default('90').transform(Number),
});
export const DsoReport = z
  .object({
    day: LocalDay,
    days: z.int(),
    rows: z.array(
      z.object({
        currency: Currency,
        receivable: minor,
        sales: minor.meta({ description: 'Agreed to be paid within the days looked at.' }),
        dso: z.number().nullable().meta({ description: 'Receivable / sales × days; null without sales.' }),
        countBack: z.number().nullable().meta({
          description: 'Days one has to go back until the sales add up to what is outstanding; null if they never do.',
        }),
      }),
    ),
  })
  .meta({
    id: 'DsoReport',
    example: {
      day: '2026-11-25',
      days: 90,
      rows: [{ currency: 'CNY', receivable: 18_000_000, sales: 36_000_000, dso: 45, countBack: 41 }],
    },
  });

export const PayerPage = pageOf(
  z
    .object({
      customer: CustomerRef,
      settled: z.int().meta({ description: 'Instalments settled in the last two years.' }),
      averageDaysLate: z.number(),
      medianDaysLate: z.number(),
      expectedDaysLate: z.int().meta({ description: 'What a forecast goes by: drawn towards all customers.' }),
    })
    .meta({
      example: {
        customer: { id: 'cu-yunhai', name: '云海软件' },
        settled: 7,
        averageDaysLate: 11.4,
        medianDaysLate: 9,
        expectedDaysLate: 7,
      },
    }),
).meta({ id: 'PayerPage' });
export const PayerQuery = z.strictObject({ ...paging });

export const CollectorReport = z
  .object({
    rows: z.array(
      z.object({
        holder: PersonRef,
        currency: Currency,
        overdue: z.int().meta({ description: 'Instalments past their day that the person answers for.' }),
        minor,
        oldestDueAt: z.iso.datetime().nullable(),
      }),
    ),
    promises: z.object({
      kept: z.int(),
      broken: z.int(),
      keptRate: z.number().nullable().meta({ description: '0 to 1; null without promises in the last 90 days.' }),
    }),
  })
  .meta({
    id: 'CollectorReport',
    example: {
      rows: [
        {
          holder: { id: 'lina', name: '李娜' },
          currency: 'CNY',
          overdue: 2,
          minor: 6_000_000,
          oldestDueAt: '2026-11-16T10:00:00.000Z',
        },
      ],
      promises: { kept: 3, broken: 1, keptRate: 0.75 },
    },
  });

const forecastSources = ['instalment', 'deal'] as const;
const Month = z
  .string()
  .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'A month such as 2026-12')
  .meta({ description: 'A month.', example: '2026-12' });

export const ForecastQuery = z.strictObject({
  months: z.enum(['1', '2', '3', '6', '12']).default('3').transform(Number),
});
export const ForecastReport = z
  .object({
    day: LocalDay,
    rows: z.array(
      z.object({
        month: Month,
        currency: Currency,
        instalments: minor.meta({ description: 'Owed, at the day their payers pay by habit.' }),
        deals: minor.meta({ description: 'Open deals that owe nothing yet, times the probability of their stage.' }),
        total: minor,
      }),
    ),
    undated: z
      .array(z.object({ currency: Currency, minor }))
      .meta({ description: 'Owed without a day, as it waits for something to happen first; in no month.' }),
  })
  .meta({
    id: 'ForecastReport',
    example: {
      day: '2026-11-25',
      rows: [{ month: '2026-12', currency: 'CNY', instalments: 9_000_000, deals: 2_500_000, total: 11_500_000 }],
      undated: [],
    },
  });

export const ForecastLineQuery = z.strictObject({ month: Month, currency: Currency, ...paging });
export const ForecastLinePage = pageOf(
  z
    .object({
      source: z.enum(forecastSources),
      processId: z.string(),
      instalmentId: z.string().nullable(),
      customer: CustomerRef.nullable(),
      owner: PersonRef,
      expectedOn: LocalDay,
      minor,
      probability: z.int(),
    })
    .meta({
      example: {
        source: 'instalment',
        processId: 'PP-DEMO05',
        instalmentId: 'i2',
        customer: { id: 'cu-yunhai', name: '云海软件' },
        owner: { id: 'lina', name: '李娜' },
        expectedOn: '2026-12-04',
        minor: 6_000_000,
        probability: 100,
      },
    }),
).meta({ id: 'ForecastLinePage' });

export const BacktestReport = z
  .object({
    rows: z.array(
      z.object({
        month: Month,
        currency: Currency,
        forecastOn: LocalDay.meta({ description: 'The last day on which the month was forecast before it began.' }),
        forecast: minor,
        received: minor,
        error: z
          .number()
          .nullable()
          .meta({ description: '(received − forecast) / forecast; null for a forecast of 0.' }),
      }),
    ),
  })
  .meta({
    id: 'BacktestReport',
    example: {
      rows: [
        {
          month: '2026-10',
          currency: 'CNY',
          forecastOn: '2026-09-30',
          forecast: 10_000_000,
          received: 9_200_000,
          error: -0.08,
        },
      ],
    },
  });
