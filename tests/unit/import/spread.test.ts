import fc from 'fast-check';
import { spreadFollowUps } from '../../../cli/import/spread.ts';
import { hoursOf, localTime } from '../../../domain/calendar.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';

test('one deal is due in the middle of the days, and the first day is the next working day', () => {
  expect(spreadFollowUps(1, 2, chinaCalendar, shanghai('2026-09-07 10:00')).map(wallClock)).toEqual([
    '2026-09-08 18:00',
  ]);
  expect(spreadFollowUps(2, 1, chinaCalendar, shanghai('2026-09-30 10:00')).map(wallClock)).toEqual([
    '2026-10-08 11:00',
    '2026-10-08 16:00',
  ]);
});

test('follow-ups lie within opening hours, in order, at equal distances of working time', () => {
  const now = fc.integer({ min: shanghai('2026-01-05 00:00'), max: shanghai('2026-11-20 00:00') });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 15 }), now, (count, workdays, at) => {
      const instants = spreadFollowUps(count, workdays, chinaCalendar, at);
      const perDay = new Map<string, number>();
      for (const instant of instants) {
        const { date, minutes } = localTime(chinaCalendar, instant);
        expect(hoursOf(chinaCalendar, date).some(([from, to]) => minutes >= from && minutes <= to)).toBe(true);
        expect(instant).toBeGreaterThan(at);
        perDay.set(date, (perDay.get(date) ?? 0) + 1);
      }
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
      expect(perDay.size).toBeLessThanOrEqual(workdays);
      expect(Math.max(...perDay.values())).toBeLessThanOrEqual(Math.ceil(count / workdays) + 1);
    }),
  );
});
