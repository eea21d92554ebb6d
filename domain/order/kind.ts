import type { ProcessKind } from '../process.ts';
import type { Definition } from '../variant.ts';
import type { OrderCommand } from './command.ts';
import { decide, start } from './decide.ts';
import type { OrderEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { OrderInput, OrderState, OrderVariant } from './model.ts';
import { summarise, waits } from './waits.ts';

/** An order from its first draft until its goods are with the customer, or back, or it is cancelled. */
export const orderKind: ProcessKind<OrderInput, OrderCommand, OrderEvent, OrderState, Definition<OrderVariant>> = {
  kind: 'order',
  start,
  decide,
  evolve,
  waits,
  summarise,
};
