import { Prisma } from '../../prisma/client.ts';
import { IdParams } from '../contracts/customers.ts';
import {
  DepartmentChanges,
  DepartmentListQuery,
  DepartmentPage,
  DepartmentView,
  NewDepartment,
} from '../contracts/departments.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { created, noContent, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { afterName, containing, pageByName } from '../names.ts';
import {
  addDepartment,
  changeDepartment,
  departmentViews,
  readDepartment,
  removeDepartment,
} from '../organisation/departments.ts';
import { allOf } from '../rows.ts';

const tag = 'Company';

/** The parts of the company, in a tree. */
export function departmentRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/departments',
      tag,
      summary: 'List departments',
      description: 'In the order of their names; `parentId` tells the tree.',
      query: DepartmentListQuery,
      answers: { 200: { description: 'A page.', schema: DepartmentPage } },
      problems: ['MALFORMED'],
      handle: async ({ query: { q, parent, limit, cursor } }) => {
        const where = allOf([
          q === undefined ? undefined : Prisma.sql`t.name ILIKE ${containing(q)}`,
          parent === undefined ? undefined : Prisma.sql`t.parent_id = ${parent}`,
          afterName(cursor),
        ]);
        const rows = await prisma.$queryRaw<{ id: string; name: string }[]>`
          SELECT t.id, t.name FROM department t WHERE ${where} ORDER BY t.name, t.id LIMIT ${limit + 1}`;
        const { items, next } = pageByName(rows, limit);
        const byId = await departmentViews(
          prisma,
          items.map(({ id }) => id),
        );
        return ok({ items: items.flatMap(({ id }) => byId.get(id) ?? []), next });
      },
    }),
    endpoint({
      method: 'get',
      path: '/departments/{id}',
      tag,
      summary: 'Read a department',
      description: 'With its head and the number of its people.',
      params: IdParams,
      answers: { 200: { description: 'The department.', schema: DepartmentView } },
      handle: async ({ params }) => ok(await readDepartment(prisma, params.id)),
    }),
    endpoint({
      method: 'post',
      path: '/departments',
      tag,
      summary: 'Add a department',
      description: 'For admins. Names are unique.',
      roles: ['admin'],
      body: NewDepartment,
      answers: { 201: { description: 'The department.', schema: DepartmentView } },
      problems: ['TAKEN', 'UNKNOWN_REFERENCE', 'PERSON_UNAVAILABLE'],
      handle: async ({ body }) => {
        const id = await addDepartment(dependencies, body);
        return created(`/departments/${id}`, await readDepartment(prisma, id));
      },
    }),
    endpoint({
      method: 'patch',
      path: '/departments/{id}',
      tag,
      summary: 'Change a department',
      description: 'For admins. A department cannot become a part of itself, directly or not.',
      roles: ['admin'],
      params: IdParams,
      body: DepartmentChanges,
      answers: { 200: { description: 'The department.', schema: DepartmentView } },
      problems: ['TAKEN', 'UNKNOWN_REFERENCE', 'PERSON_UNAVAILABLE'],
      handle: async ({ params, body }) => {
        await changeDepartment(dependencies, params.id, body);
        return ok(await readDepartment(prisma, params.id));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/departments/{id}',
      tag,
      summary: 'Remove a department',
      description: 'For admins. Refused while people or other departments belong to it.',
      roles: ['admin'],
      params: IdParams,
      answers: { 204: { description: 'It is gone.' } },
      problems: ['DEPARTMENT_IN_USE'],
      handle: async ({ params }) => {
        await removeDepartment(dependencies, params.id);
        return noContent;
      },
    }),
  ];
}
