import type { NextStep, Subject, Wait, WaitAction, WaitOn } from '../domain/wait.ts';
import type { Wait as WaitRow } from './generated/client.ts';

/** A wait as its row in the projection tells it, the reverse of what `record` writes. */
export function waitOf(row: WaitRow): Wait {
  const next =
    row.nextAt && row.nextWhat && row.nextWho
      ? ({ at: row.nextAt.getTime(), what: row.nextWhat, who: row.nextWho } as unknown as NextStep)
      : null;
  return {
    id: row.id.slice(row.processId.length + 1),
    on: row.on as WaitOn,
    action: row.action as WaitAction,
    holder: row.holderId,
    principal: row.principalId,
    openedAt: row.openedAt.getTime(),
    dueAt: row.dueAt?.getTime() ?? null,
    next,
    subject: row.subject as unknown as Subject,
  };
}
