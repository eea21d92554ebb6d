import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { sha256 } from '../../gateway/digest.ts';
import type { ApiToken } from '../../prisma/generated/client.ts';
import type { Caller } from '../auth/caller.ts';
import { newTokenSecret } from '../auth/secret.ts';
import { Id } from '../contracts/common.ts';
import { NewTokenView, TokenList, TokenRequest, type TokenView } from '../contracts/session.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { created, noContent, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../problem.ts';
import { iso, isoOrNull } from '../rows.ts';

const mostTokens = 50;

/** Bearer tokens for programs that act for a person. */
export function tokenRoutes({ prisma, wallClock }: ApiDependencies): Endpoint[] {
  const inUse = ({ id }: Caller) => ({ userId: id, revokedAt: null });
  return [
    endpoint({
      method: 'get',
      path: '/tokens',
      tag: 'Sign-in',
      summary: 'My bearer tokens',
      description: 'The tokens of the caller that are in use. Their secrets are never shown again.',
      answers: { 200: { description: 'The tokens.', schema: TokenList } },
      handle: async ({ caller }) => {
        const tokens = await prisma.apiToken.findMany({ where: inUse(caller), orderBy: { createdAt: 'asc' } });
        return ok({ items: tokens.map(view) });
      },
    }),
    endpoint({
      method: 'post',
      path: '/tokens',
      tag: 'Sign-in',
      summary: 'Make a bearer token',
      description: 'Takes a browser session: a token cannot make further tokens. The secret is shown this once.',
      body: TokenRequest,
      bodyExamples: { program: { summary: 'For a program', value: { name: 'Nightly export' } } },
      answers: { 201: { description: 'The token, with its secret.', schema: NewTokenView } },
      problems: ['NOT_ALLOWED', 'TAKEN'],
      handle: async ({ body, caller }) => {
        if (!caller.session) throw new Problem('NOT_ALLOWED', 'Sign in with a browser session to make a token');
        if ((await prisma.apiToken.count({ where: inUse(caller) })) >= mostTokens) {
          throw new Problem('TAKEN', `A person has at most ${mostTokens} tokens; revoke one first`);
        }
        const token = newTokenSecret();
        const id = randomUUID();
        const data = {
          id,
          tokenHash: sha256(token),
          userId: caller.id,
          name: body.name,
          scope: body.scope,
          createdAt: new Date(wallClock()),
        };
        return created(`/tokens/${id}`, { ...view(await prisma.apiToken.create({ data })), token });
      },
    }),
    endpoint({
      method: 'delete',
      path: '/tokens/{id}',
      tag: 'Sign-in',
      summary: 'Revoke a bearer token',
      description: 'It stops working at once.',
      params: z.strictObject({ id: Id }),
      answers: { 204: { description: 'The token is revoked.' } },
      handle: async ({ params, caller }) => {
        const { count } = await prisma.apiToken.updateMany({
          where: { ...inUse(caller), id: params.id },
          data: { revokedAt: new Date(wallClock()) },
        });
        if (count === 0) throw new Problem('NOT_FOUND', `You have no token ${params.id} in use`);
        return noContent;
      },
    }),
  ];
}

function view({ id, name, scope, createdAt, lastUsedAt }: ApiToken): z.output<typeof TokenView> {
  return {
    id,
    name,
    scope: scope as z.output<typeof TokenView>['scope'],
    createdAt: iso(createdAt),
    lastUsedAt: isoOrNull(lastUsedAt),
  };
}
