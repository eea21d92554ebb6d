import { z } from 'zod';

/** An error as it is sent, per RFC 9457. */
export const ProblemView = z
  .object({
    type: z.string().meta({ description: 'Address of the explanation of this code.' }),
    title: z.string().meta({ description: "What it means, in the caller's language." }),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened here, in English, for developers.' }),
    code: z.string().meta({ description: 'Stable; callers branch on it.' }),
    errors: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'The fields that are wrong.' }),
    facts: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'Plain facts, such as who decided and when.' }),
    requestId: z.string().meta({ description: 'Also in the header X-Request-Id and in the log.' }),
  })
  .meta({ id: 'Problem' });
