import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

const youngest = 1_000;
const oldest = 30 * 60_000;

function signature(token: string, issuedAt: string): string {
  return createHmac('sha256', token).update(`page/${issuedAt}`).digest('base64url');
}

/**
 * A mark on a page that shows, when it comes back with a press of a button, that the page was opened first and when.
 * It is signed with the link's own token, which only the server and the holder of the mail have seen: no key has to be
 * kept, and any instance can check what another has issued. `now` is real time.
 */
export function issueNonce(token: string, now: number): string {
  return `${now}.${signature(token, String(now))}`;
}

/** `early`: faster than a person presses. `late`: the page has been open for too long. */
export type NonceVerdict = 'good' | 'early' | 'late' | 'forged';

/** Judges the mark that came with a press. */
export function judgeNonce(token: string, nonce: unknown, now: number): NonceVerdict {
  if (typeof nonce !== 'string') return 'forged';
  const [issuedAt = '', given = ''] = nonce.split('.', 2);
  const expected = Buffer.from(signature(token, issuedAt));
  const actual = Buffer.from(given);
  if (!/^\d{1,15}$/.test(issuedAt) || expected.length !== actual.length || !timingSafeEqual(expected, actual)) {
    return 'forged';
  }
  const age = now - Number(issuedAt);
  if (age < youngest) return 'early';
  return age > oldest ? 'late' : 'good';
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/**
 * Whether a press comes from a page of this site, as far as the browser tells. Old in-app browsers tell nothing, and
 * a page that sends no referrer makes browsers write `Origin: null`; there the nonce alone has to do.
 */
export function fromOwnPage(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const own = [hostOf(publicUrl), request.get('host')];
  const claims = [request.get('origin'), request.get('referer')];
  return claims.every((claim) => claim === undefined || claim === 'null' || own.includes(hostOf(claim)));
}
