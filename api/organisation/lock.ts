import type { Prisma, PrismaClient } from '../../prisma/client.ts';

/** A database within a transaction. */
export type Database = Prisma.TransactionClient;

/** Changes to the organisation wait for each other behind this advisory lock, so that no two contradict each other. */
const organisationLock = 4_012_119;

/** Does work in one transaction while nobody else changes the organisation. */
export async function locked<T>(prisma: PrismaClient, work: (database: Database) => Promise<T>): Promise<T> {
  return await prisma.$transaction(async (database) => {
    await database.$executeRaw`SELECT pg_advisory_xact_lock(${organisationLock}::bigint)`;
    return await work(database);
  });
}
