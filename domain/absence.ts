import { addDays, type Instant, instantAt, intoWorkingTime, type LocalDate, type WorkingCalendar } from './calendar.ts';

/** Between which instants what lies in an absent person's hands is somebody else's. */
export interface AbsenceSpan {
  readonly beginAt: Instant;
  /** Null: until further notice. */
  readonly endAt: Instant | null;
}

/**
 * An absence in local days, both included, as instants: it begins with the first working moment on or after its first
 * day, and is over with the first one after its last. Nothing changes hands on days nobody works anyway.
 */
export function spanOf(calendar: WorkingCalendar, from: LocalDate, until: LocalDate | null): AbsenceSpan {
  const opening = (date: LocalDate) => intoWorkingTime(calendar, instantAt(calendar, date, 0));
  return { beginAt: opening(from), endAt: until === null ? null : opening(addDays(until, 1)) };
}

/** Whether two absences in local days, both ends included, have a day in common. */
export function overlap(
  a: { readonly from: LocalDate; readonly until: LocalDate | null },
  b: { readonly from: LocalDate; readonly until: LocalDate | null },
): boolean {
  return (a.until === null || b.from <= a.until) && (b.until === null || a.from <= b.until);
}
