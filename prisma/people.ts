import type { Instant } from '../domain/calendar.ts';
import { type Directory, type PeopleQuery, type Person, queryKey, type Role } from '../domain/people.ts';
import { Prisma, type PrismaClient } from './client.ts';

interface Row {
  id: string;
  name: string;
  roles: string[];
}

/**
 * Answers questions about the organisation. Only people who are active and not away on that day are ever named; in a
 * chain of managers those who are away are passed over.
 */
export async function answerPeople(
  prisma: PrismaClient,
  queries: readonly PeopleQuery[],
  at: Instant,
  zone: string,
): Promise<Directory> {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
  const answers = await Promise.all(
    queries.map(async (query) => [queryKey(query), (await answer(prisma, query, day)).map(toPerson)] as const),
  );
  return Object.fromEntries(answers);
}

/** Condition that user `u` is active and not away on a local day. */
function present(day: string): Prisma.Sql {
  return Prisma.sql`u.active AND NOT coalesce(daterange(u.absent_from, u.absent_until, '[]') @> ${day}::date
    AND u.absent_from IS NOT NULL, false)`;
}

async function answer(prisma: PrismaClient, query: PeopleQuery, day: string): Promise<Row[]> {
  switch (query.find) {
    case 'person':
      return await prisma.$queryRaw<Row[]>`
        SELECT u.id, u.name, u.roles FROM app_user u WHERE u.id = ${query.id} AND ${present(day)}`;
    case 'role':
      return await prisma.$queryRaw<Row[]>`
        SELECT u.id, u.name, u.roles FROM app_user u WHERE ${query.role} = ANY (u.roles) AND ${present(day)} ORDER BY u.id`;
    case 'manager':
      return await prisma.$queryRaw<Row[]>`
        WITH RECURSIVE chain AS (
          SELECT manager_id AS id, 1 AS height FROM app_user WHERE id = ${query.of}
          UNION
          SELECT u.manager_id, height + 1 FROM chain JOIN app_user u ON u.id = chain.id WHERE height < 20
        )
        SELECT u.id, u.name, u.roles FROM chain JOIN app_user u ON u.id = chain.id
        WHERE u.id <> ${query.of} AND height >= ${query.level} AND ${present(day)}
        ORDER BY height LIMIT 1`;
    default:
      return query satisfies never;
  }
}

function toPerson({ id, name, roles }: Row): Person {
  return { id, name, roles: roles as Role[] };
}
