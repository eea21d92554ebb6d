import { type Instant, isProvisional, type LocalDate, localTime, type WorkingCalendar, weekday } from './calendar.ts';
import type { Locale } from './effects.ts';

/** For whom a moment is written: the language, the zone (the calendar's), and from when on a year goes without saying. */
export interface TimeReader {
  readonly locale: Locale;
  readonly calendar: WorkingCalendar;
  readonly now: Instant;
}

const weekdays = {
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
} as const satisfies Record<Locale, readonly string[]>;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A local day as a person reads it, `Mon 23 Nov` or `11月23日周一`; with its year when that is not the present one. */
export function dayText(date: LocalDate, { locale, calendar, now }: TimeReader): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const named = weekdays[locale][weekday(date)];
  const otherYear = year !== localTime(calendar, now).date.slice(0, 4);
  if (locale === 'zh-CN') return `${otherYear ? `${year}年` : ''}${Number(month)}月${Number(day)}日${named}`;
  return `${named} ${Number(day)} ${months[Number(month) - 1]}${otherYear ? ` ${year}` : ''}`;
}

/** An instant as a person reads it in the calendar's zone: `Mon 23 Nov 09:12` or `11月23日周一09:12`. */
export function momentText(at: Instant, reader: TimeReader): string {
  const { date, minutes } = localTime(reader.calendar, at);
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0');
  const clock = `${two(minutes / 60)}:${two(minutes % 60)}`;
  return `${dayText(date, reader)}${reader.locale === 'en' ? ' ' : ''}${clock}`;
}

const provisional = { en: ' (provisional)', 'zh-CN': '（暂定）' } as const satisfies Record<Locale, string>;

/** A deadline as a person reads it: one on a day whose holidays are not published yet is marked, as it may still move. */
export function plannedText(at: Instant, reader: TimeReader): string {
  return `${momentText(at, reader)}${isProvisional(reader.calendar, at) ? provisional[reader.locale] : ''}`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in its largest sensible unit, rounded down: `3 days`, `5 hours`, `20 minutes`. */
export function spanText(milliseconds: number, locale: Locale): string {
  const counted = (size: number, en: string, zh: string): string => {
    const count = Math.max(1, Math.floor(milliseconds / size));
    return locale === 'zh-CN' ? `${count}${zh}` : `${count} ${en}${count === 1 ? '' : 's'}`;
  };
  if (milliseconds >= 2 * day) return counted(day, 'day', '天');
  if (milliseconds >= hour) return counted(hour, 'hour', '小时');
  return counted(minute, 'minute', '分钟');
}
