import { z } from 'zod';
import { CommandId, Instant, text } from './common.ts';
import { exampleRow, ProcessRow } from './processes.ts';

const result = {
  processId: 'OP-7Q2M4K9XTB',
  commandId: '018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77',
  version: 8,
  events: ['StageEntered', 'FollowUpScheduled'],
  at: '2026-11-24T01:12:00.000Z',
} as const;

/** What became of a command. */
const CommandResultView = z
  .object({
    processId: z.string(),
    commandId: z.string(),
    version: z.int().meta({ description: 'Version of the process after the command.' }),
    events: z.array(z.string()).meta({ description: 'What happened, in order; empty when nothing had to.' }),
    at: Instant,
  })
  .meta({ id: 'CommandResult', example: result });

export const CommandAnswer = z
  .object({ result: CommandResultView, process: ProcessRow })
  .meta({ id: 'CommandAnswer', example: { result, process: exampleRow } });

export const PendingCommand = z
  .object({
    processId: z.string(),
    commandId: z.string(),
    status: z.literal('pending'),
    poll: z.string().meta({ description: 'Address to ask at again.' }),
    detail: z.string(),
  })
  .meta({
    id: 'PendingCommand',
    example: {
      processId: 'OP-7Q2M4K9XTB',
      commandId: '018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77',
      status: 'pending',
      poll: '/api/v1/processes/OP-7Q2M4K9XTB/commands/018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77',
      detail: 'Not recorded yet. Ask again, or send the command again under the same id: it is carried out once.',
    },
  });

export const RetryStep = z.strictObject({ commandId: CommandId.optional() }).meta({ id: 'RetryStep', example: {} });

export const AbandonStep = z
  .strictObject({ commandId: CommandId.optional(), reason: text(1_000) })
  .meta({ id: 'AbandonStep', example: { reason: 'The customer was told by telephone.' } });
