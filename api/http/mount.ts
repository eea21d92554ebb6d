import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { hasRole } from '../../domain/process.ts';
import { type Caller, identify } from '../auth/caller.ts';
import { isCrossSite } from '../auth/origin.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import type { Answer } from './answer.ts';
import { isCleanText, requireCleanJson } from './clean-text.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { parsed } from './parse.ts';

const ordinaryBody = 256 * 1024;

/** Adds operations to a router; any other method on one of their paths is answered 405 with those there are. */
export function mount(router: Router, endpoints: readonly Endpoint[], dependencies: ApiDependencies): void {
  for (const endpoint of endpoints) {
    const before = endpoint.limiter ? [endpoint.limiter] : [];
    router[endpoint.method](expressPath(endpoint.path), ...before, handlerOf(endpoint, dependencies));
  }
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
    router.all(expressPath(path), otherMethod(endpoints.filter((endpoint) => endpoint.path === path)));
  }
}

function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

function otherMethod(endpoints: readonly Endpoint[]): RequestHandler {
  const methods = endpoints.map(({ method }) => method.toUpperCase());
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (request, response) => {
    response.set('Allow', allow);
    if (request.method === 'OPTIONS') return void response.status(204).end();
    throw new Problem('METHOD_NOT_ALLOWED', `${request.method} is none of ${allow}`);
  };
}

function handlerOf(endpoint: Endpoint, dependencies: ApiDependencies): RequestHandler {
  const readBody = bodyReader(endpoint);
  return async (request, response) => {
    response.locals.route = endpoint.path;
    const caller = await admit(endpoint, dependencies, request);
    response.locals.caller = caller;
    const given = await readBody(request, response);
    const call: Call<unknown, unknown, unknown, Caller | null> = {
      params: parsedParams(endpoint, request),
      query: parsedQuery(endpoint, request),
      body: endpoint.body && given !== undefined ? parsed(endpoint.body, given) : undefined,
      caller,
      request,
    };
    await send(response, await endpoint.handle(call as Call<never, never, never, never>));
  };
}

async function admit({ access, method, scope }: Endpoint, dependencies: ApiDependencies, request: Request) {
  const caller = await identify(dependencies, request);
  if (!caller && access !== 'anybody') {
    throw new Problem('UNAUTHENTICATED', 'Sign in, or send a bearer token', {
      headers: { 'WWW-Authenticate': 'Bearer realm="fairway"' },
    });
  }
  const byBrowser = !caller || caller.session !== null;
  if (method !== 'get' && byBrowser && isCrossSite(request, dependencies.config.publicUrl)) {
    throw new Problem('CROSS_SITE', 'A browser may change things only from pages of this very site');
  }
  if (caller?.scope && caller.scope !== scope) {
    throw new Problem('NOT_ALLOWED', `This token is for ${caller.scope} alone`);
  }
  if (caller && typeof access !== 'string' && !hasRole(caller, ...access)) {
    throw new Problem('NOT_ALLOWED', `This takes one of the roles ${access.join(', ')}`);
  }
  return caller;
}

type BodyReader = (request: Request, response: Response) => Promise<unknown>;

function bodyReader({ body, rawBody, bodyLimit = ordinaryBody, mayOmitBody }: Endpoint): BodyReader {
  if (rawBody) return rawReader(rawBody, bodyLimit);
  if (!body) return async () => undefined;
  const json = express.json({ limit: bodyLimit, strict: false });
  return async (request, response) => {
    if (!hasBody(request)) {
      if (mayOmitBody) return {};
      throw new Problem('MALFORMED', 'A JSON body is expected', { headers: { Accept: 'application/json' } });
    }
    if (!request.is('application/json')) {
      throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json');
    }
    await new Promise<void>((resolve, reject) => {
      json(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
    });
    requireCleanJson(request.body);
    return request.body;
  };
}

function rawReader(type: string, limit: number): BodyReader {
  const raw = express.raw({ type, limit });
  return async (request, response) => {
    if (!hasBody(request)) throw new Problem('MALFORMED', `A body of ${type} is expected`);
    if (!request.is(type)) throw new Problem('UNSUPPORTED_MEDIA_TYPE', `Send the body as ${type}`);
    await new Promise<void>((resolve, reject) => {
      raw(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
    });
  };
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function parsedParams({ params }: Endpoint, request: Request): unknown {
  if (!params) return undefined;
  // What cannot be an id names nothing.
  const result = params.safeParse(request.params);
  const clean = Object.values(request.params).every((value) => isCleanText(String(value)));
  if (!result.success || !clean) throw new Problem('NOT_FOUND', 'There is nothing under this address');
  return result.data;
}

function parsedQuery({ query }: Endpoint, request: Request): unknown {
  requireCleanJson(request.query);
  if (query) return parsed(query, request.query);
  return undefined;
}

async function send(response: Response, { status, body, headers = {}, stream }: Answer): Promise<void> {
  response.status(status).set(headers);
  if (stream) await stream(response);
  else if (body === undefined) response.end();
  else if (body instanceof Uint8Array) response.end(body);
  else response.json(body);
}
