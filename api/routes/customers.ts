import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Locale } from '../../domain/effects.ts';
import { Prisma } from '../../prisma/client.ts';
import type { Contact, Customer } from '../../prisma/generated/client.ts';
import {
  CustomerChanges,
  CustomerPage,
  CustomerView,
  IdParams,
  NamedQuery,
  NewCustomer,
} from '../contracts/customers.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { created, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { afterName, containing, pageByName } from '../names.ts';
import { Problem } from '../problem.ts';
import { allOf } from '../rows.ts';
import { isMissing, refusingTaken } from '../unique.ts';

const tag = 'Master data';
const contacts = { orderBy: { id: 'asc' } } as const;

/** Companies that buy. */
export function customerRoutes({ prisma }: ApiDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/customers',
      tag,
      summary: 'List customers',
      description: 'In the order of their names.',
      query: NamedQuery,
      answers: { 200: { description: 'A page.', schema: CustomerPage } },
      problems: ['MALFORMED'],
      handle: async ({ query: { q, limit, cursor } }) => {
        const where = allOf([
          q === undefined ? undefined : Prisma.sql`t.name ILIKE ${containing(q)}`,
          afterName(cursor),
        ]);
        const rows = await prisma.$queryRaw<{ id: string; name: string }[]>`
          SELECT t.id, t.name FROM customer t WHERE ${where} ORDER BY t.name, t.id LIMIT ${limit + 1}`;
        const { items, next } = pageByName(rows, limit);
        const customers = await prisma.customer.findMany({
          where: { id: { in: items.map(({ id }) => id) } },
          include: { contacts },
        });
        const byId = new Map(customers.map((customer) => [customer.id, view(customer)]));
        return ok({ items: items.flatMap(({ id }) => byId.get(id) ?? []), next });
      },
    }),
    endpoint({
      method: 'get',
      path: '/customers/{id}',
      tag,
      summary: 'Read a customer',
      description: 'With the people there who are written to.',
      params: IdParams,
      answers: { 200: { description: 'The customer.', schema: CustomerView } },
      handle: async ({ params }) => {
        const customer = await prisma.customer.findUnique({ where: { id: params.id }, include: { contacts } });
        if (!customer) throw noCustomer(params.id);
        return ok(view(customer));
      },
    }),
    endpoint({
      method: 'post',
      path: '/customers',
      tag,
      summary: 'Add a customer',
      description: 'For sales ops and admins. Names are unique.',
      roles: ['sales-ops', 'admin'],
      body: NewCustomer,
      answers: { 201: { description: 'The customer.', schema: CustomerView } },
      problems: ['TAKEN'],
      handle: async ({ body: { contacts: people, ...facts } }) => {
        const id = randomUUID();
        const data = { ...facts, id, contacts: { create: people.map((person) => ({ ...person, id: randomUUID() })) } };
        const customer = await refusingTaken('A customer of that name, or a contact of that address, exists', () =>
          prisma.customer.create({ data, include: { contacts } }),
        );
        return created(`/customers/${id}`, view(customer));
      },
    }),
    endpoint({
      method: 'patch',
      path: '/customers/{id}',
      tag,
      summary: 'Change a customer',
      description: 'For sales ops and admins. Running processes keep the name they began with.',
      roles: ['sales-ops', 'admin'],
      params: IdParams,
      body: CustomerChanges,
      answers: { 200: { description: 'The customer.', schema: CustomerView } },
      problems: ['TAKEN'],
      handle: async ({ params, body: { contacts: people, ...facts } }) => {
        const replaced = people && {
          contacts: { deleteMany: {}, create: people.map((person) => ({ ...person, id: randomUUID() })) },
        };
        const changed = refusingTaken('A customer of that name, or a contact of that address, exists', () =>
          prisma.customer.update({ where: { id: params.id }, data: { ...facts, ...replaced }, include: { contacts } }),
        );
        const customer = await changed.catch((error: unknown) => {
          throw isMissing(error) ? noCustomer(params.id) : error;
        });
        return ok(view(customer));
      },
    }),
  ];
}

function noCustomer(id: string): Problem {
  return new Problem('NOT_FOUND', `There is no customer ${id}`);
}

function view({
  createdAt: _created,
  contacts: people,
  ...customer
}: Customer & { contacts: Contact[] }): z.output<typeof CustomerView> {
  return {
    ...customer,
    contacts: people.map(({ id, name, email, locale, billing }) => ({
      id,
      name,
      email,
      locale: locale as Locale,
      billing,
    })),
  };
}
