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
import type { Rollout } from '../../prisma/generated/client.ts';
import { type Concerned, nextConcerned, noteProgress, type Untold } from '../../prisma/rollout.ts';
import type { RolloutInput, RolloutProgress } from '../../workflows/company-messages.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { reportIncident, settleIncident } from '../incident.ts';
import { watchAbsences } from './resume.ts';

const pageSize = 200;
/** So many processes are told at a time, and so many milliseconds each such group is given, so that people's own commands keep their speed. */
const groupSize = 4;
const groupMs = 100;
const heartbeatMs = 3_000;
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
  const { told, changed, untold } = await tellAll(dependencies, input, page, at);
  const isLast = page.length < pageSize;
  const next: RolloutProgress = {
    pass: isLast && progress.pass === 1 ? 2 : progress.pass,
    after: isLast ? '' : (page.at(-1)?.id ?? ''),
    told: progress.told + told,
    changed: progress.changed + changed,
    done: isLast && progress.pass === 2,
  };
  const row = await noteProgress(prisma, { id, subject, attempt, before: progress, next, untold, at });
  if (next.done) await conclude(dependencies, input, row);
  return next;
}

/** What became of a page so far. */
interface Tally {
  readonly told: number;
  readonly changed: number;
  readonly untold: readonly Untold[];
}

/** Tells processes in small groups. Whoever takes the page up after a break counts on from what is known of it. */
async function tellAll(
  dependencies: ActivityDependencies,
  input: RolloutInput,
  page: readonly Concerned[],
  at: number,
): Promise<Tally> {
  const context = Context.current();
  let tally = (context.info.heartbeatDetails as Tally | undefined) ?? { told: 0, changed: 0, untold: [] };
  const beat = setInterval(() => context.heartbeat(tally), heartbeatMs);
  try {
    for (let first = 0; first < page.length; first += groupSize) {
      const pause = new Promise((resolve) => setTimeout(resolve, groupMs));
      const group = page.slice(first, first + groupSize);
      const answers = await Promise.all(group.map((process) => tellOne(dependencies, input, process, at)));
      tally = counted(tally, answers);
      context.heartbeat(tally);
      await pause;
    }
    return tally;
  } finally {
    clearInterval(beat);
  }
}

function counted({ told, changed, untold }: Tally, answers: readonly Answer[]): Tally {
  const refused = answers.filter((answer) => typeof answer === 'object');
  return {
    told: told + answers.length - refused.length,
    changed: changed + answers.filter((answer) => answer === 'changed').length,
    untold: [...untold, ...refused],
  };
}

/** Absences are counted in working days too; and what could not be told to some becomes the task of a named person. */
async function conclude(
  dependencies: ActivityDependencies,
  { tenant, id, subject, attempt }: RolloutInput,
  row: Rollout,
) {
  const { prisma, client, taskQueue, clock } = dependencies;
  if (subject.kind === 'calendarReplaced') await watchAbsences(prisma, { client, taskQueue, tenant, clock });
  const about = { subject: 'rollout', target: id } as const;
  const failures = row.failures as unknown as Untold[];
  const [first] = failures;
  if (!first) return await settleIncident(dependencies, tenant, about, 'All processes have been told');
  const cause = `${failures.length} processes could not be told, ${first.process} among them: ${first.code}: ${first.message}`;
  const preferred = row.requestedBy === 'system' ? null : row.requestedBy;
  await reportIncident(
    dependencies,
    tenant,
    { ...about, title: id, cause, customer: null, preferred },
    `${id}/${attempt}`,
  );
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
