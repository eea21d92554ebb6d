/** A point in time, in UTC epoch milliseconds. */
export type Instant = number;

/** A day in a calendar's own zone, as `YYYY-MM-DD`. */
export type LocalDate = string;

/** Opening hours of one day, in minutes after local midnight, ascending and without overlap. */
export type Hours = readonly (readonly [from: number, to: number])[];

/**
 * When a company works, as plain data: it travels in a process's input and state, so that deadlines are computed by
 * pure rules and replay the same on every machine, whatever time zone tables that machine has.
 */
export interface WorkingCalendar {
  readonly id: string;
  readonly version: number;
  /** IANA name, for display only; `offsets` decides. */
  readonly zone: string;
  /** Minutes east of UTC from each instant on, ascending; the first one also counts for all time before. */
  readonly offsets: readonly { readonly from: Instant; readonly minutes: number }[];
  /** Seven entries, Sunday first; an empty one is a day off. */
  readonly week: readonly Hours[];
  /** Public holidays, and days off that are worked instead (调休). */
  readonly exceptions: Readonly<Record<LocalDate, 'holiday' | 'workday'>>;
  /** Last day for which holidays have been published; deadlines beyond it are provisional. */
  readonly knownUntil: LocalDate;
}

/** A span after (or, negative, before) an instant. `workdays` and `workhours` pass only while the company works. */
export type Offset = `${number} ${'workdays' | 'workhours' | 'days' | 'hours' | 'minutes'}`;

const minute = 60_000;
const day = 24 * 60 * minute;
/** A search for a working day gives up here: a calendar without any would otherwise never answer. */
const searchLimit = 3_660;

function offsetAt(calendar: WorkingCalendar, instant: Instant): number {
  let minutes = calendar.offsets[0]?.minutes ?? 0;
  for (const offset of calendar.offsets) {
    if (offset.from > instant) break;
    minutes = offset.minutes;
  }
  return minutes;
}

/** The local day and the minutes after its midnight. */
export function localTime(calendar: WorkingCalendar, instant: Instant): { date: LocalDate; minutes: number } {
  const shifted = instant + offsetAt(calendar, instant) * minute;
  const startOfDay = Math.floor(shifted / day) * day;
  return { date: new Date(startOfDay).toISOString().slice(0, 10), minutes: (shifted - startOfDay) / minute };
}

/** The instant at which a local day is `minutes` old. */
export function instantAt(calendar: WorkingCalendar, date: LocalDate, minutes: number): Instant {
  const local = Date.parse(`${date}T00:00:00Z`) + minutes * minute;
  const guess = local - offsetAt(calendar, local) * minute;
  return local - offsetAt(calendar, guess) * minute;
}

export function addDays(date: LocalDate, count: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + count * day).toISOString().slice(0, 10);
}

