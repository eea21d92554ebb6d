import type { CustomerRef } from '../../domain/deal.ts';
import type { Money } from '../../domain/money.ts';
import type { Candidate } from '../../domain/receipt/model.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import type { Receivable } from '../../prisma/generated/client.ts';
import { anyOf, toNumber } from '../rows.ts';

/** What is known about a payment when its instalments are looked for. */
interface Payment {
  readonly amount: Money;
  readonly remittance: string | null;
  readonly customer: CustomerRef | null;
}

/** A process carries these with it; whoever owes on more instalments than this is left to a person. */
const mostCandidates = 100;

/** Texts within a remittance that may be the number of something. */
function numbersIn(remittance: string | null): readonly string[] {
  const found = (remittance ?? '').normalize('NFKC').match(/[\p{L}\p{N}][\p{L}\p{N}./_-]{2,49}/gu) ?? [];
  // Chinese text runs into a number without a space between them.
  const latin = found.flatMap((text) => text.match(/[A-Za-z0-9][A-Za-z0-9./_-]{2,49}/g) ?? []);
  const all = [...found, ...latin].flatMap((text) => [text, text.toUpperCase(), text.replace(/\/\d+$/, '')]);
  return [...new Set(all)].slice(0, 60);
}

/** Open instalments a payment may be for: those of the payer, those whose number it names, and those of its amount. */
export async function candidatesFor(
  prisma: PrismaClient,
  { amount, remittance, customer }: Payment,
): Promise<readonly Candidate[]> {
  const numbers = numbersIn(remittance);
  const about = anyOf([
    customer ? Prisma.sql`r.customer_id = ${customer.id}` : undefined,
    numbers.length > 0 ? Prisma.sql`r.reference = ANY (${numbers}::text[])` : undefined,
    Prisma.sql`r.outstanding_minor = ${amount.minor}`,
  ]);
  const rows = await prisma.$queryRaw<Receivable[]>`
    SELECT r.plan_id AS "planId", r.instalment_id AS "instalmentId", r.number, r.reference, r.label,
      r.customer_id AS "customerId", r.customer_name AS "customerName", r.owner_id AS "ownerId",
      r.deal_id AS "dealId", r.due_on AS "dueOn", r.currency, r.outstanding_minor AS "outstandingMinor"
    FROM receivable r
    WHERE r.currency = ${amount.currency} AND r.outstanding_minor > 0 AND ${about}
    ORDER BY r.due_on NULLS LAST, r.plan_id, r.instalment_id LIMIT ${mostCandidates}`;
  return rows.map(candidateOf);
}

/** An instalment as a receipt may be allocated to it, or undefined when there is none. */
export async function candidateById(
  prisma: PrismaClient,
  planId: string,
  instalmentId: string,
): Promise<Candidate | undefined> {
  const row = await prisma.receivable.findUnique({ where: { planId_instalmentId: { planId, instalmentId } } });
  return row ? candidateOf(row) : undefined;
}

type CandidateRow = Omit<Receivable, 'amountMinor' | 'receivedMinor' | 'settledOn'>;

function candidateOf(row: CandidateRow): Candidate {
  const { planId, instalmentId, number, reference, label, ownerId: owner, dealId, dueOn, currency } = row;
  return {
    planId,
    instalmentId,
    number,
    reference,
    label,
    customer: { id: row.customerId, name: row.customerName },
    owner,
    dealId,
    dueOn: dueOn?.toISOString().slice(0, 10) ?? null,
    outstanding: { minor: toNumber(row.outstandingMinor), currency },
  };
}
