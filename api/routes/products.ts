import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Money } from '../../domain/money.ts';
import { Prisma } from '../../prisma/client.ts';
import type { Product } from '../../prisma/generated/client.ts';
import { IdParams, NamedQuery } from '../contracts/customers.ts';
import { NewProduct, ProductChanges, ProductPage, ProductView } from '../contracts/products.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { created, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { afterName, containing, pageByName } from '../names.ts';
import { Problem } from '../problem.ts';
import { allOf, moneyOf } from '../rows.ts';
import { isMissing, refusingTaken } from '../unique.ts';

const tag = 'Master data';
const taken = 'A product of that name exists';

/** What the company sells. */
export function productRoutes({ prisma }: ApiDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/products',
      tag,
      summary: 'List products',
      description: 'In the order of their names.',
      query: NamedQuery,
      answers: { 200: { description: 'A page.', schema: ProductPage } },
      problems: ['MALFORMED'],
      handle: async ({ query: { q, limit, cursor } }) => {
        const where = allOf([
          q === undefined ? undefined : Prisma.sql`t.name ILIKE ${containing(q)}`,
          afterName(cursor),
        ]);
        const rows = await prisma.$queryRaw<Product[]>`
          SELECT t.id, t.name, t.series, t.price_minor AS "priceMinor", t.currency, t.unit, t.tax_rate AS "taxRate"
          FROM product t
          WHERE ${where} ORDER BY t.name, t.id LIMIT ${limit + 1}`;
        const { items, next } = pageByName(rows, limit);
        return ok({ items: items.map(view), next });
      },
    }),
    endpoint({
      method: 'get',
      path: '/products/{id}',
      tag,
      summary: 'Read a product',
      description: 'With its list price.',
      params: IdParams,
      answers: { 200: { description: 'The product.', schema: ProductView } },
      handle: async ({ params }) => {
        const product = await prisma.product.findUnique({ where: { id: params.id } });
        if (!product) throw noProduct(params.id);
        return ok(view(product));
      },
    }),
    endpoint({
      method: 'post',
      path: '/products',
      tag,
      summary: 'Add a product',
      description: 'For sales ops and admins. Names are unique.',
      roles: ['sales-ops', 'admin'],
      body: NewProduct,
      answers: { 201: { description: 'The product.', schema: ProductView } },
      problems: ['TAKEN'],
      handle: async ({ body: { price, taxRate, ...facts } }) => {
        const id = randomUUID();
        const data = { ...facts, id, ...stored(price), taxRate: toRate(taxRate) };
        const product = await refusingTaken(taken, () => prisma.product.create({ data }));
        return created(`/products/${id}`, view(product));
      },
    }),
    endpoint({
      method: 'patch',
      path: '/products/{id}',
      tag,
      summary: 'Change a product',
      description: 'For sales ops and admins.',
      roles: ['sales-ops', 'admin'],
      params: IdParams,
      body: ProductChanges,
      answers: { 200: { description: 'The product.', schema: ProductView } },
      problems: ['TAKEN'],
      handle: async ({ params, body: { price, taxRate, ...facts } }) => {
        const data = {
          ...facts,
          ...(price === undefined ? {} : stored(price)),
          ...(taxRate === undefined ? {} : { taxRate: toRate(taxRate) }),
        };
        const changed = refusingTaken(taken, () => prisma.product.update({ where: { id: params.id }, data }));
        const product = await changed.catch((error: unknown) => {
          throw isMissing(error) ? noProduct(params.id) : error;
        });
        return ok(view(product));
      },
    }),
  ];
}

const stored = (price: Money | null) => ({
  priceMinor: price === null ? null : BigInt(price.minor),
  currency: price?.currency ?? null,
});

/** Percent as it is kept, in hundredths. */
const toRate = (percent: number | null) => (percent === null ? null : Math.round(percent * 100));

function noProduct(id: string): Problem {
  return new Problem('NOT_FOUND', `There is no product ${id}`);
}

function view({ id, name, series, priceMinor, currency, unit, taxRate }: Product): z.output<typeof ProductView> {
  const price = moneyOf(priceMinor, currency);
  return { id, name, series, price, unit, taxRate: taxRate === null ? null : taxRate / 100 };
}
