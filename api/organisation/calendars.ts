import type { z } from 'zod';
import { companyCalendarId, withInherited } from '../../prisma/calendar.ts';
import {
  type CalendarFacts,
  CalendarMoved,
  type ChangedCalendar,
  changeCalendar,
} from '../../prisma/calendar-change.ts';
import type { Calendar } from '../../prisma/generated/client.ts';
import type { Caller } from '../auth/caller.ts';
import { forgetShownCalendar } from '../calendar.ts';
import type { CalendarInput, CalendarView, TeamCalendarInput, TeamCalendarView } from '../contracts/calendar.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { iso } from '../rows.ts';
import { beginRollout } from './rollouts.ts';

/** Replaces the company's calendar; running processes are handed it one after the other. */
export async function replaceCompanyCalendar(
  dependencies: ApiDependencies,
  caller: Caller,
  { expectedVersion, zone, ...facts }: z.output<typeof CalendarInput>,
): Promise<ChangedCalendar> {
  return await change(dependencies, caller, companyCalendarId, expectedVersion, (present) => ({
    ...facts,
    zone: zone ?? present?.zone ?? dependencies.config.timeZone,
  }));
}

/** Sets the hours and days in which a department differs from the company. */
export async function replaceTeamCalendar(
  dependencies: ApiDependencies,
  caller: Caller,
  departmentId: string,
  { expectedVersion, ...own }: z.output<typeof TeamCalendarInput>,
): Promise<ChangedCalendar> {
  const { prisma } = dependencies;
  const id = await teamCalendarId(dependencies, departmentId);
  const company = await prisma.calendar.findUnique({ where: { id: companyCalendarId } });
  if (!company)
    throw new Problem('CALENDAR_MISSING', 'Load the working calendar of the company first, by PUT /calendar');
  const { zone, knownUntil } = withInherited(company, null);
  const changed = await change(dependencies, caller, id, expectedVersion, () => ({ ...own, zone, knownUntil }));
  await prisma.department.update({ where: { id: departmentId }, data: { calendarId: id } });
  return changed;
}

/** Makes a department work by the company's calendar again; what runs by its own is handed the company's hours and days. */
export async function dropTeamCalendar(
  dependencies: ApiDependencies,
  caller: Caller,
  departmentId: string,
): Promise<ChangedCalendar> {
  const { prisma } = dependencies;
  const id = await teamCalendarId(dependencies, departmentId);
  const row = await prisma.department.findUniqueOrThrow({ where: { id: departmentId } });
  if (row.calendarId === null) throw new Problem('NOT_FOUND', `Department ${departmentId} has no calendar of its own`);
  await prisma.department.update({ where: { id: departmentId }, data: { calendarId: null } });
  return await change(dependencies, caller, id, undefined, (present) => ({
    zone: present?.zone ?? dependencies.config.timeZone,
    week: null,
    exceptions: {},
    knownUntil: present?.knownUntil ?? '1970-01-01',
  }));
}

async function teamCalendarId({ prisma }: ApiDependencies, departmentId: string): Promise<string> {
  if ((await prisma.department.count({ where: { id: departmentId } })) > 0) return `team-${departmentId}`;
  throw new Problem('NOT_FOUND', `There is no department ${departmentId}`);
}

async function change(
  dependencies: ApiDependencies,
  caller: Caller,
  id: string,
  expectedVersion: number | undefined,
  facts: (present: CalendarFacts | null) => CalendarFacts,
): Promise<ChangedCalendar> {
  const { prisma, now, wallClock } = dependencies;
  try {
    const request = { id, expectedVersion, by: caller.id, changedAt: wallClock(), at: now(), facts };
    const changed = await changeCalendar(prisma, request);
    forgetShownCalendar(dependencies);
    await beginRollout(dependencies, changed.rollout.id);
    return changed;
  } catch (error) {
    if (!(error instanceof CalendarMoved)) throw error;
    const { version } = error;
    throw new Problem('STALE_VERSION', `The calendar is at version ${version}, not ${expectedVersion}`, {
      facts: { version },
    });
  }
}

type View = z.output<typeof CalendarView>;

/** A calendar as it counts, with what it inherits. */
export function calendarView(row: Calendar, parent: Calendar | null = null): View {
  const { zone, week, exceptions, knownUntil } = withInherited(row, parent);
  const { id, version, updatedAt } = row;
  return { id, version, zone, week: week as View['week'], exceptions, knownUntil, updatedAt: iso(updatedAt) };
}

/** A department's calendar, with what of it is its own. Throws NOT_FOUND for one that goes by the company's. */
export async function readTeamCalendar(
  { prisma }: ApiDependencies,
  departmentId: string,
): Promise<z.output<typeof TeamCalendarView>> {
  const department = await prisma.department.findUnique({
    where: { id: departmentId },
    include: { calendar: { include: { parent: true } } },
  });
  if (!department) throw new Problem('NOT_FOUND', `There is no department ${departmentId}`);
  const { calendar } = department;
  if (!calendar) throw new Problem('NOT_FOUND', `Department ${departmentId} goes by the calendar of the one above it`);
  const own = { week: calendar.week as View['week'] | null, exceptions: calendar.exceptions as View['exceptions'] };
  return { ...calendarView(calendar, calendar.parent), own };
}
