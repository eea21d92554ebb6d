import fc from 'fast-check';
import {
  addOffset,
  addWorkdays,
  addWorkingMinutes,
  daysBetween,
  hoursOf,
  instantAt,
  intoWorkingTime,
  isProvisional,
  isWorkday,
  localTime,
  type WorkingCalendar,
  workdayOnOrAfter,
  workingMinutesBetween,
} from '../../../domain/calendar.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';

const workdays = (from: string, count: number) => wallClock(addWorkdays(chinaCalendar, shanghai(from), count));

describe('working days', () => {
  test.each([
    ['2026-10-03', false],
    ['2026-10-07', false],
    ['2026-10-10', true],
    ['2026-10-11', false],
    ['2026-02-14', true],
    ['2026-02-23', false],
    ['2026-09-20', true],
  ])('%s is worked: %s', (date, expected) => {
    expect(isWorkday(chinaCalendar, date)).toBe(expected);
  });

  test('a worked weekend day has the hours of a Monday', () => {
    expect(hoursOf(chinaCalendar, '2026-10-10')).toEqual(hoursOf(chinaCalendar, '2026-10-12'));
  });

  test('the next worked day is the day itself when it is worked', () => {
    expect(workdayOnOrAfter(chinaCalendar, '2026-10-10')).toBe('2026-10-10');
    expect(workdayOnOrAfter(chinaCalendar, '2026-10-01')).toBe('2026-10-08');
  });
});

describe('adding working days', () => {
  test.each([
    // National Day: 1 to 7 October are off, Saturday the 10th is worked.
    ['2026-09-30 10:00', 1, '2026-10-08 10:00'],
    ['2026-09-30 10:00', 3, '2026-10-10 10:00'],
    ['2026-09-30 10:00', 4, '2026-10-12 10:00'],
    // Spring Festival: 16 to 20 and 23 February are off, both Saturdays around are worked.
    ['2026-02-13 10:00', 1, '2026-02-14 10:00'],
    ['2026-02-13 10:00', 2, '2026-02-24 10:00'],
    ['2026-02-27 10:00', 1, '2026-02-28 10:00'],
    // From a day off, counting starts at the opening of the next working day.
    ['2026-10-03 20:00', 0, '2026-10-08 09:00'],
    ['2026-10-03 20:00', 1, '2026-10-09 09:00'],
    ['2026-09-12 10:00', 1, '2026-09-15 09:00'],
    // The time of day is kept within opening hours.
    ['2026-09-14 07:00', 1, '2026-09-15 09:00'],
    ['2026-09-14 12:30', 1, '2026-09-15 13:00'],
    ['2026-09-14 23:00', 1, '2026-09-15 18:00'],
    ['2026-09-14 23:00', 0, '2026-09-14 18:00'],
  ])('%s and %i working days make %s', (from, count, expected) => {
    expect(workdays(from, count)).toBe(expected);
  });

  test.each([
    ['2026-10-08 10:00', -1, '2026-09-30 10:00'],
    ['2026-10-12 10:00', -1, '2026-10-10 10:00'],
    ['2026-10-12 10:00', -5, '2026-09-29 10:00'],
    ['2026-02-24 10:00', -1, '2026-02-14 10:00'],
    // Before a day off, the working day before it is the first.
    ['2026-10-03 10:00', -1, '2026-09-30 09:00'],
    ['2026-10-03 10:00', -2, '2026-09-29 09:00'],
  ])('%s and %i working days make %s', (from, count, expected) => {
    expect(workdays(from, count)).toBe(expected);
  });

  test('there and back is the same moment within opening hours', () => {
    const moment = fc.integer({ min: shanghai('2026-01-05 09:00'), max: shanghai('2026-12-20 09:00') });
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 20 }), (instant, count) => {
        const open = intoWorkingTime(chinaCalendar, instant);
        expect(addWorkdays(chinaCalendar, addWorkdays(chinaCalendar, open, count), -count)).toBe(open);
      }),
    );
  });

  test('parts of a working day are refused', () => {
    expect(() => addWorkdays(chinaCalendar, 0, 1.5)).toThrow(RangeError);
  });

  test('a calendar without a working day is refused instead of searched for ever', () => {
    const never: WorkingCalendar = { ...chinaCalendar, week: [], exceptions: {} };
    expect(() => addWorkdays(never, 0, 1)).toThrow(RangeError);
  });
});

describe('working time', () => {
  const add = (from: string, minutes: number) => wallClock(addWorkingMinutes(chinaCalendar, shanghai(from), minutes));

  test.each([
    ['2026-09-14 11:30', 60, '2026-09-14 13:30'],
    ['2026-09-14 17:30', 60, '2026-09-15 09:30'],
    ['2026-09-14 17:30', 30, '2026-09-14 18:00'],
    ['2026-09-30 17:00', 120, '2026-10-08 10:00'],
    ['2026-10-10 17:00', 120, '2026-10-12 10:00'],
    ['2026-09-12 03:00', 0, '2026-09-14 09:00'],
  ])('%s and %i working minutes make %s', (from, minutes, expected) => {
    expect(add(from, minutes)).toBe(expected);
  });

  test('what has been added is what has been worked between', () => {
    const moment = fc.integer({ min: shanghai('2026-01-05 09:00'), max: shanghai('2026-11-20 09:00') });
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 5_000 }), (instant, minutes) => {
        const end = addWorkingMinutes(chinaCalendar, instant, minutes);
        expect(Number.isSafeInteger(end)).toBe(true);
        expect(workingMinutesBetween(chinaCalendar, instant, end)).toBeCloseTo(minutes, 5);
      }),
    );
  });

  test('nothing is worked over a holiday, nor backwards', () => {
    const from = shanghai('2026-10-01 00:00');
    expect(workingMinutesBetween(chinaCalendar, from, shanghai('2026-10-08 09:00'))).toBe(0);
    expect(workingMinutesBetween(chinaCalendar, from, shanghai('2026-09-30 09:00'))).toBe(0);
  });

  test('working time is not counted backwards', () => {
    expect(() => addOffset(chinaCalendar, 0, '-1 workhours')).toThrow(RangeError);
  });
});

