import type { WorkingCalendar } from '../domain/calendar.ts';
import { companyCalendarId, loadCalendar } from '../prisma/calendar.ts';
import { Prisma } from '../prisma/client.ts';
import type { ApiDependencies } from './dependencies.ts';
import { Problem } from './problem.ts';

const keptMs = 15_000;
const kept = new WeakMap<object, { readonly until: number; readonly calendar: Promise<WorkingCalendar> }>();

/**
 * The company's calendar for showing moments in its zone, read again every few seconds. Rules never use this one: what
 * they go by is read when it is needed and travels with each process.
 */
export async function shownCalendar({ prisma, now, wallClock }: ApiDependencies): Promise<WorkingCalendar> {
  const known = kept.get(prisma);
  if (known && wallClock() < known.until) return await known.calendar;
  const calendar = loadCalendar(prisma, companyCalendarId, now()).catch(missing);
  kept.set(prisma, { until: wallClock() + keptMs, calendar });
  calendar.catch(() => kept.delete(prisma));
  return await calendar;
}

function missing(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2025') {
    throw new Problem('CALENDAR_MISSING', 'No working calendar has been loaded; an admin loads one by PUT /calendar', {
      headers: { 'Retry-After': '60' },
      cause: error,
    });
  }
  throw error;
}

/** Forgets what was kept, after the calendar has been replaced here. */
export function forgetShownCalendar({ prisma }: ApiDependencies): void {
  kept.delete(prisma);
}