/** Whole days from one local day to another; negative when `to` lies before `from`. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day);
}

/** Sunday is 0. */
export function weekday(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** Opening hours of a day; a worked weekend day has those of a Monday. Empty on a day off. */
export function hoursOf(calendar: WorkingCalendar, date: LocalDate): Hours {
  const exception = calendar.exceptions[date];
  if (exception === 'holiday') return [];
  const regular = calendar.week[weekday(date)] ?? [];
  if (exception === 'workday' && regular.length === 0) return calendar.week[1] ?? [];
  return regular;
}

export function isWorkday(calendar: WorkingCalendar, date: LocalDate): boolean {
  return hoursOf(calendar, date).length > 0;
}

/** True when the holidays of that moment's day are not published yet, so that the deadline may still move. */
export function isProvisional(calendar: WorkingCalendar, instant: Instant): boolean {
  return localTime(calendar, instant).date > calendar.knownUntil;
}

type Neighbours = Map<LocalDate, LocalDate>;

/** Neighbours found before, by calendar: a ladder asks for the same days again and again. */
const neighbours = new WeakMap<WorkingCalendar, { readonly ahead: Neighbours; readonly back: Neighbours }>();

function nextWorkday(calendar: WorkingCalendar, date: LocalDate, direction: 1 | -1): LocalDate {
  let known = neighbours.get(calendar);
  if (!known) {
    known = { ahead: new Map(), back: new Map() };
    neighbours.set(calendar, known);
  }
  const days = direction === 1 ? known.ahead : known.back;
  const found = days.get(date) ?? searchWorkday(calendar, date, direction);
  days.set(date, found);
  return found;
}

function searchWorkday(calendar: WorkingCalendar, date: LocalDate, direction: 1 | -1): LocalDate {
  let candidate = date;
  for (let tried = 0; tried < searchLimit; tried += 1) {
    candidate = addDays(candidate, direction);
    if (isWorkday(calendar, candidate)) return candidate;
  }
  throw new RangeError(`Calendar ${calendar.id} has no working day near ${date}`);
}

/** The day itself when it is worked, else the last one before it that is. */
export function workdayOnOrBefore(calendar: WorkingCalendar, date: LocalDate): LocalDate {
  return isWorkday(calendar, date) ? date : nextWorkday(calendar, date, -1);
}

/** The day itself when it is worked, else the next one that is. */
export function workdayOnOrAfter(calendar: WorkingCalendar, date: LocalDate): LocalDate {
  return isWorkday(calendar, date) ? date : nextWorkday(calendar, date, 1);
}

/**
 * The first moment at or after `instant` within opening hours. A moment after closing, or on a day off, becomes the
 * opening of the next working day.
 */
export function intoWorkingTime(calendar: WorkingCalendar, instant: Instant): Instant {
  const { date, minutes } = localTime(calendar, instant);
  for (const [from, to] of hoursOf(calendar, date)) {
    if (minutes < from) return instantAt(calendar, date, from);
    if (minutes < to) return instant;
  }
  const next = nextWorkday(calendar, date, 1);
  return instantAt(calendar, next, hoursOf(calendar, next)[0]?.[0] ?? 0);
}

/**
 * Moves by whole working days, keeping the time of day but within opening hours. Counting starts at the working day
 * on or after the instant, so that 1 workday after a Saturday is Tuesday; going back from a day off, the working day
 * before it is the first, so that 1 workday before a Saturday is Friday. Throws a RangeError for parts of a day.
 */
export function addWorkdays(calendar: WorkingCalendar, instant: Instant, count: number): Instant {
  if (!Number.isInteger(count)) throw new RangeError(`Working days are counted whole, not ${count}; use workhours`);
  const { date, minutes } = localTime(calendar, instant);
  const worked = isWorkday(calendar, date);
  let current = date;
  let timeOfDay = minutes;
  if (!worked) {
    current = nextWorkday(calendar, date, count < 0 ? -1 : 1);
    timeOfDay = hoursOf(calendar, current)[0]?.[0] ?? 0;
  }
  const steps = !worked && count < 0 ? -count - 1 : Math.abs(count);
  for (let step = 0; step < steps; step += 1) current = nextWorkday(calendar, current, count < 0 ? -1 : 1);
  return instantAt(calendar, current, within(hoursOf(calendar, current), timeOfDay));
}

function within(hours: Hours, minutes: number): number {
  let last = hours[0]?.[0] ?? 0;
  for (const [from, to] of hours) {
    if (minutes < from) return from;
    if (minutes <= to) return minutes;
    last = to;
  }
  return last;
}

/** The moment by which the company has worked `minutes` more minutes. */
export function addWorkingMinutes(calendar: WorkingCalendar, instant: Instant, minutes: number): Instant {
  if (minutes < 0) throw new RangeError('Working time is only counted forwards');
  let left = minutes;
  let { date, minutes: timeOfDay } = localTime(calendar, intoWorkingTime(calendar, instant));
  for (let tried = 0; tried < searchLimit; tried += 1) {
    for (const [from, to] of hoursOf(calendar, date)) {
      const start = Math.max(from, timeOfDay);
      if (start >= to) continue;
      if (left <= to - start) return instantAt(calendar, date, start + left);
      left -= to - start;
    }
    date = nextWorkday(calendar, date, 1);
    timeOfDay = 0;
  }
  throw new RangeError(`Calendar ${calendar.id} cannot place ${minutes} working minutes`);
}

/** Minutes the company works between two instants, for booking a wait in business time. */
export function workingMinutesBetween(calendar: WorkingCalendar, from: Instant, to: Instant): number {
  if (to <= from) return 0;
  const start = localTime(calendar, from);
  const end = localTime(calendar, to);
  let total = 0;
  for (let date = start.date; date <= end.date; date = addDays(date, 1)) {
    for (const [opens, closes] of hoursOf(calendar, date)) {
      const begin = date === start.date ? Math.max(opens, start.minutes) : opens;
      const finish = date === end.date ? Math.min(closes, end.minutes) : closes;
      total += Math.max(0, finish - begin);
    }
  }
  return total;
}

const offsetPattern = /^(-?\d+(?:\.\d+)?) (workdays|workhours|days|hours|minutes)$/;

/** The instant an offset away from another. Throws a RangeError for text that is no offset. */
export function addOffset(calendar: WorkingCalendar, instant: Instant, offset: Offset): Instant {
  const match = offsetPattern.exec(offset);
  if (!match) throw new RangeError(`"${offset}" is no offset; write for example "3 workdays" or "-2 days"`);
  const count = Number(match[1]);
  switch (match[2]) {
    case 'workdays':
      return addWorkdays(calendar, instant, count);
    case 'workhours':
      return addWorkingMinutes(calendar, instant, count * 60);
    case 'days':
      return instant + count * day;
    case 'hours':
      return instant + count * 60 * minute;
    default:
      return instant + count * minute;
  }
}
