import chineseDays from 'chinese-days';
import { addDays, type Hours, type LocalDate, type WorkingCalendar, weekday } from '../domain/calendar.ts';

const workday: Hours = [
  [9 * 60, 12 * 60],
  [13 * 60, 18 * 60],
];

/** Opening hours of a company that works Monday to Friday. */
export const ordinaryWeek: WorkingCalendar['week'] = [[], workday, workday, workday, workday, workday, []];

/** The public holidays of China and the weekend days worked for them (调休), as far as they are published. */
export interface PublishedDays {
  readonly exceptions: Record<LocalDate, 'holiday' | 'workday'>;
  readonly knownUntil: LocalDate;
}

/** The days that differ from an ordinary week, from 1 January of `fromYear` until the last year published. */
export function publishedChinaDays(fromYear: number): PublishedDays {
  const exceptions: PublishedDays['exceptions'] = {};
  let knownUntil = `${fromYear - 1}-12-31`;
  for (let year = fromYear; ; year += 1) {
    const days = daysOfYear(year);
    if (Object.keys(days).length === 0) return { exceptions, knownUntil };
    Object.assign(exceptions, days);
    knownUntil = `${year}-12-31`;
  }
}

/** The days of a year that differ from an ordinary week; none as long as the year is not published. */
export function daysOfYear(year: number): PublishedDays['exceptions'] {
  const found: PublishedDays['exceptions'] = {};
  for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = addDays(date, 1)) {
    const weekend = weekday(date) === 0 || weekday(date) === 6;
    const works = chineseDays.isWorkday(date);
    if (weekend && works) found[date] = 'workday';
    if (!weekend && !works) found[date] = 'holiday';
  }
  return found;
}

/** The working calendar of a company in China with an ordinary week, holidays known from `fromYear` on. */
export function chinaWorkingCalendar(fromYear: number): WorkingCalendar {
  const offsets = [{ from: 0, minutes: 8 * 60 }];
  return { id: 'cn', version: 1, zone: 'Asia/Shanghai', offsets, week: ordinaryWeek, ...publishedChinaDays(fromYear) };
}
