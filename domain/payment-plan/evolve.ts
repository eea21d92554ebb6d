import { climb } from '../ladder.ts';
import { add, subtract, zero } from '../money.ts';
import { isOpen, occasion } from './instalment.ts';
import { customerActions, type Instalment, type PaymentPlanEvent, type PaymentPlanState } from './model.ts';

type Opened = Extract<PaymentPlanEvent, { type: 'PlanOpened' }>;
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
    receipts: [...state.receipts, { ...receipt, recordedAt: at, recordedBy: by }],
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
      },
    ];
  });
  return { ...state, instalments };
}

/** The plan after one more event. */
export function evolve(before: PaymentPlanState | undefined, event: PaymentPlanEvent): PaymentPlanState {
  if (event.type === 'PlanOpened') return opened(event);
  if (!before) throw new RangeError(`A payment plan begins with PlanOpened, not with ${event.type}`);
  return continued(before, event);
}

function continued(state: PaymentPlanState, event: Exclude<PaymentPlanEvent, Opened>): PaymentPlanState {
  switch (event.type) {
    case 'ReceiptRecorded':
      return received(state, event);
    case 'InstalmentPaid':
      return change(state, event.instalmentId, () => ({ difference: event.difference, paidAt: event.at }));
    case 'RungReached': {
      const missed = event.wroteTo === null && event.did.some((action) => customerActions.some((a) => a === action));
      return change(state, event.instalmentId, ({ ladder, unreached }) => ({
        ladder: climb(ladder, event.step),
        unreached: unreached || missed,
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
        (current, { instalmentId, ...deadlines }) => change(current, instalmentId, () => deadlines),
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
