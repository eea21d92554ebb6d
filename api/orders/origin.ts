import type { CustomerRef } from '../../domain/deal.ts';
import type { Money } from '../../domain/money.ts';
import type { LineInput, OrderInput } from '../../domain/order/model.ts';
import { oneUnit } from '../../domain/order/quantity.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import { fieldProblem } from '../problem.ts';
import { customerOf, moneyOf } from '../rows.ts';
import { viewOf } from '../visibility.ts';
import { generalTaxRate } from './lines.ts';

/** What an order takes over from where it comes from, so that nothing is typed twice. */
export interface Origin {
  readonly title: string;
  readonly customer: CustomerRef;
  readonly amount: Money;
  /** What was sold, where the deal says it. */
  readonly product: string | null;
  readonly links: Pick<OrderInput, 'dealId' | 'contractId' | 'contractPlan'>;
}

interface Row {
  id: string;
  title: string;
  status: string;
  stage: string;
  outcome: string | null;
  customerId: string | null;
  customerName: string | null;
  amountMinor: bigint | null;
  currency: string | null;
  dealId: string | null;
  product: string | null;
  planId: string | null;
}

async function findOrigin(prisma: PrismaClient, caller: Caller, kind: string, id: string): Promise<Row | undefined> {
  const { process } = await viewOf(prisma, caller, { ids: [id] });
  const [found] = await prisma.$queryRaw<Row[]>`
    SELECT p.id, p.title, p.status, p.stage, p.outcome, p.customer_id AS "customerId",
      p.customer_name AS "customerName", p.amount_minor AS "amountMinor", p.currency, p.deal_id AS "dealId",
      p.snapshot #>> '{state,deal,product}' AS product, p.snapshot #>> '{state,planId}' AS "planId"
    FROM process p WHERE p.id = ${id} AND p.kind = ${kind} AND ${process}`;
  return found;
}

function originOf(row: Row, field: string, links: Origin['links']): Origin {
  const customer = customerOf(row.customerId, row.customerName);
  const amount = moneyOf(row.amountMinor, row.currency);
  if (!customer || !amount) {
    throw fieldProblem('FIELDS_MISSING', field, `${row.id} names no customer or no amount; complete it first`);
  }
  return { title: row.title, customer, amount, product: row.product, links };
}

/** A won opportunity whose contract is in force. Throws a problem when there is none, or it has not come so far. */
export async function fromOpportunity(prisma: PrismaClient, caller: Caller, id: string): Promise<Origin> {
  const row = await findOrigin(prisma, caller, 'opportunity', id);
  if (!row) throw fieldProblem('UNKNOWN_REFERENCE', 'opportunityId', `There is no opportunity ${id}`);
  if (row.outcome !== 'won' || row.status !== 'closed') {
    throw fieldProblem('ILLEGAL_NOW', 'opportunityId', `${id} is not won yet, or its contract is not approved yet`, {
      stage: row.stage,
      outcome: row.outcome,
    });
  }
  const contract = await prisma.process.findFirst({
    where: { dealId: id, kind: 'contract', stage: { in: inForce } },
    orderBy: { openedAt: 'desc' },
    select: { id: true },
  });
  const plan = await planOf(prisma, Prisma.sql`p.deal_id = ${id}`);
  const contractId = contract?.id ?? plan?.reference ?? null;
  return originOf(row, 'opportunityId', { dealId: id, contractId, contractPlan: plan?.plan ?? null });
}

/** Stages of a contract by which goods may be ordered. */
const inForce = ['approved', 'signed', 'effective', 'expiring'];

/** A contract in force. Throws a problem when there is none, or it is not. */
export async function fromContract(prisma: PrismaClient, caller: Caller, id: string): Promise<Origin> {
  const row = await findOrigin(prisma, caller, 'contract', id);
  if (!row) throw fieldProblem('UNKNOWN_REFERENCE', 'contractId', `There is no contract ${id}`);
  if (!inForce.includes(row.stage)) {
    throw fieldProblem('ILLEGAL_NOW', 'contractId', `${id} is not in force: ${row.stage}`, { stage: row.stage });
  }
  const plan = row.planId === null ? undefined : await planOf(prisma, Prisma.sql`p.id = ${row.planId}`);
  return originOf(row, 'contractId', { dealId: row.dealId, contractId: id, contractPlan: plan?.plan ?? null });
}

/** The payment plan that collects what a contract is worth. Those of orders are their own. */
async function planOf(prisma: PrismaClient, where: Prisma.Sql) {
  const [found] = await prisma.$queryRaw<{ id: string; reference: string; minor: bigint; currency: string }[]>`
    SELECT p.id, p.snapshot #>> '{state,reference}' AS reference, p.amount_minor AS minor, p.currency
    FROM process p WHERE ${where} AND p.kind = 'paymentPlan' AND p.id NOT LIKE 'PP-SO-%'
      AND p.outcome IS DISTINCT FROM 'cancelled'
    ORDER BY p.opened_at DESC LIMIT 1`;
  const total = found && moneyOf(found.minor, found.currency);
  return found && total ? { reference: found.reference, plan: { id: found.id, total } } : undefined;
}

/** The one line of an order that takes over a deal as a whole: what was sold, at the amount agreed. */
export async function lineOf(prisma: PrismaClient, { product, title, amount }: Origin): Promise<LineInput> {
  const known = product === null ? null : await prisma.product.findUnique({ where: { name: product } });
  return {
    product: { id: known?.id ?? null, name: known?.name ?? product ?? title },
    unit: '项',
    quantity: oneUnit,
    unitPrice: amount.minor,
    discount: 0,
    taxRate: known?.taxRate ?? generalTaxRate,
    requirements: null,
  };
}
