import type { PrismaClient } from '../../prisma/client.ts';
import type { Account, PricedProduct, TeamMember } from './company-files.ts';
import { distinct, slugOf } from './names.ts';

/** The ids behind the names of one kind of master data; `created` are the names that are not in the database yet. */
export interface Identities {
  readonly idOf: ReadonlyMap<string, string>;
  readonly created: ReadonlySet<string>;
}

/** Ids of everything the deals refer to. */
export interface CompanyIds {
  readonly customers: Identities;
  readonly products: Identities;
  readonly people: Identities;
  /** Addresses by name of the person. */
  readonly emails: ReadonlyMap<string, string>;
}

/** Finds who and what is in the database already, and gives everything else an id of its own. */
export async function identify(
  prisma: PrismaClient,
  files: {
    readonly accounts: readonly Account[];
    readonly products: readonly PricedProduct[];
    readonly people: readonly TeamMember[];
  },
  mailDomain: string,
): Promise<CompanyIds> {
  const namesOf = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name);
  const emails = emailsFor(namesOf(files.people), mailDomain);
  const customers = namesOf(files.accounts);
  const products = namesOf(files.products);
  const select = { id: true, name: true } as const;
  return {
    customers: await identities(customers, 'cu-', {
      known: await prisma.customer.findMany({ where: { name: { in: customers } }, select }),
      withIds: (ids) => prisma.customer.findMany({ where: { id: { in: ids } }, select: { id: true } }),
    }),
    products: await identities(products, 'pr-', {
      known: await prisma.product.findMany({ where: { name: { in: products } }, select }),
      withIds: (ids) => prisma.product.findMany({ where: { id: { in: ids } }, select: { id: true } }),
    }),
    people: await identities(namesOf(files.people), '', {
      known: await usersByEmail(prisma, emails),
      withIds: (ids) => prisma.user.findMany({ where: { id: { in: ids } }, select: { id: true } }),
    }),
    emails,
  };
}

interface Lookup {
  /** What the database has under one of the names. */
  readonly known: readonly { readonly id: string; readonly name: string }[];
  withIds(ids: string[]): Promise<readonly { readonly id: string }[]>;
}

async function identities(names: readonly string[], prefix: string, lookup: Lookup): Promise<Identities> {
  const idOf = new Map(lookup.known.map(({ id, name }) => [name, id]));
  const fresh = names.filter((name) => !idOf.has(name));
  const wanted = fresh.map((name) => prefix + distinct(name, slugOf(name), () => false));
  const taken = new Set((await lookup.withIds(wanted)).map(({ id }) => id));
  for (const name of fresh) {
    const id = prefix + distinct(name, slugOf(name), (slug) => taken.has(prefix + slug));
    taken.add(id);
    idOf.set(name, id);
  }
  return { idOf, created: new Set(fresh) };
}

/** A mailbox for each person, made from the name: `Mei-Mei Johns` has mei-mei.johns. */
function emailsFor(names: readonly string[], mailDomain: string): Map<string, string> {
  const emails = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const words = name.split(/\s+/).map(slugOf);
    const box = distinct(name, words.filter((word) => word !== '').join('.'), (candidate) => taken.has(candidate));
    emails.set(name, `${box}@${mailDomain.toLowerCase()}`);
    taken.add(box);
  }
  return emails;
}

/** The users behind the mailboxes, under the names of the file. */
async function usersByEmail(prisma: PrismaClient, emails: ReadonlyMap<string, string>) {
  const nameOf = new Map([...emails].map(([name, email]) => [email, name]));
  const users = await prisma.user.findMany({
    where: { email: { in: [...nameOf.keys()] } },
    select: { id: true, email: true },
  });
  return users.map(({ id, email }) => ({ id, name: nameOf.get(email) ?? email }));
}