describe('offsets', () => {
  const from = shanghai('2026-09-30 17:30');

  test.each([
    ['2 workdays', '2026-10-09 17:30'],
    ['-2 workdays', '2026-09-28 17:30'],
    ['1.5 workhours', '2026-10-08 10:00'],
    ['2 days', '2026-10-02 17:30'],
    ['-2 hours', '2026-09-30 15:30'],
    ['45 minutes', '2026-09-30 18:15'],
  ] as const)('%s later is %s', (offset, expected) => {
    expect(wallClock(addOffset(chinaCalendar, from, offset))).toBe(expected);
  });

  test.each(['3 fortnights', '1e3 days', 'soon', ''])('"%s" is no offset', (text) => {
    expect(() => addOffset(chinaCalendar, from, text as never)).toThrow(RangeError);
  });
});

describe('what is not known yet', () => {
  test('a deadline after the last published holidays is provisional', () => {
    expect(isProvisional(chinaCalendar, shanghai('2026-12-31 23:59'))).toBe(false);
    expect(isProvisional(chinaCalendar, shanghai('2027-01-01 00:00'))).toBe(true);
  });
});

describe('days', () => {
  test('are counted as days of the calendar', () => {
    expect(daysBetween('2026-02-27', '2026-03-02')).toBe(3);
    expect(daysBetween('2026-03-02', '2026-02-27')).toBe(-3);
  });

  test('an instant belongs to the local day', () => {
    expect(localTime(chinaCalendar, Date.parse('2026-09-30T16:00:00Z'))).toEqual({ date: '2026-10-01', minutes: 0 });
    expect(localTime(chinaCalendar, Date.parse('2026-09-30T15:59:00Z'))).toEqual({
      date: '2026-09-30',
      minutes: 1_439,
    });
  });
});

describe('daylight saving time', () => {
  const berlin: WorkingCalendar = {
    ...chinaCalendar,
    id: 'de',
    zone: 'Europe/Berlin',
    offsets: [
      { from: Date.parse('2025-10-26T01:00:00Z'), minutes: 60 },
      { from: Date.parse('2026-03-29T01:00:00Z'), minutes: 120 },
      { from: Date.parse('2026-10-25T01:00:00Z'), minutes: 60 },
    ],
    exceptions: {},
  };
  const newYork: WorkingCalendar = {
    ...berlin,
    id: 'us',
    zone: 'America/New_York',
    offsets: [
      { from: Date.parse('2025-11-02T06:00:00Z'), minutes: -300 },
      { from: Date.parse('2026-03-08T07:00:00Z'), minutes: -240 },
      { from: Date.parse('2026-11-01T06:00:00Z'), minutes: -300 },
    ],
  };

  test('a working day later is the same time on the wall', () => {
    const friday = Date.parse('2026-03-27T09:00:00Z');
    expect(new Date(addWorkdays(berlin, friday, 1)).toISOString()).toBe('2026-03-30T08:00:00.000Z');
    expect(new Date(addWorkdays(berlin, Date.parse('2026-10-23T08:00:00Z'), 1)).toISOString()).toBe(
      '2026-10-26T09:00:00.000Z',
    );
    expect(new Date(addWorkdays(newYork, Date.parse('2026-03-06T15:00:00Z'), 1)).toISOString()).toBe(
      '2026-03-09T14:00:00.000Z',
    );
  });

  test('a day later is 24 hours later', () => {
    const saturday = instantAt(berlin, '2026-03-28', 10 * 60);
    expect(localTime(berlin, addOffset(berlin, saturday, '1 days'))).toEqual({ date: '2026-03-29', minutes: 11 * 60 });
  });

  test.each([
    [berlin, '2026-03-29', 90, '2026-03-29T00:30:00.000Z'],
    [berlin, '2026-03-29', 210, '2026-03-29T01:30:00.000Z'],
    [berlin, '2026-10-25', 90, '2026-10-24T23:30:00.000Z'],
    [berlin, '2026-10-25', 210, '2026-10-25T02:30:00.000Z'],
    [newYork, '2026-03-08', 90, '2026-03-08T06:30:00.000Z'],
    [newYork, '2026-03-08', 210, '2026-03-08T07:30:00.000Z'],
    [newYork, '2026-11-01', 30, '2026-11-01T04:30:00.000Z'],
    [newYork, '2026-11-01', 180, '2026-11-01T08:00:00.000Z'],
  ])('around the change, $zone has each wall clock time where it belongs', (calendar, date, minutes, expected) => {
    expect(new Date(instantAt(calendar, date, minutes)).toISOString()).toBe(expected);
  });

  test('every instant is found again from its wall clock reading, but for the hour that comes twice', () => {
    const instants = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2026-12-31') });
    fc.assert(
      fc.property(fc.constantFrom(berlin, newYork, chinaCalendar), instants, (calendar, instant) => {
        const { date, minutes } = localTime(calendar, instant);
        const found = instantAt(calendar, date, minutes);
        expect(localTime(calendar, found)).toEqual({ date, minutes: expect.closeTo(minutes, 6) });
        expect([0, 3_600_000]).toContain(Math.abs(found - instant));
      }),
    );
  });
});
