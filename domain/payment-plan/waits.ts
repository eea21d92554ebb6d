import { upcoming } from '../ladder.ts';
import type { Summary } from '../process.ts';
import type { Addressee, NextStep, Wait } from '../wait.ts';
import {
  accountableFor,
  holderOf,
  instalmentNumber,
  openInstalments,
  outstanding,
  overdueLevel,
  reachable,
} from './instalment.ts';
import type { CollectionAction, Instalment, PaymentPlanState } from './model.ts';

function addressee(action: CollectionAction, state: PaymentPlanState): Addressee {
  switch (action) {
    case 'sendNotice':
    case 'sendReminder':
    case 'sendSecondReminder':
    case 'sendFormalLetter':
      return reachable(state.contact) ? { office: 'customer' } : { user: state.owner };
    case 'remind':
      return { user: state.owner };
    case 'escalateToManager':
      return { office: 'manager' };
    case 'escalateToFinance':
      return { office: 'finance' };
    case 'escalateToLegal':
      return { office: 'legal' };
    default:
      return action satisfies never;
  }
}

function nextStep(state: PaymentPlanState, instalment: Instalment): NextStep | null {
  const { awaiting } = instalment;
  if (awaiting) return { at: awaiting.followUpAt, what: 'remind', who: { user: state.owner } };
  const rung = upcoming(instalment.ladder);
  const [what] = rung?.do ?? [];
  return rung && what ? { at: rung.at, what, who: addressee(what, state) } : null;
}

function waitFor(state: PaymentPlanState, instalment: Instalment): Wait {
  const overdue = overdueLevel(instalment) > 0;
  const { awaiting } = instalment;
  const holder = holderOf(state, instalment);
  const accountable = accountableFor(state, instalment);
  return {
    id: instalment.id,
    on: awaiting ? 'date' : instalment.unreached ? 'person' : overdue ? 'customer' : 'payment',
    action: awaiting ? 'payment.awaitEvent' : overdue || instalment.unreached ? 'payment.collect' : 'payment.await',
    holder,
    principal: holder === accountable ? null : accountable,
    openedAt: state.openedAt,
    dueAt: awaiting ? awaiting.followUpAt : instalment.dueAt,
    next: nextStep(state, instalment),
    subject: {
      number: instalmentNumber(state, instalment),
      title: instalment.label,
      customer: state.customer,
      amount: outstanding(instalment),
      ...(awaiting ? { event: awaiting.event } : {}),
    },
  };
}

/** One wait for each instalment still to be paid, the one due first in front. */
export function waits(state: PaymentPlanState): readonly Wait[] {
  return openInstalments(state).map((instalment) => waitFor(state, instalment));
}

/** How far collection has gone: the farthest of all open instalments counts. */
export type PaymentPlanStage = 'awaiting' | 'collecting' | 'finance' | 'legal' | 'paid' | 'cancelled';

function stageOf(state: PaymentPlanState): PaymentPlanStage {
  if (state.closed) return state.closed.outcome;
  const open = openInstalments(state);
  if (open.some(({ handedTo }) => handedTo?.office === 'legal')) return 'legal';
  if (open.some(({ handedTo }) => handedTo?.office === 'finance')) return 'finance';
  if (open.some((instalment) => overdueLevel(instalment) > 0)) return 'collecting';
  return 'awaiting';
}

/** The plan's row in lists, with the whole amount agreed. */
export function summarise(state: PaymentPlanState): Summary & { stage: PaymentPlanStage } {
  return {
    title: state.title,
    status: state.closed ? 'closed' : 'open',
    stage: stageOf(state),
    outcome: state.closed?.outcome ?? null,
    owner: state.owner,
    customer: state.customer,
    amount: state.total,
    dealId: state.dealId,
    openedAt: state.openedAt,
    closedAt: state.closed?.at ?? null,
  };
}
