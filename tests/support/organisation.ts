import type { Instant } from '../../domain/calendar.ts';
import type { Rejection } from '../../domain/errors.ts';
import { begin, type Envelope, type Handled, handle, type Instance } from '../../domain/instance.ts';
import {
  type Directory,
  type PeopleQuery,
  type Person,
  queryKey,
  type Role,
  type UserId,
} from '../../domain/people.ts';
import type { Actor, AnyKind } from '../../domain/process.ts';
import { actingFor, type Substitution } from '../../domain/substitution.ts';

/** A person of a small company made up for tests; whoever is `away` or has `left` is never answered. */
export interface Employee {
  readonly id: UserId;
  readonly roles: readonly Role[];
  readonly manager?: UserId;
  readonly away?: boolean;
  readonly left?: boolean;
  /** Heads of the departments the person is in, the nearest first. */
  readonly heads?: readonly UserId[];
  /** Who stands in while the person is away; for everything unless it says more. */
  readonly substitution?: Partial<Substitution> & Pick<Substitution, 'substitute'>;
}

export type Organisation = readonly Employee[];

function managersOf(organisation: Organisation, id: UserId): Employee[] {
  const found: Employee[] = [];
  let current = organisation.find((employee) => employee.id === id)?.manager;
  while (current !== undefined && found.length < organisation.length) {
    const manager = organisation.find((employee) => employee.id === current);
    if (!manager) break;
    found.push(manager);
    current = manager.manager;
  }
  return found;
}

const isPresent = ({ away, left }: Employee): boolean => !away && !left;

function find(organisation: Organisation, query: Exclude<PeopleQuery, { find: 'actingFor' }>): Employee[] {
  switch (query.find) {
    case 'person':
      return organisation.filter((one) => one.id === query.id && isPresent(one));
    case 'employed':
      return organisation.filter(({ id, left }) => id === query.id && !left);
    case 'role':
      return organisation.filter((one) => one.roles.includes(query.role) && isPresent(one));
    case 'manager':
      return managersOf(organisation, query.of)
        .slice(query.level - 1)
        .filter(isPresent)
        .slice(0, 1);
    case 'head': {
      const heads = organisation.find(({ id }) => id === query.of)?.heads ?? [];
      return heads
        .flatMap((head) => organisation.filter((one) => one.id === head && head !== query.of && isPresent(one)))
        .slice(0, 1);
    }
    default:
      return query satisfies never;
  }
}

function person({ id, roles }: Employee): Person {
  return { id, name: id, roles };
}

function acting(organisation: Organisation, query: Extract<PeopleQuery, { find: 'actingFor' }>): Person[] {
  const { id, scope, except } = query;
  const found = actingFor(id, scope, except, (of) => {
    const one = organisation.find((each) => each.id === of);
    const named = one && !isPresent(one) && !one.left ? one.substitution : undefined;
    const substitution = named ? { kinds: [], variants: [], limit: null, ...named } : null;
    return one && { id: one.id, present: isPresent(one), substitution };
  });
  const inStead = (of: Employee[]) =>
    of.map((one) => (one.id === id ? person(one) : { ...person(one), principal: id }));
  if (found.is === 'none') return [];
  if (found.is === 'person') return inStead(organisation.filter((one) => one.id === found.id));
  const admins = find(organisation, { find: 'role', role: 'admin' });
  return inStead(admins.filter((one) => one.id !== id && !except.includes(one.id)).slice(0, 1));
}

/** The organisation's answers to some questions: present people only, and for an absent manager the next one up. */
export function answer(organisation: Organisation, queries: readonly PeopleQuery[]): Directory {
  return Object.fromEntries(
    queries.map((query) => [
      queryKey(query),
      query.find === 'actingFor' ? acting(organisation, query) : find(organisation, query).map(person),
    ]),
  );
}

/** Signs somebody in. */
export function actor(id: UserId | 'system', ...roles: Role[]): Actor {
  return { id, roles, channel: id === 'system' ? 'timer' : 'api' };
}

interface Setting {
  readonly now: Instant;
  readonly organisation: Organisation;
}

function answering(
  organisation: Organisation,
  ask: (directory: Directory) => ReturnType<typeof handle>,
): Handled | Rejection {
  let directory: Directory = {};
  for (let asked = 0; asked < 1_000; asked += 1) {
    const handling = ask(directory);
    if (handling.ok !== 'needs') return handling;
    directory = { ...directory, ...answer(organisation, handling.queries) };
  }
  throw new Error('The rule keeps asking for people');
}

/** Begins a process as the shell does, looking up the people its rules ask for. */
export function start(
  kind: AnyKind,
  instance: Instance,
  input: unknown,
  by: Actor,
  { now, organisation }: Setting,
): Handled | Rejection {
  return answering(organisation, (directory) => begin(kind, instance, input, { now, actor: by, directory }));
}

/** Carries out a command as the shell does, looking up the people its rules ask for. */
export function run(
  kind: AnyKind,
  instance: Instance,
  envelope: Envelope,
  { now, organisation }: Setting,
): Handled | Rejection {
  return answering(organisation, (directory) => handle(kind, instance, envelope, { now, directory }));
}
