import { sha256 } from '../../gateway/digest.ts';
import type { User } from '../../prisma/generated/client.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { passwordMatches } from './password.ts';
import { newSessionSecret } from './secret.ts';

const failuresUntilLock = 10;
const lockMs = 15 * 60_000;
const hour = 3_600_000;

/** A session that has just begun; `secret` is known to the browser alone. */
export interface NewSession {
  readonly user: User;
  readonly secret: string;
  readonly expiresAt: Date;
}

/**
 * Signs a person in, or answers null: for a wrong password, an unknown address, somebody who has left or is locked
 * out, always alike and after the same time.
 */
export async function signIn(
  dependencies: ApiDependencies,
  { email, password, userAgent }: { email: string; password: string; userAgent: string | null },
): Promise<NewSession | null> {
  const { prisma, config, wallClock } = dependencies;
  const now = wallClock();
  const user = await prisma.user.findFirst({ where: { email: { in: [email, email.toLowerCase()] }, active: true } });
  const mayTry = user !== null && (await countAttempt(dependencies, user.id));
  const matches = await passwordMatches(password, mayTry ? user.passwordHash : null);
  if (!user || !matches) return null;
  const secret = newSessionSecret();
  const expiresAt = new Date(now + config.sessionHours * hour);
  await prisma.$transaction([
    prisma.user.update({ where: { id: user.id }, data: { failedLogins: 0, lockedUntil: null } }),
    prisma.session.deleteMany({ where: { userId: user.id, expiresAt: { lte: new Date(now) } } }),
    prisma.session.create({ data: { tokenHash: sha256(secret), userId: user.id, expiresAt, userAgent } }),
  ]);
  return { user, secret, expiresAt };
}

/**
 * Counts an attempt before its password is looked at, so that attempts made side by side cannot slip past the lock.
 * Answers false while the person is locked out.
 */
async function countAttempt({ prisma, wallClock }: ApiDependencies, userId: string): Promise<boolean> {
  const now = new Date(wallClock());
  const lockedUntil = new Date(wallClock() + lockMs);
  const counted = await prisma.$executeRaw`
    UPDATE app_user SET
      failed_logins = CASE WHEN locked_until IS NULL THEN failed_logins + 1 ELSE 1 END,
      locked_until = CASE WHEN locked_until IS NULL AND failed_logins + 1 >= ${failuresUntilLock} THEN ${lockedUntil}::timestamptz END
    WHERE id = ${userId} AND (locked_until IS NULL OR locked_until <= ${now})`;
  return counted === 1;
}
