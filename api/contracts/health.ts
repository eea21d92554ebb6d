import { z } from 'zod';

export const Live = z.object({ live: z.literal(true) }).meta({ id: 'Live', example: { live: true } });

export const Ready = z
  .object({
    ready: z.boolean(),
    checks: z.object({ postgres: z.string(), temporal: z.string(), draining: z.boolean() }),
  })
  .meta({ id: 'Ready', example: { ready: true, checks: { postgres: 'up', temporal: 'up', draining: false } } });
