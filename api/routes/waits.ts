import { WaitFilters, WaitListQuery, WaitPage, WaitSummary } from '../contracts/waits.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { listWaits } from '../waits/list.ts';
import { summariseWaits } from '../waits/summary.ts';

/** Whom everything waits for: the inbox, and the board of what is stuck. */
export function waitRoutes(dependencies: ApiDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/waits',
      tag: 'Waits',
      summary: 'List open waits',
      description:
        'Who has to do what, since when, until when, and what then happens by itself; each with its sentence in both languages.',
      query: WaitListQuery,
      answers: { 200: { description: 'A page.', schema: WaitPage } },
      problems: ['MALFORMED'],
      handle: async ({ caller, query }) => ok(await listWaits(dependencies, caller, query)),
    }),
    endpoint({
      method: 'get',
      path: '/waits/summary',
      tag: 'Waits',
      summary: 'Count open waits',
      description:
        'By the same filters: how many, how many overdue, worth how much in each currency, by holder and action.',
      query: WaitFilters,
      answers: { 200: { description: 'The figures.', schema: WaitSummary } },
      handle: async ({ caller, query }) => ok(await summariseWaits(dependencies, caller, query)),
    }),
  ];
}
