import { reject } from '../errors.ts';
import { type PeopleQuery, people } from '../people.ts';
import { accept, hasRole, type Outcome } from '../process.ts';
import type { OrderCommand } from './command.ts';
import type { OrderEvent } from './events.ts';
import { assignedMail } from './mails.ts';
import type { OrderContext, OrderState } from './model.ts';

type CommandOf<Type extends OrderCommand['type']> = Extract<OrderCommand, { type: Type }>;

/** Gives one open step to somebody else, deadline unchanged. */
export function reassign(
  state: OrderState,
  { waitId, to, reason }: CommandOf<'reassign'>,
  { now, actor, directory }: OrderContext,
): Outcome<OrderEvent> {
  const task = state.tasks.find(({ id }) => id === waitId);
  if (!task) {
    return reject('INVALID', `The order has no open wait ${waitId}`, {
      field: 'waitId',
      facts: { waits: state.tasks.map(({ id }) => id) },
    });
  }
  if (actor.id !== task.holder && !hasRole(actor, 'manager', 'sales-ops', 'admin')) {
    return reject('NOT_HOLDER', 'Only the holder, a manager, sales ops or an admin may give a step to somebody else', {
      facts: { holder: task.holder },
    });
  }
  if (to === task.holder) return accept([]);
  if (people(directory, { find: 'person', id: to }).length === 0) return unavailable(to);
  const { id: taskId, holder: from } = task;
  const passed: OrderEvent = { at: now, by: actor.id, type: 'TaskPassed', taskId, from, to, reason: reason ?? null };
  const mail = assignedMail(state, { ...task, holder: to }, `passed.${now}`);
  return accept([passed], to === actor.id ? [] : [mail]);
}

function unavailable(person: string) {
  return reject('PERSON_UNAVAILABLE', `${person} is not active and present`, { field: 'to', facts: { person } });
}

/** Gives the order, with every step its owner holds, to somebody else. */
export function changeOwner(
  state: OrderState,
  { to, reason }: CommandOf<'changeOwner'>,
  context: OrderContext,
): Outcome<OrderEvent> {
  const { now, actor, directory } = context;
  const { owner: from } = state;
  const above: PeopleQuery = { find: 'manager', of: from, level: 1 };
  const manages = () => people(directory, above).some(({ id }) => id === actor.id);
  if (!hasRole(actor, 'manager', 'sales-ops', 'admin') && !manages()) {
    return reject('NOT_ALLOWED', "Only the owner's manager, sales ops or an admin may give an order to somebody else");
  }
  if (to === from) return accept([]);
  if (people(directory, { find: 'person', id: to }).length === 0) return unavailable(to);
  const base = { at: now, by: actor.id, from, to };
  const held = state.tasks.filter(({ holder }) => holder === from);
  const events: OrderEvent[] = [
    { ...base, type: 'OwnerChanged', reason: reason ?? null },
    ...held.map(({ id: taskId }): OrderEvent => ({ ...base, type: 'TaskPassed', taskId, reason: reason ?? null })),
  ];
  const [first] = held;
  if (!first || to === actor.id) return accept(events);
  return accept(events, [assignedMail(state, { ...first, holder: to }, `owner.${now}`)]);
}
