import { companyCalendarId } from '../../prisma/calendar.ts';
import {
  CalendarInput,
  CalendarView,
  ReplacedCalendar,
  ReplacedTeamCalendar,
  TeamCalendarInput,
  TeamCalendarView,
} from '../contracts/calendar.ts';
import { IdParams } from '../contracts/customers.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { noContent, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import {
  calendarView,
  dropTeamCalendar,
  readTeamCalendar,
  replaceCompanyCalendar,
  replaceTeamCalendar,
} from '../organisation/calendars.ts';
import { Problem } from '../problem.ts';

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
        return ok(calendarView(calendar));
      },
    }),
    endpoint({
      method: 'put',
      path: '/calendar',
      tag,
      summary: 'Load a working calendar',
      description:
        'For admins. Processes that begin from now on count by it; running ones are handed it one after the other, and their open deadlines are counted anew.',
      roles: ['admin'],
      body: CalendarInput,
      answers: { 200: { description: 'The calendar, under its new version.', schema: ReplacedCalendar } },
      problems: ['STALE_VERSION'],
      handle: async ({ body, caller }) => {
        const { calendar, rollout } = await replaceCompanyCalendar(dependencies, caller, body);
        return ok({ ...calendarView(calendar), rollout: rollout.id });
      },
    }),
    endpoint({
      method: 'get',
      path: '/departments/{id}/calendar',
      tag,
      summary: "A department's working calendar",
      description: 'As it counts, and what of it is its own. 404 for a department that goes by the one above it.',
      params: IdParams,
      answers: { 200: { description: 'The calendar.', schema: TeamCalendarView } },
      handle: async ({ params }) => ok(await readTeamCalendar(dependencies, params.id)),
    }),
    endpoint({
      method: 'put',
      path: '/departments/{id}/calendar',
      tag,
      summary: "Set a department's working calendar",
      description:
        'For admins. Hours and days in which it differs from the company; the rest is inherited, also when the company’s changes later. It counts for processes its people begin from now on, and for those that run by it.',
      roles: ['admin'],
      params: IdParams,
      body: TeamCalendarInput,
      answers: { 200: { description: 'The calendar, under its new version.', schema: ReplacedTeamCalendar } },
      problems: ['STALE_VERSION', 'CALENDAR_MISSING'],
      handle: async ({ params, body, caller }) => {
        const { rollout } = await replaceTeamCalendar(dependencies, caller, params.id, body);
        return ok({ ...(await readTeamCalendar(dependencies, params.id)), rollout: rollout.id });
      },
    }),
    endpoint({
      method: 'delete',
      path: '/departments/{id}/calendar',
      tag,
      summary: "Drop a department's working calendar",
      description: 'For admins. It goes by the calendar above it again; what runs by its own is handed the company’s.',
      roles: ['admin'],
      params: IdParams,
      answers: { 204: { description: 'It has none of its own any more.' } },
      handle: async ({ params, caller }) => {
        await dropTeamCalendar(dependencies, caller, params.id);
        return noContent;
      },
    }),
  ];
}
