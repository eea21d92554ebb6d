import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../api/app.ts';
import { problemStatus, problemTitle } from '../../../api/problem.ts';
import { rejectionCodes } from '../../../domain/errors.ts';
import { unconnected } from './setting.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(createApp(unconnected()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

/** Asks to sign in, which reads its body before it needs the database. */
function signIn(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/v1/session`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function problemOf(response: Response): Promise<{ status: number; code: string; errors?: { path: string }[] }> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return (await response.json()) as { status: number; code: string };
}

describe('what cannot be read', () => {
  test.each([
    ['JSON that breaks off', '{"email":', {}, 400, 'MALFORMED'],
    ['no body', '', {}, 400, 'MALFORMED'],
    ['a form', 'email=a', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'JSON in another character set',
      '{}',
      { 'content-type': 'application/json; charset=latin1' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['an unknown encoding', '{}', { 'content-encoding': 'zip' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a body of half a megabyte', JSON.stringify('x'.repeat(500_000)), {}, 413, 'TOO_LARGE'],
    ['a text where an object belongs', '"text"', {}, 422, 'INVALID'],
    ['null', 'null', {}, 422, 'INVALID'],
    ['a NUL', '{"email":"a\\u0000b@c.de","password":"x"}', {}, 422, 'INVALID'],
    ['half a character', '{"email":"a@b.cd","password":"\\ud800"}', {}, 422, 'INVALID'],
    ['half a character in a name', '{"\\udfff":1}', {}, 422, 'INVALID'],
    ['nesting without end', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, {}, 422, 'INVALID'],
    ['a field nobody knows', '{"email":"a@b.cd","password":"x","__proto__":{"admin":true}}', {}, 422, 'INVALID'],
  ])('%s is answered with a problem', async (_what, body, headers, status, code) => {
    const response = await signIn(body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({ status, code });
  });

  test('names the field that is wrong', async () => {
    const { errors } = await problemOf(await signIn('{"email":5}'));
    expect(errors).toEqual([
      expect.objectContaining({ path: 'email', code: 'INVALID_TYPE' }),
      expect.objectContaining({ path: 'password', code: 'REQUIRED' }),
    ]);
  });

  test('a path that cannot be decoded is a bad request', async () => {
    const response = await fetch(`${url}/api/v1/customers/%E0%A4%A`);
    expect(await problemOf(response)).toMatchObject({ code: 'MALFORMED', status: 400 });
  });
});

describe('addresses and methods', () => {
  test('an unknown address is not found', async () => {
    expect(await problemOf(await fetch(`${url}/api/v1/nothing`))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await problemOf(await fetch(`${url}/nothing`))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('another method is told which there are', async () => {
    const response = await fetch(`${url}/api/v1/session`, { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST, GET, PATCH, DELETE, HEAD, OPTIONS');
  });

  test('OPTIONS says the same without an error', async () => {
    const response = await fetch(`${url}/api/v1/waits`, { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  test('nobody gets past the door without a session or a token', async () => {
    const response = await fetch(`${url}/api/v1/waits`);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await problemOf(response)).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
  });
});

describe('a page of another site', () => {
  test.each([
    ['by what the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['of a neighbouring host', { 'sec-fetch-site': 'same-site' }],
    ['by its origin', { origin: 'https://evil.example' }],
    ['without an origin to speak of', { origin: 'null' }],
  ])('cannot sign anybody in: %s', async (_how, headers) => {
    expect(await problemOf(await signIn('{}', headers as Record<string, string>))).toMatchObject({
      code: 'CROSS_SITE',
    });
  });

  test.each([
    ['this very site', { 'sec-fetch-site': 'same-origin' }],
    ['the address it is known under', { origin: 'http://localhost:3000' }],
    ['no browser', {}],
  ])('but %s may try', async (_who, headers) => {
    expect(await problemOf(await signIn('{}', headers as Record<string, string>))).toMatchObject({ code: 'INVALID' });
  });
});

describe('every answer', () => {
  test('is not stored, not framed, not sniffed, and may run no script from a page', async () => {
    const { headers } = await fetch(`${url}/api/v1/waits`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-powered-by')).toBeNull();
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });

  test('has an id, the one it was asked with if that is a plain one', async () => {
    const given = await fetch(`${url}/healthz/live`, { headers: { 'x-request-id': 'abc-1' } });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    const odd = await fetch(`${url}/healthz/live`, { headers: { 'x-request-id': '<script>' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('speaks the language that was asked for', async () => {
    const ask = async (language: string) => {
      const response = await fetch(`${url}/api/v1/waits`, { headers: { 'accept-language': language } });
      return ((await response.json()) as { title: string }).title;
    };
    expect(await ask('en-GB,en;q=0.8')).toBe(problemTitle('UNAUTHENTICATED', 'en'));
    expect(await ask('zh-CN')).toBe(problemTitle('UNAUTHENTICATED', 'zh-CN'));
    expect(await ask('fr')).toBe(problemTitle('UNAUTHENTICATED', 'zh-CN'));
  });
});

describe('with nothing in reach', () => {
  test('it lives, and says that it is not ready', async () => {
    expect((await fetch(`${url}/healthz/live`)).status).toBe(200);
    const ready = await fetch(`${url}/healthz/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ ready: false, checks: { postgres: 'down' } });
  });

  test('what needs the database asks to be asked again', async () => {
    const response = await signIn('{"email":"a@b.cd","password":"x"}');
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  });

  test('the figures say that the database is away', async () => {
    const figures = await (await fetch(`${url}/metrics`)).text();
    expect(figures).toMatch(/^fairway_database_up 0$/m);
    expect(figures).toMatch(
      /^fairway_http_request_seconds_count\{method="GET",route="\/healthz\/live",status="200"\} \d+$/m,
    );
  });

  test('the documentation is there, from this host alone', async () => {
    const page = await (await fetch(`${url}/docs`)).text();
    const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source ?? '');
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      expect(source).toMatch(/^\//);
      expect((await fetch(url + source)).status).toBe(200);
    }
    expect(page).not.toMatch(/<script>|<style|\son\w+=/);
  });
});

test('every refusal of the rules has a status that is the caller’s to mend', () => {
  for (const code of rejectionCodes) expect([403, 404, 409, 422]).toContain(problemStatus[code]);
});
