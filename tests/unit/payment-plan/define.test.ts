import { money } from '../../../domain/money.ts';
import { definePaymentPlan } from '../../../domain/payment-plan/define.ts';
import { keyAccountCollections } from '../../../domain/variants/payment-plan-key-account.ts';
import { standardCollections } from '../../../domain/variants/payment-plan-standard.ts';

const { kind: _kind, ...standard } = standardCollections;

describe('a ladder that cannot be climbed', () => {
  const ladders: readonly [what: string, ladder: typeof standard.ladder][] = [
    ['no steps', []],
    ['a step that does nothing', [{ after: '1 workdays', do: [] }]],
    ['half a working day', [{ after: '1.5 workdays', do: ['remind'] }]],
    [
      'steps out of order',
      [
        { after: '5 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['remind'] },
      ],
    ],
    [
      'two steps on one day',
      [
        { after: '1 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['sendReminder'] },
      ],
    ],
    [
      'a step after a handover that hands nothing over',
      [
        { after: '1 workdays', do: ['escalateToFinance'] },
        { after: '5 workdays', do: ['sendFormalLetter'] },
      ],
    ],
  ];

  it.each(ladders)('%s', (_what, ladder) => {
    expect(() => definePaymentPlan({ ...standard, ladder })).toThrow(RangeError);
  });
});

it.each([-1, 24 * 60, 9.5])('refuses %d as a time of day', (sendAt) => {
  expect(() => definePaymentPlan({ ...standard, sendAt })).toThrow(RangeError);
});

it.each([-1, 0.5])('refuses %d as a tolerance', (tolerance) => {
  expect(() => definePaymentPlan({ ...standard, tolerance })).toThrow(RangeError);
});

it('keeps the key account ladder for large amounts in CNY', () => {
  const applies = (minor: number, currency: string): boolean =>
    keyAccountCollections.appliesTo({ amount: money(minor, currency), customerId: 'k1' });
  expect(applies(1_000_000_00, 'CNY')).toBe(true);
  expect(applies(999_999_99, 'CNY')).toBe(false);
  expect(applies(1_000_000_00, 'JPY')).toBe(false);
});
