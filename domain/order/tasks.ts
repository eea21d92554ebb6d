import { addOffset, hoursOf, type Instant, instantAt, workdayOnOrAfter } from '../calendar.ts';
import { plan } from '../ladder.ts';
import { type Directory, firstOf, type PeopleQuery, type UserId } from '../people.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { balances, returnStatus, shipmentStatus } from './balance.ts';
import type { OrderEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { assignedMail, openedMails } from './mails.ts';
import type { Office, OrderContext, OrderState, OrderStep, OrderTask, OrderVariant, StepPolicy } from './model.ts';

/** A step the order waits for, and the shipment or return it is about. */
type Needed = Pick<OrderTask, 'step' | 'about'>;

const same = (a: Needed, b: Needed): boolean => a.step === b.step && a.about === b.about;

type Steps = Pick<OrderVariant, 'steps'>;

/** Everything an order waits for as it stands: derived, so that no open order is ever without. */
function neededSteps(state: OrderState, variant: Steps): readonly Needed[] {
  if (state.closed) return [];
  const whole = (step: OrderStep): Needed => ({ step, about: null });
  const { approval, approved, hold, change, confirmedAt } = state;
  if (!approved) {
    if (hold) return [whole('releaseCredit')];
    if (approval?.status === 'inReview') return [whole('awaitApproval')];
    return [whole(approval ? 'revise' : 'submit')];
  }
  const about: Needed[] = change ? [whole(approval?.status === 'inReview' ? 'awaitApproval' : 'revise')] : [];
  if (hold) about.push(whole('releaseCredit'));
  if (confirmedAt === null) return about.length > 0 ? about : [whole('confirm')];
  about.push(...neededForGoods(state, variant));
  return about.length > 0 ? about : [whole('close')];
}

function neededForGoods(state: OrderState, { steps }: Steps): readonly Needed[] {
  const { hold, shipments, returns } = state;
  const ship = !hold && balances(state).some(({ shippable }) => shippable > 0);
  const forShipments = shipments.flatMap((shipment): Needed[] => {
    const about = shipment.id;
    switch (shipmentStatus(shipment)) {
      case 'picked':
        return hold ? [] : [{ step: 'dispatch', about }];
      case 'shipped':
        return [{ step: 'confirmDelivery', about }];
      case 'delivered':
        return steps.confirmAcceptance ? [{ step: 'confirmAcceptance', about }] : [];
      default:
        return [];
    }
  });
  const forReturns = returns
    .filter((each) => returnStatus(each) === 'announced')
    .map(({ id }): Needed => ({ step: 'receiveReturn', about: id }));
  return [...(ship ? [{ step: 'ship', about: null } as const] : []), ...forShipments, ...forReturns];
}

/** How a step is waited for. A step the variant does without is never needed. */
function policyOf(step: OrderStep, { steps }: Steps): StepPolicy {
  return steps[step] ?? steps.ship;
}

/** Whoever keeps the sales process running, when the office that should act has nobody present. */
const lastResort: readonly PeopleQuery[] = [
  { find: 'role', role: 'sales-ops' },
  { find: 'role', role: 'admin' },
];

/** Who answers for a step, present at this moment; the owner when nobody else is. */
function holderFor(office: Office, owner: UserId, directory: Directory): UserId {
  const asked: readonly PeopleQuery[] =
    office === 'owner'
      ? [
          { find: 'person', id: owner },
          { find: 'manager', of: owner, level: 1 },
        ]
      : [{ find: 'role', role: office }];
  return firstOf(directory, [...asked, ...lastResort])?.id ?? owner;
}

/** Goods with an agreed day are due at the end of its opening hours, everything else so long after it began. */
function dueAt(step: OrderStep, from: Instant, state: OrderState, { variant, calendar }: OrderContext): Instant {
  const { shipBy } = state.content;
  if (step !== 'ship' || shipBy === null) return addOffset(calendar, from, policyOf(step, variant).within);
  const day = workdayOnOrAfter(calendar, shipBy);
  return instantAt(calendar, day, hoursOf(calendar, day).at(-1)?.[1] ?? 0);
}

function newTask({ step, about }: Needed, id: string, state: OrderState, context: OrderContext): OrderTask {
  const { now, variant, calendar, directory } = context;
  const policy = policyOf(step, variant);
  return {
    id,
    step,
    about,
    holder: holderFor(policy.holder, state.owner, directory),
    openedAt: now,
    ladder: plan(policy.ladder, dueAt(step, now, state, context), calendar),
  };
}

/** The last part of every decision: what is no longer waited for is closed, and what is now needed finds its holder. */
export function settle(
  before: OrderState | undefined,
  outcome: Outcome<OrderEvent>,
  context: OrderContext,
): Outcome<OrderEvent> {
  if (!outcome.ok) return outcome;
  const state = outcome.events.reduce<OrderState | undefined>(evolve, before);
  if (!state) throw new RangeError('An order begins with an event');
  const base = { at: context.now, by: context.actor.id };
  const needed = neededSteps(state, context.variant);
  const over = state.tasks.filter((task) => !needed.some((each) => same(each, task)));
  const added = needed.filter((each) => !state.tasks.some((task) => same(task, each)));
  const tasks = added.map((each, index) => newTask(each, `w${state.taskNo + index + 1}`, state, context));
  const moved = before && before.content.shipBy !== state.content.shipBy ? movedDeadlines(state, context).events : [];
  const events: OrderEvent[] = [
    ...moved,
    ...over.map(({ id }): OrderEvent => ({ ...base, type: 'TaskClosed', taskId: id })),
    ...tasks.map((task): OrderEvent => ({ ...base, type: 'TaskOpened', task })),
  ];
  const after = events.reduce<OrderState>(evolve, state);
  return accept([...outcome.events, ...events], [...outcome.effects, ...openedMails(after, tasks, context)]);
}

/** The same deadlines by a changed calendar, or by another agreed day; steps already reached stay reached. */
export function movedDeadlines(state: OrderState, context: OrderContext): Accepted<OrderEvent> {
  const moved = state.tasks.flatMap((task) => {
    const { rungs, reached } = task.ladder;
    const ladder = plan(rungs, dueAt(task.step, task.openedAt, state, context), context.calendar, reached);
    const unmoved =
      ladder.anchor === task.ladder.anchor && ladder.rungs.every((rung, index) => rung.at === rungs[index]?.at);
    return unmoved ? [] : [{ taskId: task.id, ladder }];
  });
  if (moved.length === 0) return accept([]);
  return accept([{ at: context.now, by: context.actor.id, type: 'DeadlinesMoved', moved }]);
}

/** Tasks of people who have gone away or left pass to somebody present. */
export function handOver(
  state: OrderState,
  users: readonly UserId[],
  { now, actor, directory, variant }: OrderContext,
): Accepted<OrderEvent> {
  const passed = state.tasks.flatMap((task): OrderTask[] => {
    if (!users.includes(task.holder) || firstOf(directory, [{ find: 'person', id: task.holder }])) return [];
    const holder = holderFor(policyOf(task.step, variant).holder, state.owner, directory);
    return holder === task.holder ? [] : [{ ...task, holder }];
  });
  const events = passed.map(({ id: taskId, holder: to }): OrderEvent => {
    const from = state.tasks.find(({ id }) => id === taskId)?.holder ?? to;
    return { at: now, by: actor.id, type: 'TaskPassed', taskId, from, to, reason: null };
  });
  return accept(
    events,
    passed.map((task) => assignedMail(state, task, `passed.${now}`)),
  );
}
