import { Context } from '@temporalio/activity';
import { realTime, toBusinessTime } from '../../domain/clock.ts';
import type { AnyCommand } from '../../domain/instance.ts';
import {
  CommandPending,
  CommandRefused,
  NoRunningProcess,
  ProcessesUnavailable,
  sendCommand,
} from '../../gateway/gateway.ts';
import { companyCalendarId, loadCalendar } from '../../prisma/calendar.ts';
import { type Concerned, nextConcerned, noteProgress, type Untold } from '../../prisma/rollout.ts';
import type { RolloutInput, RolloutProgress } from '../../workflows/company-messages.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { watchAbsences } from './resume.ts';

const pageSize = 200;
/** So many processes are told at a time, and so many milliseconds each such group is given, so that people's own commands keep their speed. */
const groupSize = 4;
const groupMs = 100;
/** A process that cannot be told in so many attempts at its page is left out, so that the others behind it are. */
const patience = 5;

/**
 * Tells the next page of processes concerned, slowly enough to be in nobody's way. Telling one again that has been told
 * changes nothing, so that a page that was broken off is simply told anew.
 */
export async function tellPage(dependencies: ActivityDependencies, input: RolloutInput): Promise<RolloutProgress> {
  const { prisma, clock, mailSettings } = dependencies;
  const { id, subject, attempt, progress } = input;
  const at = toBusinessTime(clock, Date.now());
  const day = { at, zone: mailSettings.timeZone };
  const page = await nextConcerned(prisma, subject, progress, day, pageSize);
  let { told, changed } = progress;
  const untold: Untold[] = [];
  for (let first = 0; first < page.length; first += groupSize) {
    const pause = new Promise((resolve) => setTimeout(resolve, groupMs));
    const group = page.slice(first, first + groupSize);
    const answers = await Promise.all(group.map((process) => tellOne(dependencies, input, process, at)));
    for (const answer of answers) {
      if (typeof answer === 'object') untold.push(answer);
      else told += 1;
      if (answer === 'changed') changed += 1;
    }
    await pause;
  }
  const isLast = page.length < pageSize;
  const next: RolloutProgress = {
    pass: isLast && progress.pass === 1 ? 2 : progress.pass,
    after: isLast ? '' : (page.at(-1)?.id ?? ''),
    told,
    changed,
    done: isLast && progress.pass === 2,
  };
  // Absences are counted in working days too.
  if (next.done && subject.kind === 'calendarReplaced') {
    const { client, taskQueue } = dependencies;
    await watchAbsences(prisma, { client, taskQueue, tenant: input.tenant, clock });
  }
  await noteProgress(prisma, { id, subject, attempt, before: progress, next, untold, at });
  return next;
}

type Answer = 'changed' | 'unchanged' | Untold;

async function tellOne(
  { prisma, client, taskQueue, log }: ActivityDependencies,
  { tenant, id, subject, attempt, progress: { pass } }: RolloutInput,
  process: Concerned,
  at: number,
): Promise<Answer> {
  const command: AnyCommand =
    subject.kind === 'peopleChanged'
      ? { type: 'peopleChanged', users: subject.users }
      : { type: 'replaceCalendar', calendar: await loadCalendar(prisma, process.calendarId ?? companyCalendarId, at) };
  try {
    const { events } = await sendCommand({ client, taskQueue, tenant, clock: realTime }, process.id, {
      commandId: `rollout/${id}/${attempt}.${pass}`,
      command,
      actor: { id: 'system', roles: [], channel: 'process' },
    });
    return events.some((type) => type !== 'CalendarReplaced') ? 'changed' : 'unchanged';
  } catch (error) {
    if (error instanceof NoRunningProcess) return 'unchanged';
    const isRefusal = error instanceof CommandRefused;
    if (isRefusal && error.rejection.code === 'CLOSED') return 'unchanged';
    const mayPass = error instanceof CommandPending || error instanceof ProcessesUnavailable;
    if (mayPass && Context.current().info.attempt < patience) throw error;
    log.error({ err: error, rollout: id, processId: process.id }, 'process could not be told');
    const code = isRefusal ? error.rejection.code : mayPass ? 'UNAVAILABLE' : 'INTERNAL';
    return { process: process.id, code, message: error instanceof Error ? error.message : String(error) };
  }
}
