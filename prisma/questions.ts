import type { Instant } from '../domain/calendar.ts';
import type { Directory, PeopleQuery } from '../domain/people.ts';
import { isAboutCredit, type Question, questionKey } from '../domain/question.ts';
import type { PrismaClient } from './client.ts';
import { answerCredit } from './credit.ts';
import { answerPeople } from './people.ts';

/** Answers what a rule asks, about people and customers alike, as it is at business time `at`. */
export async function answerQuestions(
  prisma: PrismaClient,
  questions: readonly Question[],
  at: Instant,
  zone: string,
): Promise<Directory> {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
  const aboutPeople = questions.filter((question): question is PeopleQuery => !isAboutCredit(question));
  const [people, credit] = await Promise.all([
    answerPeople(prisma, aboutPeople, at, zone),
    Promise.all(
      questions
        .filter(isAboutCredit)
        .map(async (query) => [questionKey(query), await answerCredit(prisma, query, at, today)] as const),
    ),
  ]);
  return { ...people, ...Object.fromEntries(credit) };
}
