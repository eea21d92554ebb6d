import { AbandonStep, CommandAnswer, PendingCommand, RetryStep } from '../contracts/commands.ts';
import {
  CommandParams,
  DealView,
  EventPage,
  EventQuery,
  LiveQuery,
  MailPage,
  MailQuery,
  PastQuery,
  PastView,
  ProcessParams,
  ProcessView,
  StageFigures,
  StageQuery,
  StepParams,
} from '../contracts/processes.ts';
import { ok } from '../http/answer.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { processAsOf } from '../processes/as-of.ts';
import { type CommandDependencies, giveCommand } from '../processes/command.ts';
import { readDeal } from '../processes/deal.ts';
import { processDetail } from '../processes/detail.ts';
import { findProcess } from '../processes/find.ts';
import { listEvents, listMails } from '../processes/history.ts';
import { pollCommand } from '../processes/poll.ts';
import { stageFigures } from '../processes/stages.ts';
import { commandAnswers } from './kind.ts';

/** What processes of every kind have in common. */
export function processRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [...readRoutes(dependencies), ...stepRoutes(dependencies)];
}

function readRoutes(dependencies: CommandDependencies): Endpoint[] {
  const { prisma } = dependencies;
  const tag = 'Processes';
  return [
    endpoint({
      method: 'get',
      path: '/stages',
      tag,
      summary: 'Count open processes by stage',
      description: 'Of one kind, as far as the caller may see them: how many stand where, worth how much.',
      query: StageQuery,
      answers: { 200: { description: 'The figures.', schema: StageFigures } },
      handle: async ({ caller, query }) => ok(await stageFigures(dependencies, caller, query)),
    }),
    endpoint({
      method: 'get',
      path: '/processes/{id}',
      tag,
      summary: 'Read a process of any kind',
      description:
        'State, holders, waits in both languages, what happens next and the rest of the deal. `live=1` asks the running workflow instead of the record.',
      params: ProcessParams,
      query: LiveQuery,
      answers: { 200: { description: 'The process.', schema: ProcessView } },
      problems: ['UNAVAILABLE'],
      handle: async ({ caller, params, query }) =>
        ok(await processDetail(dependencies, caller, params.id, { live: query.live === '1' })),
    }),
    endpoint({
      method: 'get',
      path: '/processes/{id}/as-of',
      tag,
      summary: 'A process as it stood at a moment',
      description: 'Its rules replay what had happened by then. Answers 404 for a moment before it began.',
      params: ProcessParams,
      query: PastQuery,
      answers: { 200: { description: 'The process at that moment.', schema: PastView } },
      handle: async ({ caller, params, query }) => ok(await processAsOf(dependencies, caller, params.id, query.at)),
    }),
    endpoint({
      method: 'get',
      path: '/processes/{id}/events',
      tag,
      summary: 'History of a process',
      description:
        'Everything that happened, by whom, when and by which way in. Append-only; each hash covers the event before.',
      params: ProcessParams,
      query: EventQuery,
      answers: { 200: { description: 'A page.', schema: EventPage } },
      problems: ['MALFORMED'],
      handle: async ({ caller, params, query }) => {
        await findProcess(prisma, caller, params.id);
        return ok(await listEvents(prisma, caller, params.id, query));
      },
    }),
    endpoint({
      method: 'get',
      path: '/processes/{id}/mails',
      tag,
      summary: 'Mails of a process',
      description: 'What was written to whom, whether it left, and if not why; the newest first.',
      params: ProcessParams,
      query: MailQuery,
      answers: { 200: { description: 'A page.', schema: MailPage } },
      problems: ['MALFORMED'],
      handle: async ({ caller, params, query }) => {
        await findProcess(prisma, caller, params.id);
        return ok(await listMails(prisma, params.id, query));
      },
    }),
    endpoint({
      method: 'get',
      path: '/processes/{id}/commands/{commandId}',
      tag,
      summary: 'What became of a command',
      description:
        'To be asked after a 202. A command that changed nothing, or was refused, leaves no trace: send it again.',
      params: CommandParams,
      answers: {
        200: { description: 'It is on record.', schema: CommandAnswer },
        202: { description: 'It is not on record, or not yet.', schema: PendingCommand },
      },
      handle: async ({ caller, params }) => await pollCommand(dependencies, caller, params.id, params.commandId),
    }),
    endpoint({
      method: 'get',
      path: '/deals/{id}',
      tag,
      summary: 'A deal with everything that belongs to it',
      description:
        'Its opportunity, approvals and payment plans as far as the caller may see them, and all they wait for.',
      params: ProcessParams,
      answers: { 200: { description: 'The deal.', schema: DealView } },
      handle: async ({ caller, params }) => ok(await readDeal(dependencies, caller, params.id)),
    }),
  ];
}

function stepRoutes(dependencies: CommandDependencies): Endpoint[] {
  const common = {
    method: 'post',
    tag: 'Processes',
    params: StepParams,
    takesIdempotencyKey: true,
    answers: commandAnswers,
    problems: ['UNKNOWN_STEP', 'NOT_HOLDER', 'COMMAND_ID_TAKEN', 'CLOSED', 'UNAVAILABLE', 'PROCESS_NOT_RUNNING'],
  } as const;
  return [
    endpoint({
      ...common,
      path: '/processes/{id}/steps/{key}/retry',
      summary: 'Retry a failed step',
      description:
        'For the person who holds it, sales ops and admins. The key is found under `failures` of the process.',
      body: RetryStep,
      mayOmitBody: true,
      bodyExamples: { again: { summary: 'Once more', value: {} } },
      handle: async ({ caller, params, body, request }) => {
        const process = await findProcess(dependencies.prisma, caller, params.id);
        const command = { type: 'retryStep', key: params.key };
        return await giveCommand(dependencies, caller, process, { commandId: commandIdOf(body, request), command });
      },
    }),
    endpoint({
      ...common,
      path: '/processes/{id}/steps/{key}/abandon',
      summary: 'Give a failed step up',
      description: 'The process goes on without it. Say why.',
      body: AbandonStep,
      bodyExamples: { told: { summary: 'Settled by hand', value: { reason: 'The customer was told by telephone.' } } },
      handle: async ({ caller, params, body, request }) => {
        const process = await findProcess(dependencies.prisma, caller, params.id);
        const command = { type: 'abandonStep', key: params.key, reason: body.reason };
        return await giveCommand(dependencies, caller, process, { commandId: commandIdOf(body, request), command });
      },
    }),
  ];
}
