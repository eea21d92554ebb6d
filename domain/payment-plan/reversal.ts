import { reject } from '../errors.ts';
import { accept, hasRole, type Outcome } from '../process.ts';
import { isLocalDate } from './check.ts';
import { firstRefusal, requireText } from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { outstanding, partOf } from './instalment.ts';
import { taskMail } from './mails.ts';
import type { PaymentPlanContext, PaymentPlanState } from './model.ts';

type ReverseReceipt = Extract<PaymentPlanCommand, { type: 'reverseReceipt' }>;

/**
 * Takes a receipt back with everything that followed from it: what it paid is open again with its own due day, level
 * and history, and what it left over is no credit any more. Told twice it counts once.
 */
export function reverseReceipt(
  state: PaymentPlanState,
  command: ReverseReceipt,
  { actor, now }: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  if (actor.id !== 'system' && !hasRole(actor, 'finance', 'admin')) {
    return reject('NOT_ALLOWED', 'Only finance or an admin may reverse a receipt');
  }
  const refused = firstRefusal(
    requireText(command.reason, 'reason', 'REASON_REQUIRED'),
    isLocalDate(command.on) ? undefined : reject('INVALID', `"${command.on}" is no day`, { field: 'on' }),
  );
  if (refused) return refused;
  const bankReference = command.bankReference.trim();
  const receipt = state.receipts.find((known) => known.bankReference === bankReference);
  if (!receipt) {
    return reject('INVALID', `The plan has no receipt ${bankReference}`, { field: 'bankReference' });
  }
  if (receipt.reversed) return accept([]);
  const { amount, allocations, credit } = receipt;
  const touched = [...new Set(allocations.map(({ instalmentId }) => instalmentId))];
  const differences = touched.flatMap((instalmentId) => {
    const difference = partOf(state, instalmentId)?.difference;
    return difference && difference.minor > 0 ? [{ instalmentId, amount: difference }] : [];
  });
  const base = { at: now, by: actor.id };
  const { on } = command;
  const reason = command.reason.trim();
  const reversed: PaymentPlanEvent = {
    ...base,
    type: 'ReceiptReversed',
    bankReference,
    ...(receipt.receiptId === undefined ? {} : { receiptId: receipt.receiptId }),
    on,
    reason,
    amount,
    allocations,
    credit,
    differences,
  };
  const after = evolve(state, reversed);
  const reopened = touched.map((id) => partOf(after, id)).find((part) => part && outstanding(part).minor > 0);
  if (!reopened) return accept([reversed]);
  return accept(
    [reversed],
    [taskMail(after, reopened, state.owner, 'receiptReversed', `reversed.${bankReference}`, { reason })],
  );
}
