import fc from 'fast-check';
import { operations } from '../../api/app.ts';
import type { Endpoint } from '../../api/http/endpoint.ts';
import { customer } from '../support/company.ts';
import { unconnected } from '../unit/api/setting.ts';
import { type ApiStage, openApiStage, type Person } from './api-stage.ts';

let stage: ApiStage;
let root: Person;
const known: Record<string, string> = {};

const endpoints = operations(unconnected()).flatMap((mounted) => mounted.endpoints);
const writing = endpoints
  .filter(({ body }) => body !== undefined)
  .map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);
const reading = endpoints
  .filter(({ query }) => query !== undefined)
  .map((endpoint) => [endpoint.path, endpoint] as const);

beforeAll(async () => {
  stage = await openApiStage();
  root = await stage.as('root');
  const ops = await stage.as('ops');
  const deal = await ops.post('/opportunities', { title: 'Deal', customerId: customer.id });
  const amount = { minor: 100_00, currency: 'CNY' };
  const document = { number: 'N', title: 'T', mime: 'text/plain', contentBase64: 'QUJD' };
  const approval = await ops.post('/approvals', { subject: 'contract', document, amount });
  const instalments = [{ label: 'All', amount, dueOn: '2026-12-31' }];
  const plan = await ops.post('/payment-plans', {
    reference: 'R',
    title: 'T',
    customerId: customer.id,
    total: amount,
    instalments,
  });
  known.opportunities = deal.body.id;
  known.approvals = approval.body.id;
  known['payment-plans'] = plan.body.id;
  known.processes = deal.body.id;
  known.deals = deal.body.id;
  known.users = 'chenjie';
  known.customers = customer.id;
}, 120_000);

afterAll(async () => {
  await stage?.close();
});

function addressFor({ path }: Endpoint): string {
  const resource = path.split('/')[1] ?? '';
  return path.replace('{id}', known[resource] ?? 'none').replace(/\{\w+\}/g, 'none');
}

function examplesOf({ body, bodyExamples }: Endpoint): unknown[] {
  return bodyExamples ? Object.values(bodyExamples).map(({ value }) => value) : [body?.meta()?.example ?? {}];
}

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '\0',
    '\ud800',
    '🦊',
    -1,
    0,
    1.5,
    1e308,
    2 ** 53,
    Number.MAX_SAFE_INTEGER,
    253_402_300_800_000,
    true,
    [],
    {},
    '9999-12-31',
    '0000-01-01',
    "'; DROP TABLE process; --",
    '%',
    '__proto__',
  ),
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

/** A body that is right but for one place, where anything may stand. */
function almost(example: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(example);
  return fc.tuple(fc.constantFrom(...places), nasty).map(([place, value]) => withValue(example, place, value));
}

function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [at];
  return [at, ...Object.entries(value).flatMap(([key, nested]) => placesIn(nested, [...at, key]))];
}

function withValue(whole: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((item, index) => (String(index) === key ? withValue(item, rest, value) : item));
  const object = whole as Record<string, unknown>;
  return { ...object, [key]: withValue(object[key], rest, value) };
}

/** Fails with what was sent when the answer blames the server. */
async function send(method: string, path: string, sent?: unknown): Promise<void> {
  const { status, body } = await root.send(method, path, sent);
  if (status >= 500) throw new Error(`${method} ${path} ${JSON.stringify(sent)} → ${status} ${JSON.stringify(body)}`);
}

test.each(writing)('whatever is sent to %s, it is never the server’s fault', async (_name, endpoint) => {
  const body = fc.oneof(nasty, ...examplesOf(endpoint).map(almost));
  const method = endpoint.method.toUpperCase();
  const property = fc.asyncProperty(body, (sent) => send(method, addressFor(endpoint), sent));
  await fc.assert(property, { numRuns: 40 });
});

test.each(reading)('whatever is asked of %s, it is never the server’s fault', async (_path, endpoint) => {
  const names = Object.keys(endpoint.query?.shape ?? {});
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\0', '%', '1e9', '-1', 'true', 'me'),
  );
  const query = fc.array(fc.tuple(fc.constantFrom(...names), text), { maxLength: 4 });
  const property = fc.asyncProperty(query, (pairs) =>
    send('GET', `${addressFor(endpoint)}?${new URLSearchParams(pairs)}`),
  );
  await fc.assert(property, { numRuns: 40 });
});

test('whatever is put into an address, it is never the server’s fault', async () => {
  const paths = endpoints.filter(({ method, params }) => method === 'get' && params).map(({ path }) => path);
  const id = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\0', '../..', 'OP-', 'PP-1/2', 'x'.repeat(5_000)),
  );
  const property = fc.asyncProperty(fc.constantFrom(...paths), id, (path, value) =>
    send('GET', path.replace(/\{\w+\}/g, encodeURIComponent(value.replace(/[\ud800-\udfff]/g, '')))),
  );
  await fc.assert(property, { numRuns: 150 });
});
