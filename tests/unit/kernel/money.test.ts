import fc from 'fast-check';
import { add, allocate, formatMoney, money, moneyFrom, subtract, sum, zero } from '../../../domain/money.ts';

test('amounts are whole minor units', () => {
  expect(() => money(0.1, 'CNY')).toThrow(RangeError);
  expect(() => money(2 ** 53, 'CNY')).toThrow(RangeError);
});

test('amounts of one currency are added and subtracted', () => {
  expect(add(money(1_50, 'CNY'), money(50, 'CNY'))).toEqual(money(2_00, 'CNY'));
  expect(subtract(money(50, 'CNY'), money(1_50, 'CNY'))).toEqual(money(-1_00, 'CNY'));
  expect(sum([], 'CNY')).toEqual(zero('CNY'));
  expect(() => add(money(1, 'CNY'), money(1, 'USD'))).toThrow(RangeError);
  expect(() => sum([money(1, 'USD')], 'CNY')).toThrow(RangeError);
});

describe('allocate', () => {
  test('gives what rounding leaves over to the largest remainders, earlier ones first', () => {
    const minors = (amount: number, weights: number[]) =>
      allocate(money(amount, 'CNY'), weights).map(({ minor }) => minor);

    expect(minors(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(minors(100, [1, 2, 4])).toEqual([14, 29, 57]);
    expect(minors(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
    expect(minors(5, [0, 1, 0])).toEqual([0, 5, 0]);
  });

  test('loses nothing and is never further than one unit from the exact share', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
      .filter((list) => list.some((weight) => weight > 0));
    fc.assert(
      fc.property(fc.maxSafeInteger(), weights, (minor, list) => {
        const parts = allocate(money(minor, 'CNY'), list);
        const total = list.reduce((a, b) => a + b, 0);
        expect(parts.reduce((left, part) => left + BigInt(part.minor), 0n)).toBe(BigInt(minor));
        parts.forEach((part, index) => {
          const difference = BigInt(part.minor) * BigInt(total) - BigInt(minor) * BigInt(list[index] ?? 0);
          expect(difference < BigInt(total) && difference > -BigInt(total)).toBe(true);
          if (list[index] === 0) expect(part.minor === 0).toBe(true);
        });
      }),
    );
  });

  test.each([[[]], [[0, 0]], [[1, -1]], [[0.5, 0.5]], [[Number.NaN]]])('refuses the weights %j', (weights) => {
    expect(() => allocate(money(1, 'CNY'), weights)).toThrow(RangeError);
  });
});

test.each([
  [money(1_234_50, 'CNY'), '¥1,234.50'],
  [money(-5, 'EUR'), '-€0.05'],
  [money(1_000_000_00, 'CHF'), 'CHF 1,000,000.00'],
  [money(1_500, 'JPY'), 'JPY 1,500'],
  [zero('USD'), '$0.00'],
])('%j reads %s', (amount, expected) => {
  expect(formatMoney(amount)).toBe(expected);
});

test.each([
  ['1234.5', 'CNY', '.', 1_234_50],
  [' ¥1,234.50 ', 'CNY', '.', 1_234_50],
  ['1.234.567,05', 'EUR', ',', 1_234_567_05],
  ['-12.00', 'CNY', '.', -12_00],
  ['12.00-', 'CNY', '.', -12_00],
  ['1500', 'JPY', '.', 1_500],
  ['1500.00', 'JPY', '.', 1_500],
  ['0.500', 'CNY', '.', 50],
  ['12.345', 'CNY', '.', undefined],
  ['1,23', 'CNY', '.', undefined],
  ['12.3.4', 'CNY', '.', undefined],
  ['1e5', 'CNY', '.', undefined],
  ['', 'CNY', '.', undefined],
  ['99999999999999999', 'CNY', '.', undefined],
] as const)('"%s" in %s is %p', (text, currency, decimal, minor) => {
  expect(moneyFrom(text, currency, decimal)?.minor).toBe(minor);
});
