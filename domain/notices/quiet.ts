import { addDays, type Instant, instantAt, isWorkday, localTime, type WorkingCalendar } from '../calendar.ts';

/** A time of day, `HH:MM`. */
export type TimeOfDay = string;

/** When a person is not to be disturbed: every day from one time until another, across midnight where that is earlier. */
export interface QuietHours {
  readonly from: TimeOfDay;
  readonly until: TimeOfDay;
  /** Days on which nobody works are quiet as a whole. */
  readonly daysOff: boolean;
}

/** Minutes after midnight. */
export function minutesOf(time: TimeOfDay): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** A search for a loud moment ends here: quiet days in a row, each of two steps at most. */
const mostSteps = 1_000;

/** The first moment at or after `instant` that is not quiet, in the calendar's zone. */
export function endOfQuiet(quiet: QuietHours | null, calendar: WorkingCalendar, instant: Instant): Instant {
  if (!quiet) return instant;
  let at = instant;
  for (let step = 0; step < mostSteps; step += 1) {
    const later = nextStep(quiet, calendar, at);
    if (later === at) return at;
    at = later;
  }
  throw new RangeError(`Calendar ${calendar.id} has no moment that is not quiet`);
}

function nextStep({ from, until, daysOff }: QuietHours, calendar: WorkingCalendar, at: Instant): Instant {
  const { date, minutes } = localTime(calendar, at);
  if (daysOff && !isWorkday(calendar, date)) return instantAt(calendar, addDays(date, 1), 0);
  const [begin, end] = [minutesOf(from), minutesOf(until)];
  if (begin < end) return minutes >= begin && minutes < end ? instantAt(calendar, date, end) : at;
  if (minutes < end) return instantAt(calendar, date, end);
  return minutes >= begin && begin !== end ? instantAt(calendar, addDays(date, 1), end) : at;
}
