import { kinds } from '../../domain/effects.ts';
import { definitionOf } from '../../domain/variant.ts';
import { type AnyVariant, variants } from '../../domain/variants/index.ts';
import { freeze } from '../../gateway/digest.ts';
import { VariantList, VariantQuery } from '../contracts/variants.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';

/** The variants new processes can run by. */
export function variantRoutes(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/variants',
      tag: 'Company',
      summary: 'List variants',
      description: 'Pipelines, routings of approvals and collections ladders, as data.',
      query: VariantQuery,
      answers: { 200: { description: 'The variants.', schema: VariantList } },
      handle: async ({ query }) => {
        const asked = query.kind ? [query.kind] : kinds;
        return ok({ items: asked.flatMap((kind) => variants[kind].map((variant) => view(variant))) });
      },
    }),
  ];
}

function view(variant: AnyVariant) {
  const { id, kind, title, priority } = variant;
  return { id, kind, title, priority, hash: freeze(variant).hash, definition: definitionOf<AnyVariant>(variant) };
}
