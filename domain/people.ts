/** What a person may do in the sales process. */
export const roles = ['sales', 'manager', 'sales-ops', 'legal', 'finance', 'admin'] as const;
export type Role = (typeof roles)[number];

export type UserId = string;

/** A person who is active and present, as the organisation knows them at the moment of asking. */
export interface Person {
  readonly id: UserId;
  readonly name: string;
  readonly roles: readonly Role[];
}

/**
 * A question a rule asks about the organisation. Only active, present people are ever answered. A manager of level 1
 * is the direct one; one who is away is stood in for by the next one up.
 */
export type PeopleQuery =
  | { readonly find: 'person'; readonly id: UserId }
  | { readonly find: 'role'; readonly role: Role }
  | { readonly find: 'manager'; readonly of: UserId; readonly level: number };

/** One text per question, the same for equal questions. */
export function queryKey(query: PeopleQuery): string {
  switch (query.find) {
    case 'person':
      return `person:${query.id}`;
    case 'role':
      return `role:${query.role}`;
    case 'manager':
      return `manager:${query.level}:${query.of}`;
    default:
      return query satisfies never;
  }
}

/** Answers to questions, by `queryKey`. */
export type Directory = Readonly<Record<string, readonly Person[]>>;

/** Thrown when a rule needs an answer that the directory at hand does not hold; the shell looks it up and asks the rule again. */
export class PeopleNeeded extends Error {
  readonly query: PeopleQuery;
  constructor(query: PeopleQuery) {
    super(`The directory holds no answer to ${queryKey(query)}`);
    this.name = 'PeopleNeeded';
    this.query = query;
  }
}

/** The people who answer a question. Throws `PeopleNeeded` when it has not been looked up yet. */
export function people(directory: Directory, query: PeopleQuery): readonly Person[] {
  const found = directory[queryKey(query)];
  if (!found) throw new PeopleNeeded(query);
  return found;
}

/** The first person who answers the first question that anybody answers, or undefined. */
export function firstOf(directory: Directory, queries: readonly PeopleQuery[]): Person | undefined {
  for (const query of queries) {
    const [person] = people(directory, query);
    if (person) return person;
  }
  return undefined;
}
