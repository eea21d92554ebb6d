import { hasRole } from '../domain/process.ts';
import type { WaitAction } from '../domain/wait.ts';
import { Prisma, type PrismaClient } from '../prisma/client.ts';
import { type Caller, seesEverything } from './auth/caller.ts';

/**
 * Who may see what, as conditions that lists, counts and single reads share: everybody sees the processes they own,
 * began or hold a wait of, and the approvals they were asked to decide; managers also those that people below them own
 * or hold a wait of; sales ops, legal, finance and admins see all. Whoever may not see a process is told there is none.
 */
export interface View {
  /** That the caller sees process `p`. */
  readonly process: Prisma.Sql;
  /** That the caller sees open wait `w`. */
  readonly wait: Prisma.Sql;
  /** Everybody below the caller in the tree of managers, if the caller leads or sees all. */
  readonly team: readonly string[];
}

/** Waits that by rule are held by the owner, who sees the process anyway; most of all waits are such. */
const heldByOwner: readonly WaitAction[] = [
  'opportunity.followUp',
  'opportunity.planNextAction',
  'contract.await',
  'contract.revise',
];

/**
 * What the caller has in view. People and shared processes are looked up first, so that the database plans the query
 * itself with what it knows about them. `among` names the only processes in question, where that is known.
 */
export async function viewOf(prisma: PrismaClient, caller: Caller, among?: readonly string[]): Promise<View> {
  const all = seesEverything(caller);
  const team = all || hasRole(caller, 'manager') ? await peopleBelow(prisma, caller.id) : [];
  if (all) return { process: Prisma.sql`TRUE`, wait: Prisma.sql`TRUE`, team };
  const people = [caller.id, ...team];
  const shared = await sharedWith(prisma, caller.id, people, among);
  return {
    process: Prisma.sql`(p.owner_id = ANY (${people}::text[]) OR p.id = ANY (${shared}::text[]))`,
    wait: Prisma.sql`w.process_id = ANY (${shared}::text[] || ARRAY(
      SELECT owned.id FROM process owned WHERE owned.owner_id = ANY (${people}::text[]) AND owned.status = 'open'))`,
    team,
  };
}

async function peopleBelow(prisma: PrismaClient, managerId: string): Promise<string[]> {
  const below = await prisma.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE below AS (
      SELECT u.id FROM app_user u WHERE u.manager_id = ${managerId}
      UNION
      SELECT u.id FROM app_user u JOIN below ON u.manager_id = below.id
    )
    SELECT id FROM below WHERE id <> ${managerId}`;
  return below.map(({ id }) => id);
}

/** Processes in view for another reason than who owns them. */
async function sharedWith(
  prisma: PrismaClient,
  callerId: string,
  people: readonly string[],
  among: readonly string[] | undefined,
): Promise<string[]> {
  const held = Prisma.sql`w.process_id ${within(among)}`;
  const begun = Prisma.sql`e.process_id ${within(among)}`;
  const shared = await prisma.$queryRaw<{ id: string }[]>`
    SELECT w.process_id AS id FROM wait w
    WHERE w.holder_id = ANY (${people}::text[]) AND w.closed_at IS NULL AND w.action <> ALL (${heldByOwner}::text[])
      AND ${held}
    UNION
    SELECT w.process_id FROM wait w
    WHERE w.holder_id = ${callerId} AND w.action = 'approval.decide' AND w.closed_at IS NOT NULL AND ${held}
    UNION
    SELECT e.process_id FROM event e WHERE e.seq = 1 AND e.actor_id = ${callerId} AND ${begun}`;
  return shared.map(({ id }) => id);
}

function within(ids: readonly string[] | undefined): Prisma.Sql {
  return ids === undefined ? Prisma.sql`IS NOT NULL` : Prisma.sql`= ANY (${ids}::text[])`;
}
