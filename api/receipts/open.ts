import type { Candidate, ReceiptInput } from '../../domain/receipt/model.ts';
import { codeFor } from '../../gateway/digest.ts';
import { processIdFor } from '../../workflows/messages.ts';
import type { Caller } from '../auth/caller.ts';
import type { Answer } from '../http/answer.ts';
import { Problem } from '../problem.ts';
import type { CommandDependencies } from '../processes/command.ts';
import { open } from '../processes/open.ts';
import { claimReference, releaseClaim } from '../processes/receipt-claim.ts';

/** The process of a payment: one for each reference of the bank, in the whole company. */
export function receiptIdFor(bankReference: string): string {
  return processIdFor('receipt', codeFor(`receipt\n${bankReference}`));
}

/** A payment with what it may be for. */
export type ReceivedPayment = Omit<ReceiptInput, 'candidates'> & { readonly candidates: readonly Candidate[] };

/**
 * Records a payment as a process of its own. The same reference again is answered with the process there is; another
 * amount under it, or a reference that a plan has recorded directly, is refused.
 */
export async function openReceipt(
  dependencies: CommandDependencies,
  caller: Caller,
  payment: ReceivedPayment,
): Promise<Answer> {
  const { prisma } = dependencies;
  const { bankReference, amount, receivedOn, payer, method } = payment;
  const id = receiptIdFor(bankReference);
  const claim = {
    bankReference,
    heldBy: id,
    amountMinor: BigInt(amount.minor),
    currency: amount.currency,
    receivedOn: new Date(receivedOn),
    payer,
    recordedBy: caller.id,
  };
  await claimReference(dependencies, claim);
  try {
    return await open(dependencies, caller, {
      kind: 'receipt',
      path: '/receipts',
      id,
      commandId: `receipt-${id}`,
      variant: undefined,
      facts: { amount, method },
      input: async () => payment,
    });
  } catch (error) {
    if (error instanceof Problem && error.status < 500) await releaseClaim(prisma, claim);
    throw error;
  }
}
