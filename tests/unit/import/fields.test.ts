import fc from 'fast-check';
import {
  optionalAmount,
  optionalDay,
  optionalDecimal,
  optionalInteger,
  requiredText,
} from '../../../cli/import/fields.ts';

test.each([
  ['20-10-16', '2016-10-20'],
  ['31-12-2017', '2017-12-31'],
  ['2017-12-31', '2017-12-31'],
  ['29-02-16', '2016-02-29'],
  ['', null],
])('the day %s is %s', (text, day) => {
  expect(optionalDay(text)).toEqual({ value: day });
});

test.each(['31-02-17', '29-02-17', '00-10-16', '20-13-16', '20/10/16', '2-1-17', '2017-13-01', 'soon'])(
  '%s is no day',
  (text) => {
    expect(optionalDay(text)).toHaveProperty('fault');
  },
);

test.each([
  ['1054', 'USD', 105_400],
  ['1054.5', 'USD', 105_450],
  ['0.05', 'CNY', 5],
  ['26768', 'JPY', 26_768],
  ['', 'USD', null],
])('the amount %s in %s is %s minor units', (text, currency, minor) => {
  expect(optionalAmount(text, currency)).toEqual({ value: minor });
});

test.each([
  ['-1', 'USD'],
  ['1,054', 'USD'],
  ['1e3', 'USD'],
  ['1.005', 'USD'],
  ['1.5', 'JPY'],
  ['NaN', 'USD'],
  ['12345678901234', 'USD'],
])('%s in %s is no amount', (text, currency) => {
  expect(optionalAmount(text, currency)).toHaveProperty('fault');
});

test('every amount of whole cents is read exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 13 }), (minor) => {
      const text = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
      expect(optionalAmount(text, 'USD')).toEqual({ value: minor });
    }),
  );
});

test('texts with control characters, empty or too long are refused', () => {
  expect(requiredText('GTX Pro')).toEqual({ value: 'GTX Pro' });
  for (const text of ['', 'a\u0000b', 'a\nb', 'x'.repeat(201)]) expect(requiredText(text)).toHaveProperty('fault');
});

test('numbers keep to their limits', () => {
  expect(optionalInteger('1996', 1000, 2100)).toEqual({ value: 1996 });
  expect(optionalInteger('', 1000, 2100)).toEqual({ value: null });
  for (const text of ['999', '2101', '19.5', '-1', 'x'])
    expect(optionalInteger(text, 1000, 2100)).toHaveProperty('fault');
  expect(optionalDecimal('1100.04')).toEqual({ value: 1100.04 });
  for (const text of ['-1', '1e5', '.5', 'x']) expect(optionalDecimal(text)).toHaveProperty('fault');
});
