import type { WorkingCalendar } from '../domain/calendar.ts';
import type { Directory } from '../domain/people.ts';
import type { Question } from '../domain/question.ts';
import { loadCalendar } from './calendar.ts';
import type { PrismaClient } from './client.ts';
import { answerQuestions } from './questions.ts';

/** The one working calendar of the company. */
export const companyCalendarId = 'cn';

/** The company's calendar and people, and how customers pay, as Postgres knows them at the moment of asking. */
export function companyFacts(prisma: PrismaClient, zone: string) {
  return {
    calendar: (at: number): Promise<WorkingCalendar> => loadCalendar(prisma, companyCalendarId, at),
    answers: (questions: readonly Question[], at: number): Promise<Directory> =>
      answerQuestions(prisma, questions, at, zone),
  };
}
