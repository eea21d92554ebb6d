import type { Kind } from './effects.ts';
import type { Money } from './money.ts';
import type { ActingScope, UserId } from './people.ts';

/** Who stands in during an absence, or has taken over from somebody who has left, and for what. */
export interface Substitution {
  readonly substitute: UserId;
  /** Kinds and variants it is for; with neither it is for everything. */
  readonly kinds: readonly Kind[];
  readonly variants: readonly string[];
  /** The largest amount it is for; null: any. */
  readonly limit: Money | null;
}

/** A person as far as standing in for each other goes. */
export interface Colleague {
  readonly id: UserId;
  readonly present: boolean;
  /** Null for somebody who is present, or for whom nobody is named. */
  readonly substitution: Substitution | null;
}

/** Substitutes of substitutes are asked up to this many steps from the person they stand in for. */
export const longestChain = 3;

/** `none`: nobody is named for this; `deadEnd`: somebody is, but the chain ends with nobody who is present. */
export type Acting =
  | { readonly is: 'person'; readonly id: UserId }
  | { readonly is: 'none' }
  | { readonly is: 'deadEnd' };

/** Whether a substitution is for such a process. An amount in another currency than its limit is not covered. */
export function covers({ kinds, variants, limit }: Substitution, { variant, amount }: ActingScope): boolean {
  const kind = variant.split('.', 1)[0];
  const named = kinds.some((each) => each === kind) || variants.includes(variant);
  if (kinds.length + variants.length > 0 && !named) return false;
  return !limit || !amount || (limit.currency === amount.currency && amount.minor <= limit.minor);
}

/** Who acts for a person in a process of this scope: the person when present, else whoever their substitutes lead to. */
export function actingFor(
  of: UserId,
  scope: ActingScope,
  except: readonly UserId[],
  colleague: (id: UserId) => Colleague | undefined,
): Acting {
  const asked = [of];
  for (let current = colleague(of); current; ) {
    if (current.present) return except.includes(current.id) && current.id !== of ? deadEnd : person(current.id);
    const { substitution } = current;
    const next = substitution && covers(substitution, scope) ? substitution.substitute : null;
    if (next === null) return current.id === of ? { is: 'none' } : deadEnd;
    if (asked.includes(next) || asked.length > longestChain) return deadEnd;
    asked.push(next);
    current = colleague(next);
  }
  return asked.length === 1 ? { is: 'none' } : deadEnd;
}

const deadEnd: Acting = { is: 'deadEnd' };
const person = (id: UserId): Acting => ({ is: 'person', id });
