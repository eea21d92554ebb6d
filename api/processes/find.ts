import type { Kind } from '../../domain/effects.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import { Problem } from '../problem.ts';
import { viewOf } from '../visibility.ts';

/** What is needed to know of a process before anything is done with it. */
export interface FoundProcess {
  readonly id: string;
  readonly kind: Kind;
  readonly status: 'open' | 'closed';
  readonly outcome: string | null;
  readonly closedAt: Date | null;
  readonly version: number;
}

/** A process in the caller's view. Throws NOT_FOUND when there is none, or none the caller may see. */
export async function findProcess(
  prisma: PrismaClient,
  caller: Caller,
  id: string,
  kind?: Kind,
): Promise<FoundProcess> {
  const ofKind = kind === undefined ? Prisma.sql`TRUE` : Prisma.sql`p.kind = ${kind}`;
  const { process } = await viewOf(prisma, caller, { ids: [id] });
  const [found] = await prisma.$queryRaw<FoundProcess[]>`
    SELECT p.id, p.kind, p.status, p.outcome, p.closed_at AS "closedAt", p.version
    FROM process p WHERE p.id = ${id} AND ${ofKind} AND ${process}`;
  if (!found) throw noProcess(id);
  return found;
}

export function noProcess(id: string): Problem {
  return new Problem('NOT_FOUND', `There is no process ${id}`);
}
