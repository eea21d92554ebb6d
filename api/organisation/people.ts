import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Locale } from '../../domain/effects.ts';
import type { Role, UserId } from '../../domain/people.ts';
import type { Absence, User } from '../../prisma/generated/client.ts';
import { localDay } from '../../prisma/people.ts';
import { requestRollout } from '../../prisma/rollout.ts';
import { hashPassword } from '../auth/password.ts';
import type { NewUser, UserChanges, UserView } from '../contracts/users.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { refusingTaken } from '../unique.ts';
import { type Database, locked } from './lock.ts';
import { beginRollout } from './rollouts.ts';

/** A person by id. Throws NOT_FOUND. */
export async function findUser(prisma: Database, id: string): Promise<User> {
  const user = await prisma.user.findUnique({ where: { id } });
  if (!user) throw new Problem('NOT_FOUND', `There is no person ${id}`);
  return user;
}

/** Adds a person to the company. */
export async function addUser({ prisma, wallClock }: ApiDependencies, given: NewUser): Promise<User> {
  const { password, id = idFrom(given.email), ...facts } = given;
  const passwordHash = password === undefined ? null : await hashPassword(password);
  return await locked(prisma, async (database) => {
    if (facts.managerId !== null) await requireManager(database, facts.managerId, id);
    if (facts.departmentId !== null) await requireDepartment(database, facts.departmentId);
    const data = { ...facts, id, passwordHash, createdAt: new Date(wallClock()) };
    return await refusingTaken('A person of that id or address exists', () => database.user.create({ data }));
  });
}

/**
 * Changes a person; somebody who leaves, or gets a new password, is signed out everywhere. When somebody leaves or comes
 * back all running processes that concern them are told.
 */
export async function changeUser(
  dependencies: ApiDependencies,
  by: UserId,
  id: string,
  changes: UserChanges,
): Promise<void> {
  const { password, ...facts } = changes;
  const passwordHash =
    password === undefined ? {} : { passwordHash: await hashPassword(password), failedLogins: 0, lockedUntil: null };
  const rolloutId = await locked(dependencies.prisma, async (database) => {
    const before = await findUser(database, id);
    if (facts.managerId) await requireManager(database, facts.managerId, id);
    if (facts.departmentId) await requireDepartment(database, facts.departmentId);
    const active = facts.active ?? before.active;
    await requireSuccessor(database, id, active, facts.successorId);
    // Whoever comes back takes over from themselves.
    const data = { ...facts, ...passwordHash, ...(active ? { successorId: null } : {}) };
    const user = await refusingTaken('A person of that address exists', () =>
      database.user.update({ where: { id }, data }),
    );
    if (isAdmin(before) && !isAdmin(user)) await requireAdmin(database);
    if (!user.active || password !== undefined) await database.session.deleteMany({ where: { userId: id } });
    if (!user.active) await revokeTokens(dependencies, database, id);
    return before.active === user.active ? undefined : await tellEverybody(dependencies, database, id, by);
  });
  if (rolloutId !== undefined) await beginRollout(dependencies, rolloutId);
}

async function revokeTokens({ wallClock }: ApiDependencies, database: Database, userId: string): Promise<void> {
  const data = { revokedAt: new Date(wallClock()) };
  await database.apiToken.updateMany({ where: { userId, revokedAt: null }, data });
}

async function tellEverybody(
  { now }: ApiDependencies,
  database: Database,
  userId: UserId,
  by: UserId,
): Promise<string> {
  const id = `people.${userId}.${randomUUID()}`;
  const subject = { kind: 'peopleChanged', users: [userId] } as const;
  await requestRollout(database, { id, subject, requestedBy: by, at: now() });
  return id;
}

const isAdmin = ({ active, roles }: User): boolean => active && roles.includes('admin');

async function requireAdmin(database: Database): Promise<void> {
  const left = await database.user.count({ where: { active: true, roles: { has: 'admin' } } });
  if (left === 0) throw new Problem('LAST_ADMIN', 'This is the last active admin; make somebody else one first');
}

/** A manager exists and is not below the person whose manager they become. */
async function requireManager(database: Database, managerId: string, id: string): Promise<void> {
  const seen = new Set<string>();
  let above: string | null = managerId;
  while (above !== null && !seen.has(above)) {
    if (above === id) {
      throw fieldProblem(
        'INVALID',
        'managerId',
        `${managerId} works for ${id}, directly or not, and cannot be the manager`,
      );
    }
    seen.add(above);
    const manager: Pick<User, 'managerId'> | null = await database.user.findUnique({
      where: { id: above },
      select: { managerId: true },
    });
    if (!manager) throw fieldProblem('UNKNOWN_REFERENCE', 'managerId', `There is no person ${above}`);
    above = manager.managerId;
  }
}

async function requireSuccessor(
  database: Database,
  id: string,
  active: boolean,
  successorId: string | null | undefined,
): Promise<void> {
  if (!successorId) return;
  if (active)
    throw fieldProblem('INVALID', 'successorId', 'Only somebody who leaves has a successor; enter an absence');
  if (successorId === id) throw fieldProblem('INVALID', 'successorId', 'Nobody succeeds themselves');
  const successor = await database.user.findUnique({ where: { id: successorId }, select: { active: true } });
  if (!successor) throw fieldProblem('UNKNOWN_REFERENCE', 'successorId', `There is no person ${successorId}`);
  if (!successor.active) throw fieldProblem('PERSON_UNAVAILABLE', 'successorId', `${successorId} has left too`);
}

async function requireDepartment(database: Database, id: string): Promise<void> {
  if ((await database.department.count({ where: { id } })) === 0) {
    throw fieldProblem('UNKNOWN_REFERENCE', 'departmentId', `There is no department ${id}`);
  }
}

function idFrom(email: string): string {
  return email
    .slice(0, email.indexOf('@'))
    .replace(/[^\w.-]/g, '-')
    .slice(0, 60);
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** What of a person's absences is shown beside them, seen from a local day: the present or next one. */
const absenceShown = (today: string) => ({
  where: { cancelledAt: null, OR: [{ untilDay: null }, { untilDay: { gte: new Date(today) } }] },
  orderBy: { fromDay: 'asc' as const },
  take: 1,
});

/** People as others see them, by id. */
export async function userViews(
  { prisma, now, config }: ApiDependencies,
  ids: readonly string[],
): Promise<ReadonlyMap<string, z.output<typeof UserView>>> {
  const absences = absenceShown(localDay(now(), config.timeZone));
  const users = await prisma.user.findMany({ where: { id: { in: [...ids] } }, include: { absences } });
  return new Map(users.map((user) => [user.id, userView(user)]));
}

/** A person as others see them. Throws NOT_FOUND. */
export async function readUser(dependencies: ApiDependencies, id: string): Promise<z.output<typeof UserView>> {
  const view = (await userViews(dependencies, [id])).get(id);
  if (!view) throw new Problem('NOT_FOUND', `There is no person ${id}`);
  return view;
}

function userView(user: User & { absences: readonly Absence[] }): z.output<typeof UserView> {
  const { id, email, name, roles, managerId, departmentId, region, locale, active, successorId, absences } = user;
  const [next] = absences;
  const absence = next
    ? { from: day(next.fromDay), until: next.untilDay && day(next.untilDay), substituteId: next.substituteId }
    : null;
  const facts = { id, email, name, managerId, departmentId, region, active, successorId, absence };
  return { ...facts, roles: roles as Role[], locale: locale as Locale };
}
