import type { Money } from '../../domain/money.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Receipt } from '../../prisma/generated/client.ts';
import { kindOf } from '../../workflows/messages.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { moneyOf } from '../rows.ts';

/** That a bank's reference belongs to one process: to the plan a payment was recorded on, or to its receipt process. */
export type ReceiptClaim = Omit<Receipt, 'recordedAt'>;

/** A claim whose process has not recorded it after this long, in milliseconds, may be taken over. */
const staleClaim = 10 * 60_000;

/** Claims a reference for a process. Throws DUPLICATE_RECEIPT when another one, or another amount, has it already. */
export async function claimReference({ prisma, wallClock }: ApiDependencies, claim: ReceiptClaim): Promise<void> {
  const recordedAt = new Date(wallClock());
  const { count } = await prisma.receipt.createMany({ data: [{ ...claim, recordedAt }], skipDuplicates: true });
  if (count === 1) return;
  const held = await prisma.receipt.findUnique({ where: { bankReference: claim.bankReference } });
  // Given back this very moment; whoever is at it now decides.
  if (!held) throw new Problem('UNAVAILABLE', 'The reference is being dealt with', { headers: { 'Retry-After': '1' } });
  if (held.heldBy === claim.heldBy && sameAmount(held, claim)) return;
  const recorded = await isRecorded(prisma, held);
  if (!recorded && held.recordedAt.getTime() < wallClock() - staleClaim) {
    const { bankReference, heldBy, recordedAt: since } = held;
    const taken = await prisma.receipt.updateMany({
      where: { bankReference, heldBy, recordedAt: since },
      data: { ...claim, recordedAt },
    });
    if (taken.count === 1) return;
  }
  throw duplicate(held, recorded);
}

const sameAmount = (a: ReceiptClaim, b: ReceiptClaim) => a.amountMinor === b.amountMinor && a.currency === b.currency;

function duplicate(held: Receipt, recorded: boolean): Problem {
  const { bankReference, heldBy, recordedBy, recordedAt } = held;
  const amount: Money | null = moneyOf(held.amountMinor, held.currency);
  const message = recorded
    ? `Receipt ${bankReference} is recorded on ${heldBy}`
    : `Receipt ${bankReference} is being recorded on ${heldBy}`;
  return new Problem('DUPLICATE_RECEIPT', message, {
    errors: [{ path: 'bankReference', code: 'DUPLICATE_RECEIPT', message }],
    facts: {
      bankReference,
      heldBy,
      amount,
      receivedOn: held.receivedOn.toISOString().slice(0, 10),
      recordedBy,
      recordedAt: recordedAt.toISOString(),
      recorded,
    },
  });
}

/** Gives a claim back, unless the process has recorded it by another attempt at the same time. */
export async function releaseClaim(prisma: PrismaClient, claim: ReceiptClaim): Promise<void> {
  if (await isRecorded(prisma, claim)) return;
  const { bankReference, heldBy } = claim;
  await prisma.receipt.deleteMany({ where: { bankReference, heldBy } });
}

/** Makes sure of the claim once the payment is recorded, in case an attempt at the same time has given it back. */
export async function confirmClaim({ prisma, wallClock, log }: ApiDependencies, claim: ReceiptClaim): Promise<void> {
  const { bankReference, heldBy } = claim;
  await prisma.receipt.createMany({ data: [{ ...claim, recordedAt: new Date(wallClock()) }], skipDuplicates: true });
  const held = await prisma.receipt.findUniqueOrThrow({ where: { bankReference } });
  if (held.heldBy !== heldBy) log.error({ bankReference, processes: [held.heldBy, heldBy] }, 'receipt recorded twice');
}

async function isRecorded(
  prisma: PrismaClient,
  { bankReference, heldBy }: Pick<ReceiptClaim, 'bankReference' | 'heldBy'>,
): Promise<boolean> {
  if (kindOf(heldBy) === 'receipt') return (await prisma.process.count({ where: { id: heldBy } })) > 0;
  const events = await prisma.event.findMany({
    where: { processId: heldBy, type: 'ReceiptRecorded' },
    select: { data: true },
  });
  return events.some(
    ({ data }) => (data as { receipt?: { bankReference?: string } }).receipt?.bankReference === bankReference,
  );
}
