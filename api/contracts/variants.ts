import { z } from 'zod';
import { kinds } from '../../domain/effects.ts';
import { Localised } from './common.ts';

const example = {
  id: 'approval.quote-discount',
  kind: 'approval',
  title: { 'zh-CN': '报价折扣审批', en: 'Quote discount approval' },
  priority: 30,
  hash: '7b52…',
  definition: { urgeEvery: '2 hours', nodes: [] },
};

const VariantView = z
  .object({
    id: z.string(),
    kind: z.enum(kinds),
    title: Localised,
    priority: z.int().meta({ description: 'Of those that apply to a case, the highest is chosen.' }),
    hash: z
      .string()
      .meta({ description: 'SHA-256 of the definition; running processes keep the one they began with.' }),
    definition: z.unknown().meta({ description: 'Stages, nodes or ladder, as data.' }),
  })
  .meta({ id: 'VariantView', example });

export const VariantList = z
  .object({ items: z.array(VariantView) })
  .meta({ id: 'VariantList', example: { items: [example] } });

export const VariantQuery = z.strictObject({ kind: z.enum(kinds).optional() });
