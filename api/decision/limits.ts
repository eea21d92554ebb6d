import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { sha256 } from '../../gateway/digest.ts';
import { uniformPage } from './page.ts';

/** How often the decision pages may be asked for within a time. */
export interface LinkLimits {
  readonly windowMs: number;
  /** Of all links together. */
  readonly inAll: number;
  /** From one network address; a whole office may share one. */
  readonly perAddress: number;
  /** Of one link, mail scanners included. */
  readonly perToken: number;
  /** Fresh links mailed for one link. */
  readonly renewals: number;
}

/** Ample for people and scanners, little for anybody who tries addresses. */
export const limitsPerHour: LinkLimits = {
  windowMs: 3_600_000,
  inAll: 60_000,
  perAddress: 1_200,
  perToken: 300,
  renewals: 3,
};

/** Rate limits of the decision pages. Counted by each instance for itself; tokens are known to it by their hash alone. */
export function linkLimits(
  { windowMs, inAll, perAddress, perToken, renewals }: LinkLimits,
  base: string,
): Readonly<Record<'inAll' | 'perAddress' | 'perToken' | 'perRenewal', RequestHandler>> {
  const limited = (limit: number, keyGenerator: (request: Request) => string): RequestHandler =>
    rateLimit({
      windowMs,
      limit,
      keyGenerator,
      standardHeaders: 'draft-7',
      legacyHeaders: false,
      handler: (_request, response) => {
        response.status(429).type('html').send(uniformPage(base, 'tooMany'));
      },
    });
  const byToken = (request: Request) => sha256(String(request.params.token ?? ''));
  return {
    inAll: limited(inAll, () => 'all'),
    perAddress: limited(perAddress, (request) => ipKeyGenerator(request.ip ?? 'unknown')),
    perToken: limited(perToken, byToken),
    perRenewal: limited(renewals, byToken),
  };
}
