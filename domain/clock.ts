import type { Instant } from './calendar.ts';

/**
 * The clock that deadlines are read from. `factor` 1 is real time; a demonstration runs faster, so that a working day
 * passes in seconds while every displayed instant stays a sensible date.
 */
export interface BusinessClock {
  /** Real and business time agree at this instant. */
  readonly base: Instant;
  readonly factor: number;
}

export const realTime: BusinessClock = { base: 0, factor: 1 };

export function toBusinessTime(clock: BusinessClock, real: Instant): Instant {
  return clock.factor === 1 ? real : Math.round(clock.base + (real - clock.base) * clock.factor);
}

/** Real milliseconds from business time `from` to `to`, at least 0. */
export function realDelay(clock: BusinessClock, from: Instant, to: Instant): number {
  return Math.max(0, Math.ceil((to - from) / clock.factor));
}
