import type { IncidentCommand } from '../../domain/incident/model.ts';
import { IncidentCommandInput } from '../contracts/incidents.ts';
import { ProcessParams } from '../contracts/processes.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { type CommandDependencies, giveCommand } from '../processes/command.ts';
import { findProcess } from '../processes/find.ts';
import { commandAnswers, type KindResource, readingRoutes } from './kind.ts';

const resource: KindResource = {
  kind: 'incident',
  path: '/incidents',
  tag: 'Incidents',
  one: 'an incident',
  many: 'incidents',
};

/** What of the system itself is out of order, each in the hands of a named person. They begin by themselves. */
export function incidentRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [
    ...readingRoutes(dependencies, resource),
    endpoint({
      method: 'post',
      path: `${resource.path}/{id}/commands`,
      tag: resource.tag,
      summary: 'Give an incident a command',
      description: 'Answered once it is on record. For its holder, sales ops and admins.',
      params: ProcessParams,
      body: IncidentCommandInput,
      bodyExamples: {
        assign: { summary: 'Give it to somebody else', value: { type: 'assign', to: 'sun.li' } },
        settle: { summary: 'Say that it is settled', value: { type: 'settle', comment: 'The address is corrected.' } },
      },
      takesIdempotencyKey: true,
      answers: commandAnswers,
      problems: [
        'COMMAND_ID_TAKEN',
        'STALE_VERSION',
        'CLOSED',
        'NOT_HOLDER',
        'PERSON_UNAVAILABLE',
        'COMMENT_REQUIRED',
        'UNAVAILABLE',
        'PROCESS_NOT_RUNNING',
      ],
      handle: async ({ params, body, caller, request }) => {
        const incident = await findProcess(dependencies.prisma, caller, params.id, 'incident');
        const { commandId: _given, expectedVersion, ...command } = body;
        return await giveCommand(dependencies, caller, incident, {
          commandId: commandIdOf(body, request),
          expectedVersion,
          command: command satisfies IncidentCommand,
        });
      },
    }),
  ];
}
