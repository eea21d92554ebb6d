import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activities.ts';
import type { BusinessClock } from '../domain/clock.ts';

/** Given up within the day: the next one keeps its own. */
const activities = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  scheduleToCloseTimeout: '12 hours',
  retry: { initialInterval: '5 seconds', maximumInterval: '10 minutes' },
});

/** Keeps the figures of one day; a schedule starts it soon after midnight. */
export async function keepFigures({ clock }: { clock: BusinessClock }): Promise<void> {
  await activities.keepFigures({ clock });
}
