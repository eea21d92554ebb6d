import { z } from 'zod';
import { Id, LocaleName, pageOf, paging, text } from './common.ts';

const Contact = z.strictObject({
  name: text(200),
  email: z.email().max(254),
  locale: LocaleName.default('zh-CN'),
  billing: z.boolean().default(false).meta({ description: 'Receives payment notices.' }),
});

const facts = {
  name: text(200),
  sector: text(100).nullable(),
  yearEstablished: z.int().min(1000).max(2200).nullable(),
  revenueMillions: z.number().min(0).max(1e12).nullable(),
  employees: z.int().min(0).max(2_000_000_000).nullable(),
  location: text(200).nullable(),
  parentName: text(200).nullable(),
};

const example = {
  name: '杭州泵业',
  sector: 'manufacturing',
  yearEstablished: 1998,
  revenueMillions: 812.5,
  employees: 1_200,
  location: 'Hangzhou',
  parentName: null,
  contacts: [{ name: '王会计', email: 'ap@customer.example', locale: 'zh-CN', billing: true }],
};

export const NewCustomer = z
  .strictObject({
    name: facts.name,
    sector: facts.sector.default(null),
    yearEstablished: facts.yearEstablished.default(null),
    revenueMillions: facts.revenueMillions.default(null),
    employees: facts.employees.default(null),
    location: facts.location.default(null),
    parentName: facts.parentName.default(null),
    contacts: z.array(Contact).max(50).default([]),
  })
  .meta({ id: 'NewCustomer', example });

export const CustomerChanges = z
  .strictObject({
    ...z.strictObject(facts).partial().shape,
    contacts: z.array(Contact).max(50).optional().meta({ description: 'Replaces all contacts.' }),
  })
  .meta({ id: 'CustomerChanges', example: { location: 'Ningbo' } });

export const CustomerView = z
  .object({
    id: z.string(),
    ...facts,
    contacts: z.array(
      z.object({ id: z.string(), name: z.string(), email: z.string(), locale: LocaleName, billing: z.boolean() }),
    ),
  })
  .meta({
    id: 'CustomerView',
    example: { id: 'c-102', ...example, contacts: [{ id: 'c-102-1', ...example.contacts[0] }] },
  });

export const CustomerPage = pageOf(CustomerView).meta({ id: 'CustomerPage' });

export const NamedQuery = z.strictObject({
  q: text(100).optional().meta({ description: 'Part of the name.' }),
  ...paging,
});

export const IdParams = z.strictObject({ id: Id });
