import type { WorkingCalendar } from '../domain/calendar.ts';
import type { Directory, UserId } from '../domain/people.ts';
import type { Question } from '../domain/question.ts';
import { calendarIdFor, companyCalendarId, loadCalendar } from './calendar.ts';
import type { PrismaClient } from './client.ts';
import { absentHolders } from './people.ts';
import { answerQuestions } from './questions.ts';

/** The company's calendars and people, and how customers pay, as Postgres knows them at the moment of asking. */
export function companyFacts(prisma: PrismaClient, zone: string) {
  return {
    calendar: (at: number): Promise<WorkingCalendar> => loadCalendar(prisma, companyCalendarId, at),
    calendarOf: async (owner: UserId, at: number): Promise<WorkingCalendar> =>
      loadCalendar(prisma, await calendarIdFor(prisma, owner), at),
    absentHolders: (processId: string, at: number) => absentHolders(prisma, processId, at, zone),
    answers: (questions: readonly Question[], at: number): Promise<Directory> =>
      answerQuestions(prisma, questions, at, zone),
  };
}
