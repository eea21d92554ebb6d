import { contractNumber } from '../domain/contract/number.ts';
import { Prisma, type PrismaClient } from './client.ts';

/** What a number is given out for. */
export interface NumberRequest {
  readonly processId: string;
  /** As a variant has it: `HT-{yyyy}-{seq:4}`. */
  readonly pattern: string;
  readonly year: number;
  readonly at: Date;
}

/**
 * The next number of a series, which begins anew every year. The same process always gets the same one, and nothing is
 * left out: the row of the series is locked until the number is on record, so that whoever fails takes none.
 */
export async function issueNumber(prisma: PrismaClient, request: NumberRequest): Promise<string> {
  const { processId, pattern, year, at: issuedAt } = request;
  try {
    return await prisma.$transaction(async (transaction) => {
      const issued = await transaction.issuedNumber.findUnique({ where: { processId } });
      if (issued) {
        if (issued.voidedAt) await transaction.issuedNumber.update({ where: { processId }, data: { voidedAt: null } });
        return issued.number;
      }
      const [series] = await transaction.$queryRaw<{ last: number }[]>`
        INSERT INTO number_series (pattern, year, last) VALUES (${pattern}, ${year}, 1)
        ON CONFLICT (pattern, year) DO UPDATE SET last = number_series.last + 1
        RETURNING last`;
      if (!series) throw new Error(`The series ${pattern} of ${year} has no row`);
      const sequence = series.last;
      const number = contractNumber(pattern, { year, sequence });
      await transaction.issuedNumber.create({ data: { processId, pattern, year, sequence, number, issuedAt } });
      return number;
    });
  } catch (error) {
    // Somebody else has just got this process its number.
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    return (await prisma.issuedNumber.findUniqueOrThrow({ where: { processId } })).number;
  }
}

/**
 * Takes back the number of a process that was not allowed to begin. The last number of its series is given out again;
 * one that others have followed stays on record as unused.
 */
export async function takeBackNumber(prisma: PrismaClient, processId: string, at: Date): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    const issued = await transaction.issuedNumber.findUnique({ where: { processId } });
    if (!issued) return;
    const { pattern, year, sequence } = issued;
    const isLast = await transaction.$executeRaw`
      UPDATE number_series SET last = last - 1 WHERE pattern = ${pattern} AND year = ${year} AND last = ${sequence}`;
    if (isLast === 1) await transaction.issuedNumber.delete({ where: { processId } });
    else await transaction.issuedNumber.update({ where: { processId }, data: { voidedAt: at } });
  });
}
