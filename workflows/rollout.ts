import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { CompanyActivities } from '../activities/company/activities.ts';
import type { RolloutInput } from './company-messages.ts';

/** Tried without end: a page that cannot be told now is told when the process engine is back. */
const { tellPage } = proxyActivities<CompanyActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '12 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '1 minute' },
});

/** What was being decided when the change came has been recorded by then. */
const betweenPasses = '3 seconds';

/** Tells every process concerned one thing, page by page, so that it can be stopped anywhere and goes on from there. */
export async function rollout(input: RolloutInput): Promise<void> {
  let { progress } = input;
  while (!progress.done) {
    const { pass } = progress;
    progress = await tellPage({ ...input, progress });
    if (progress.done) return;
    if (progress.pass !== pass) await sleep(betweenPasses);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof rollout>({ ...input, progress });
  }
}
