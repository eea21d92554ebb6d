import {
  addDays,
  type Instant,
  instantAt,
  isWorkday,
  type LocalDate,
  localTime,
  type WorkingCalendar,
  workdayOnOrAfter,
} from '../calendar.ts';
import type { UserId } from '../people.ts';
import { minutesOf } from './quiet.ts';
import { type CompanyNoticeSettings, type DigestTime, digestOf, type PersonalNoticeSettings } from './settings.ts';

/** Somebody who may want a daily summary, and the last day for which it has been settled. */
export interface DigestReader {
  readonly id: UserId;
  readonly settings: PersonalNoticeSettings;
  readonly lastDay: LocalDate | null;
}

/** Whose summaries are due now, and when the next one will be. */
export interface DigestPlan {
  readonly day: LocalDate;
  readonly due: readonly UserId[];
  /** Null where nobody wants any. */
  readonly nextAt: Instant | null;
}

/**
 * Who gets a summary now. Each working day has one moment for each person; one that was missed is made up for on the
 * same day, and not on a later one, which has a summary of its own.
 */
export function planDigests(
  readers: readonly DigestReader[],
  company: CompanyNoticeSettings,
  calendar: WorkingCalendar,
  now: Instant,
): DigestPlan {
  const today = localTime(calendar, now).date;
  const wanting = readers
    .map((reader) => ({ ...reader, digest: digestOf(company, reader.settings) }))
    .filter(({ digest }) => digest.on);
  const momentOn = (date: LocalDate, { at }: DigestTime) => instantAt(calendar, date, minutesOf(at));
  const isDue = ({ digest, lastDay }: (typeof wanting)[number]) =>
    isWorkday(calendar, today) && (lastDay ?? '') < today && momentOn(today, digest) <= now;
  const next = wanting.map(({ digest }) => {
    const onToday = isWorkday(calendar, today) && momentOn(today, digest) > now;
    return momentOn(onToday ? today : workdayOnOrAfter(calendar, addDays(today, 1)), digest);
  });
  return {
    day: today,
    due: wanting.filter(isDue).map(({ id }) => id),
    nextAt: next.length > 0 ? Math.min(...next) : null,
  };
}
