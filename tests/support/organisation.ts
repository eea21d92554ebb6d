import type { Instant } from '../../domain/calendar.ts';
import type { CreditQuery, CreditStanding, PaymentSigns } from '../../domain/credit.ts';
import type { Rejection } from '../../domain/errors.ts';
import { begin, type Envelope, type Handled, handle, type Instance } from '../../domain/instance.ts';
import type { Directory, PeopleQuery, Person, Role, UserId } from '../../domain/people.ts';
import type { Actor, AnyKind } from '../../domain/process.ts';
import { isAboutCredit, type Question, questionKey } from '../../domain/question.ts';
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
  /** Who stands in while the person is away, or succeeds them; for everything unless it says more. */
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

const mayBeNamed = (one: Employee, { awayToo }: { awayToo?: true }): boolean => (awayToo ? !one.left : isPresent(one));

function find(organisation: Organisation, query: Exclude<PeopleQuery, { find: 'actingFor' }>): Employee[] {
  switch (query.find) {
    case 'person':
      return organisation.filter((one) => one.id === query.id && isPresent(one));
    case 'employed':
      return organisation.filter(({ id, left }) => id === query.id && !left);
    case 'role':
      return organisation.filter((one) => one.roles.includes(query.role) && mayBeNamed(one, query));
    case 'manager':
      return managersOf(organisation, query.of)
        .slice(query.level - 1)
        .filter((one) => mayBeNamed(one, query))
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
    const named = one && !isPresent(one) ? one.substitution : undefined;
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

/** What there is to know about customers where a test says nothing else: nothing is owed, the bank is silent. */
function aboutCustomer({ find, customer }: CreditQuery): CreditStanding | PaymentSigns {
  if (find === 'paymentSigns') return { unmatched: [], bankReadUntil: null };
  return { customerId: customer, onHold: false, reasons: [], open: [], overdue: [], exemption: null, asOf: 0 };
}

/**
 * The organisation's answers to some questions: present people only, and for an absent manager the next one up. What
 * is `known` is answered as it stands there.
 */
export function answer(organisation: Organisation, questions: readonly Question[], known: Directory = {}): Directory {
  const one = (question: Question) => {
    if (isAboutCredit(question)) return aboutCustomer(question);
    return question.find === 'actingFor' ? acting(organisation, question) : find(organisation, question).map(person);
  };
  return Object.fromEntries(
    questions.map((question) => [questionKey(question), known[questionKey(question)] ?? one(question)]),
  );
}

/** Signs somebody in. */
export function actor(id: UserId | 'system', ...roles: Role[]): Actor {
  return { id, roles, channel: id === 'system' ? 'timer' : 'api' };
}

interface Setting {
  readonly now: Instant;
  readonly organisation: Organisation;
  /** Answers that are not the ordinary ones, by the key of the question. */
  readonly known?: Directory;
}

function answering(
  { organisation, known }: Setting,
  ask: (directory: Directory) => ReturnType<typeof handle>,
): Handled | Rejection {
  let directory: Directory = {};
  for (let asked = 0; asked < 1_000; asked += 1) {
    const handling = ask(directory);
    if (handling.ok !== 'needs') return handling;
    directory = { ...directory, ...answer(organisation, handling.queries, known) };
  }
  throw new Error('The rule keeps asking');
}

/** Begins a process as the shell does, looking up the people its rules ask for. */
export function start(
  kind: AnyKind,
  instance: Instance,
  input: unknown,
  by: Actor,
  setting: Setting,
): Handled | Rejection {
  const { now } = setting;
  return answering(setting, (directory) => begin(kind, instance, input, { now, actor: by, directory }));
}

/** Carries out a command as the shell does, looking up the people its rules ask for. */
export function run(kind: AnyKind, instance: Instance, envelope: Envelope, setting: Setting): Handled | Rejection {
  const { now } = setting;
  return answering(setting, (directory) => handle(kind, instance, envelope, { now, directory }));
}
