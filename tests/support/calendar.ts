import { type Instant, instantAt, type WorkingCalendar } from '../../domain/calendar.ts';

const workday = [
  [9 * 60, 12 * 60],
  [13 * 60, 18 * 60],
] as const;

/** A Chinese company's year 2026: Spring Festival and National Day with the weekends that are worked for them. */
export const chinaCalendar: WorkingCalendar = {
  id: 'cn',
  version: 1,
  zone: 'Asia/Shanghai',
  offsets: [{ from: 0, minutes: 480 }],
  week: [[], workday, workday, workday, workday, workday, []],
  exceptions: {
    '2026-02-14': 'workday',
    '2026-02-16': 'holiday',
    '2026-02-17': 'holiday',
    '2026-02-18': 'holiday',
    '2026-02-19': 'holiday',
    '2026-02-20': 'holiday',
    '2026-02-23': 'holiday',
    '2026-02-28': 'workday',
    '2026-09-20': 'workday',
    '2026-10-01': 'holiday',
    '2026-10-02': 'holiday',
    '2026-10-05': 'holiday',
    '2026-10-06': 'holiday',
    '2026-10-07': 'holiday',
    '2026-10-10': 'workday',
  },
  knownUntil: '2026-12-31',
};

/** The instant of a Shanghai wall clock reading such as `2026-09-30 17:00`. */
export function shanghai(text: string): Instant {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2})$/.exec(text);
  if (!match?.[1]) throw new RangeError(`"${text}" is no wall clock reading; write for example "2026-09-30 17:00"`);
  return instantAt(chinaCalendar, match[1], Number(match[2]) * 60 + Number(match[3]));
}

/** The Shanghai wall clock reading of an instant, the reverse of `shanghai`. */
export function wallClock(instant: Instant): string {
  return new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
