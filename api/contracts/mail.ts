import { z } from 'zod';

export const BounceAnswer = z
  .object({
    taken: z.boolean(),
    kind: z
      .enum(['hard', 'soft'])
      .nullable()
      .meta({ description: '`hard`: the address does not work. `soft`: the mail is sent again later.' }),
    mail: z.string().nullable().meta({ description: 'Key of the mail that came back.' }),
  })
  .meta({ id: 'BounceAnswer', example: { taken: true, kind: 'hard', mail: 'AP-7Q2M4K9XTB-1/t1/requested/wang.wei' } });
