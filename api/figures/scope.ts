import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import { type Caller, seesEverything } from '../auth/caller.ts';
import { teamOf } from '../visibility.ts';

/** Whose figures a caller sees, as a condition on the column of an owner: those of finance and the like all, others their own and their team's. */
export async function ownersInView(prisma: PrismaClient, caller: Caller, column: Prisma.Sql): Promise<Prisma.Sql> {
  if (seesEverything(caller)) return Prisma.sql`TRUE`;
  const people = [caller.id, ...(await teamOf(prisma, caller))];
  return Prisma.sql`${column} = ANY (${people}::text[])`;
}
