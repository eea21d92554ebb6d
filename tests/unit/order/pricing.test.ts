import fc from 'fast-check';
import { discountOf, discountRate, lineAmounts, orderAmounts, type PricedLine } from '../../../domain/order/pricing.ts';
import { quantityText } from '../../../domain/order/quantity.ts';

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 5_000_000 }),
  unitPrice: fc.integer({ min: 0, max: 5_000_000_00 }),
  discount: fc.integer({ min: 0, max: 10_000 }),
  taxRate: fc.constantFrom(0, 300, 600, 900, 1_300, 825),
});
const pricing = fc.record({
  currency: fc.constant('CNY'),
  taxMode: fc.constantFrom('inclusive' as const, 'exclusive' as const),
});

const priced = (changes: Partial<PricedLine> = {}): PricedLine => ({
  quantity: 1_000,
  unitPrice: 100_00,
  discount: 0,
  taxRate: 1_300,
  ...changes,
});

test.each([
  ['exclusive', priced(), 100_00, 13_00, 113_00],
  ['inclusive', priced(), 88_50, 11_50, 100_00],
  ['exclusive', priced({ quantity: 500, unitPrice: 1 }), 1, 0, 1],
  ['exclusive', priced({ quantity: 333, unitPrice: 10_00, discount: 1_000 }), 3_00, 39, 3_39],
  ['inclusive', priced({ discount: 10_000 }), 0, 0, 0],
] as const)('%s %j costs net %i, tax %i, gross %i', (taxMode, of, net, tax, gross) => {
  const amounts = lineAmounts(of, { currency: 'CNY', taxMode });
  expect([amounts.net.minor, amounts.tax.minor, amounts.gross.minor]).toEqual([net, tax, gross]);
});

test('net and tax are always the gross amount, for a line and for an order', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), pricing, (lines, by) => {
      for (const { net, tax, gross } of [...lines.map((one) => lineAmounts(one, by)), orderAmounts(lines, by)]) {
        expect(net.minor + tax.minor).toBe(gross.minor);
        expect(Math.min(net.minor, tax.minor, gross.minor)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 300 },
  );
});

test('an order costs what its lines cost together, in whatever order they stand', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), pricing, (lines, by) => {
      const together = lines.reduce((sum, one) => sum + lineAmounts(one, by).gross.minor, 0);
      expect(orderAmounts(lines, by).gross.minor).toBe(together);
      expect(orderAmounts([...lines].reverse(), by)).toEqual(orderAmounts(lines, by));
    }),
    { numRuns: 200 },
  );
});

test('more of something never costs less, and a discount never costs more', () => {
  fc.assert(
    fc.property(line, pricing, fc.integer({ min: 0, max: 1_000_000 }), (one, by, more) => {
      const gross = (of: PricedLine) => lineAmounts(of, by).gross.minor;
      expect(gross({ ...one, quantity: one.quantity + more })).toBeGreaterThanOrEqual(gross(one));
      expect(gross({ ...one, discount: 0 })).toBeGreaterThanOrEqual(gross(one));
    }),
    { numRuns: 300 },
  );
});

test('a line is rounded once, half up, from its exact value', () => {
  fc.assert(
    fc.property(line, (one) => {
      const { net } = lineAmounts(one, { currency: 'CNY', taxMode: 'exclusive' });
      const exact = BigInt(one.unitPrice) * BigInt(one.quantity) * BigInt(10_000 - one.discount);
      const twice = 2n * (BigInt(net.minor) * 10_000_000n - exact);
      expect(twice > -10_000_000n && twice <= 10_000_000n).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the discount of an order is what it takes off the list prices', () => {
  const by = { currency: 'CNY', taxMode: 'exclusive' } as const;
  const amounts = orderAmounts([priced(), priced({ discount: 2_000 })], by);
  expect(discountOf(amounts, by)).toEqual({ minor: 20_00, currency: 'CNY' });
  expect(discountRate(amounts, by)).toBe(1_000);
  expect(discountRate(orderAmounts([priced({ unitPrice: 0 })], by), by)).toBe(0);
});

test.each([
  [1_000, '1'],
  [2_500, '2.5'],
  [125, '0.125'],
  [1_000_000, '1000'],
  [-1_050, '-1.05'],
])('%i thousandths are written %s', (quantity, text) => {
  expect(quantityText(quantity)).toBe(text);
});
