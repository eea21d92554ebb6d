import { hasRole } from '../domain/process.ts';
import { Prisma } from '../prisma/client.ts';
import { type Caller, seesEverything } from './auth/caller.ts';

/**
 * Who may see what, as conditions that lists, counts and single reads share: everybody sees the processes they own,
 * began or hold a wait of, and the approvals they were asked to decide; managers also those of everybody below them;
 * sales ops, legal, finance and admins see all. Whoever may not see a process is told that there is none.
 */

/** The condition that the caller sees process `p`. */
export function seesProcess(caller: Caller): Prisma.Sql {
  if (seesEverything(caller)) return Prisma.sql`TRUE`;
  return Prisma.sql`p.id IN (${idsInView(caller)})`;
}

/** The condition that the caller sees wait `w`. */
export function seesWait(caller: Caller): Prisma.Sql {
  if (seesEverything(caller)) return Prisma.sql`TRUE`;
  return Prisma.sql`w.process_id IN (${idsInView(caller)})`;
}

/** An array of the ids of everybody below a person in the tree of managers. */
export function peopleBelow(managerId: string): Prisma.Sql {
  return Prisma.sql`ARRAY(
    WITH RECURSIVE below AS (
      SELECT u.id FROM app_user u WHERE u.manager_id = ${managerId}
      UNION
      SELECT u.id FROM app_user u JOIN below ON u.manager_id = below.id
    )
    SELECT id FROM below WHERE id <> ${managerId})`;
}

function idsInView(caller: Caller): Prisma.Sql {
  const people = hasRole(caller, 'manager')
    ? Prisma.sql`(ARRAY[${caller.id}]::text[] || ${peopleBelow(caller.id)})`
    : Prisma.sql`ARRAY[${caller.id}]::text[]`;
  return Prisma.sql`
    SELECT owned.id FROM process owned WHERE owned.owner_id = ANY (${people})
    UNION ALL
    SELECT held.process_id FROM wait held WHERE held.holder_id = ANY (${people})
      AND (held.closed_at IS NULL OR held.action = 'approval.decide')
    UNION ALL
    SELECT begun.process_id FROM event begun WHERE begun.seq = 1 AND begun.actor_id = ANY (${people})`;
}
