import type { Money } from '../../domain/money.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import { toNumber } from '../rows.ts';

type Transaction = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>;

/** A claim whose process has not begun after this long, in milliseconds, no longer counts. */
const staleClaim = 10 * 60_000;

/** What a claim comes to: as its process has it, or as asked while that has not begun. Withdrawn ones come to nothing. */
const counted = (now: number) => Prisma.sql`
  CASE WHEN p.id IS NULL THEN CASE WHEN c.claimed_at < ${new Date(now - staleClaim)} THEN 0 ELSE c.gross_minor END
    WHEN p.outcome = 'withdrawn' THEN 0 ELSE p.amount_minor END`;

/** What was agreed under a reference, and what of it has been invoiced or asked for, in one currency. Null: nothing is agreed. */
export async function roomOf(
  database: Transaction,
  reference: string,
  currency: string,
  now: number,
): Promise<{ agreed: Money; invoiced: Money } | null> {
  const [row] = await database.$queryRaw<{ agreed: bigint | null; invoiced: bigint }[]>`
    SELECT (SELECT sum(amount_minor)::bigint FROM receivable
        WHERE reference = ${reference} AND currency = ${currency}) AS agreed,
      (SELECT coalesce(sum(${counted(now)}), 0)::bigint FROM invoice_claim c LEFT JOIN process p ON p.id = c.id
        WHERE c.reference = ${reference} AND c.currency = ${currency}) AS invoiced`;
  if (!row || row.agreed === null) return null;
  return {
    agreed: { minor: toNumber(row.agreed), currency },
    invoiced: { minor: toNumber(row.invoiced), currency },
  };
}

/** What of an invoice has not been taken back yet. */
export async function leftOf(
  database: Transaction,
  original: { readonly id: string; readonly gross: Money },
  now: number,
): Promise<Money> {
  const [row] = await database.$queryRaw<{ taken: bigint }[]>`
    SELECT coalesce(sum(${counted(now)}), 0)::bigint AS taken FROM invoice_claim c LEFT JOIN process p ON p.id = c.id
    WHERE c.original_id = ${original.id}`;
  const { minor, currency } = original.gross;
  return { minor: minor + toNumber(row?.taken ?? 0n), currency };
}

/** What ties a new invoice to its contract while its process begins. */
export interface Claimed {
  readonly id: string;
  readonly reference: string;
  readonly originalId: string | null;
  readonly gross: Money;
}

/**
 * Claims room under a contract, one at a time, so that two requests at once cannot take the same room. `look` sees what
 * is left before the claim. Claiming again what is claimed sees the room without its own share.
 */
export async function claimRoom<Seen>(
  prisma: PrismaClient,
  { id, reference, originalId, gross }: Claimed,
  now: number,
  look: (database: Transaction) => Promise<Seen>,
): Promise<Seen> {
  return await prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`invoice/${reference}`}, 0))`;
    await transaction.invoiceClaim.deleteMany({ where: { id, number: null } });
    const seen = await look(transaction);
    const row = { reference, originalId, grossMinor: BigInt(gross.minor), currency: gross.currency };
    await transaction.invoiceClaim.upsert({
      where: { id },
      create: { id, ...row, claimedAt: new Date(now) },
      update: {},
    });
    return seen;
  });
}

/** Gives a claim back when its process was not allowed to begin. */
export async function releaseRoom(prisma: PrismaClient, id: string): Promise<void> {
  if ((await prisma.process.count({ where: { id } })) === 0) await prisma.invoiceClaim.deleteMany({ where: { id } });
}
