import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Caller } from '../auth/caller.ts';
import { redactDecisionPath } from '../decision/redact.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { Metrics } from '../metrics.ts';

/** Gives every request an id, and writes down how it was answered: never its query, its body or the token of a link. */
export function journal({ log }: Pick<ApiDependencies, 'log'>, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id');
    const requestId = given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
    response.locals.requestId = requestId;
    response.set('X-Request-Id', requestId);
    const path = redactDecisionPath(request.originalUrl.replace(/\?.*$/s, ''));
    const began = process.hrtime.bigint();
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      const { method } = request;
      const status = response.writableEnded ? response.statusCode : 499;
      metrics.requests.observe({ method, route: routeOf(response), status: String(status) }, seconds);
      const { caller } = response.locals as { caller?: Caller | null };
      log.info({ requestId, method, path, status, ms: Math.round(seconds * 1_000), user: caller?.id }, 'request');
    });
    next();
  };
}

/** The pattern of the path, so that figures are kept per operation and not per id. */
function routeOf(response: Response): string {
  const { route } = response.locals as { route?: string };
  return route ?? 'other';
}

export function requestIdOf(response: Response): string {
  return (response.locals as { requestId?: string }).requestId ?? '';
}
