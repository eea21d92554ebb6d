import type { z } from 'zod';
import { overlap } from '../../domain/absence.ts';
import type { Kind } from '../../domain/effects.ts';
import { hasRole } from '../../domain/process.ts';
import { variantById } from '../../domain/variants/index.ts';
import { announceAbsence } from '../../gateway/company.ts';
import { codeFor } from '../../gateway/digest.ts';
import type { Absence } from '../../prisma/generated/client.ts';
import { localDay } from '../../prisma/people.ts';
import type { Caller } from '../auth/caller.ts';
import type { AbsenceChanges, AbsenceView, NewAbsence } from '../contracts/absences.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { isoOrNull, moneyOf, namesOf } from '../rows.ts';
import { type Database, locked } from './lock.ts';

type View = z.output<typeof AbsenceView>;

const day = (date: Date): string => date.toISOString().slice(0, 10);
const dateOrNull = (date: string | null): Date | null => (date === null ? null : new Date(date));

/** Enters an absence of the caller's or, for admins, of anybody's. The same command again changes nothing. */
export async function addAbsence(dependencies: ApiDependencies, caller: Caller, given: NewAbsence): Promise<string> {
  const { prisma, gateway, wallClock } = dependencies;
  const { commandId, userId = caller.id, from, until, substituteId, scope } = given;
  requireOwn(caller, userId);
  const id = `AB-${codeFor(`absence/${userId}/${commandId}`)}`;
  await locked(prisma, async (database) => {
    if (await database.absence.findUnique({ where: { id } })) return;
    const span = { from, until };
    requireFuture(dependencies, until);
    await requirePerson(database, 'userId', userId);
    requireScope(scope);
    await requireSubstitute(database, userId, substituteId);
    await requireFree(database, userId, span, id);
    const data = { id, userId, setBy: caller.id, createdAt: new Date(wallClock()) };
    await database.absence.create({ data: { ...data, ...stored({ ...span, substituteId, scope }) } });
  });
  await announceAbsence(gateway, id);
  return id;
}

/** Changes an absence that is not over; whoever it concerns is told at once when it is under way. */
export async function changeAbsence(
  dependencies: ApiDependencies,
  caller: Caller,
  id: string,
  changes: AbsenceChanges,
): Promise<void> {
  const { prisma, gateway } = dependencies;
  await locked(prisma, async (database) => {
    const row = await requireOpen(dependencies, database, caller, id);
    const before = { from: day(row.fromDay), until: row.untilDay && day(row.untilDay) };
    const facts = { ...before, substituteId: row.substituteId, scope: scopeOf(row), ...changes };
    if (facts.until !== null && facts.until < facts.from) {
      throw fieldProblem('INVALID', 'until', `${facts.until} lies before the first day, ${facts.from}`);
    }
    requireFuture(dependencies, facts.until);
    requireScope(facts.scope);
    await requireSubstitute(database, row.userId, facts.substituteId);
    await requireFree(database, row.userId, facts, id);
    await database.absence.update({ where: { id }, data: { ...stored(facts), version: { increment: 1 } } });
  });
  await announceAbsence(gateway, id);
}

/** Cancels an absence: the person counts as present from now on. */
export async function cancelAbsence(dependencies: ApiDependencies, caller: Caller, id: string): Promise<void> {
  const { prisma, gateway, now } = dependencies;
  await locked(prisma, async (database) => {
    await requireOpen(dependencies, database, caller, id);
    const cancelledAt = new Date(now());
    await database.absence.update({ where: { id }, data: { cancelledAt, version: { increment: 1 } } });
  });
  await announceAbsence(gateway, id);
}

/** An absence the caller may see. Throws NOT_FOUND. */
export async function readAbsence(dependencies: ApiDependencies, caller: Caller, id: string): Promise<View> {
  const row = await dependencies.prisma.absence.findUnique({ where: { id } });
  if (!row || !isOwn(caller, row.userId)) throw noAbsence(id);
  const [view] = await absenceViews(dependencies, [row]);
  if (!view) throw noAbsence(id);
  return view;
}

