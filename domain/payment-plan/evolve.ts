import type { Instant } from '../calendar.ts';
import { climb } from '../ladder.ts';
import { add, subtract, zero } from '../money.ts';
import type { PaymentPlanEvent } from './events.ts';
import { isOpen, occasion } from './instalment.ts';
import { customerActions, type Instalment, type PaymentPlanState } from './model.ts';

type Opened = Extract<PaymentPlanEvent, { type: 'PlanOpened' }>;
type Reversed = Extract<PaymentPlanEvent, { type: 'ReceiptReversed' }>;
type Applied = Extract<PaymentPlanEvent, { type: 'CreditApplied' }>;
type Split = Extract<PaymentPlanEvent, { type: 'InstalmentSplit' }>;
type Received = Extract<PaymentPlanEvent, { type: 'ReceiptRecorded' }>;

function opened({ at, plan, instalments }: Opened): PaymentPlanState {
  return {
    ...plan,
    openedAt: at,
    instalments,
    receipts: [],
    occasions: [],
    credit: zero(plan.total.currency),
    closed: null,
  };
}

function change(
  state: PaymentPlanState,
  instalmentId: string,
  changed: (instalment: Instalment) => Partial<Instalment>,
): PaymentPlanState {
  const instalments = state.instalments.map((instalment) =>
    instalment.id === instalmentId ? { ...instalment, ...changed(instalment) } : instalment,
  );
  return { ...state, instalments };
}

function received(state: PaymentPlanState, { at, by, receipt }: Received): PaymentPlanState {
  const recorded: PaymentPlanState = {
    ...state,
    receipts: [...state.receipts, { ...receipt, recordedAt: at, recordedBy: by, reversed: null }],
    credit: add(state.credit, receipt.credit),
  };
  return receipt.allocations.reduce(
    (current, { instalmentId, amount }) =>
      change(current, instalmentId, (instalment) => ({ received: add(instalment.received, amount) })),
    recorded,
  );
}

/** The new part stands right behind the one it comes from, with the same due day and level, and with nothing booked to it. */
function split(state: PaymentPlanState, { instalmentId, into, amount, sharesLeft }: Split): PaymentPlanState {
  const instalments = state.instalments.flatMap((instalment) => {
    if (instalment.id !== instalmentId) return [instalment];
    const none = zero(amount.currency);
    const { awaiting } = instalment;
    return [
      { ...instalment, amount: subtract(instalment.amount, amount) },
      {
        ...instalment,
        id: into,
        amount,
        awaiting: awaiting && { ...awaiting, sharesLeft },
        received: none,
        difference: none,
        credited: none,
        creditNotes: [],
        fees: [],
        promise: null,
        suspicion: null,
      },
    ];
  });
  return { ...state, instalments };
}

/** A step that goes out at an instant of its own, and the ones below it passed over. */
function postponed(ladder: Instalment['ladder'], step: number, at: Instant): Instalment['ladder'] {
  const rungs = ladder.rungs.map((rung, index) => (index === step - 1 ? { ...rung, at } : rung));
  return { ...ladder, rungs, reached: step - 1 };
}

/** The plan after one more event. */
export function evolve(before: PaymentPlanState | undefined, event: PaymentPlanEvent): PaymentPlanState {
  if (event.type === 'PlanOpened') return opened(event);
  if (!before) throw new RangeError(`A payment plan begins with PlanOpened, not with ${event.type}`);
  return continued(before, event);
}

function reversed(
  state: PaymentPlanState,
  { at, by, bankReference, on, reason, ...event }: Reversed,
): PaymentPlanState {
  const receipts = state.receipts.map((receipt) =>
    receipt.bankReference === bankReference ? { ...receipt, reversed: { at, by, on, reason } } : receipt,
  );
  const open = event.differences.reduce<PaymentPlanState>(
    (current, { instalmentId, amount }) =>
      change(current, instalmentId, ({ difference }) => ({ difference: subtract(difference, amount), paidAt: null })),
    { ...state, receipts, credit: subtract(state.credit, event.credit) },
  );
  const after = event.allocations.reduce<PaymentPlanState>(
    (current, { instalmentId, amount }) =>
      change(current, instalmentId, ({ received }) => ({ received: subtract(received, amount), paidAt: null })),
    open,
  );
  // A plan that had ended goes on where something is asked for again.
  return after.instalments.some(isOpen) ? { ...after, closed: null } : after;
}

