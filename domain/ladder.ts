import { addOffset, type Instant, type Offset, type WorkingCalendar } from './calendar.ts';

/** One step of a ladder as a variant writes it: how long after (before) its anchor, and what then happens by itself. */
export interface Rung<Do extends string> {
  readonly after: Offset;
  readonly do: readonly Do[];
}

/** A rung with its instant. */
export interface PlannedRung<Do extends string> extends Rung<Do> {
  readonly at: Instant;
}

/** A ladder under way: its rungs in order of time, and how many of them have been reached. */
export interface Ladder<Do extends string> {
  readonly anchor: Instant;
  readonly rungs: readonly PlannedRung<Do>[];
  readonly reached: number;
}

/**
 * Puts instants to the rungs of a ladder, earliest first. To plan a ladder under way anew, give its own rungs and how
 * many of them are reached: those stay first, so that a calendar that changes their order repeats and drops none.
 */
export function plan<Do extends string>(
  rungs: readonly Rung<Do>[],
  anchor: Instant,
  calendar: WorkingCalendar,
  reached = 0,
): Ladder<Do> {
  const planned = rungs.map((rung) => ({ ...rung, at: addOffset(calendar, anchor, rung.after) }));
  const toCome = planned.slice(reached).sort((a, b) => a.at - b.at);
  return { anchor, rungs: [...planned.slice(0, reached), ...toCome], reached };
}

/** What happens next by itself, or undefined when every rung has been reached. */
export function upcoming<Do extends string>(ladder: Ladder<Do>): PlannedRung<Do> | undefined {
  return ladder.rungs[ladder.reached];
}

/**
 * The rung to act on now: the highest one whose instant has come. After a late start or an outage the lower ones are
 * passed over and never acted on, so that nobody receives a week of reminders at once.
 */
export function due<Do extends string>(
  ladder: Ladder<Do>,
  now: Instant,
): { rung: PlannedRung<Do>; step: number; skipped: number } | undefined {
  let reached = ladder.reached;
  while ((ladder.rungs[reached]?.at ?? Number.POSITIVE_INFINITY) <= now) reached += 1;
  const rung = ladder.rungs[reached - 1];
  if (!rung || reached === ladder.reached) return undefined;
  return { rung, step: reached, skipped: reached - ladder.reached - 1 };
}

/** The ladder after its `step`th rung (counted from 1) has been acted on. */
export function climb<Do extends string>(ladder: Ladder<Do>, step: number): Ladder<Do> {
  return { ...ladder, reached: Math.max(ladder.reached, step) };
}
