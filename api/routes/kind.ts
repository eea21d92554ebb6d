import type { Kind } from '../../domain/effects.ts';
import { CommandAnswer, PendingCommand } from '../contracts/commands.ts';
import {
  LiveQuery,
  ProcessListQuery,
  ProcessPage,
  ProcessParams,
  ProcessRow,
  ProcessView,
} from '../contracts/processes.ts';
import type { TokenScope } from '../contracts/session.ts';
import { ok } from '../http/answer.ts';
import { type Answered, type Endpoint, endpoint, type Tag } from '../http/endpoint.ts';
import type { CommandDependencies } from '../processes/command.ts';
import { processDetail } from '../processes/detail.ts';
import { listProcesses } from '../processes/list.ts';

/** What the resource of one kind of process is called. */
export interface KindResource {
  readonly kind: Kind;
  readonly path: string;
  readonly tag: Tag;
  /** Singular and plural, in running text. */
  readonly one: string;
  readonly many: string;
  /** Also read by tokens of this scope. */
  readonly scope?: TokenScope;
}

/** The answers of every operation that begins a process. */
export const beginningAnswers: Readonly<Record<number, Answered>> = {
  201: { description: 'It has begun and is on record.', schema: ProcessRow, headers: { Location: 'Where it is.' } },
  202: { description: 'It has been asked for but is not on record yet.', schema: PendingCommand },
};

/** The answers of every operation that gives a command. */
export const commandAnswers: Readonly<Record<number, Answered>> = {
  200: { description: 'What became of it, and the process as it then stands.', schema: CommandAnswer },
  202: { description: 'It has arrived but is not on record yet.', schema: PendingCommand },
};

/** Lists and single reads, which most kinds have alike. */
export function readingRoutes(dependencies: CommandDependencies, resource: KindResource): Endpoint[] {
  const { kind, path, tag, one } = resource;
  const scope = resource.scope ? { scope: resource.scope } : {};
  return [
    listRoute(dependencies, resource),
    endpoint({
      method: 'get',
      path: `${path}/{id}`,
      tag,
      ...scope,
      summary: `Read ${one}`,
      description: 'With its state, its waits in both languages, what happens next, and the rest of its deal.',
      params: ProcessParams,
      query: LiveQuery,
      answers: { 200: { description: 'The process.', schema: ProcessView } },
      problems: ['UNAVAILABLE'],
      handle: async ({ caller, params, query }) =>
        ok(await processDetail(dependencies, caller, params.id, { kind, live: query.live === '1' })),
    }),
  ];
}

/** The list of one kind, page by page. */
export function listRoute(dependencies: CommandDependencies, resource: KindResource): Endpoint {
  const { kind, path, tag, many } = resource;
  return endpoint({
    method: 'get',
    path,
    tag,
    ...(resource.scope ? { scope: resource.scope } : {}),
    summary: `List ${many}`,
    description: `The ${many} the caller may see, page by page. Pass \`next\` as \`cursor\` with the same filters.`,
    query: ProcessListQuery,
    answers: { 200: { description: 'A page.', schema: ProcessPage } },
    problems: ['MALFORMED'],
    handle: async ({ caller, query }) => ok(await listProcesses(dependencies, caller, kind, query)),
  });
}
