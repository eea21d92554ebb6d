import type { z } from 'zod';
import type { InvoiceState } from '../../domain/invoice/model.ts';
import type { PaymentPlanState } from '../../domain/payment-plan/model.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Receivable } from '../../prisma/generated/client.ts';
import type { Caller } from '../auth/caller.ts';
import type { ContractMoney } from '../contracts/invoices.ts';
import { Problem } from '../problem.ts';
import { toNumber } from '../rows.ts';
import { viewOf } from '../visibility.ts';

type View = z.output<typeof ContractMoney>;

interface Seen<State> {
  readonly id: string;
  readonly state: State;
}

/** What has been agreed, invoiced, received and is open under a contract, as far as the caller sees its processes. */
export async function contractMoney(prisma: PrismaClient, caller: Caller, reference: string): Promise<View> {
  const [plans, invoices] = await Promise.all([
    plansOf(prisma, caller, reference),
    invoicesOf(prisma, caller, reference),
  ]);
  if (plans.length === 0 && invoices.length === 0) {
    throw new Problem('NOT_FOUND', `Nothing is owed or invoiced under ${reference}`);
  }
  const ids = plans.map(({ id }) => id);
  const instalments = await prisma.receivable.findMany({
    where: { planId: { in: ids } },
    orderBy: [{ dueOn: 'asc' }, { planId: 'asc' }, { instalmentId: 'asc' }],
  });
  const customers = new Map(
    [...plans.map(({ state }) => state.customer), ...invoices.map(({ state }) => state.customer)].map((each) => [
      each.id,
      each,
    ]),
  );
  return {
    reference,
    customers: [...customers.values()],
    totals: totals(instalments, invoices),
    instalments: instalments.map(instalmentLine),
    invoices: invoices.map(invoiceLine),
    receipts: plans.flatMap(receiptLines),
  };
}

async function plansOf(prisma: PrismaClient, caller: Caller, reference: string) {
  const { process } = await viewOf(prisma, caller, { kind: 'paymentPlan' });
  return await prisma.$queryRaw<Seen<PaymentPlanState>[]>`
    SELECT p.id, p.snapshot->'state' AS state FROM process p
    WHERE p.id IN (SELECT plan_id FROM receivable WHERE reference = ${reference}) AND ${process} ORDER BY p.id`;
}

async function invoicesOf(prisma: PrismaClient, caller: Caller, reference: string) {
  const { process } = await viewOf(prisma, caller, { kind: 'invoice' });
  return await prisma.$queryRaw<Seen<InvoiceState>[]>`
    SELECT p.id, p.snapshot->'state' AS state FROM process p
    WHERE p.id IN (SELECT id FROM invoice_claim WHERE reference = ${reference}) AND ${process}
    ORDER BY p.opened_at, p.id`;
}

function totals(instalments: readonly Receivable[], invoices: readonly Seen<InvoiceState>[]): View['totals'] {
  const standing = invoices.filter(({ state }) => state.stage !== 'withdrawn');
  const currencies = new Set([
    ...instalments.map(({ currency }) => currency),
    ...standing.map(({ state }) => state.amounts.gross.currency),
  ]);
  return [...currencies].sort().map((currency) => {
    const own = instalments.filter((instalment) => instalment.currency === currency);
    const sum = (pick: (instalment: Receivable) => bigint) =>
      toNumber(own.reduce((total, instalment) => total + pick(instalment), 0n));
    const gross = (wanted: (state: InvoiceState) => boolean) =>
      standing
        .filter(({ state }) => state.amounts.gross.currency === currency && wanted(state))
        .reduce((total, { state }) => total + state.amounts.gross.minor, 0);
    const agreed = sum(({ amountMinor }) => amountMinor);
    const invoiced = gross(({ issuedOn }) => issuedOn !== null);
    const requested = gross(({ issuedOn }) => issuedOn === null);
    return {
      currency,
      agreed,
      invoiced,
      requested,
      received: sum(({ receivedMinor }) => receivedMinor),
      open: sum(({ outstandingMinor }) => outstandingMinor),
      toInvoice: agreed - invoiced - requested,
    };
  });
}

function instalmentLine(row: Receivable): View['instalments'][number] {
  const { planId, instalmentId, number, label, dueOn, currency } = row;
  const money = (minor: bigint) => ({ minor: toNumber(minor), currency });
  return {
    planId,
    instalmentId,
    number,
    label,
    dueOn: dueOn?.toISOString().slice(0, 10) ?? null,
    amount: money(row.amountMinor),
    received: money(row.receivedMinor),
    outstanding: money(row.outstandingMinor),
  };
}

function invoiceLine({ id, state }: Seen<InvoiceState>): View['invoices'][number] {
  const { number, stage, form, issuedOn, amounts, original } = state;
  return { id, number, stage, form, issuedOn, gross: amounts.gross, originalId: original?.id ?? null };
}

function receiptLines({ id: planId, state }: Seen<PaymentPlanState>): View['receipts'] {
  return state.receipts.map(({ bankReference, receiptId, receivedOn, payer, amount, recordedBy }) => ({
    planId,
    bankReference,
    receiptId: receiptId ?? null,
    receivedOn,
    payer,
    amount,
    recordedBy,
  }));
}
