import { condition, executeChild, proxyActivities, setHandler } from '@temporalio/workflow';
import type { CompanyActivities } from '../activities/company/activities.ts';
import { realDelay, toBusinessTime } from '../domain/clock.ts';
import type { UserId } from '../domain/people.ts';
import {
  type AbsenceInput,
  absenceChanged,
  companyWorkflows,
  type RolloutInput,
  rolloutWorkflowId,
  untold,
} from './company-messages.ts';

const { readAbsence, noteAbsence } = proxyActivities<CompanyActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '1 minute' },
});

/**
 * One absence, from the day it is entered until it is over. At the first working instant of the absence, and again at
 * the first one after it, every process in which the person has something in hand is told; so it is when the absence
 * is changed or cancelled meanwhile.
 */
export async function absence(input: AbsenceInput): Promise<void> {
  const { tenant, clock, absenceId } = input;
  let { told } = input;
  let changed = false;
  setHandler(absenceChanged, () => {
    changed = true;
  });
  for (;;) {
    changed = false;
    const now = toBusinessTime(clock, Date.now());
    const { userId, version, beginAt, endAt, cancelled } = await readAbsence({ absenceId, at: now });
    const isOver = cancelled || (endAt !== null && endAt <= now);
    const away = !isOver && beginAt <= now;
    const shouldBeTold = away ? version : null;
    if (shouldBeTold !== told) {
      await tellProcesses(tenant, `absence.${absenceId}.${now}`, userId);
      await noteAbsence({ absenceId, away, at: now });
      told = shouldBeTold;
    }
    if (isOver) return;
    const next = away ? endAt : beginAt;
    if (next === null) await condition(() => changed);
    else await condition(() => changed, realDelay(clock, now, next));
  }
}

async function tellProcesses(tenant: string, id: string, userId: UserId): Promise<void> {
  const subject = { kind: 'peopleChanged', users: [userId] } as const;
  await executeChild(companyWorkflows.rollout, {
    workflowId: rolloutWorkflowId(tenant, id, 1),
    args: [{ tenant, id, subject, attempt: 1, progress: untold } satisfies RolloutInput],
  });
}
