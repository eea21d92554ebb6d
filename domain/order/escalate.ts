import type { Effect, Notice } from '../effects.ts';
import { due } from '../ladder.ts';
import { type Directory, firstOf, type PeopleQuery, type UserId } from '../people.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { closeOrder } from './close.ts';
import type { OrderEvent } from './events.ts';
import { recheckCredit } from './hold.ts';
import type { OrderContext, OrderState, OrderTask, StepAction } from './model.ts';
import { follow } from './outcome.ts';

const notices = {
  remind: 'order.overdue',
  escalateToManager: 'order.escalated',
} as const satisfies Record<Exclude<StepAction, 'closeOrder'>, Notice>;

/** Whom to turn to, present at this moment. A holder who is away is stood in for by whoever is above them. */
function receiver(action: keyof typeof notices, { holder }: OrderTask, directory: Directory): UserId {
  const above: readonly PeopleQuery[] = [
    { find: 'manager', of: holder, level: 1 },
    { find: 'role', role: 'sales-ops' },
    { find: 'role', role: 'admin' },
  ];
  const asked: readonly PeopleQuery[] = action === 'remind' ? [{ find: 'person', id: holder }, ...above] : above;
  return firstOf(directory, asked)?.id ?? holder;
}

/** Acts on the highest step that has come due on the ladder of a task. */
function climb(task: OrderTask, { now, actor, directory }: OrderContext): Accepted<OrderEvent> {
  const reached = due(task.ladder, now);
  if (!reached) return accept([]);
  const { step, rung } = reached;
  const effects: Effect[] = [];
  const told: UserId[] = [];
  for (const action of rung.do) {
    if (action === 'closeOrder') continue;
    const to = receiver(action, task, directory);
    told.push(to);
    effects.push({
      type: 'mail',
      notice: notices[action],
      to: { user: to },
      waitId: task.id,
      step: `${action}.${step}`,
      details: { step: task.step },
      onlyWhileOpen: true,
    });
  }
  return accept([{ at: now, by: actor.id, type: 'RungReached', taskId: task.id, step, did: rung.do, told }], effects);
}

/** What has come due: reminders and escalations, another look at a held customer, the end of the time for returns. */
export function tick(state: OrderState, context: OrderContext): Outcome<OrderEvent> {
  const climbed = state.tasks.map((task) => climb(task, context));
  const all = accept(
    climbed.flatMap(({ events }) => events),
    climbed.flatMap(({ effects }) => effects),
  );
  const closes = all.events.some((event) => event.type === 'RungReached' && event.did.includes('closeOrder'));
  return follow(state, all, (after) => {
    if (after.hold && after.hold.recheckAt <= context.now) return recheckCredit(after, context);
    return closes ? closeOrder(after, context) : accept([]);
  });
}
