import { addOffset, type Instant, type WorkingCalendar } from '../calendar.ts';
import { plan } from '../ladder.ts';
import type { Draft } from './draft.ts';
import type { Timing } from './model.ts';
import type { ApprovalNode } from './variant.ts';

/** Deadline and ladder of a task of a node that is opened at an instant. */
export function timingOf(node: ApprovalNode, openedAt: Instant, calendar: WorkingCalendar): Timing {
  const dueAt = addOffset(calendar, openedAt, node.within);
  return { dueAt, ladder: plan(node.timeout, dueAt, calendar) };
}

/** The next free task id. */
export function nextTaskId({ state }: Draft, ahead = 0): string {
  return `t${state.tasks.length + ahead + 1}`;
}
