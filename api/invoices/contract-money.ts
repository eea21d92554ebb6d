import type { z } from 'zod';
import type { InvoiceState } from '../../domain/invoice/model.ts';
import type { Receivable } from '../../domain/ledger/ledger.ts';
import type { Money } from '../../domain/money.ts';
import { receivables } from '../../domain/payment-plan/books.ts';
import type { PaymentPlanState } from '../../domain/payment-plan/model.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import type { ContractMoney } from '../contracts/invoices.ts';
import { Problem } from '../problem.ts';
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
  // From the very states the receipts are read from, so that figures and what is behind them are of one moment.
  const instalments = plans.flatMap(({ id: planId, state }) =>
    receivables(state).map((receivable) => ({ planId, ...receivable })),
  );
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
    instalments: instalments.map(instalmentLine).sort(byDueDay),
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

type Owed = Receivable & { readonly planId: string };

function totals(instalments: readonly Owed[], invoices: readonly Seen<InvoiceState>[]): View['totals'] {
  const standing = invoices.filter(({ state }) => state.stage !== 'withdrawn');
  const currencies = new Set([
    ...instalments.map(({ amount }) => amount.currency),
    ...standing.map(({ state }) => state.amounts.gross.currency),
  ]);
  return [...currencies].sort().map((currency) => {
    const own = instalments.filter(({ amount }) => amount.currency === currency);
    const sum = (pick: (instalment: Owed) => Money) => own.reduce((total, each) => total + pick(each).minor, 0);
    const gross = (wanted: (state: InvoiceState) => boolean) =>
      standing
        .filter(({ state }) => state.amounts.gross.currency === currency && wanted(state))
        .reduce((total, { state }) => total + state.amounts.gross.minor, 0);
    const agreed = sum(({ amount }) => amount);
    const invoiced = gross(({ issuedOn }) => issuedOn !== null);
    const requested = gross(({ issuedOn }) => issuedOn === null);
    return {
      currency,
      agreed,
      invoiced,
      requested,
      received: sum(({ received }) => received),
      open: sum(({ outstanding }) => outstanding),
      toInvoice: agreed - invoiced - requested,
    };
  });
}

function instalmentLine(owed: Owed): View['instalments'][number] {
  const { planId, instalmentId, number, label, dueOn, amount, received, outstanding } = owed;
  return { planId, instalmentId, number, label, dueOn, amount, received, outstanding };
}

/** What has no due day yet comes last. */
function byDueDay(a: { readonly dueOn: string | null }, b: { readonly dueOn: string | null }): number {
  return (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9');
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
