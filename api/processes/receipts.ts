import type { Money } from '../../domain/money.ts';
import { hasRole } from '../../domain/process.ts';
import { CommandRefused } from '../../gateway/gateway.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Receipt } from '../../prisma/generated/client.ts';
import type { Caller } from '../auth/caller.ts';
import type { ReceiptInput } from '../contracts/payment-plans.ts';
import type { Answer } from '../http/answer.ts';
import { Problem } from '../problem.ts';
import { moneyOf } from '../rows.ts';
import { type CommandDependencies, giveCommand } from './command.ts';
import type { FoundProcess } from './find.ts';

/** A claim on a bank reference that its plan has not recorded after this long, in milliseconds, may be taken over. */
const staleClaim = 10 * 60_000;

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

type Claim = Omit<Receipt, 'recordedAt'>;

function claimFor(planId: string, receipt: Omit<ReceiptInput, 'expectedVersion'>, caller: Caller): Claim {
  const { bankReference, amount, receivedOn, payer } = receipt;
  return {
    bankReference,
    planId,
    amountMinor: BigInt(amount.minor),
    currency: amount.currency,
    receivedOn: new Date(receivedOn),
    payer: payer ?? null,
    recordedBy: caller.id,
  };
}

/** The plan said no, so that the payment is certainly not on it. */
function isRefusal(error: unknown): boolean {
  return error instanceof CommandRefused || (error instanceof Problem && error.status < 500);
}

async function claimReference({ prisma, wallClock }: CommandDependencies, claim: Claim): Promise<void> {
  const recordedAt = new Date(wallClock());
  const { count } = await prisma.receipt.createMany({ data: [{ ...claim, recordedAt }], skipDuplicates: true });
  if (count === 1) return;
  const held = await prisma.receipt.findUnique({ where: { bankReference: claim.bankReference } });
  // Given back this very moment; whoever is at it now decides.
  if (!held) throw new Problem('UNAVAILABLE', 'The reference is being dealt with', { headers: { 'Retry-After': '1' } });
  if (held.planId === claim.planId && sameAmount(held, claim)) return;
  const recorded = await isRecorded(prisma, held);
  if (!recorded && held.recordedAt.getTime() < wallClock() - staleClaim) {
    const { bankReference, planId, recordedAt: since } = held;
    const taken = await prisma.receipt.updateMany({
      where: { bankReference, planId, recordedAt: since },
      data: { ...claim, recordedAt },
    });
    if (taken.count === 1) return;
  }
  throw duplicate(held, recorded);
}

const sameAmount = (a: Claim, b: Claim) => a.amountMinor === b.amountMinor && a.currency === b.currency;

function duplicate(held: Receipt, recorded: boolean): Problem {
  const { bankReference, planId, recordedBy, recordedAt } = held;
  const amount: Money | null = moneyOf(held.amountMinor, held.currency);
  const message = recorded
    ? `Receipt ${bankReference} is recorded on ${planId}`
    : `Receipt ${bankReference} is being recorded on ${planId}`;
  return new Problem('DUPLICATE_RECEIPT', message, {
    errors: [{ path: 'bankReference', code: 'DUPLICATE_RECEIPT', message }],
    facts: {
      bankReference,
      planId,
      amount,
      receivedOn: held.receivedOn.toISOString().slice(0, 10),
      recordedBy,
      recordedAt: recordedAt.toISOString(),
      recorded,
    },
  });
}

/** The plan may have recorded it by another attempt at the same time, which then keeps the claim. */
async function releaseClaim(prisma: PrismaClient, claim: Claim): Promise<void> {
  if (await isRecorded(prisma, claim)) return;
  const { bankReference, planId } = claim;
  await prisma.receipt.deleteMany({ where: { bankReference, planId } });
}

/** Makes sure of the claim once the payment is recorded, in case an attempt at the same time has given it back. */
async function confirmClaim({ prisma, wallClock, log }: CommandDependencies, claim: Claim): Promise<void> {
  const { bankReference, planId } = claim;
  await prisma.receipt.createMany({ data: [{ ...claim, recordedAt: new Date(wallClock()) }], skipDuplicates: true });
  const held = await prisma.receipt.findUniqueOrThrow({ where: { bankReference } });
  if (held.planId !== planId)
    log.error({ bankReference, plans: [held.planId, planId] }, 'receipt recorded on two plans');
}

async function isRecorded(
  prisma: PrismaClient,
  { bankReference, planId }: Pick<Claim, 'bankReference' | 'planId'>,
): Promise<boolean> {
  const events = await prisma.event.findMany({
    where: { processId: planId, type: 'ReceiptRecorded' },
    select: { data: true },
  });
  return events.some(
    ({ data }) => (data as { receipt?: { bankReference?: string } }).receipt?.bankReference === bankReference,
  );
}
