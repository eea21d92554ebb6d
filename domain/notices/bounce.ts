import type { Instant } from '../calendar.ts';

/** What a report says about one recipient. */
export interface Bounce {
  /** `failed`, `delayed`, `delivered`, `relayed` or `expanded`, per RFC 3464. */
  readonly action: string;
  /** Enhanced status code such as `5.1.1`, per RFC 3463. */
  readonly status: string;
}

/** `hard`: the address does not work. `soft`: it may work later. `none`: nothing is wrong. */
export type BounceKind = 'hard' | 'soft' | 'none';

/** Codes of class 5 that speak of the mailbox's present state or of one message, not of the address. */
const passing: readonly string[] = ['5.2.2', '5.2.3', '5.3.4', '5.4.5', '5.4.7', '5.7.1'];

/** What a report means for the address. */
export function kindOfBounce({ action, status }: Bounce): BounceKind {
  if (action !== 'failed' && action !== 'delayed') return 'none';
  // Whoever is still trying says so, and says again when it gives up.
  if (action === 'delayed') return 'none';
  return status.startsWith('5.') && !passing.includes(status) ? 'hard' : 'soft';
}

const minute = 60_000;
/** A mail that came back softly is sent again after these pauses, and then no more. */
const pauses = [15 * minute, 60 * minute, 4 * 60 * minute] as const;

/** When a mail that has come back `times` times softly is sent again; null when the address is given up. */
export function resendAt(times: number, now: Instant): Instant | null {
  const pause = pauses[times - 1];
  return pause === undefined ? null : now + pause;
}
