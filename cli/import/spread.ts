import {
  addDays,
  addWorkdays,
  addWorkingMinutes,
  hoursOf,
  type Instant,
  instantAt,
  localTime,
  type WorkingCalendar,
  workdayOnOrAfter,
  workingMinutesBetween,
} from '../../domain/calendar.ts';

const minute = 60_000;

/**
 * When the first follow-up of each of an agent's deals is due: one after the other at equal distances within opening
 * hours, from the next working day on, so that nobody finds all reminders in one morning's mail.
 */
export function spreadFollowUps(count: number, workdays: number, calendar: WorkingCalendar, now: Instant): Instant[] {
  const day = workdayOnOrAfter(calendar, addDays(localTime(calendar, now).date, 1));
  const start = instantAt(calendar, day, hoursOf(calendar, day)[0]?.[0] ?? 0);
  const total = workingMinutesBetween(calendar, start, addWorkdays(calendar, start, workdays));
  return Array.from({ length: count }, (_, index) => {
    const instant = addWorkingMinutes(calendar, start, (total * (index + 0.5)) / count);
    return Math.floor(instant / minute) * minute;
  });
}
