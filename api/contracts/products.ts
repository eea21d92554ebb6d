import { z } from 'zod';
import { Id, Money, Percent, pageOf, text } from './common.ts';

const facts = {
  name: text(200),
  series: text(100).nullable(),
  price: Money.nullable().meta({ description: 'List price of one unit. A change touches no order there is already.' }),
  unit: text(20).nullable().meta({ description: 'What it is counted in.' }),
  taxRate: Percent.nullable().meta({ description: 'Tax in percent.' }),
};
const example = {
  name: 'GTX Pro',
  series: 'GTX',
  price: { minor: 482_100, currency: 'CNY' },
  unit: '台',
  taxRate: 13,
};

export const NewProduct = z
  .strictObject({
    name: facts.name,
    series: facts.series.default(null),
    price: facts.price.default(null),
    unit: facts.unit.default(null),
    taxRate: facts.taxRate.default(null),
  })
  .meta({ id: 'NewProduct', example });

export const ProductChanges = z
  .strictObject(facts)
  .partial()
  .meta({ id: 'ProductChanges', example: { price: { minor: 499_000, currency: 'CNY' } } });

export const ProductView = z
  .object({ id: Id, ...facts })
  .meta({ id: 'ProductView', example: { id: 'gtx-pro', ...example } });

export const ProductPage = pageOf(ProductView).meta({ id: 'ProductPage' });
