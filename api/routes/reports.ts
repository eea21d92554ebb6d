import { ReportQuery, SalesReport } from '../contracts/reports.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { salesReport } from '../reports/sales.ts';

/** Figures over what has happened; each can be looked up in the lists it was counted from. */
export function reportRoutes(dependencies: ApiDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/reports/sales',
      tag: 'Processes',
      summary: 'Funnel, time in stage, turnaround and ranking',
      description: 'Over the deals and approvals the caller may see, in a span of days of the company.',
      query: ReportQuery,
      answers: { 200: { description: 'The figures.', schema: SalesReport } },
      handle: async ({ caller, query }) => ok(await salesReport(dependencies, caller, query)),
    }),
  ];
}