/** Credit that is used belongs to the receipt it came from, so that reversing that receipt takes it back as well. */
function creditApplied(state: PaymentPlanState, { applied }: Applied): PaymentPlanState {
  return applied.reduce<PaymentPlanState>((current, { bankReference, instalmentId, amount }) => {
    const receipts = current.receipts.map((receipt) =>
      receipt.bankReference === bankReference
        ? {
            ...receipt,
            credit: subtract(receipt.credit, amount),
            allocations: [...receipt.allocations, { instalmentId, amount }],
          }
        : receipt,
    );
    const paid = change(current, instalmentId, ({ received: before }) => ({ received: add(before, amount) }));
    return { ...paid, receipts, credit: subtract(current.credit, amount) };
  }, state);
}

/** Events that say that collection goes on. */
type GoesOn = Extract<
  PaymentPlanEvent,
  { type: 'PromiseKept' | 'PromiseBroken' | 'PauseEnded' | 'LetterHeld' | 'DisputeResolved' | 'WriteOffDecided' }
>;

function goneOn(state: PaymentPlanState, event: GoesOn): PaymentPlanState {
  const { clockFrom, ladder } = event;
  return change(state, event.instalmentId, (instalment) => ({ clockFrom, ladder, ...ending(instalment, event) }));
}

/** What an instalment no longer stands still for. */
function ending({ promises, disputed }: Instalment, event: GoesOn): Partial<Instalment> {
  switch (event.type) {
    case 'PromiseKept':
      return { promise: null, promises: { ...promises, kept: promises.kept + 1 } };
    case 'PromiseBroken':
      return { promise: null, promises: { ...promises, broken: promises.broken + 1 } };
    case 'PauseEnded':
      return { pause: null };
    case 'LetterHeld':
      return {};
    case 'DisputeResolved':
      return { dispute: null, disputed: disputed.map((days) => ({ ...days, until: days.until ?? event.on })) };
    case 'WriteOffDecided':
      return { writeOff: null };
    default:
      return event satisfies never;
  }
}

