import { spanOf } from '../../domain/absence.ts';
import type { Instant } from '../../domain/calendar.ts';
import { calendarIdFor, loadCalendar } from '../../prisma/calendar.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import type { PlannedAbsence } from './activities.ts';

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Reads an absence and counts its instants by the working calendar of the person's department. */
export async function readAbsence(
  { prisma }: ActivityDependencies,
  { absenceId, at }: { absenceId: string; at: Instant },
): Promise<PlannedAbsence> {
  const row = await prisma.absence.findUniqueOrThrow({ where: { id: absenceId } });
  const { userId, version, fromDay, untilDay, cancelledAt } = row;
  const calendar = await loadCalendar(prisma, await calendarIdFor(prisma, userId), at);
  const span = spanOf(calendar, day(fromDay), untilDay && day(untilDay));
  return { userId, version, cancelled: cancelledAt !== null, ...span };
}

/** Writes down when the processes were told that an absence has begun, or that it is over. */
export async function noteAbsence(
  { prisma }: ActivityDependencies,
  { absenceId, away, at }: { absenceId: string; away: boolean; at: Instant },
): Promise<void> {
  const told = new Date(at);
  const data = away ? { begunAt: told, endedAt: null } : { endedAt: told };
  await prisma.absence.update({ where: { id: absenceId }, data });
}
