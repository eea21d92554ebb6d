import type { Request } from 'express';
import type { Locale } from '../../domain/effects.ts';
import type { Role, UserId } from '../../domain/people.ts';
import { type Actor, hasRole } from '../../domain/process.ts';
import { sha256 } from '../../gateway/digest.ts';
import type { User } from '../../prisma/generated/client.ts';
import type { TokenScope } from '../contracts/session.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { sessionSecretOf } from './cookie.ts';

/** Who makes a request, and by which means. */
export interface Caller extends Actor {
  readonly id: UserId;
  readonly name: string;
  readonly locale: Locale;
  /** All that the token of a connected system may reach; null: everything its person may. */
  readonly scope: TokenScope | null;
  /** Hash and end of the browser session; null for a program with a token. */
  readonly session: { readonly tokenHash: string; readonly expiresAt: Date } | null;
}

/** A bearer token's last use is written down this often at most, in milliseconds. */
const lastUseEvery = 60_000;
const longestUserAgent = 300;

/** Finds out who makes a request: a bearer token counts before a cookie. Null for nobody, or somebody who has left. */
export async function identify(dependencies: ApiDependencies, request: Request): Promise<Caller | null> {
  const bearer = /^Bearer +([\w~+/.=-]{1,200})$/i.exec(request.get('authorization') ?? '')?.[1];
  if (bearer) return await callerByToken(dependencies, request, bearer);
  const secret = sessionSecretOf(request, dependencies.config.publicUrl);
  return secret ? await callerBySession(dependencies, request, secret) : null;
}

async function callerByToken({ prisma, wallClock }: ApiDependencies, request: Request, secret: string) {
  const now = wallClock();
  const token = await prisma.apiToken.findUnique({ where: { tokenHash: sha256(secret) }, include: { user: true } });
  if (!token || token.revokedAt || !token.user.active) return null;
  if (!token.lastUsedAt || token.lastUsedAt.getTime() < now - lastUseEvery) {
    await prisma.apiToken.update({ where: { id: token.id }, data: { lastUsedAt: new Date(now) } });
  }
  const scope = token.scope === 'all' ? null : (token.scope as TokenScope);
  return { ...callerFrom(token.user, 'api', request, null), scope };
}

async function callerBySession({ prisma, wallClock }: ApiDependencies, request: Request, secret: string) {
  const session = await prisma.session.findUnique({ where: { tokenHash: sha256(secret) }, include: { user: true } });
  if (!session || session.expiresAt.getTime() <= wallClock() || !session.user.active) return null;
  const { tokenHash, expiresAt } = session;
  return callerFrom(session.user, 'console', request, { tokenHash, expiresAt });
}

function callerFrom(user: User, channel: Actor['channel'], request: Request, session: Caller['session']): Caller {
  const userAgent = request.get('user-agent')?.slice(0, longestUserAgent);
  return {
    id: user.id,
    name: user.name,
    roles: user.roles as Role[],
    locale: user.locale as Locale,
    channel,
    scope: null,
    session,
    ...(request.ip ? { address: request.ip } : {}),
    ...(userAgent ? { userAgent } : {}),
  };
}

/** The caller as the processes know them. */
export function actorOf({ id, roles, channel, address, userAgent }: Caller): Actor {
  return { id, roles, channel, ...(address ? { address } : {}), ...(userAgent ? { userAgent } : {}) };
}

/** Whether the caller has the whole company's processes in view, by office. */
export function seesEverything(caller: Caller): boolean {
  return hasRole(caller, 'sales-ops', 'legal', 'finance', 'admin');
}
