import { z } from 'zod';
import { Id, LocalDay, LocaleName, pageOf, paging, queryFlag, RoleName, text } from './common.ts';

const Password = z
  .string()
  .min(10)
  .max(200)
  .meta({ description: 'At least ten characters. Setting one ends the sessions of that person.' });

const facts = {
  name: text(100),
  roles: z.array(RoleName).min(1).max(6),
  managerId: Id.nullable(),
  departmentId: Id.nullable(),
  region: text(100).nullable(),
  locale: LocaleName,
  active: z.boolean(),
};

/** Where mail reaches a person; also what they sign in by. */
const Email = z.email().max(254).toLowerCase();

const example = {
  name: '李娜',
  roles: ['sales'],
  managerId: 'wang.wei',
  departmentId: 'sales-east',
  region: 'East',
  locale: 'zh-CN',
  active: true,
} as const;

export const NewUser = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][\w.-]{0,59}$/, 'Small letters, digits, dots, dashes and underscores')
      .optional()
      .meta({ description: 'Made from the address when absent.' }),
    email: Email,
    password: Password.optional(),
    name: facts.name,
    roles: facts.roles,
    managerId: facts.managerId.default(null),
    departmentId: facts.departmentId.default(null),
    region: facts.region.default(null),
    locale: facts.locale.default('zh-CN'),
    active: facts.active.default(true),
  })
  .meta({ id: 'NewUser', example: { ...example, email: 'li.na@fairway.example' } });
export type NewUser = z.output<typeof NewUser>;

const successorId = Id.nullable().meta({
  description:
    'Who takes over what somebody who has left had in hand, and what would come to them; null: whoever is above.',
});

export const UserChanges = z
  .strictObject({
    ...z.strictObject(facts).partial().shape,
    email: Email.optional(),
    successorId: successorId.optional(),
    password: Password.optional(),
  })
  .meta({ id: 'UserChanges', example: { managerId: 'zhao.min', departmentId: 'sales-east' } });
export type UserChanges = z.output<typeof UserChanges>;

export const UserView = z
  .object({
    id: z.string(),
    email: z.string(),
    ...facts,
    successorId,
    absence: z
      .object({ from: LocalDay, until: LocalDay.nullable(), substituteId: Id.nullable() })
      .nullable()
      .meta({ description: 'The present absence, or else the next one.' }),
  })
  .meta({
    id: 'UserView',
    example: { id: 'li.na', email: 'li.na@fairway.example', ...example, successorId: null, absence: null },
  });

export const UserPage = pageOf(UserView).meta({ id: 'UserPage' });

export const UserListQuery = z.strictObject({
  q: text(100).optional().meta({ description: 'Part of the name or the address.' }),
  role: RoleName.optional(),
  manager: Id.optional().meta({ description: "The manager's id." }),
  department: Id.optional().meta({ description: "The department's id; those within it do not count." }),
  active: queryFlag.optional(),
  ...paging,
});