/** Absences as they are shown. */
export async function absenceViews(
  { prisma, now, config }: ApiDependencies,
  rows: readonly Absence[],
): Promise<View[]> {
  const people = rows.flatMap(({ userId, substituteId, setBy }) => [
    userId,
    setBy,
    ...(substituteId ? [substituteId] : []),
  ]);
  const names = await namesOf(prisma, people);
  const person = (id: string) => ({ id, name: names(id) });
  const today = localDay(now(), config.timeZone);
  return rows.map((row) => ({
    id: row.id,
    user: person(row.userId),
    from: day(row.fromDay),
    until: row.untilDay && day(row.untilDay),
    substitute: row.substituteId === null ? null : person(row.substituteId),
    scope: scopeOf(row),
    status: statusOf(row, today),
    begunAt: isoOrNull(row.begunAt),
    endedAt: isoOrNull(row.endedAt),
    setBy: person(row.setBy),
  }));
}

function statusOf({ cancelledAt, fromDay, untilDay }: Absence, today: string): View['status'] {
  if (cancelledAt) return 'cancelled';
  if (untilDay && day(untilDay) < today) return 'over';
  return day(fromDay) <= today ? 'under way' : 'coming';
}

function scopeOf({ kinds, variants, limitMinor, currency }: Absence): View['scope'] {
  return { kinds: kinds as Kind[], variants, upTo: moneyOf(limitMinor, currency) };
}

type Facts = Pick<NewAbsence, 'from' | 'until' | 'substituteId' | 'scope'>;

function stored({ from, until, substituteId, scope: { kinds, variants, upTo } }: Facts) {
  const limit = { limitMinor: upTo && BigInt(upTo.minor), currency: upTo?.currency ?? null };
  return { fromDay: new Date(from), untilDay: dateOrNull(until), substituteId, kinds, variants, ...limit };
}

const isOwn = (caller: Caller, userId: string): boolean => userId === caller.id || hasRole(caller, 'admin');

function requireOwn(caller: Caller, userId: string): void {
  if (!isOwn(caller, userId)) throw new Problem('NOT_ALLOWED', 'Only an admin enters an absence of somebody else');
}

function noAbsence(id: string): Problem {
  return new Problem('NOT_FOUND', `There is no absence ${id}`);
}

async function requireOpen(
  { now, config }: ApiDependencies,
  database: Database,
  caller: Caller,
  id: string,
): Promise<Absence> {
  const row = await database.absence.findUnique({ where: { id } });
  if (!row || !isOwn(caller, row.userId)) throw noAbsence(id);
  const status = statusOf(row, localDay(now(), config.timeZone));
  if (status === 'over' || status === 'cancelled') {
    throw new Problem('ABSENCE_OVER', `The absence is ${status} and stays as it was; enter a new one`, {
      facts: { status, until: row.untilDay && day(row.untilDay), cancelledAt: isoOrNull(row.cancelledAt) },
    });
  }
  return row;
}

function requireFuture({ now, config }: ApiDependencies, until: string | null): void {
  const today = localDay(now(), config.timeZone);
  if (until !== null && until < today) throw fieldProblem('INVALID', 'until', `${until} has passed; today is ${today}`);
}

async function requirePerson(database: Database, field: string, id: string): Promise<void> {
  const user = await database.user.findUnique({ where: { id }, select: { active: true } });
  if (!user) throw fieldProblem('UNKNOWN_REFERENCE', field, `There is no person ${id}`);
  if (!user.active) throw fieldProblem('PERSON_UNAVAILABLE', field, `${id} has left`);
}

async function requireSubstitute(database: Database, userId: string, substituteId: string | null): Promise<void> {
  if (substituteId === null) return;
  if (substituteId === userId) throw fieldProblem('INVALID', 'substituteId', 'Nobody stands in for themselves');
  await requirePerson(database, 'substituteId', substituteId);
}

function requireScope({ variants }: NewAbsence['scope']): void {
  const index = variants.findIndex((id) => !variantById(id));
  if (index < 0) return;
  throw fieldProblem('UNKNOWN_REFERENCE', `scope.variants.${index}`, `There is no variant ${variants[index]}`);
}

/** A person is away only once at a time. */
async function requireFree(
  database: Database,
  userId: string,
  span: Pick<Facts, 'from' | 'until'>,
  id: string,
): Promise<void> {
  const others = await database.absence.findMany({ where: { userId, cancelledAt: null, id: { not: id } } });
  for (const other of others) {
    const its = { from: day(other.fromDay), until: other.untilDay && day(other.untilDay) };
    if (!overlap(span, its)) continue;
    throw new Problem('ABSENCE_OVERLAPS', `Absence ${other.id} has days in common with this one; change that one`, {
      errors: [{ path: 'from', code: 'ABSENCE_OVERLAPS', message: `Away from ${its.from} already` }],
      facts: { absence: other.id, ...its },
    });
  }
}
