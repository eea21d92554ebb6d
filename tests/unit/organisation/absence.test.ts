import { overlap, spanOf } from '../../../domain/absence.ts';
import { chinaCalendar, wallClock } from '../../support/calendar.ts';

const span = (from: string, until: string | null) => {
  const { beginAt, endAt } = spanOf(chinaCalendar, from, until);
  return [wallClock(beginAt), endAt === null ? null : wallClock(endAt)];
};

test.each([
  ['an ordinary week', '2026-09-07', '2026-09-11', '2026-09-07 09:00', '2026-09-14 09:00'],
  ['one that begins at a weekend', '2026-09-05', '2026-09-08', '2026-09-07 09:00', '2026-09-09 09:00'],
  ['one that begins with the national holiday', '2026-10-01', '2026-10-09', '2026-10-08 09:00', '2026-10-10 09:00'],
  ['one day', '2026-09-08', '2026-09-08', '2026-09-08 09:00', '2026-09-09 09:00'],
])('%s begins and ends with the work', (_what, from, until, begin, end) => {
  expect(span(from, until)).toEqual([begin, end]);
});

test('one until further notice has no end', () => {
  expect(span('2026-09-08', null)).toEqual(['2026-09-08 09:00', null]);
});

test.each([
  [['2026-09-01', '2026-09-05'], ['2026-09-05', '2026-09-09'], true],
  [['2026-09-01', '2026-09-05'], ['2026-09-06', '2026-09-09'], false],
  [['2026-09-01', null], ['2027-01-01', '2027-01-02'], true],
  [['2026-09-01', null], ['2026-08-01', '2026-08-31'], false],
  [['2026-09-01', null], ['2026-08-01', null], true],
] as const)('%j and %j have a day in common: %s', ([a, b], [c, d], expected) => {
  const [first, second] = [
    { from: a, until: b },
    { from: c, until: d },
  ];
  expect(overlap(first, second)).toBe(expected);
  expect(overlap(second, first)).toBe(expected);
});
