import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { localTime } from '../domain/calendar.ts';
import { type BusinessClock, toBusinessTime } from '../domain/clock.ts';
import { companyFacts } from '../prisma/company.ts';
import { keepFigures } from '../prisma/figures.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** Keeps the figures of the day it is by the company's calendar. Twice on one day is once. */
export async function keepTodaysFigures(
  { prisma, mailSettings }: Pick<ActivityDependencies, 'prisma' | 'mailSettings'>,
  clock: BusinessClock,
): Promise<void> {
  const now = toBusinessTime(clock, Date.now());
  const calendar = await companyFacts(prisma, mailSettings.timeZone).calendar(now);
  await keepFigures(prisma, localTime(calendar, now).date);
}

/** Where the schedule runs, and for whom. */
interface Place {
  readonly tenant: string;
  readonly taskQueue: string;
  readonly clock: BusinessClock;
  readonly timeZone: string;
}

/**
 * Has the figures kept once a day, soon after midnight. Days missed while nothing ran are not made up for: what stood
 * then is no longer known. A schedule that is there already stays as it is.
 */
export async function scheduleFigures(client: Client, { tenant, taskQueue, clock, timeZone }: Place): Promise<void> {
  const id = `figures:${tenant}`;
  try {
    await client.schedule.create({
      scheduleId: id,
      spec: { calendars: [{ hour: 0, minute: 10 }], timezone: timeZone },
      action: { type: 'startWorkflow', workflowType: 'keepFigures', taskQueue, workflowId: id, args: [{ clock }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '6 hours' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
