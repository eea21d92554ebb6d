import type { Money } from '../../domain/money.ts';
import type { LineInput, LineQuantity } from '../../domain/order/model.ts';
import { oneUnit } from '../../domain/order/quantity.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Product } from '../../prisma/generated/client.ts';
import type { LineInput as GivenLine } from '../contracts/orders.ts';
import { fieldProblem } from '../problem.ts';
import { moneyOf } from '../rows.ts';

/** China's general rate of value added tax, in hundredths of a percent; a line or its product may say otherwise. */
export const generalTaxRate = 1_300;
const someUnit = '件';

/** A quantity as the rules count it, in thousandths. */
const toThousandths = (quantity: number): number => Math.round(quantity * oneUnit);
/** Percent as the rules count it, in hundredths. */
const toRate = (percent: number): number => Math.round(percent * 100);

/** Lines with quantities as the rules count them. */
export function lineQuantities(lines: readonly { lineId: string; quantity: number }[]): readonly LineQuantity[] {
  return lines.map(({ lineId, quantity }) => ({ lineId, quantity: toThousandths(quantity) }));
}

/**
 * Lines as they are ordered: what is left out comes from the product list as it stands now and stays with the order.
 * `known` are the lines the order has already, whose prices stay as they were agreed. Throws a problem that names the
 * line when a product is unknown, or a name or a price is missing or in another currency.
 */
export async function orderLines(
  prisma: PrismaClient,
  lines: readonly GivenLine[],
  { currency, path, known = [] }: { currency: string; path: string; known?: readonly LineInput[] },
): Promise<readonly LineInput[]> {
  const ids = lines.flatMap(({ productId }) => (productId === undefined ? [] : [productId]));
  const products = new Map((await prisma.product.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row]));
  return lines.map((line, index) => {
    const field = `${path}.${index}`;
    const product = line.productId === undefined ? undefined : products.get(line.productId);
    if (line.productId !== undefined && !product) {
      throw fieldProblem('UNKNOWN_REFERENCE', `${field}.productId`, `There is no product ${line.productId}`);
    }
    const before = known.find(({ id }) => id !== undefined && id === line.id);
    return orderLine(line, { product, before, currency, field });
  });
}

interface Defaults {
  readonly product: Product | undefined;
  readonly before: LineInput | undefined;
  readonly currency: string;
  readonly field: string;
}

function orderLine(line: GivenLine, { product, before, currency, field }: Defaults): LineInput {
  const same = before && (line.productId === undefined || line.productId === before.product.id) ? before : undefined;
  const name = line.name ?? product?.name ?? same?.product.name;
  if (name === undefined) {
    throw fieldProblem('FIELDS_MISSING', `${field}.name`, 'Say what is ordered: give a productId or a name');
  }
  return {
    ...(line.id === undefined ? {} : { id: line.id }),
    product: { id: line.productId ?? same?.product.id ?? null, name },
    unit: line.unit ?? same?.unit ?? product?.unit ?? someUnit,
    quantity: toThousandths(line.quantity),
    unitPrice: unitPrice(line, { product, before: same, currency, field }),
    discount: toRate(line.discount),
    taxRate: line.taxRate === undefined ? (same?.taxRate ?? product?.taxRate ?? generalTaxRate) : toRate(line.taxRate),
    requirements: line.requirements,
  };
}

function unitPrice({ unitPrice: given }: GivenLine, { product, before, currency, field }: Defaults): number {
  if (!given && before) return before.unitPrice;
  const price: Money | null = given ?? (product ? moneyOf(product.priceMinor, product.currency) : null);
  if (!price) {
    throw fieldProblem(
      'FIELDS_MISSING',
      `${field}.unitPrice`,
      'The product list has no price for it: give a unitPrice',
    );
  }
  if (price.currency !== currency) {
    const message = `The order is in ${currency}, this price in ${price.currency}: give a unitPrice in ${currency}`;
    throw fieldProblem('CURRENCY_MISMATCH', `${field}.unitPrice`, message, { currency });
  }
  return price.minor;
}
