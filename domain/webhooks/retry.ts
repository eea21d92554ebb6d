import type { Instant } from '../calendar.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after each failed attempt the next one follows; together about sixteen hours. */
export const pauses = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
] as const;

/** After so many failures in a row a webhook is paused by itself. */
export const mostFailures = 20;

/**
 * When a message that has failed `attempts` times is sent again; null when it is given up. The far side may ask for
 * more patience, up to the longest pause.
 */
export function nextAttempt(attempts: number, now: Instant, askedMs: number | null): Instant | null {
  const pause = pauses[attempts - 1];
  if (pause === undefined) return null;
  const longest = pauses.at(-1) ?? pause;
  return now + Math.min(Math.max(pause, askedMs ?? 0), longest);
}
