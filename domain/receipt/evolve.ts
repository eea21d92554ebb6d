import { add, subtract, sum, zero } from '../money.ts';
import type { ReceiptEvent, ReceiptState } from './model.ts';
import { isSettled } from './state.ts';

type Opened = Extract<ReceiptEvent, { type: 'ReceiptOpened' }>;

function opened({ at, receipt, task, maturesAt }: Opened): ReceiptState {
  return {
    ...receipt,
    openedAt: at,
    allocations: [],
    credit: zero(receipt.amount.currency),
    task,
    maturesAt,
    matured: false,
    ended: null,
    settledAt: null,
  };
}

/** The receipt after one more event. */
export function evolve(before: ReceiptState | undefined, event: ReceiptEvent): ReceiptState {
  if (event.type === 'ReceiptOpened') return opened(event);
  if (!before) throw new RangeError(`A receipt begins with ReceiptOpened, not with ${event.type}`);
  const after = continued(before, event);
  if (!isSettled(after)) return { ...after, settledAt: null };
  return { ...after, settledAt: before.settledAt ?? event.at };
}

function continued(state: ReceiptState, event: Exclude<ReceiptEvent, Opened>): ReceiptState {
  switch (event.type) {
    case 'ReceiptAllocated': {
      const { currency } = state.amount;
      const fromCredit = sum(
        event.allocations.map((allocation) => allocation.fromCredit),
        currency,
      );
      const added = event.allocations.map((allocation) => ({ ...allocation, undone: null }));
      const [first] = event.allocations;
      return {
        ...state,
        customer: state.customer ?? first?.candidate.customer ?? null,
        credit: subtract(state.credit, fromCredit),
        allocations: [...state.allocations, ...added],
      };
    }
    case 'AllocationUndone':
      return {
        ...state,
        task: event.task,
        allocations: state.allocations.map((allocation) =>
          allocation.number === event.allocation ? { ...allocation, undone: event.why } : allocation,
        ),
      };
    case 'KeptAsCredit':
      return { ...state, customer: event.customer, credit: add(state.credit, event.amount) };
    case 'ReceiptRejected':
      return { ...state, ended: { how: 'rejected', reason: event.reason, at: event.at, by: event.by } };
    case 'ReceiptReversed':
      return {
        ...state,
        ended: { how: 'reversed', reason: event.reason, at: event.at, by: event.by },
        credit: zero(state.amount.currency),
        allocations: state.allocations.map((allocation) =>
          allocation.undone === null ? { ...allocation, undone: 'reversed' } : allocation,
        ),
      };
    case 'DraftMatured':
      return { ...state, matured: true };
    case 'HolderChanged':
      return { ...state, task: { ...state.task, holder: event.to } };
    case 'MatchingChased': {
      const { ladder } = state.task;
      return { ...state, task: { ...state.task, ladder: { ...ladder, reached: event.step } } };
    }
    case 'DeadlinesMoved':
      return { ...state, task: event.task, maturesAt: event.maturesAt };
    default:
      return event satisfies never;
  }
}
