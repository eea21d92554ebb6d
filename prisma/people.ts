import type { Instant } from '../domain/calendar.ts';
import type { Kind } from '../domain/effects.ts';
import { type Directory, type PeopleQuery, type Person, queryKey, type Role, type UserId } from '../domain/people.ts';
import { actingFor, type Colleague, longestChain } from '../domain/substitution.ts';
import { Prisma, type PrismaClient } from './client.ts';

interface Row {
  id: string;
  name: string;
  roles: string[];
}

/**
 * Answers questions about the organisation. Only people who are active and not away on that day are ever named; in a
 * chain of managers or departments those who are away are passed over.
 */
export async function answerPeople(
  prisma: PrismaClient,
  queries: readonly PeopleQuery[],
  at: Instant,
  zone: string,
): Promise<Directory> {
  const day = localDay(at, zone);
  const answers = await Promise.all(
    queries.map(async (query) => [queryKey(query), await answer(prisma, query, day)] as const),
  );
  return Object.fromEntries(answers);
}

/** People who hold an open wait of a process and are not present. */
export async function absentHolders(
  prisma: PrismaClient,
  processId: string,
  at: Instant,
  zone: string,
): Promise<readonly UserId[]> {
  const found = await prisma.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT u.id FROM wait w JOIN app_user u ON u.id = w.holder_id
    WHERE w.process_id = ${processId} AND w.closed_at IS NULL AND NOT (${present(localDay(at, zone))})`;
  return found.map(({ id }) => id);
}

/** The local day of an instant, as `YYYY-MM-DD`. */
export function localDay(at: Instant, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
}

/** Condition that absence `a` covers a local day. */
function covering(day: string): Prisma.Sql {
  return Prisma.sql`a.cancelled_at IS NULL AND a.from_day <= ${day}::date
    AND (a.until_day IS NULL OR a.until_day >= ${day}::date)`;
}

/** Condition that user `u` is active and not away on a local day. */
export function present(day: string): Prisma.Sql {
  return Prisma.sql`u.active AND NOT EXISTS (SELECT FROM absence a WHERE a.user_id = u.id AND ${covering(day)})`;
}

async function answer(prisma: PrismaClient, query: PeopleQuery, day: string): Promise<readonly Person[]> {
  return query.find === 'actingFor' ? await acting(prisma, query, day) : (await rows(prisma, query, day)).map(toPerson);
}

async function rows(
  prisma: PrismaClient,
  query: Exclude<PeopleQuery, { find: 'actingFor' }>,
  day: string,
): Promise<Row[]> {
  switch (query.find) {
    case 'person':
      return await prisma.$queryRaw<Row[]>`
        SELECT u.id, u.name, u.roles FROM app_user u WHERE u.id = ${query.id} AND ${present(day)}`;
    case 'employed':
      return await prisma.$queryRaw<Row[]>`
        SELECT u.id, u.name, u.roles FROM app_user u WHERE u.id = ${query.id} AND u.active`;
    case 'role':
      return await prisma.$queryRaw<Row[]>`
        SELECT u.id, u.name, u.roles FROM app_user u WHERE ${query.role} = ANY (u.roles)
          AND ${query.awayToo ? Prisma.sql`u.active` : present(day)} ORDER BY u.id`;
    case 'manager':
      return await prisma.$queryRaw<Row[]>`
        WITH RECURSIVE chain AS (
          SELECT manager_id AS id, 1 AS height FROM app_user WHERE id = ${query.of}
          UNION
          SELECT u.manager_id, height + 1 FROM chain JOIN app_user u ON u.id = chain.id WHERE height < 20
        )
        SELECT u.id, u.name, u.roles FROM chain JOIN app_user u ON u.id = chain.id
        WHERE u.id <> ${query.of} AND height >= ${query.level} AND ${query.awayToo ? Prisma.sql`u.active` : present(day)}
        ORDER BY height LIMIT 1`;
    case 'head':
      return await prisma.$queryRaw<Row[]>`
        WITH RECURSIVE chain AS (
          SELECT department_id AS id, 1 AS height FROM app_user WHERE id = ${query.of}
          UNION
          SELECT d.parent_id, height + 1 FROM chain JOIN department d ON d.id = chain.id WHERE height < 20
        )
        SELECT u.id, u.name, u.roles FROM chain JOIN department d ON d.id = chain.id JOIN app_user u ON u.id = d.head_id
        WHERE u.id <> ${query.of} AND ${present(day)}
        ORDER BY height LIMIT 1`;
    default:
      return query satisfies never;
  }
}

interface ColleagueRow extends Row {
  present: boolean;
  substitute: string | null;
  kinds: string[] | null;
  variants: string[] | null;
  limitMinor: bigint | null;
  currency: string | null;
}

/** Reads a person with the substitutes and successors they lead to that day; the rule then says who of them acts. */
async function acting(
  prisma: PrismaClient,
  { id, scope, except }: Extract<PeopleQuery, { find: 'actingFor' }>,
  day: string,
): Promise<readonly Person[]> {
  // Whoever has left is stood in for by their successor, for everything.
  const next = Prisma.sql`CASE WHEN u.active THEN a.substitute_id ELSE u.successor_id END`;
  const chain = await prisma.$queryRaw<ColleagueRow[]>`
    WITH RECURSIVE chain AS (
      SELECT ${id} AS id, 0 AS step
      UNION
      SELECT ${next}, step + 1 FROM chain JOIN app_user u ON u.id = chain.id
        LEFT JOIN absence a ON a.user_id = u.id AND u.active AND ${covering(day)}
      WHERE step < ${longestChain}::int AND ${next} IS NOT NULL
    )
    SELECT DISTINCT ON (u.id) u.id, u.name, u.roles, ${present(day)} AS present, ${next} AS substitute, a.kinds,
      a.variants, a.limit_minor AS "limitMinor", a.currency
    FROM chain JOIN app_user u ON u.id = chain.id
      LEFT JOIN absence a ON a.user_id = u.id AND u.active AND ${covering(day)}`;
  const byId = new Map(chain.map((row) => [row.id, row]));
  const found = actingFor(id, scope, except, (of) => colleague(byId.get(of)));
  if (found.is === 'none') return [];
  if (found.is === 'deadEnd') {
    const admins = await rows(prisma, { find: 'role', role: 'admin' }, day);
    const admin = admins.find((each) => each.id !== id && !except.includes(each.id));
    return admin ? [{ ...toPerson(admin), principal: id }] : [];
  }
  const row = byId.get(found.id);
  if (!row) return [];
  return [found.id === id ? toPerson(row) : { ...toPerson(row), principal: id }];
}

function colleague(row: ColleagueRow | undefined): Colleague | undefined {
  if (!row) return undefined;
  const { id, present: isPresent, substitute, limitMinor, currency } = row;
  const limit = limitMinor === null || currency === null ? null : { minor: Number(limitMinor), currency };
  const kinds = (row.kinds ?? []) as Kind[];
  const substitution = substitute === null ? null : { substitute, kinds, variants: row.variants ?? [], limit };
  return { id, present: isPresent, substitution };
}

function toPerson({ id, name, roles }: Row): Person {
  return { id, name, roles: roles as Role[] };
}
