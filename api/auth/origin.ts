import type { Request } from 'express';

/**
 * Whether a request was sent by another site's page. Browsers say so themselves; a request with neither header comes
 * from no browser of this decade, so that no page can have forged it.
 */
export function isCrossSite(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.get('origin');
  if (origin === undefined) return false;
  if (origin === new URL(publicUrl).origin) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.get('host');
}
