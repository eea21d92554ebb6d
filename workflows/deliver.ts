import { ActivityFailure, isCancellation, proxyActivities, rootCause, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities/activities.ts';
import { realDelay, toBusinessTime } from '../domain/clock.ts';
import type { DeliverInput } from './messages.ts';

/** What the far side refuses for a while is tried again for half a day. */
const { deliverNotice } = proxyActivities<Activities>({
  startToCloseTimeout: '60 seconds',
  heartbeatTimeout: '12 seconds',
  scheduleToCloseTimeout: '12 hours',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 3, maximumInterval: '1 hour' },
});

/** That something was not delivered is said, however long it takes. */
const { reportUndelivered } = proxyActivities<Activities>({
  startToCloseTimeout: '60 seconds',
  heartbeatTimeout: '12 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** One notice on one channel, at its moment: after quiet hours, or through a robot that is not in reach at once. */
export async function deliver({ tenant, clock, delivery }: DeliverInput): Promise<void> {
  const { key, channel, target, at } = delivery;
  await sleep(realDelay(clock, toBusinessTime(clock, Date.now()), at));
  try {
    await deliverNotice({ tenant, key, channel, target });
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const cause = rootCause(error) ?? 'It was not delivered, without a cause';
    await reportUndelivered({ tenant, clock, key, channel, target, cause });
  }
}
