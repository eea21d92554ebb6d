import { instantAt, type LocalDate, localTime } from '../../domain/calendar.ts';
import { shownCalendar } from '../calendar.ts';
import {
  AgingHistory,
  AgingHistoryQuery,
  AgingQuery,
  AgingReport,
  BacktestReport,
  CollectorReport,
  DsoQuery,
  DsoReport,
  ForecastLinePage,
  ForecastLineQuery,
  ForecastQuery,
  ForecastReport,
  PayerPage,
  PayerQuery,
} from '../contracts/figures.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { agingHistory, agingReport } from '../figures/aging.ts';
import { collectorReport, dsoReport, payerPage } from '../figures/collection.ts';
import { backtest, forecastLines, forecastReport } from '../figures/forecast.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';

const tag = 'Figures';
const scope = 'Whole company for finance, sales ops, legal and admins; others see their own and their team’s.';
const companyRoles = ['finance', 'sales-ops', 'admin'] as const;

/** What is outstanding, how payers pay, and what is expected to come in. All of it by currency, never across. */
export function figureRoutes(dependencies: ApiDependencies): Endpoint[] {
  return [...agingRoutes(dependencies), ...collectionRoutes(dependencies), ...forecastRoutes(dependencies)];
}

/** Today by the company's calendar, and when its days begin. */
async function today(dependencies: ApiDependencies): Promise<{ day: LocalDate; since: (day: LocalDate) => Date }> {
  const calendar = await shownCalendar(dependencies);
  const { date: day } = localTime(calendar, dependencies.now());
  return { day, since: (date) => new Date(instantAt(calendar, date, 0)) };
}

function agingRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/figures/aging',
      tag,
      summary: 'What is outstanding, by age',
      description: `By the due day of each instalment. ${scope}`,
      query: AgingQuery,
      answers: { 200: { description: 'The figures.', schema: AgingReport } },
      handle: async ({ caller, query }) =>
        ok(await agingReport(prisma, caller, (await today(dependencies)).day, query)),
    }),
    endpoint({
      method: 'get',
      path: '/figures/aging/history',
      tag,
      summary: 'What was outstanding, by age and day',
      description: `As it was kept at the beginning of each day. ${scope}`,
      query: AgingHistoryQuery,
      answers: { 200: { description: 'The figures.', schema: AgingHistory } },
      handle: async ({ caller, query }) => ok(await agingHistory(prisma, caller, query)),
    }),
  ];
}

function collectionRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma, now } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/figures/dso',
      tag,
      summary: 'Days of sales outstanding',
      description: 'The plain ratio over some days, and counted back through the sales.',
      roles: companyRoles,
      query: DsoQuery,
      answers: { 200: { description: 'The figures.', schema: DsoReport } },
      handle: async ({ query }) => {
        const { day, since } = await today(dependencies);
        return ok(await dsoReport(prisma, day, query.days, since));
      },
    }),
    endpoint({
      method: 'get',
      path: '/figures/payers',
      tag,
      summary: 'How late customers pay',
      description: 'By the instalments they settled in the last two years.',
      roles: [...companyRoles, 'manager', 'sales'],
      query: PayerQuery,
      answers: { 200: { description: 'A page.', schema: PayerPage } },
      problems: ['MALFORMED'],
      handle: async ({ query }) => ok(await payerPage(prisma, (await today(dependencies)).day, query)),
    }),
    endpoint({
      method: 'get',
      path: '/figures/collectors',
      tag,
      summary: 'What is overdue in whose hands',
      description: `With the share of promises to pay that were kept in the last 90 days. ${scope}`,
      answers: { 200: { description: 'The figures.', schema: CollectorReport } },
      handle: async ({ caller }) => ok(await collectorReport(prisma, caller, now())),
    }),
  ];
}

function forecastRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma, config } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/figures/forecast',
      tag,
      summary: 'What is expected to come in',
      description: `Instalments on the day their payers pay by habit; open deals that owe nothing yet as likely as their stage says. A deal is in exactly one of the two. ${scope}`,
      query: ForecastQuery,
      answers: { 200: { description: 'The figures.', schema: ForecastReport } },
      handle: async ({ caller, query }) =>
        ok(await forecastReport(prisma, caller, (await today(dependencies)).day, query.months)),
    }),
    endpoint({
      method: 'get',
      path: '/figures/forecast/lines',
      tag,
      summary: 'What is behind a figure of the forecast',
      description: `Every instalment and deal of a month, down to the process. ${scope}`,
      query: ForecastLineQuery,
      answers: { 200: { description: 'A page.', schema: ForecastLinePage } },
      problems: ['MALFORMED'],
      handle: async ({ caller, query }) =>
        ok(await forecastLines(prisma, caller, (await today(dependencies)).day, query)),
    }),
    endpoint({
      method: 'get',
      path: '/figures/forecast/backtest',
      tag,
      summary: 'How good past forecasts were',
      description: 'What was forecast of a month on the last day before it began, beside what then came in.',
      roles: companyRoles,
      answers: { 200: { description: 'The months.', schema: BacktestReport } },
      handle: async () => {
        const { day, since } = await today(dependencies);
        return ok(await backtest(prisma, day, since, config.timeZone));
      },
    }),
  ];
}
