import type { Hours, Instant, WorkingCalendar } from '../domain/calendar.ts';
import type { PrismaClient } from './client.ts';
import type { Calendar } from './generated/client.ts';

/** The working calendar of the whole company, which those of departments inherit from. */
export const companyCalendarId = 'cn';

/** How far ahead changes of a zone's offset from UTC are written into a calendar. */
const yearsAhead = 10;
const hour = 3_600_000;

/** Reads a working calendar, with what it inherits. Throws when it does not exist. */
export async function loadCalendar(prisma: PrismaClient, id: string, at: Instant): Promise<WorkingCalendar> {
  const row = await prisma.calendar.findUniqueOrThrow({ where: { id }, include: { parent: true } });
  const { week, exceptions, zone, knownUntil } = withInherited(row, row.parent);
  return { id: row.id, version: row.version, zone, offsets: offsetsOf(zone, at), week, exceptions, knownUntil };
}

/** Hours and days of a calendar together with those of the one it inherits from. */
export function withInherited(own: Calendar, parent: Calendar | null) {
  type Exceptions = WorkingCalendar['exceptions'];
  return {
    zone: parent?.zone ?? own.zone,
    week: (own.week ?? parent?.week ?? []) as unknown as readonly Hours[],
    exceptions: { ...(parent?.exceptions as Exceptions | undefined), ...(own.exceptions as Exceptions) },
    knownUntil: (parent ?? own).knownUntil.toISOString().slice(0, 10),
  };
}

/**
 * Id of the working calendar a person goes by: that of their department, or of the nearest one above that has its own,
 * else the company's.
 */
export async function calendarIdFor(prisma: PrismaClient, userId: string): Promise<string> {
  const [found] = await prisma.$queryRaw<{ calendarId: string }[]>`
    WITH RECURSIVE chain AS (
      SELECT department_id AS id, 1 AS height FROM app_user WHERE id = ${userId}
      UNION
      SELECT d.parent_id, height + 1 FROM chain JOIN department d ON d.id = chain.id WHERE height < 20
    )
    SELECT d.calendar_id AS "calendarId" FROM chain JOIN department d ON d.id = chain.id
    WHERE d.calendar_id IS NOT NULL ORDER BY height LIMIT 1`;
  return found?.calendarId ?? companyCalendarId;
}

/** A zone's offsets from a year before `at` on, found from the time zone data of the machine that asks. */
function offsetsOf(zone: string, at: Instant): WorkingCalendar['offsets'] {
  const year = new Date(at).getUTCFullYear();
  const end = Date.UTC(year + yearsAhead, 0, 1);
  const offsets = [{ from: 0, minutes: offsetMinutes(zone, Date.UTC(year - 1, 0, 1)) }];
  const week = 7 * 24 * hour;
  for (let start = Date.UTC(year - 1, 0, 1); start < end; start += week) {
    const current = offsets.at(-1)?.minutes;
    if (offsetMinutes(zone, start + week) === current) continue;
    let from = start;
    while (offsetMinutes(zone, from) === current) from += hour;
    offsets.push({ from, minutes: offsetMinutes(zone, from) });
  }
  return offsets;
}

function offsetMinutes(zone: string, at: Instant): number {
  const name = formatter(zone)
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const match = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name ?? '');
  if (!match?.[1]) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  formatters.set(zone, made);
  return made;
}
