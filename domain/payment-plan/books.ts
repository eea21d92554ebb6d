import type { LocalDate } from '../calendar.ts';
import type { Account, LedgerLine, Receivable } from '../ledger/ledger.ts';
import { type Money, subtract, zero } from '../money.ts';
import type { PaymentPlanEvent } from './events.ts';
import { instalmentNumber, outstanding } from './instalment.ts';
import type { Instalment, PaymentPlanState } from './model.ts';

/** What is owed of an instalment: nothing once it was given up. */
function owed(instalment: Instalment): Money {
  return instalment.cancelledAt === null ? outstanding(instalment) : zero(instalment.amount.currency);
}

/** The account against which an event changes what is owed; null for events that leave it alone. */
const against = {
  PlanOpened: 'sales',
  ReceiptRecorded: 'cash',
  InstalmentPaid: 'smallDifferences',
  PlanClosed: 'cancelled',
  // Splitting moves what is owed from one instalment to another; nothing is left over for the other side.
  InstalmentSplit: 'sales',
  ReceiptReversed: 'cash',
  CreditApplied: 'customerCredit',
  CreditNoted: 'creditNotes',
  FeeClaimed: 'fees',
  FeeWaived: 'fees',
  InstalmentWrittenOff: 'writeOffs',
  WriteOffReversed: 'writeOffs',
  WriteOffRequested: null,
  WriteOffDecided: null,
  PromiseMade: null,
  PromiseKept: null,
  PromiseBroken: null,
  DisputeOpened: null,
  DisputeEscalated: null,
  DisputeResolved: null,
  ContactLogged: null,
  Escalated: null,
  EscalationAccepted: null,
  PauseBegun: null,
  PauseEnded: null,
  LetterShown: null,
  LetterHeld: null,
  LetterNoted: null,
  PaymentSuspected: null,
  SuspicionCleared: null,
  EventNoted: null,
  EventAskedFor: null,
  RungReached: null,
  InstalmentHandedOver: null,
  ContactSet: null,
  OwnerChanged: null,
  StandInChanged: null,
  DeadlinesMoved: null,
} as const satisfies Record<PaymentPlanEvent['type'], Account | null>;

function counterAccount(event: PaymentPlanEvent): Account | null {
  // Money that came through a receipt is in the books already, as not yet applied.
  if (event.type === 'ReceiptRecorded' && event.receipt.receiptId) return 'unapplied';
  if (event.type === 'ReceiptReversed' && event.receiptId) return 'unapplied';
  // So is money that a reversed receipt has taken back from a plan which had ended, and which this one asks for again.
  if (event.type === 'PlanOpened' && event.plan.origin?.startsWith('RC-')) return 'unapplied';
  return against[event.type];
}

function bankReferenceOf(event: PaymentPlanEvent): string | null {
  if (event.type === 'ReceiptRecorded') return event.receipt.bankReference;
  return event.type === 'ReceiptReversed' ? event.bankReference : null;
}

/**
 * The books of a plan: whatever an event changes about what the customer owes, or has paid beyond it, stands there
 * instalment by instalment, and the rest of it on the other side.
 */
export function books(
  before: PaymentPlanState | undefined,
  event: PaymentPlanEvent,
  after: PaymentPlanState,
): readonly LedgerLine[] {
  const counter = counterAccount(event);
  if (counter === null) return [];
  const { currency } = after.total;
  const customer = after.customer.id;
  const owedBefore = new Map(before?.instalments.map((instalment) => [instalment.id, owed(instalment)]));
  const changes: LedgerLine[] = after.instalments.map((instalment) => ({
    account: 'receivable',
    amount: subtract(owed(instalment), owedBefore.get(instalment.id) ?? zero(currency)),
    customer,
    item: instalment.id,
  }));
  const credit = subtract(before?.credit ?? zero(currency), after.credit);
  changes.push({ account: 'customerCredit', amount: credit, customer, item: null });
  const rest = changes.reduce((left, { amount }) => subtract(left, amount), zero(currency));
  const item = bankReferenceOf(event);
  return [...changes, { account: counter, amount: rest, customer, item }].filter(({ amount }) => amount.minor !== 0);
}

function settledOn(state: PaymentPlanState, instalment: Instalment): LocalDate | null {
  if (owed(instalment).minor > 0) return null;
  const days = state.receipts
    .filter(({ reversed }) => reversed === null)
    .filter(({ allocations }) => allocations.some(({ instalmentId }) => instalmentId === instalment.id))
    .map(({ receivedOn }) => receivedOn);
  return days.sort().at(-1) ?? null;
}

/** Each instalment as lists and figures read it. */
export function receivables(state: PaymentPlanState): readonly Receivable[] {
  const { reference, customer, owner, dealId } = state;
  return state.instalments.map((instalment) => ({
    instalmentId: instalment.id,
    number: instalmentNumber(state, instalment),
    reference,
    label: instalment.label,
    customer,
    owner,
    dealId,
    dueOn: instalment.dueOn,
    amount: instalment.amount,
    received: instalment.received,
    outstanding: owed(instalment),
    settledOn: settledOn(state, instalment),
  }));
}
