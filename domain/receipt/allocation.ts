import { localTime } from '../calendar.ts';
import { taskFor } from '../desk.ts';
import type { Effect } from '../effects.ts';
import { reject } from '../errors.ts';
import { add, money } from '../money.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { checkParts } from './check.ts';
import { evolve } from './evolve.ts';
import { askToMatch } from './mails.ts';
import {
  type Allocation,
  type AllocationPart,
  baseOf,
  type CommandOf,
  type ReceiptContext,
  type ReceiptEvent,
  type ReceiptState,
} from './model.ts';
import { openAmount, standing } from './state.ts';

type Decided = Outcome<ReceiptEvent>;

/** Each part goes to its plan; should a plan not take it, the receipt hears of it and waits again. */
export function allocation(
  state: ReceiptState,
  parts: readonly AllocationPart[],
  by: Allocation['by'],
  context: ReceiptContext,
): Accepted<ReceiptEvent> {
  let unallocated = openAmount(state).minor;
  const allocations = parts.map(({ candidate, amount }, index): Allocation => {
    const number = state.allocations.length + index + 1;
    const { outstanding: _then, ...about } = candidate;
    const fromCredit = Math.max(0, amount.minor - unallocated);
    unallocated -= amount.minor - fromCredit;
    const bankReference = number === 1 ? state.bankReference : `${state.bankReference}/${number}`;
    return { number, candidate: about, amount, bankReference, by, fromCredit: money(fromCredit, amount.currency) };
  });
  const event: ReceiptEvent = { ...baseOf(context), type: 'ReceiptAllocated', allocations };
  const effects = allocations.map(
    ({ number, candidate, amount, bankReference }): Effect => ({
      type: 'tell',
      processId: candidate.planId,
      command: {
        type: 'recordReceipt',
        bankReference,
        amount,
        receivedOn: state.receivedOn,
        ...(state.payer === null ? {} : { payer: state.payer }),
        instalmentId: candidate.instalmentId,
        receiptId: context.processId,
      },
      ifRefused: { type: 'allocationRefused', allocation: number },
    }),
  );
  return accept([event], effects);
}

/** Pays what a person says it is for. */
export function allocate(state: ReceiptState, { parts }: CommandOf<'allocate'>, context: ReceiptContext): Decided {
  const available = add(openAmount(state), state.credit);
  const refused = checkParts(state, parts, available);
  if (refused) return refused;
  return allocation(state, parts, 'person', context);
}

/** Asks a plan to take a payment back, also one that has ended since: it opens again, with its history. */
export const takeBack = (
  { candidate, bankReference }: Allocation,
  reason: string,
  { now, calendar }: ReceiptContext,
): Effect => ({
  type: 'tell',
  processId: candidate.planId,
  command: { type: 'reverseReceipt', bankReference, on: localTime(calendar, now).date, reason },
  reopens: true,
});

/** Takes one allocation back, because it was wrong. */
export function release(
  state: ReceiptState,
  { allocation: number, reason }: CommandOf<'release'>,
  context: ReceiptContext,
): Decided {
  const found = standing(state).find((each) => each.number === number);
  if (!found) return reject('INVALID', `The receipt has no allocation ${number} that counts`, { field: 'allocation' });
  if (reason.trim() === '') return reject('REASON_REQUIRED', 'Say why it is taken back', { field: 'reason' });
  const event = undone(state, number, 'released', reason, context);
  return accept([event], [takeBack(found, reason, context), ...askToMatch(evolve(state, event))]);
}

function undone(
  { task }: ReceiptState,
  allocation: number,
  why: 'released' | 'refused',
  reason: string,
  context: ReceiptContext,
): ReceiptEvent {
  const again = taskFor(task.holder, context.variant.matching, context);
  return { ...baseOf(context), type: 'AllocationUndone', allocation, why, reason, task: again };
}

/** A plan has ended or will not take its part: the receipt waits for a person again. */
export function allocationRefused(
  state: ReceiptState,
  { allocation: number, code }: CommandOf<'allocationRefused'>,
  context: ReceiptContext,
): Decided {
  if (context.actor.id !== 'system') return reject('NOT_ALLOWED', 'Only the system itself says so', { field: 'type' });
  if (!standing(state).some((each) => each.number === number)) return accept([]);
  const event = undone(state, number, 'refused', code, context);
  return accept([event], askToMatch(evolve(state, event)));
}
