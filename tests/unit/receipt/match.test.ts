import fc from 'fast-check';
import { matchOf, names, suggestionsFor, sumOfParts } from '../../../domain/receipt/match.ts';
import { matchTiers } from '../../../domain/receipt/model.ts';
import { acme, candidate, cny, receiptOf } from './setting.ts';

const all = { automatic: matchTiers, tolerance: 1_00 };

test.each([
  ['货款 C-102 第二笔', 'C-102', true],
  ['合同C-102二期', 'C-102', true],
  ['Ｃ－102', 'C-102', true],
  ['pays c-102/1', 'C-102/1', true],
  ['C-1020', 'C-102', false],
  ['AC-102', 'C-102', false],
  ['C-102-7', 'C-102', false],
  ['2C-102', 'C-102', false],
  ['', 'C-102', false],
  ['A1', 'A1', false],
])('"%s" names %s: %p', (text, number, expected) => {
  expect(names(text, number)).toBe(expected);
});

describe('a receipt is told apart', () => {
  const first = candidate();
  const second = candidate({ instalmentId: 'i2', number: 'C-102/2', dueOn: '2026-08-30', outstanding: cny(250) });
  const other = candidate({ planId: 'PP-2', number: 'C-200/1', reference: 'C-200', outstanding: cny(80) });
  const match = (changes: Parameters<typeof receiptOf>[0], candidates = [first, second, other]) => {
    const found = matchOf(receiptOf(changes), candidates, all);
    return found && [found.tier, ...found.parts.map((part) => [part.candidate.number, part.amount.minor])];
  };

  test('by its exact reference, oldest due first', () => {
    expect(match({ remittance: '付 C-102', amount: cny(150) })).toEqual([
      'reference',
      ['C-102/1', 100_00],
      ['C-102/2', 50_00],
    ]);
  });

  test('by the number of an instalment, which is paid first', () => {
    expect(match({ remittance: 'C-102/2', amount: cny(300) })).toEqual([
      'reference',
      ['C-102/2', 250_00],
      ['C-102/1', 50_00],
    ]);
  });

  test('by two references when it is exactly their sum, and by none of them otherwise', () => {
    expect(match({ remittance: 'C-102/1 + C-200', amount: cny(180), customer: null })).toEqual([
      'reference',
      ['C-102/1', 100_00],
      ['C-200/1', 80_00],
    ]);
    expect(match({ remittance: 'C-102 C-200', amount: cny(170), customer: null })).toBeNull();
  });

  test('by the exact amount of a known payer, within the tolerance', () => {
    expect(match({ amount: cny(80) })).toEqual(['amount', ['C-200/1', 80_00]]);
    expect(match({ amount: cny(79.5) })).toEqual(['amount', ['C-200/1', 79_50]]);
    expect(match({ amount: cny(350) })).toEqual(['amount', ['C-102/1', 100_00], ['C-102/2', 250_00]]);
    expect(match({ amount: cny(430) })?.slice(1)).toHaveLength(3);
  });

  test('by what is due first, when the payer has one plan alone', () => {
    expect(match({ amount: cny(60) }, [first, second])).toEqual(['oldestDue', ['C-102/1', 60_00]]);
  });

  test.each([
    ['the payer is not known', { amount: cny(80), customer: null }],
    ['two plans ask for the same amount', { amount: cny(60) }],
    [
      'a reference belongs to somebody else',
      { remittance: 'C-102', amount: cny(7), customer: { id: 'k2', name: 'X' } },
    ],
    ['the currency is another', { remittance: 'C-102', amount: { minor: 100_00, currency: 'USD' } }],
  ])('by nobody but a person when %s', (_, changes) => {
    expect(match(changes)).toBeNull();
  });

  test('and what variants do not allow is left to a person', () => {
    expect(matchOf(receiptOf(), [first], { automatic: ['reference'], tolerance: 0 })).toBeNull();
  });
});

test('suggestions come likeliest first, each with what speaks for it', () => {
  const named = candidate();
  const exact = candidate({ planId: 'PP-2', number: 'C-200/1', reference: 'C-200', outstanding: cny(70) });
  const unrelated = candidate({ planId: 'PP-3', number: 'C-9/1', reference: 'C-9', customer: { id: 'k9', name: 'N' } });
  const found = suggestionsFor(
    receiptOf({ remittance: 'C-102/1', amount: cny(70) }),
    [unrelated, exact, named],
    cny(70),
    0,
  );
  expect(found.map(({ candidate: { number }, reasons, amount }) => [number, reasons, amount.minor])).toEqual([
    ['C-102/1', ['reference', 'instalmentNumber', 'payer', 'dueFirst'], 70_00],
    ['C-200/1', ['payer', 'amount'], 70_00],
  ]);
});

test('no match ever takes more than is open, or more than came', () => {
  const candidates = fc.array(
    fc.record({ plan: fc.integer({ min: 1, max: 3 }), minor: fc.integer({ min: 0, max: 300 }), mine: fc.boolean() }),
    { maxLength: 8 },
  );
  const texts = fc.constantFrom(null, 'C-1', 'C-101', 'C-102 C-103', 'C-101/2');
  fc.assert(
    fc.property(
      candidates,
      fc.integer({ min: 1, max: 900 }),
      texts,
      fc.boolean(),
      (given, minor, remittance, known) => {
        const open = given.map(({ plan, minor: left, mine }, index) =>
          candidate({
            planId: `PP-${plan}`,
            instalmentId: `i${index}`,
            number: `C-10${plan}/${index}`,
            reference: `C-10${plan}`,
            customer: mine ? acme : { id: 'k2', name: 'Other' },
            outstanding: { minor: left, currency: 'CNY' },
          }),
        );
        const amount = { minor, currency: 'CNY' };
        const about = receiptOf({ amount, remittance, customer: known ? acme : null });
        const match = matchOf(about, open, all);
        if (!match) return;
        expect(sumOfParts(match.parts, amount).minor).toBeLessThanOrEqual(minor);
        for (const part of match.parts) {
          expect(part.amount.minor).toBeGreaterThan(0);
          expect(part.amount.minor).toBeLessThanOrEqual(part.candidate.outstanding.minor);
        }
        expect(new Set(match.parts.map((part) => part.candidate.instalmentId)).size).toBe(match.parts.length);
      },
    ),
    { numRuns: 300 },
  );
});
