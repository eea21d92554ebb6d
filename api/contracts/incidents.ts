import { z } from 'zod';
import { CommandId, ExpectedVersion, Id, text } from './common.ts';

const base = { commandId: CommandId.optional(), expectedVersion: ExpectedVersion.optional() };

export const IncidentCommandInput = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('assign'), to: Id }),
    z.strictObject({
      ...base,
      type: z.literal('settle'),
      comment: text(1_000).meta({ description: 'How it has been settled.' }),
    }),
  ])
  .meta({ id: 'IncidentCommand' });
