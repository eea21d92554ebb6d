import { hasRole } from '../../domain/process.ts';
import { CommandRefused } from '../../gateway/gateway.ts';
import type { Caller } from '../auth/caller.ts';
import type { ReceiptInput } from '../contracts/payment-plans.ts';
import type { Answer } from '../http/answer.ts';
import { Problem } from '../problem.ts';
import { type CommandDependencies, giveCommand } from './command.ts';
import type { FoundProcess } from './find.ts';
import { claimReference, confirmClaim, type ReceiptClaim, releaseClaim } from './receipt-claim.ts';

/**
 * Records a payment on a plan. A bank's reference belongs to one plan in the whole company: it is claimed for the plan
 * first and given back when the plan refuses the payment.
 */
export async function recordReceipt(
  dependencies: CommandDependencies,
  caller: Caller,
  plan: FoundProcess,
  { expectedVersion, ...receipt }: ReceiptInput,
): Promise<Answer> {
  const { prisma, log } = dependencies;
  // The plan has the last word; asking here keeps somebody who may not from holding a reference even for a moment.
  if (!hasRole(caller, 'finance', 'sales-ops', 'admin')) {
    throw new Problem('NOT_ALLOWED', 'Only finance, sales ops or an admin may record a receipt');
  }
  const claim = claimFor(plan.id, receipt, caller);
  await claimReference(dependencies, claim);
  const commandId = `receipt/${receipt.bankReference}`;
  const command = { type: 'recordReceipt', ...receipt };
  try {
    const answer = await giveCommand(dependencies, caller, plan, {
      commandId,
      expectedVersion,
      command,
      sharedId: true,
    });
    if (answer.status === 200) await confirmClaim(dependencies, claim);
    return answer;
  } catch (error) {
    if (isRefusal(error)) await releaseClaim(prisma, claim);
    else log.warn({ err: error, processId: plan.id }, 'receipt not answered; its bank reference stays claimed');
    throw error;
  }
}

/** The plan said no, so that the payment is certainly not on it. */
function isRefusal(error: unknown): boolean {
  return error instanceof CommandRefused || (error instanceof Problem && error.status < 500);
}

function claimFor(heldBy: string, receipt: Omit<ReceiptInput, 'expectedVersion'>, caller: Caller): ReceiptClaim {
  const { bankReference, amount, receivedOn, payer } = receipt;
  return {
    bankReference,
    heldBy,
    amountMinor: BigInt(amount.minor),
    currency: amount.currency,
    receivedOn: new Date(receivedOn),
    payer: payer ?? null,
    recordedBy: caller.id,
  };
}
