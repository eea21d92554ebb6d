import type { Hours, Instant, WorkingCalendar } from '../domain/calendar.ts';
import type { PrismaClient } from './client.ts';

/** How far ahead changes of a zone's offset from UTC are written into a calendar. */
const yearsAhead = 10;
const hour = 3_600_000;

/** Reads a working calendar. Throws when it does not exist. */
export async function loadCalendar(prisma: PrismaClient, id: string, at: Instant): Promise<WorkingCalendar> {
  const row = await prisma.calendar.findUniqueOrThrow({ where: { id } });
  return {
    id: row.id,
    version: row.version,
    zone: row.zone,
    offsets: offsetsOf(row.zone, at),
    week: row.week as unknown as readonly Hours[],
    exceptions: row.exceptions as unknown as WorkingCalendar['exceptions'],
    knownUntil: row.knownUntil.toISOString().slice(0, 10),
  };
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
