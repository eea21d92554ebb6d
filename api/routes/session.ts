import { rateLimit } from 'express-rate-limit';
import type { z } from 'zod';
import type { Locale } from '../../domain/effects.ts';
import type { Role } from '../../domain/people.ts';
import type { User } from '../../prisma/generated/client.ts';
import { endedCookie, sessionCookie } from '../auth/cookie.ts';
import { signIn } from '../auth/sign-in.ts';
import { type Me, MyChanges, SessionView, SignInRequest } from '../contracts/session.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { noContent, ok } from '../http/answer.ts';
import { type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts';
import { Problem } from '../problem.ts';
import { iso, isoOrNull } from '../rows.ts';

const quarterHour = 15 * 60_000;
/** From one address, in a quarter of an hour; a whole office may share one. */
const failuresPerAddress = 50;
const longestUserAgent = 300;

/** A person as they see themselves. */
export function meView({ id, name, email, roles, locale, managerId }: User): z.output<typeof Me> {
  return { id, name, email, roles: roles as Role[], locale: locale as Locale, managerId };
}

/** Signing in and out with a browser. */
export function sessionRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma, config } = dependencies;
  const answers = { 200: { description: 'Who is signed in.', schema: SessionView } };
  return [
    openEndpoint({
      method: 'post',
      path: '/session',
      tag: 'Sign-in',
      summary: 'Sign in',
      description:
        'Gives the browser a session by a cookie it cannot read. After ten failures an account is locked for fifteen minutes; wrong, unknown and locked are answered alike.',
      body: SignInRequest,
      answers,
      problems: ['SIGN_IN_FAILED', 'CROSS_SITE', 'TOO_MANY_REQUESTS'],
      limiter: rateLimit({
        windowMs: quarterHour,
        limit: failuresPerAddress,
        skipSuccessfulRequests: true,
        standardHeaders: 'draft-7',
        legacyHeaders: false,
        handler: () => {
          throw new Problem(
            'TOO_MANY_REQUESTS',
            'Too many failed sign-ins from this address; wait a quarter of an hour',
          );
        },
      }),
      handle: async ({ body, request }) => {
        const userAgent = request.get('user-agent')?.slice(0, longestUserAgent) ?? null;
        const begun = await signIn(dependencies, { ...body, userAgent });
        if (!begun)
          throw new Problem('SIGN_IN_FAILED', 'E-mail address or password are wrong, or the account is locked');
        const { user, secret, expiresAt } = begun;
        const headers = { 'Set-Cookie': sessionCookie(secret, config.publicUrl, expiresAt) };
        return ok({ user: meView(user), expiresAt: iso(expiresAt) }, headers);
      },
    }),
    endpoint({
      method: 'get',
      path: '/session',
      tag: 'Sign-in',
      summary: 'Who is signed in',
      description: 'Answers 401 when nobody is.',
      answers,
      handle: async ({ caller }) => {
        const user = await prisma.user.findUniqueOrThrow({ where: { id: caller.id } });
        return ok({ user: meView(user), expiresAt: isoOrNull(caller.session?.expiresAt ?? null) });
      },
    }),
    endpoint({
      method: 'patch',
      path: '/session',
      tag: 'Sign-in',
      summary: 'Choose my language',
      description: 'In which pages and mails are written to me from now on.',
      body: MyChanges,
      answers,
      handle: async ({ caller, body }) => {
        const user = await prisma.user.update({ where: { id: caller.id }, data: { locale: body.locale } });
        return ok({ user: meView(user), expiresAt: isoOrNull(caller.session?.expiresAt ?? null) });
      },
    }),
    openEndpoint({
      method: 'delete',
      path: '/session',
      tag: 'Sign-in',
      summary: 'Sign out',
      description: 'Ends the browser session, if there is one.',
      answers: { 204: { description: 'Nobody is signed in any more.' } },
      problems: ['CROSS_SITE'],
      handle: async ({ caller }) => {
        if (caller?.session) await prisma.session.deleteMany({ where: { tokenHash: caller.session.tokenHash } });
        return { ...noContent, headers: { 'Set-Cookie': endedCookie(config.publicUrl) } };
      },
    }),
  ];
}
