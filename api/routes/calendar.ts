import type { z } from 'zod';
import { companyCalendarId } from '../../prisma/calendar.ts';
import type { Calendar } from '../../prisma/generated/client.ts';
import { forgetShownCalendar } from '../calendar.ts';
import { CalendarInput, CalendarView } from '../contracts/calendar.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../problem.ts';
import { iso } from '../rows.ts';

const tag = 'Company';

/** When the company works. */
export function calendarRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/calendar',
      tag,
      summary: 'The working calendar',
      description: 'Opening hours, public holidays and worked weekend days, by which deadlines are counted.',
      answers: { 200: { description: 'The calendar.', schema: CalendarView } },
      handle: async () => {
        const calendar = await prisma.calendar.findUnique({ where: { id: companyCalendarId } });
        if (!calendar) throw new Problem('NOT_FOUND', 'No calendar has been loaded; an admin loads one by PUT');
        return ok(view(calendar));
      },
    }),
    endpoint({
      method: 'put',
      path: '/calendar',
      tag,
      summary: 'Load a working calendar',
      description:
        'For admins. Processes that begin from now on count by it; running ones keep the calendar they carry.',
      roles: ['admin'],
      body: CalendarInput,
      answers: { 200: { description: 'The calendar, under its new version.', schema: CalendarView } },
      problems: ['STALE_VERSION'],
      handle: async ({ body }) => {
        const calendar = await replaceCalendar(dependencies, body);
        forgetShownCalendar(dependencies);
        return ok(view(calendar));
      },
    }),
  ];
}

async function replaceCalendar(
  { prisma, config, wallClock }: ApiDependencies,
  { expectedVersion, zone, knownUntil, ...facts }: z.output<typeof CalendarInput>,
): Promise<Calendar> {
  const id = companyCalendarId;
  return await prisma.$transaction(async (database) => {
    await database.$queryRaw`SELECT id FROM calendar WHERE id = ${id} FOR UPDATE`;
    const present = await database.calendar.findUnique({ where: { id } });
    const version = present?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== version) {
      throw new Problem('STALE_VERSION', `The calendar is at version ${version}, not ${expectedVersion}`, {
        facts: { version },
      });
    }
    const data = {
      ...facts,
      zone: zone ?? present?.zone ?? config.timeZone,
      knownUntil: new Date(knownUntil),
      version: version + 1,
      updatedAt: new Date(wallClock()),
    };
    return await database.calendar.upsert({ where: { id }, update: data, create: { id, ...data } });
  });
}

function view({ id, version, zone, week, exceptions, knownUntil, updatedAt }: Calendar): z.output<typeof CalendarView> {
  return {
    id,
    version,
    zone,
    week: week as z.output<typeof CalendarView>['week'],
    exceptions: exceptions as z.output<typeof CalendarView>['exceptions'],
    knownUntil: knownUntil.toISOString().slice(0, 10),
    updatedAt: iso(updatedAt),
  };
}
