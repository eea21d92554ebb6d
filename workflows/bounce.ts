import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activities.ts';
import type { BounceInput } from './messages.ts';

const { takeBounce } = proxyActivities<Activities>({
  startToCloseTimeout: '60 seconds',
  heartbeatTimeout: '12 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '1 minute' },
});

/** What follows when a mail has come back, however long its parts are out of reach. */
export async function bounce(input: BounceInput): Promise<void> {
  await takeBounce(input);
}
