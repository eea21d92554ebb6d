import { upcoming } from '../ladder.ts';
import type { UserId } from '../people.ts';
import type { Summary } from '../process.ts';
import type { Addressee, NextStep, Subject, Wait } from '../wait.ts';
import { mayRise } from './dispute.ts';
import { isUnaccepted } from './escalation.ts';
import {
  accountableFor,
  holderOf,
  instalmentNumber,
  isFrozen,
  isOpen,
  openInstalments,
  outstanding,
  overdueLevel,
  presentFor,
  reachable,
} from './instalment.ts';
import type { CollectionAction, Instalment, PaymentPlanState } from './model.ts';
import { nextShowing } from './preview.ts';

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

function ladderStep(state: PaymentPlanState, instalment: Instalment): NextStep | null {
  const showAt = nextShowing(instalment);
  const rung = upcoming(instalment.ladder);
  const [what] = rung?.do ?? [];
  if (!rung || !what) return null;
  if (showAt !== undefined && reachable(state.contact)) {
    return { at: showAt, what: 'showLetter', who: { user: holderOf(state, instalment) } };
  }
  return { at: rung.at, what, who: addressee(what, state) };
}

/** What of a wait depends on how the instalment stands. */
type Standing = Pick<Wait, 'on' | 'action' | 'dueAt' | 'next'> & {
  /** Who answers for it by right, present or not. */
  readonly accountable: UserId;
};

function frozen(state: PaymentPlanState, instalment: Instalment): Standing | undefined {
  const accountable = accountableFor(state, instalment);
  const { dispute, promise, pause, writeOff, suspicion } = instalment;
  if (dispute) {
    const { owner, dueAt } = dispute;
    const rises = mayRise(dispute)
      ? ({ at: dueAt, what: 'escalateToManager', who: { office: 'manager' } } as const)
      : null;
    return { on: 'person', action: 'payment.dispute', accountable: owner, dueAt, next: rises };
  }
  if (promise) {
    const next = { at: promise.checkAt, what: 'checkPromise', who: { user: presentFor(state, accountable) } } as const;
    return { on: 'customer', action: 'payment.promised', accountable, dueAt: promise.checkAt, next };
  }
  if (pause) {
    const { owner, resumeAt } = pause;
    const next = { at: resumeAt, what: 'resumeCollection', who: { user: presentFor(state, owner) } } as const;
    return { on: 'date', action: 'payment.paused', accountable: owner, dueAt: resumeAt, next };
  }
  // The approval itself reminds and escalates; here nothing is scheduled beside it.
  if (writeOff) return { on: 'person', action: 'payment.writeOff', accountable, dueAt: null, next: null };
  if (suspicion) {
    const next = {
      at: suspicion.retryAt,
      what: 'checkBank',
      who: { user: presentFor(state, suspicion.holder) },
    } as const;
    return { on: 'person', action: 'payment.check', accountable: suspicion.holder, dueAt: suspicion.retryAt, next };
  }
  return undefined;
}

function standing(state: PaymentPlanState, instalment: Instalment): Standing {
  const halted = frozen(state, instalment);
  if (halted) return halted;
  const accountable = accountableFor(state, instalment);
  const { awaiting, unreached, dueAt } = instalment;
  if (awaiting) {
    const next = { at: awaiting.followUpAt, what: 'remind', who: { user: state.owner } } as const;
    return { on: 'date', action: 'payment.awaitEvent', accountable, dueAt: awaiting.followUpAt, next };
  }
  const overdue = overdueLevel(instalment) > 0;
  return {
    on: unreached ? 'person' : overdue ? 'customer' : 'payment',
    action: overdue || unreached ? 'payment.collect' : 'payment.await',
    accountable,
    dueAt,
    next: ladderStep(state, instalment),
  };
}

function subjectOf(state: PaymentPlanState, instalment: Instalment, amount = outstanding(instalment)): Subject {
  const { awaiting, label } = instalment;
  return {
    number: instalmentNumber(state, instalment),
    title: label,
    customer: state.customer,
    amount,
    ...(awaiting ? { event: awaiting.event } : {}),
  };
}

function waitFor(state: PaymentPlanState, instalment: Instalment): Wait {
  const { accountable, ...present } = standing(state, instalment);
  return {
    id: instalment.id,
    ...present,
    ...heldFor(state, accountable),
    openedAt: state.openedAt,
    subject: subjectOf(state, instalment),
  };
}

/** The person present who holds a wait, and for whom where that is somebody else's. */
function heldFor(state: PaymentPlanState, accountable: UserId): Pick<Wait, 'holder' | 'principal'> {
  const holder = presentFor(state, accountable);
  return { holder, principal: holder === accountable ? null : accountable };
}

/** Somebody has been asked to take an instalment up, and has not said yet that they have. */
function acceptance(state: PaymentPlanState, instalment: Instalment): readonly Wait[] {
  const { escalation } = instalment;
  if (!isUnaccepted(escalation) || isFrozen(instalment)) return [];
  const { user, since, acceptBy } = escalation;
  return [
    {
      id: `${instalment.id}.accept`,
      on: 'person',
      action: 'payment.accept',
      ...heldFor(state, user),
      openedAt: since,
      dueAt: acceptBy,
      next: { at: acceptBy, what: 'escalateToManager', who: { office: 'manager' } },
      subject: subjectOf(state, instalment),
    },
  ];
}

/** Something written off that a late payment is still waited for. */
function keptWait(state: PaymentPlanState, instalment: Instalment): readonly Wait[] {
  const { writtenOff, keptUntil } = instalment;
  if (isOpen(instalment) || keptUntil === null || writtenOff.minor === 0) return [];
  const accountable = accountableFor(state, instalment);
  return [
    {
      id: instalment.id,
      on: 'payment',
      action: 'payment.writtenOff',
      ...heldFor(state, accountable),
      openedAt: instalment.paidAt ?? state.openedAt,
      dueAt: null,
      next: { at: keptUntil, what: 'closeWrittenOff', who: { user: presentFor(state, accountable) } },
      subject: subjectOf(state, instalment, writtenOff),
    },
  ];
}

/** One wait for each instalment still to be paid, the one due first in front, and one for each escalation to be taken up. */
export function waits(state: PaymentPlanState): readonly Wait[] {
  if (state.closed) return [];
  const open = openInstalments(state).flatMap((instalment) => [
    waitFor(state, instalment),
    ...acceptance(state, instalment),
  ]);
  return [...open, ...state.instalments.flatMap((instalment) => keptWait(state, instalment))];
}

/** How far collection has gone: the farthest of all open instalments counts. */
export type PaymentPlanStage = 'awaiting' | 'collecting' | 'finance' | 'legal' | 'paid' | 'writtenOff' | 'cancelled';

function stageOf(state: PaymentPlanState): PaymentPlanStage {
  if (state.closed) return state.closed.outcome;
  const open = openInstalments(state);
  if (open.length === 0) return 'writtenOff';
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
