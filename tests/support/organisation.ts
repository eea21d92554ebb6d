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

/** A person of a small company made up for tests; whoever is `away` is never answered. */
export interface Employee {
  readonly id: UserId;
  readonly roles: readonly Role[];
  readonly manager?: UserId;
  readonly away?: boolean;
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

function find(organisation: Organisation, query: PeopleQuery): Employee[] {
  switch (query.find) {
    case 'person':
      return organisation.filter(({ id, away }) => id === query.id && !away);
    case 'role':
      return organisation.filter(({ roles, away }) => roles.includes(query.role) && !away);
    case 'manager':
      return managersOf(organisation, query.of)
        .slice(query.level - 1)
        .filter(({ away }) => !away)
        .slice(0, 1);
    default:
      return query satisfies never;
  }
}

function person({ id, roles }: Employee): Person {
  return { id, name: id, roles };
}

/** The organisation's answers to some questions: present people only, and for an absent manager the next one up. */
export function answer(organisation: Organisation, queries: readonly PeopleQuery[]): Directory {
  return Object.fromEntries(queries.map((query) => [queryKey(query), find(organisation, query).map(person)]));
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
