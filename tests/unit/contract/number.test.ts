import { defineContract } from '../../../domain/contract/define.ts';
import { contractNumber, faultInNumbering } from '../../../domain/contract/number.ts';
import { salesContract } from '../../../domain/variants/contract-standard.ts';

test.each([
  ['HT-{yyyy}-{seq:4}', 7, 'HT-2026-0007'],
  ['HT-{yyyy}-{seq:4}', 12_345, 'HT-2026-12345'],
  ['销{yyyy}_{seq:3}', 7, '销2026_007'],
])('%s numbers the %ith contract %s', (pattern, sequence, number) => {
  expect(contractNumber(pattern, { year: 2026, sequence })).toBe(number);
});

test.each(['HT-{yyyy}', 'HT-{seq:4}', 'HT-{yyyy}-{seq:4}-{seq:4}', 'HT/{yyyy}/{seq:4}'])(
  '%s cannot number contracts',
  (pattern) => {
    expect(faultInNumbering(pattern)).toBeDefined();
    const { kind: _kind, ...source } = salesContract;
    expect(() => defineContract({ ...source, numbering: pattern })).toThrow(RangeError);
  },
);

test('a ladder that does not climb towards the end is refused', () => {
  const { kind: _kind, ...source } = salesContract;
  const ladder = [
    { after: '-7 days', do: ['remind'] },
    { after: '-30 days', do: ['remind'] },
  ] as const;
  expect(() => defineContract({ ...source, expiry: { ...source.expiry, ladder } })).toThrow(RangeError);
});
