import type { Instant } from '../domain/calendar.ts';
import type { RolloutProgress, RolloutSubject } from '../workflows/company-messages.ts';
import { companyCalendarId } from './calendar.ts';
import { Prisma, type PrismaClient } from './client.ts';
import type { Rollout } from './generated/client.ts';
import { localDay, present } from './people.ts';

/** A process that has to hear of something, with the calendar it runs by; null: the company's. */
export interface Concerned {
  readonly id: string;
  readonly calendarId: string | null;
}

/** A process that could not be told, and why. */
export interface Untold {
  readonly process: string;
  readonly code: string;
  readonly message: string;
}

/** Failures kept for each rollout. */
const mostFailures = 100;

/** The next processes concerned, in the order of their ids. */
export async function nextConcerned(
  prisma: PrismaClient,
  subject: RolloutSubject,
  { pass, after }: Pick<RolloutProgress, 'pass' | 'after'>,
  { at, zone }: { at: Instant; zone: string },
  limit: number,
): Promise<readonly Concerned[]> {
  const concerned = pass === 1 ? firstPass(subject) : secondPass(subject, localDay(at, zone));
  return await prisma.$queryRaw<Concerned[]>`
    SELECT p.id, p.calendar_id AS "calendarId" FROM process p
    WHERE p.status = 'open' AND p.id > ${after} AND p.id IN (${concerned}) ORDER BY p.id LIMIT ${limit}`;
}

/** Ids of the processes concerned: those these people own, hold a wait of or have somebody stand in for. */
function firstPass(subject: RolloutSubject): Prisma.Sql {
  switch (subject.kind) {
    case 'peopleChanged': {
      const users = [...subject.users];
      return Prisma.sql`
        SELECT w.process_id FROM wait w WHERE w.closed_at IS NULL AND w.holder_id = ANY (${users}::text[])
        UNION
        SELECT w.process_id FROM wait w WHERE w.closed_at IS NULL AND w.principal_id = ANY (${users}::text[])
        UNION
        SELECT o.id FROM process o WHERE o.status = 'open' AND o.owner_id = ANY (${users}::text[])`;
    }
    case 'calendarReplaced':
      return outdated(subject.calendars);
    default:
      return subject satisfies never;
  }
}

/** Ids of the processes that came to be concerned while the others were being told. */
function secondPass(subject: RolloutSubject, day: string): Prisma.Sql {
  if (subject.kind === 'calendarReplaced') return outdated(subject.calendars);
  return Prisma.sql`
    SELECT w.process_id FROM wait w JOIN app_user u ON u.id = w.holder_id
    WHERE w.closed_at IS NULL AND w.holder_id = ANY (${[...subject.users]}::text[]) AND NOT (${present(day)})`;
}

function outdated(calendars: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT o.id FROM process o JOIN calendar c ON c.id = o.calendar_id
    WHERE o.status = 'open' AND o.calendar_id = ANY (${[...calendars]}::text[]) AND o.calendar_version < c.version
    UNION
    SELECT o.id FROM process o
    WHERE o.status = 'open' AND o.calendar_id IS NULL AND ${calendars.includes(companyCalendarId)}`;
}

interface Step {
  readonly id: string;
  readonly subject: RolloutSubject;
  readonly attempt: number;
  readonly before: RolloutProgress;
  readonly next: RolloutProgress;
  readonly untold: readonly Untold[];
  readonly at: Instant;
}

/**
 * Writes down how far a rollout has come, and answers the row. The same step again leaves the same row.
 */
export async function noteProgress(prisma: PrismaClient, step: Step): Promise<Rollout> {
  const { id, subject, attempt, before, next, untold, at } = step;
  const row = await prisma.rollout.findUnique({ where: { id }, select: { failures: true } });
  const isFirst = before.pass === 1 && before.after === '';
  const known = isFirst ? [] : ((row?.failures ?? []) as unknown as Untold[]);
  const others = known.filter(({ process }) => !untold.some((each) => each.process === process));
  const failures = [...others, ...untold].slice(0, mostFailures);
  const facts = {
    status: next.done ? (failures.length > 0 ? 'incomplete' : 'done') : 'running',
    attempt,
    pass: next.pass,
    after: next.after,
    told: next.told,
    changed: next.changed,
    failures: failures as unknown as Prisma.InputJsonValue,
    finishedAt: next.done ? new Date(at) : null,
  };
  const create = {
    id,
    kind: subject.kind,
    subject: { ...subject },
    requestedBy: 'system',
    startedAt: new Date(at),
    ...facts,
  };
  return await prisma.rollout.upsert({ where: { id }, update: facts, create });
}

/** Writes down that something is to be told, in the transaction that makes it so; it is begun once that is through. */
export async function requestRollout(
  database: Prisma.TransactionClient,
  { id, subject, requestedBy, at }: { id: string; subject: RolloutSubject; requestedBy: string; at: Instant },
): Promise<void> {
  const row = { id, kind: subject.kind, subject: { ...subject }, requestedBy, status: 'waiting' };
  await database.rollout.create({ data: { ...row, startedAt: new Date(at) } });
}

/** How many processes are concerned and have not been told, as far as is known now. */
export async function countConcerned(prisma: PrismaClient, subject: RolloutSubject, after: string): Promise<number> {
  const [row] = await prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM process p
    WHERE p.status = 'open' AND p.id > ${after} AND p.id IN (${firstPass(subject)})`;
  return row?.count ?? 0;
}
