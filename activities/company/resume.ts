import type { Logger } from 'pino';
import { announceAbsence, startRollout } from '../../gateway/company.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { RolloutSubject } from '../../workflows/company-messages.ts';

/**
 * Begins what was written down while the process engine was out of reach: rollouts that wait, and the watch over
 * absences that are to come or under way. Beginning what runs already changes nothing.
 */
export async function resumeCompany(prisma: PrismaClient, gateway: Gateway, log: Logger): Promise<void> {
  const rollouts = await prisma.rollout.findMany({ where: { status: 'waiting' }, orderBy: { startedAt: 'asc' } });
  for (const { id, subject, attempt } of rollouts) {
    await startRollout(gateway, { id, subject: subject as unknown as RolloutSubject, attempt });
  }
  const absences = await watchAbsences(prisma, gateway);
  log.info({ rollouts: rollouts.length, absences }, 'company resumed');
}

/** Has every absence that is to come or under way read (again), and answers how many there are. */
export async function watchAbsences(prisma: PrismaClient, gateway: Gateway): Promise<number> {
  const absences = await prisma.absence.findMany({
    where: { endedAt: null, OR: [{ cancelledAt: null }, { begunAt: { not: null } }] },
    select: { id: true, version: true, begunAt: true },
  });
  for (const { id, version, begunAt } of absences) await announceAbsence(gateway, id, begunAt ? version : null);
  return absences.length;
}