function continued(state: PaymentPlanState, event: Exclude<PaymentPlanEvent, Opened>): PaymentPlanState {
  switch (event.type) {
    case 'ReceiptReversed':
      return reversed(state, event);
    case 'CreditApplied':
      return creditApplied(state, event);
    case 'CreditNoted': {
      const { number, amount, on } = event;
      return change(state, event.instalmentId, ({ credited, creditNotes }) => ({
        credited: add(credited, amount),
        creditNotes: [...creditNotes, { number, amount, on }],
      }));
    }
    case 'FeeClaimed':
      return change(state, event.instalmentId, ({ fees }) => ({ fees: [...fees, event.fee] }));
    case 'FeeWaived': {
      const waived = { at: event.at, by: event.by, reason: event.reason };
      return change(state, event.instalmentId, ({ fees }) => ({
        fees: fees.map((fee) => (fee.id === event.feeId ? { ...fee, waived } : fee)),
      }));
    }
    case 'WriteOffRequested':
      return change(state, event.instalmentId, ({ writeOffs }) => ({
        writeOff: event.request,
        writeOffs: writeOffs + 1,
      }));
    case 'InstalmentWrittenOff':
      return change(state, event.instalmentId, ({ writtenOff }) => ({
        writtenOff: add(writtenOff, event.amount),
        keptUntil: event.keptUntil,
      }));
    case 'WriteOffReversed':
      return change(state, event.instalmentId, ({ writtenOff }) => ({
        writtenOff: subtract(writtenOff, event.amount),
        paidAt: null,
      }));
    case 'PromiseMade':
      return change(state, event.instalmentId, ({ promises }) => ({
        promise: event.promise,
        promises: { ...promises, made: promises.made + 1 },
        suspicion: null,
      }));
    case 'PauseBegun':
      return change(state, event.instalmentId, () => ({ pause: event.pause, suspicion: null }));
    case 'DisputeOpened':
      return change(state, event.instalmentId, ({ disputed }) => ({
        dispute: event.dispute,
        disputed: [...disputed, { from: event.dispute.openedOn, until: null }],
        promise: null,
        suspicion: null,
      }));
    case 'DisputeEscalated':
      return change(state, event.instalmentId, ({ dispute }) => ({
        dispute: dispute && { ...dispute, owner: event.to, dueAt: event.dueAt, raised: dispute.raised + 1 },
      }));
    case 'PromiseKept':
    case 'PromiseBroken':
    case 'PauseEnded':
    case 'LetterHeld':
    case 'DisputeResolved':
    case 'WriteOffDecided':
      return goneOn(state, event);
    case 'Escalated':
      return change(state, event.instalmentId, () => ({ escalation: event.escalation }));
    case 'EscalationAccepted':
      return change(state, event.instalmentId, ({ escalation }) => ({
        escalation: escalation && { ...escalation, acceptedAt: event.at },
      }));
    case 'LetterShown':
      return change(state, event.instalmentId, ({ ladder }) => ({
        previewedStep: event.step,
        ladder: event.sendAt === null ? ladder : postponed(ladder, event.step, event.sendAt),
      }));
    case 'LetterNoted':
      return change(state, event.instalmentId, () => ({ letterNote: event.note }));
    case 'PaymentSuspected':
      return change(state, event.instalmentId, () => ({ suspicion: event.suspicion }));
    case 'SuspicionCleared':
      return change(state, event.instalmentId, () => ({ suspicion: null, clearedStep: event.step }));
    case 'ContactLogged':
      return state;
    case 'ReceiptRecorded':
      return received(state, event);
    case 'InstalmentPaid':
      return change(state, event.instalmentId, () => ({ difference: event.difference, paidAt: event.at }));
    case 'RungReached': {
      const missed = event.wroteTo === null && event.did.some((action) => customerActions.some((a) => a === action));
      return change(state, event.instalmentId, ({ ladder, unreached }) => ({
        ladder: climb(ladder, event.step),
        unreached: unreached || missed,
        suspicion: null,
        ...(event.wroteTo === null ? {} : { letterNote: null }),
      }));
    }
    case 'InstalmentHandedOver':
      return change(state, event.instalmentId, () => ({
        handedTo: { office: event.office, user: event.to, since: event.at },
      }));
    case 'ContactSet': {
      const instalments = state.instalments.map((instalment) => ({ ...instalment, unreached: false }));
      return { ...state, contact: event.contact, instalments };
    }
    case 'InstalmentSplit':
      return split(state, event);
    case 'EventNoted':
      return event.released.reduce(
        (current, { instalmentId, ...due }) => change(current, instalmentId, () => ({ ...due, awaiting: null })),
        event.reference === null ? state : { ...state, occasions: [...state.occasions, occasion(event)] },
      );
    case 'EventAskedFor':
      return change(state, event.instalmentId, ({ awaiting }) => ({
        awaiting: awaiting && {
          ...awaiting,
          followUpAt: event.nextAt,
          asked: awaiting.asked + (event.of === null ? 0 : 1),
        },
      }));
    case 'OwnerChanged':
      return { ...state, owner: event.to };
    case 'StandInChanged': {
      const { [event.principal]: _before, ...others } = state.standIns ?? {};
      return { ...state, standIns: event.to === null ? others : { ...others, [event.principal]: event.to } };
    }
    case 'DeadlinesMoved':
      return event.moved.reduce(
        (current, { instalmentId, ...deadlines }) =>
          change(current, instalmentId, ({ suspicion }) => ({
            ...deadlines,
            // What stands still for a suspicion is looked at again when its step is.
            suspicion:
              suspicion && event.why === 'outsideOpeningHours'
                ? { ...suspicion, retryAt: deadlines.ladder.rungs[deadlines.ladder.reached]?.at ?? suspicion.retryAt }
                : suspicion,
          })),
        state,
      );
    case 'PlanClosed': {
      const { outcome, reason, at, by } = event;
      const instalments = state.instalments.map((instalment) =>
        isOpen(instalment) ? { ...instalment, cancelledAt: at } : instalment,
      );
      return { ...state, instalments, closed: { outcome, reason, at, by } };
    }
    default:
      return event satisfies never;
  }
}
