import { condition, continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from '../activities/activities.ts';
import { realDelay, toBusinessTime } from '../domain/clock.ts';
import { type DigestsInput, wakeSignal } from './messages.ts';

const { planDigests } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '1 minute' },
});

/** A summary that cannot be sent for hours is of no use; what it tells is in the product. */
const { sendDigest } = proxyActivities<Activities>({
  startToCloseTimeout: '60 seconds',
  heartbeatTimeout: '12 seconds',
  scheduleToCloseTimeout: '4 hours',
  retry: { initialInterval: '2 seconds', maximumInterval: '5 minutes' },
});

const { reportDigest } = proxyActivities<Activities>({
  startToCloseTimeout: '60 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

const rounds = 100;
const atOnce = 10;
const day = 24 * 3_600_000;

/**
 * Sends everybody their daily summary at their moment, for as long as anybody wants one. Who has had theirs is in the
 * database, so that each comes once a day however often this begins anew.
 */
export async function digests(input: DigestsInput): Promise<void> {
  const { tenant, clock } = input;
  const now = () => toBusinessTime(clock, Date.now());
  let woken = false;
  setHandler(wakeSignal, () => {
    woken = true;
  });
  for (let round = 0; round < rounds; round += 1) {
    woken = false;
    const { due, nextAt } = await planDigests({ now: now() });
    for (let from = 0; from < due.length; from += atOnce) {
      await Promise.all(due.slice(from, from + atOnce).map(({ userId, day: today }) => send(tenant, userId, today)));
    }
    if (due.length > 0 || woken) continue;
    if (nextAt === null) return;
    await condition(() => woken, realDelay(clock, now(), Math.min(nextAt, now() + day)));
  }
  await continueAsNew<typeof digests>(input);
}

async function send(tenant: string, userId: string, today: string): Promise<void> {
  try {
    await sendDigest({ userId, day: today });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    await reportDigest({ tenant, userId, day: today, cause });
  }
}
