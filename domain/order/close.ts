import { reject } from '../errors.ts';
import { accept, type Outcome } from '../process.ts';
import { balances } from './balance.ts';
import type { OrderEvent } from './events.ts';
import type { OrderContext, OrderState } from './model.ts';

/** Ends an order that has nothing open any more: by its owner, or by itself when the time for returns is over. */
export function closeOrder(state: OrderState, { now, actor }: OrderContext): Outcome<OrderEvent> {
  const open = state.tasks.filter(({ step }) => step !== 'close');
  if (open.length > 0) {
    return reject('ILLEGAL_NOW', 'The order still waits for something', {
      facts: { waitsFor: open.map(({ step }) => step) },
    });
  }
  const allBack = balances(state).every(({ shipped, returned }) => shipped === returned);
  const outcome = allBack ? 'returned' : 'fulfilled';
  return accept([{ at: now, by: actor.id, type: 'OrderClosed', outcome, reason: null }]);
}
