import { AnswerNeeded } from './answer-needed.ts';
import type { CreditStanding, PaymentSigns } from './credit.ts';
import type { Money } from './money.ts';

/** What a person may do in the sales process. */
export const roles = ['sales', 'manager', 'sales-ops', 'legal', 'finance', 'logistics', 'admin'] as const;
export type Role = (typeof roles)[number];

export type UserId = string;

/** A person who is active and present, as the organisation knows them at the moment of asking. */
export interface Person {
  readonly id: UserId;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Whom this person stands in for, in an answer to `actingFor`. */
  readonly principal?: UserId;
}

/** What somebody would stand in for: a substitution may be for some variants and up to some amount only. */
export interface ActingScope {
  /** Id of the variant of the process; its kind is the part before the dot. */
  readonly variant: string;
  readonly amount: Money | null;
}

/**
 * A question a rule asks about the organisation. Only active, present people are ever answered, but for `employed`.
 *
 * - `manager`: level 1 is the direct one; one who is away is stood in for by the next one up.
 * - `head`: the head of a person's department, or of the nearest one above whose head is present and is not that person.
 * - `actingFor`: the person when present; else the substitute they have named, or the successor of somebody who has
 *   left, through at most three steps and never one of `except`; where those lead nowhere an admin; nobody where nobody
 *   is named for this scope.
 * - `employed`: the person while they have not left, also when away. It tells an absence from a departure; nothing is
 *   ever assigned by it.
 *
 * With `awayToo` a role or a manager is answered by whoever it is by right, also while they are away, so that their
 * substitute can be asked for.
 */
export type PeopleQuery =
  | { readonly find: 'person'; readonly id: UserId }
  | { readonly find: 'role'; readonly role: Role; readonly awayToo?: true }
  | { readonly find: 'manager'; readonly of: UserId; readonly level: number; readonly awayToo?: true }
  | { readonly find: 'head'; readonly of: UserId }
  | {
      readonly find: 'actingFor';
      readonly id: UserId;
      readonly scope: ActingScope;
      readonly except: readonly UserId[];
    }
  | { readonly find: 'employed'; readonly id: UserId };

/** One text per question, the same for equal questions. */
export function queryKey(query: PeopleQuery): string {
  switch (query.find) {
    case 'person':
      return `person:${query.id}`;
    case 'role':
      return `role:${query.role}${query.awayToo ? ':awayToo' : ''}`;
    case 'manager':
      return `manager:${query.level}:${query.of}${query.awayToo ? ':awayToo' : ''}`;
    case 'head':
      return `head:${query.of}`;
    case 'actingFor': {
      const { id, scope, except } = query;
      const amount = scope.amount ? `${scope.amount.minor} ${scope.amount.currency}` : '';
      return `actingFor:${id}:${scope.variant}:${amount}:${except.join(',')}`;
    }
    case 'employed':
      return `employed:${query.id}`;
    default:
      return query satisfies never;
  }
}

/** Answers to questions about people and customers, by the key of the question. */
export type Directory = Readonly<Record<string, readonly Person[] | CreditStanding | PaymentSigns>>;

/** The people who answer a question. Throws `AnswerNeeded` when it has not been looked up yet. */
export function people(directory: Directory, query: PeopleQuery): readonly Person[] {
  const key = queryKey(query);
  const found = directory[key];
  if (!found) throw new AnswerNeeded(query, key);
  return found as readonly Person[];
}

/** The first person who answers the first question that anybody answers, or undefined. */
export function firstOf(directory: Directory, queries: readonly PeopleQuery[]): Person | undefined {
  for (const query of queries) {
    const [person] = people(directory, query);
    if (person) return person;
  }
  return undefined;
}

/** Whether somebody is at work, away for a time, or has left for good. */
export function presenceOf(directory: Directory, id: UserId): 'present' | 'away' | 'left' {
  if (people(directory, { find: 'person', id }).length > 0) return 'present';
  return people(directory, { find: 'employed', id }).length > 0 ? 'away' : 'left';
}
