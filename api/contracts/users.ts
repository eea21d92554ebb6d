import { z } from 'zod';
import { Id, LocalDay, LocaleName, pageOf, paging, queryFlag, RoleName, text } from './common.ts';

const Absence = z
  .strictObject({ from: LocalDay, until: LocalDay.nullable() })
  .refine(({ from, until }) => until === null || until >= from, { path: ['until'], error: 'Not before the first day' })
  .meta({ description: 'Away from this day up to and including the other; without an end until further notice.' });

const Password = z
  .string()
  .min(10)
  .max(200)
  .meta({ description: 'At least ten characters. Setting one ends the sessions of that person.' });

const facts = {
  name: text(100),
  roles: z.array(RoleName).min(1).max(6),
  managerId: Id.nullable(),
  region: text(100).nullable(),
  locale: LocaleName,
  active: z.boolean(),
  absence: Absence.nullable(),
};

const example = {
  name: '李娜',
  roles: ['sales'],
  managerId: 'wang.wei',
  region: 'East',
  locale: 'zh-CN',
  active: true,
  absence: null,
} as const;

export const NewUser = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][\w.-]{0,59}$/, 'Small letters, digits, dots, dashes and underscores')
      .optional()
      .meta({ description: 'Made from the address when absent.' }),
    email: z.email().max(254).toLowerCase(),
    password: Password.optional(),
    name: facts.name,
    roles: facts.roles,
    managerId: facts.managerId.default(null),
    region: facts.region.default(null),
    locale: facts.locale.default('zh-CN'),
    active: facts.active.default(true),
    absence: facts.absence.default(null),
  })
  .meta({ id: 'NewUser', example: { ...example, email: 'li.na@fairway.example' } });
export type NewUser = z.output<typeof NewUser>;

export const UserChanges = z
  .strictObject({ ...z.strictObject(facts).partial().shape, password: Password.optional() })
  .meta({ id: 'UserChanges', example: { absence: { from: '2026-12-01', until: '2026-12-05' } } });
export type UserChanges = z.output<typeof UserChanges>;

export const UserView = z
  .object({
    id: z.string(),
    email: z.string(),
    ...facts,
    absence: z.object({ from: LocalDay, until: LocalDay.nullable() }).nullable(),
  })
  .meta({ id: 'UserView', example: { id: 'li.na', email: 'li.na@fairway.example', ...example } });

export const UserPage = pageOf(UserView).meta({ id: 'UserPage' });

export const UserListQuery = z.strictObject({
  q: text(100).optional().meta({ description: 'Part of the name or the address.' }),
  role: RoleName.optional(),
  manager: Id.optional().meta({ description: "The manager's id." }),
  active: queryFlag.optional(),
  ...paging,
});
