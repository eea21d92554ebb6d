import { upcoming } from '../ladder.ts';
import type { Summary } from '../process.ts';
import type { NextStep, Wait, WaitOn } from '../wait.ts';
import { orderValue } from './balance.ts';
import type { Office, OrderState, OrderStep, OrderTask, StepAction } from './model.ts';
import { type OrderStage, stageOf } from './stage.ts';

/** Whose move each step is. */
const movesOf = {
  submit: 'person',
  awaitApproval: 'system',
  revise: 'person',
  releaseCredit: 'person',
  confirm: 'person',
  ship: 'person',
  dispatch: 'person',
  confirmDelivery: 'person',
  confirmAcceptance: 'customer',
  receiveReturn: 'customer',
  close: 'date',
} as const satisfies Record<OrderStep, WaitOn>;

/** Steps in which people are asked as members of an office. */
const capacities: Partial<Record<OrderStep, Office>> = {
  releaseCredit: 'finance',
  ship: 'logistics',
  dispatch: 'logistics',
  confirmDelivery: 'logistics',
  receiveReturn: 'logistics',
};

function turnsTo(action: StepAction, { holder }: OrderTask): NextStep['who'] {
  return action === 'escalateToManager' ? { office: 'manager' } : { user: holder };
}

function nextStep(task: OrderTask, { hold }: OrderState): NextStep | null {
  const rung = upcoming(task.ladder);
  const what = rung?.do[0];
  const onLadder = rung && what ? { at: rung.at, what, who: turnsTo(what, task) } : null;
  if (task.step !== 'releaseCredit' || !hold) return onLadder;
  const recheck: NextStep = { at: hold.recheckAt, what: 'recheckCredit', who: { user: task.holder } };
  return onLadder && onLadder.at < recheck.at ? onLadder : recheck;
}

function waitFor(state: OrderState, task: OrderTask): Wait {
  const { step, about, holder, openedAt, ladder } = task;
  const capacity = capacities[step];
  return {
    id: task.id,
    on: movesOf[step],
    action: `order.${step}`,
    holder,
    openedAt,
    dueAt: ladder.anchor,
    next: nextStep(task, state),
    subject: {
      number: about === null ? state.id : `${state.id}/${about}`,
      title: state.content.title,
      customer: state.customer,
      amount: orderValue(state),
      ...(capacity ? { capacity } : {}),
    },
  };
}

/** One wait for each open step of the order. */
export function waits(state: OrderState): readonly Wait[] {
  return state.tasks.map((task) => waitFor(state, task));
}

/** The order's row in lists, with the price of all that was neither cancelled nor taken back. */
export function summarise(state: OrderState): Summary & { stage: OrderStage } {
  return {
    title: state.content.title,
    status: state.closed ? 'closed' : 'open',
    stage: stageOf(state),
    outcome: state.closed?.outcome ?? null,
    owner: state.owner,
    customer: state.customer,
    amount: orderValue(state),
    dealId: state.dealId,
    openedAt: state.openedAt,
    closedAt: state.closed?.at ?? null,
  };
}
