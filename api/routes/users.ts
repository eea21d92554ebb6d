import { Prisma } from '../../prisma/client.ts';
import { IdParams } from '../contracts/customers.ts';
import { Me } from '../contracts/session.ts';
import { NewUser, UserChanges, UserListQuery, UserPage, UserView } from '../contracts/users.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { created, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { afterName, containing, pageByName } from '../names.ts';
import { addUser, changeUser, findUser, readUser, userViews } from '../organisation/people.ts';
import { allOf } from '../rows.ts';
import { meView } from './session.ts';

const tag = 'Company';

/** The people of the company. */
export function userRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/me',
      tag,
      summary: 'Me',
      description: 'The person the session or the token belongs to.',
      answers: { 200: { description: 'The caller.', schema: Me } },
      handle: async ({ caller }) => ok(meView(await findUser(prisma, caller.id))),
    }),
    endpoint({
      method: 'get',
      path: '/users',
      tag,
      summary: 'List people',
      description: 'In the order of their names; for choosing whom something goes to.',
      query: UserListQuery,
      answers: { 200: { description: 'A page.', schema: UserPage } },
      problems: ['MALFORMED'],
      handle: async ({ query: { q, role, manager, department, active, limit, cursor } }) => {
        const pattern = q === undefined ? undefined : containing(q);
        const where = allOf([
          pattern === undefined ? undefined : Prisma.sql`(t.name ILIKE ${pattern} OR t.email ILIKE ${pattern})`,
          role === undefined ? undefined : Prisma.sql`${role} = ANY (t.roles)`,
          manager === undefined ? undefined : Prisma.sql`t.manager_id = ${manager}`,
          department === undefined ? undefined : Prisma.sql`t.department_id = ${department}`,
          active === undefined ? undefined : Prisma.sql`t.active = ${active}`,
          afterName(cursor),
        ]);
        const rows = await prisma.$queryRaw<{ id: string; name: string }[]>`
          SELECT t.id, t.name FROM app_user t WHERE ${where} ORDER BY t.name, t.id LIMIT ${limit + 1}`;
        const { items, next } = pageByName(rows, limit);
        const byId = await userViews(
          dependencies,
          items.map(({ id }) => id),
        );
        return ok({ items: items.flatMap(({ id }) => byId.get(id) ?? []), next });
      },
    }),
    endpoint({
      method: 'get',
      path: '/users/{id}',
      tag,
      summary: 'Read a person',
      description: 'Roles, manager and absence.',
      params: IdParams,
      answers: { 200: { description: 'The person.', schema: UserView } },
      handle: async ({ params }) => ok(await readUser(dependencies, params.id)),
    }),
    endpoint({
      method: 'post',
      path: '/users',
      tag,
      summary: 'Add a person',
      description: 'For admins. Without a password the person cannot sign in, but is asked by mail.',
      roles: ['admin'],
      body: NewUser,
      answers: { 201: { description: 'The person.', schema: UserView } },
      problems: ['TAKEN', 'UNKNOWN_REFERENCE'],
      handle: async ({ body }) => {
        const user = await addUser(dependencies, body);
        return created(`/users/${user.id}`, await readUser(dependencies, user.id));
      },
    }),
    endpoint({
      method: 'patch',
      path: '/users/{id}',
      tag,
      summary: 'Change a person',
      description:
        'For admins. Somebody who is made inactive has left: they are signed out everywhere, their tokens are revoked, their links decide nothing, and what lies in their hands passes at once to `successorId`, or else to whoever is above (see `GET /rollouts`). The last active admin cannot be.',
      roles: ['admin'],
      params: IdParams,
      body: UserChanges,
      answers: { 200: { description: 'The person.', schema: UserView } },
      problems: ['LAST_ADMIN', 'UNKNOWN_REFERENCE', 'PERSON_UNAVAILABLE', 'TAKEN'],
      handle: async ({ params, body, caller }) => {
        await changeUser(dependencies, caller.id, params.id, body);
        return ok(await readUser(dependencies, params.id));
      },
    }),
  ];
}
