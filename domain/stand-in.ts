import type { Effect } from './effects.ts';
import { type ActingScope, type Directory, firstOf, type PeopleQuery, people, type UserId } from './people.ts';

/** Whoever keeps the sales process running, when the office that should act has nobody present. */
export const lastResort: readonly PeopleQuery[] = [
  { find: 'role', role: 'sales-ops' },
  { find: 'role', role: 'admin' },
];

/** Whoever is above a person and present, else whoever keeps the process running. */
export function above(of: UserId): readonly PeopleQuery[] {
  return [{ find: 'manager', of, level: 1 }, ...lastResort];
}

/**
 * Who answers for what is a person's while that person is away, or from now on when they have left: the substitute or
 * successor named for it, else whoever is present in the offices given. Null where nobody is; it then stays with them.
 */
export function standInFor(
  directory: Directory,
  id: UserId,
  scope: ActingScope,
  offices: readonly PeopleQuery[],
): UserId | null {
  const [acting] = people(directory, { find: 'actingFor', id, scope, except: [] });
  return (acting ?? firstOf(directory, offices))?.id ?? null;
}

/** Tells a person that something of somebody else's, who is away or has left, is theirs to answer for now. */
export function standInMail(
  { to, principal, left }: { to: UserId; principal: UserId; left: boolean },
  waitId: string,
  now: number,
): Effect {
  const details = { principal, left };
  return { type: 'mail', notice: 'standIn.asked', to: { user: to }, waitId, step: `standIn.${now}`, details };
}
