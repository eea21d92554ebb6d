import { type Accepted, accept, type Outcome } from '../process.ts';
import type { OrderEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { OrderState } from './model.ts';

/** What is decided next on the state that earlier events have made; a refusal there refuses all of it. */
export function follow(
  state: OrderState,
  before: Accepted<OrderEvent>,
  next: (after: OrderState) => Outcome<OrderEvent>,
): Outcome<OrderEvent> {
  const following = next(before.events.reduce<OrderState>(evolve, state));
  if (!following.ok) return following;
  return accept([...before.events, ...following.events], [...before.effects, ...following.effects]);
}
