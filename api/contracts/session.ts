import { z } from 'zod';
import { Id, Instant, LocaleName, RoleName, text } from './common.ts';

export const SignInRequest = z
  .strictObject({ email: z.string().trim().min(3).max(254), password: z.string().min(1).max(1_000) })
  .meta({ id: 'SignInRequest', example: { email: 'li.na@fairway.example', password: 'a long pass phrase' } });

const me = {
  id: 'li.na',
  name: '李娜',
  email: 'li.na@fairway.example',
  roles: ['sales'],
  locale: 'zh-CN',
  managerId: 'wang.wei',
};

const token = {
  id: '018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77',
  name: 'Nightly export',
  scope: 'all',
  createdAt: '2026-11-24T01:12:00.000Z',
  lastUsedAt: null,
};

/** The signed-in person. */
export const Me = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    roles: z.array(RoleName),
    locale: LocaleName,
    managerId: z.string().nullable(),
  })
  .meta({ id: 'Me', example: me });

export const SessionView = z
  .object({
    user: Me,
    expiresAt: Instant.nullable().meta({ description: 'End of the browser session; null for a bearer token.' }),
  })
  .meta({ id: 'SessionView', example: { user: me, expiresAt: '2026-11-24T13:12:00.000Z' } });

/** What people may change about themselves. */
export const MyChanges = z.strictObject({ locale: LocaleName }).meta({ id: 'MyChanges', example: { locale: 'en' } });

/** What a token may reach. */
export const tokenScopes = ['all', 'finance'] as const;
export type TokenScope = Exclude<(typeof tokenScopes)[number], 'all'>;

export const TokenRequest = z
  .strictObject({
    name: text(100).meta({ description: 'What the token is for.' }),
    scope: z.enum(tokenScopes).default('all').meta({
      description: '`all` that its person may do, or `finance`: what a finance system needs, and nothing else.',
    }),
  })
  .meta({ id: 'TokenRequest', example: { name: 'Nightly export' } });

export const TokenView = z
  .object({ id: Id, name: z.string(), scope: z.enum(tokenScopes), createdAt: Instant, lastUsedAt: Instant.nullable() })
  .meta({ id: 'TokenView', example: token });

export const NewTokenView = TokenView.extend({
  token: z.string().meta({ description: 'Shown this once. Send it as `Authorization: Bearer …`.' }),
}).meta({ id: 'NewTokenView', example: { ...token, token: 'fwy_q9Zk0m…' } });

export const TokenList = z.object({ items: z.array(TokenView) }).meta({ id: 'TokenList', example: { items: [token] } });
