import { type Rejection, reject } from '../errors.ts';
import { formatMoney, zero } from '../money.ts';
import { type Actor, accept, hasRole, type Outcome } from '../process.ts';
import { spread } from './allocation.ts';
import { checkAmount, isLocalDate, refuseEnded } from './check.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { openInstalments } from './instalment.ts';
import type { Instalment, PaymentPlanContext, PaymentPlanState, Receipt } from './model.ts';
import { keptPromises } from './promise.ts';
import { settle } from './settle.ts';

type RecordReceipt = Extract<PaymentPlanCommand, { type: 'recordReceipt' }>;

function mayRecord(actor: Actor): boolean {
  return actor.id === 'system' || hasRole(actor, 'finance', 'sales-ops', 'admin');
}

function checkReceipt(state: PaymentPlanState, command: RecordReceipt): Rejection | undefined {
  if (command.bankReference.trim() === '') {
    return reject('INVALID', 'A receipt needs the reference the bank gave it', { field: 'bankReference' });
  }
  const refused = checkAmount(command.amount, 'amount');
  if (refused) return refused;
  if (!isLocalDate(command.receivedOn)) {
    return reject('INVALID', `"${command.receivedOn}" is no day; write for example 2026-09-30`, {
      field: 'receivedOn',
    });
  }
  const { instalmentId } = command;
  if (instalmentId !== undefined && !state.instalments.some(({ id }) => id === instalmentId)) {
    return reject('INVALID', `The plan has no instalment ${instalmentId}`, { field: 'instalmentId' });
  }
  return undefined;
}

type Recorded = PaymentPlanState['receipts'][number];

/** The same receipt again changes nothing; another amount under its reference is a mistake that a person has to look at. */
function repeated(known: Recorded, { amount }: RecordReceipt): Outcome<PaymentPlanEvent> {
  if (known.reversed) {
    const { at, by, reason } = known.reversed;
    return reject(
      'ILLEGAL_NOW',
      `Receipt ${known.bankReference} has been reversed; record it under a reference of its own`,
      {
        field: 'bankReference',
        facts: { bankReference: known.bankReference, reversedAt: at, reversedBy: by, reason },
      },
    );
  }
  if (known.amount.minor === amount.minor && known.amount.currency === amount.currency) return accept([]);
  const { bankReference, receivedOn, recordedAt, recordedBy } = known;
  const recorded = formatMoney(known.amount);
  return reject('DUPLICATE_RECEIPT', `Receipt ${bankReference} is already recorded, with ${recorded}`, {
    field: 'amount',
    facts: { bankReference, recorded, receivedOn, recordedAt, recordedBy },
  });
}

/** Books money received; what it pays off is no longer chased, and the plan ends when everything is paid. */
export function recordReceipt(
  state: PaymentPlanState,
  command: RecordReceipt,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now } = context;
  if (!mayRecord(actor)) return reject('NOT_ALLOWED', 'Only finance, sales ops or an admin may record a receipt');
  const bankReference = command.bankReference.trim();
  const known = state.receipts.find((receipt) => receipt.bankReference === bankReference);
  const refused = checkReceipt(state, command);
  if (refused) return refused;
  if (known) return repeated(known, command);
  // Nobody waits on an ended plan, so credit there would never be looked at: the caller keeps the receipt for a person.
  const ended = refuseEnded(state, { bankReference });
  if (ended) return ended;
  const { amount, receivedOn, payer = null, instalmentId = null, receiptId } = command;
  if (amount.currency !== state.total.currency) {
    return reject('CURRENCY_MISMATCH', `The plan is in ${state.total.currency}, the receipt in ${amount.currency}`, {
      field: 'amount.currency',
    });
  }
  const base = { at: now, by: actor.id };
  const open = spread(amount, openInstalments(state), instalmentId);
  const late = spread(open.credit, writtenOffParts(state), instalmentId);
  const through = receiptId === undefined ? {} : { receiptId };
  const allocations = [...open.allocations, ...late.allocations];
  const receipt: Receipt = { bankReference, amount, receivedOn, payer, ...through, allocations, credit: late.credit };
  const events: PaymentPlanEvent[] = [
    ...late.allocations.map((part) => ({ ...base, type: 'WriteOffReversed' as const, ...part })),
    { ...base, type: 'ReceiptRecorded', receipt, instalmentId },
  ];
  const kept = keptPromises(events.reduce<PaymentPlanState>(evolve, state), context);
  return settle(state, [...events, ...kept], context);
}

/** What has been written off, as something that may still be paid. */
function writtenOffParts(state: PaymentPlanState): readonly Instalment[] {
  return state.instalments
    .filter(({ writtenOff }) => writtenOff.minor > 0)
    .map((instalment) => ({ ...instalment, writtenOff: zero(instalment.amount.currency) }));
}
