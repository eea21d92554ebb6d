import type { WorkingCalendar } from '../domain/calendar.ts';
import type { Directory, PeopleQuery } from '../domain/people.ts';
import { loadCalendar } from './calendar.ts';
import type { PrismaClient } from './client.ts';
import { answerPeople } from './people.ts';

/** The one working calendar of the company. */
export const companyCalendarId = 'cn';

/** The company's calendar and people as Postgres knows them at the moment of asking. */
export function companyFacts(prisma: PrismaClient, zone: string) {
  return {
    calendar: (at: number): Promise<WorkingCalendar> => loadCalendar(prisma, companyCalendarId, at),
    people: (queries: readonly PeopleQuery[], at: number): Promise<Directory> =>
      answerPeople(prisma, queries, at, zone),
  };
}
