import type { CustomerRef } from '../../domain/deal.ts';
import type { PrismaClient } from '../../prisma/client.ts';

/** A payer's name in one spelling, whichever brackets, widths, spaces and capitals the bank has used. */
function payerKey(payer: string): string {
  return payer.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}

/** The customer a payer is: by an earlier decision, else by the very name. Null when it is not known. */
export async function customerOfPayer(prisma: PrismaClient, payer: string | null): Promise<CustomerRef | null> {
  if (payer === null) return null;
  const alias = await prisma.payerAlias.findUnique({
    where: { payer: payerKey(payer) },
    select: { customer: { select: { id: true, name: true } } },
  });
  if (alias) return alias.customer;
  return await prisma.customer.findUnique({ where: { name: payer.trim() }, select: { id: true, name: true } });
}

/** Remembers that a payer is a customer, as a person has just decided. The latest decision counts. */
export async function learnPayer(
  prisma: PrismaClient,
  learned: { payer: string; customerId: string; receiptId: string; learnedBy: string; at: number },
): Promise<void> {
  const { payer, at, ...rest } = learned;
  const row = { ...rest, learnedAt: new Date(at) };
  const key = payerKey(payer);
  await prisma.payerAlias.upsert({ where: { payer: key }, create: { payer: key, ...row }, update: row });
}
