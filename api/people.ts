import type { z } from 'zod';
import type { Locale } from '../domain/effects.ts';
import type { Role } from '../domain/people.ts';
import type { Prisma, PrismaClient } from '../prisma/client.ts';
import type { User } from '../prisma/generated/client.ts';
import { hashPassword } from './auth/password.ts';
import type { NewUser, UserChanges, UserView } from './contracts/users.ts';
import type { ApiDependencies } from './dependencies.ts';
import { fieldProblem, Problem } from './problem.ts';
import { refusingTaken } from './unique.ts';

type Database = Prisma.TransactionClient;

/** Changes to people wait for each other behind this advisory lock, so that two cannot each remove the other admin. */
const peopleLock = 4_012_119;

/** A person by id. Throws NOT_FOUND. */
export async function findUser(prisma: Database, id: string): Promise<User> {
  const user = await prisma.user.findUnique({ where: { id } });
  if (!user) throw new Problem('NOT_FOUND', `There is no person ${id}`);
  return user;
}

/** Adds a person to the company. */
export async function addUser({ prisma, wallClock }: ApiDependencies, given: NewUser): Promise<User> {
  const { password, absence, id = idFrom(given.email), ...facts } = given;
  const passwordHash = password === undefined ? null : await hashPassword(password);
  return await locked(prisma, async (database) => {
    if (facts.managerId !== null) await requireManager(database, facts.managerId, id);
    const data = { ...facts, id, passwordHash, ...absenceData(absence), createdAt: new Date(wallClock()) };
    return await refusingTaken('A person of that id or address exists', () => database.user.create({ data }));
  });
}

/** Changes a person; somebody who leaves, or gets a new password, is signed out everywhere. */
export async function changeUser(
  { prisma, wallClock }: ApiDependencies,
  id: string,
  changes: UserChanges,
): Promise<User> {
  const { password, absence, ...facts } = changes;
  const passwordHash =
    password === undefined ? {} : { passwordHash: await hashPassword(password), failedLogins: 0, lockedUntil: null };
  return await locked(prisma, async (database) => {
    const before = await findUser(database, id);
    if (facts.managerId) await requireManager(database, facts.managerId, id);
    const data = { ...facts, ...passwordHash, ...(absence === undefined ? {} : absenceData(absence)) };
    const user = await database.user.update({ where: { id }, data });
    if (isAdmin(before) && !isAdmin(user)) await requireAdmin(database);
    if (!user.active || password !== undefined) await database.session.deleteMany({ where: { userId: id } });
    if (!user.active) {
      await database.apiToken.updateMany({
        where: { userId: id, revokedAt: null },
        data: { revokedAt: new Date(wallClock()) },
      });
    }
    return user;
  });
}

async function locked<T>(prisma: PrismaClient, work: (database: Database) => Promise<T>): Promise<T> {
  return await prisma.$transaction(async (database) => {
    await database.$executeRaw`SELECT pg_advisory_xact_lock(${peopleLock}::bigint)`;
    return await work(database);
  });
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

function idFrom(email: string): string {
  return email
    .slice(0, email.indexOf('@'))
    .replace(/[^\w.-]/g, '-')
    .slice(0, 60);
}

function absenceData(absence: NewUser['absence']) {
  return {
    absentFrom: absence ? new Date(absence.from) : null,
    absentUntil: absence?.until ? new Date(absence.until) : null,
  };
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** A person as others see them. */
export function userView(user: User): z.output<typeof UserView> {
  const { id, email, name, roles, managerId, region, locale, active, absentFrom, absentUntil } = user;
  const absence = absentFrom && { from: day(absentFrom), until: absentUntil && day(absentUntil) };
  return { id, email, name, roles: roles as Role[], managerId, region, locale: locale as Locale, active, absence };
}
