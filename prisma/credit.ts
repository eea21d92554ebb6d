import type { Instant, LocalDate } from '../domain/calendar.ts';
import type { CreditQuery, CreditStanding, PaymentSigns } from '../domain/credit.ts';
import { money } from '../domain/money.ts';
import { standingOf } from '../domain/payment-plan/credit-hold.ts';
import type { PaymentPlanState } from '../domain/payment-plan/model.ts';
import type { PrismaClient } from './client.ts';

/** Answers a question about how a customer pays, from what is on record at business time `at`. */
export async function answerCredit(
  prisma: PrismaClient,
  { find, customer }: CreditQuery,
  at: Instant,
  today: LocalDate,
): Promise<CreditStanding | PaymentSigns> {
  switch (find) {
    case 'creditStanding':
      return await readStanding(prisma, customer, at, today);
    case 'paymentSigns':
      return await readSigns(prisma, customer);
    default:
      return find satisfies never;
  }
}

/** The standing of a customer by the plans that are open and the exemption granted last. */
export async function readStanding(
  prisma: PrismaClient,
  customerId: string,
  at: Instant,
  today: LocalDate,
): Promise<CreditStanding> {
  const [rows, granted] = await Promise.all([
    prisma.process.findMany({
      where: { customerId, kind: 'paymentPlan', status: 'open' },
      select: { id: true, snapshot: true },
      orderBy: { id: 'asc' },
    }),
    prisma.creditExemption.findFirst({ where: { customerId, revokedAt: null }, orderBy: { grantedAt: 'desc' } }),
  ]);
  const plans = rows.map(({ id, snapshot }) => ({
    id,
    state: (snapshot as unknown as { state: PaymentPlanState }).state,
  }));
  const exemption = granted && { until: granted.until.getTime(), reason: granted.reason };
  return standingOf(customerId, plans, exemption, { now: at, today });
}

export async function readSigns(prisma: PrismaClient, customerId: string): Promise<PaymentSigns> {
  const [rows, feed] = await Promise.all([
    prisma.process.findMany({
      where: { customerId, kind: 'receipt', status: 'open' },
      select: { id: true, amountMinor: true, currency: true, openedAt: true },
      orderBy: { id: 'asc' },
    }),
    prisma.bankFeed.aggregate({ _min: { readUntil: true } }),
  ]);
  return {
    unmatched: rows.map(({ id, amountMinor, currency, openedAt }) => ({
      reference: id,
      amount: money(Number(amountMinor ?? 0), currency ?? 'CNY'),
      receivedOn: openedAt.toISOString().slice(0, 10),
    })),
    bankReadUntil: feed._min.readUntil?.getTime() ?? null,
  };
}
