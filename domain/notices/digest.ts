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
import { type CompanyNoticeSettings, digestOf, type PersonalNoticeSettings } from './settings.ts';

/** Somebody who may want a daily summary, and the last day for which it has been settled. */
export interface DigestReader {
  readonly id: UserId;
  readonly settings: PersonalNoticeSettings;
  /** In whose zone the moment is, and whose working days count. */
  readonly calendar: WorkingCalendar;
  readonly lastDay: LocalDate | null;
}

/** Whose summaries are due now, and when the next one will be. */
export interface DigestPlan {
  readonly due: readonly { readonly userId: UserId; readonly day: LocalDate }[];
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
  now: Instant,
): DigestPlan {
  const wanting = readers
    .map((reader) => ({ ...reader, digest: digestOf(company, reader.settings) }))
    .filter(({ digest }) => digest.on)
    .map(({ id, calendar, digest, lastDay }) => {
      const today = localTime(calendar, now).date;
      const minutes = minutesOf(digest.at);
      const onToday = isWorkday(calendar, today) ? instantAt(calendar, today, minutes) : null;
      const following = instantAt(calendar, workdayOnOrAfter(calendar, addDays(today, 1)), minutes);
      const isDue = onToday !== null && onToday <= now && (lastDay ?? '') < today;
      return { userId: id, day: today, isDue, nextAt: onToday !== null && onToday > now ? onToday : following };
    });
  return {
    due: wanting.filter(({ isDue }) => isDue).map(({ userId, day }) => ({ userId, day })),
    nextAt: wanting.length > 0 ? Math.min(...wanting.map(({ nextAt }) => nextAt)) : null,
  };
}
