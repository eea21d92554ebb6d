import { ReceivableFigures, ReceivableFilters, ReceivableListQuery, ReceivablePage } from '../contracts/receivables.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { listReceivables, receivableFigures } from '../receivables/receivables.ts';

/** Money that is still to come, across all payment plans. */
export function receivableRoutes(dependencies: ApiDependencies): Endpoint[] {
  const tag = 'Payment plans';
  return [
    endpoint({
      method: 'get',
      path: '/receivables',
      tag,
      summary: 'List what is outstanding',
      description: 'Instalments with something left to pay, of the plans the caller may see; the first due first.',
      query: ReceivableListQuery,
      answers: { 200: { description: 'A page.', schema: ReceivablePage } },
      problems: ['MALFORMED'],
      handle: async ({ caller, query }) => ok(await listReceivables(dependencies, caller, query)),
    }),
    endpoint({
      method: 'get',
      path: '/receivables/figures',
      tag,
      summary: 'Aging and forecast',
      description: 'How late money is, when it falls due, and who is late; each currency for itself.',
      query: ReceivableFilters,
      answers: { 200: { description: 'The figures.', schema: ReceivableFigures } },
      handle: async ({ caller, query }) => ok(await receivableFigures(dependencies, caller, query)),
    }),
  ];
}
