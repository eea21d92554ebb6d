import { type ApiStage, addressOf, openApiStage, password, personWith } from './api-stage.ts';

let stage: ApiStage;

beforeAll(async () => {
  stage = await openApiStage({ worker: false });
}, 60_000);

afterAll(async () => {
  await stage?.close();
});

const minutes = 60_000;
const signIn = (id: string, attempt = password) =>
  stage.nobody.post('/session', { email: addressOf(id), password: attempt });

describe('signing in', () => {
  test('gives a session by a cookie that scripts and other sites cannot use', async () => {
    const reply = await signIn('lina');
    expect(reply.status).toBe(200);
    expect(reply.body.user).toMatchObject({ id: 'lina', roles: ['sales'], managerId: 'wangwei' });
    const cookie = reply.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^fairway=[\w-]{43}; /);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    const secret = /fairway=([\w-]+)/.exec(cookie)?.[1] ?? '';
    const stored = await stage.prisma.session.findMany();
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  test('takes the address in any case', async () => {
    const email = addressOf('lina').toUpperCase();
    expect((await stage.nobody.post('/session', { email, password })).status).toBe(200);
  });

  test('answers a wrong password, an unknown address, a person without a password and one who has left alike', async () => {
    await stage.prisma.user.update({ where: { id: 'legal1' }, data: { passwordHash: null } });
    await stage.prisma.user.update({ where: { id: 'legal2' }, data: { active: false } });
    const replies = await Promise.all([
      signIn('lina', 'wrong'),
      signIn('nobody'),
      signIn('legal1'),
      signIn('legal2'),
      signIn('legal2', ''.padEnd(900, 'x')),
    ]);
    for (const { status, body } of replies) {
      expect(status).toBe(401);
      expect({ ...body, requestId: '' }).toEqual({ ...replies[0]?.body, requestId: '' });
    }
  });

  test('an unknown address is answered no sooner than a wrong password', async () => {
    const timed = async (id: string) => {
      const began = performance.now();
      await signIn(id, 'wrong');
      return performance.now() - began;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let round = 0; round < 4; round += 1) {
      known.push(await timed('chenjie'));
      unknown.push(await timed(`nobody${round}`));
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
  });
});

describe('ten failures', () => {
  test('lock an account for a quarter of an hour, also for the right password, also when they come side by side', async () => {
    await Promise.all(Array.from({ length: 12 }, () => signIn('fin', 'wrong')));
    expect((await signIn('fin')).status).toBe(401);
    stage.later(14 * minutes);
    expect((await signIn('fin')).status).toBe(401);
    stage.later(2 * minutes);
    expect((await signIn('fin')).status).toBe(200);
  });

  test('are counted anew after a success', async () => {
    for (let attempt = 0; attempt < 9; attempt += 1) await signIn('ops', 'wrong');
    expect((await signIn('ops')).status).toBe(200);
    for (let attempt = 0; attempt < 9; attempt += 1) await signIn('ops', 'wrong');
    expect((await signIn('ops')).status).toBe(200);
  });
});

describe('a session', () => {
  test('says who is signed in, and ends with signing out', async () => {
    const lina = await stage.as('lina');
    expect((await lina.get('/session')).body.user.id).toBe('lina');
    const out = await lina.send('DELETE', '/session');
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^fairway=; .*Expires=Thu, 01 Jan 1970/);
    expect((await lina.get('/session')).status).toBe(401);
  });

  test('ends by itself', async () => {
    const lina = await stage.as('lina');
    stage.later(11 * 60 * minutes);
    expect((await lina.get('/me')).status).toBe(200);
    stage.later(61 * minutes);
    expect((await lina.get('/me')).status).toBe(401);
  });

  test('changes nothing for a page of another site', async () => {
    const lina = await stage.as('lina');
    const reply = await lina.post('/tokens', { name: 'stolen' }, { origin: 'https://evil.example' });
    expect(reply).toMatchObject({ status: 403, body: { code: 'CROSS_SITE' } });
    expect(await stage.prisma.apiToken.count()).toBe(0);
  });

  test('ends everywhere when the person leaves, and their tokens with it', async () => {
    const [root, chenjie] = [await stage.as('root'), await stage.as('chenjie')];
    const { token } = (await chenjie.post('/tokens', { name: 'export' })).body;
    const program = personWith(stage.url, { authorization: `Bearer ${token}` });
    expect((await program.get('/me')).status).toBe(200);
    expect((await root.patch('/users/chenjie', { active: false })).status).toBe(200);
    expect((await chenjie.get('/me')).status).toBe(401);
    await root.patch('/users/chenjie', { active: true });
    expect((await chenjie.get('/me')).status).toBe(401);
    expect((await program.get('/me')).status).toBe(401);
  });
});

describe('a bearer token', () => {
  test('is shown once, kept as a hash, works without a cookie, and stops when it is revoked', async () => {
    const lina = await stage.as('lina');
    const made = await lina.post('/tokens', { name: 'Nightly export' });
    expect(made.status).toBe(201);
    const { id, token } = made.body;
    expect(JSON.stringify(await stage.prisma.apiToken.findMany())).not.toContain(token);
    expect((await lina.get('/tokens')).body.items).toEqual([expect.not.objectContaining({ token: expect.anything() })]);

    const program = personWith(stage.url, { authorization: `Bearer ${token}` });
    expect((await program.get('/me')).body.id).toBe('lina');
    expect((await lina.get('/tokens')).body.items[0].lastUsedAt).not.toBeNull();
    expect((await program.post('/tokens', { name: 'another' })).body.code).toBe('NOT_ALLOWED');
    const other = await stage.as('ops');
    expect((await other.send('DELETE', `/tokens/${id}`)).status).toBe(404);
    expect((await lina.send('DELETE', `/tokens/${id}`)).status).toBe(204);
    expect((await program.get('/me')).status).toBe(401);
  });

  test('that nobody was given is nobody', async () => {
    const program = personWith(stage.url, { authorization: 'Bearer fwy_made-up' });
    expect((await program.get('/me')).status).toBe(401);
  });
});

describe('people', () => {
  test('are added and changed by admins alone', async () => {
    const [ops, root] = [await stage.as('ops'), await stage.as('root')];
    const given = {
      email: 'New.Person@fairway.example',
      name: 'New',
      roles: ['sales'],
      managerId: 'wangwei',
      password,
    };
    expect((await ops.post('/users', given)).body.code).toBe('NOT_ALLOWED');
    const made = await root.post('/users', given);
    expect(made).toMatchObject({ status: 201, body: { id: 'new.person', email: 'new.person@fairway.example' } });
    expect((await root.post('/users', given)).body.code).toBe('TAKEN');
    expect((await signIn('new.person')).status).toBe(200);
    expect((await root.patch('/users/new.person', { departmentId: 'nowhere' })).body.code).toBe('UNKNOWN_REFERENCE');
    expect((await root.patch('/users/new.person', { managerId: 'nobody' })).body.code).toBe('UNKNOWN_REFERENCE');
    expect((await root.patch('/users/nobody', { name: 'x' })).status).toBe(404);
  });

  test('cannot work for themselves in a circle', async () => {
    const root = await stage.as('root');
    expect((await root.patch('/users/zhao', { managerId: 'lina' })).body).toMatchObject({
      code: 'INVALID',
      errors: [{ path: 'managerId' }],
    });
  });

  test('always have an admin among them, also when two admins remove each other at once', async () => {
    const root = await stage.as('root');
    expect((await root.patch('/users/root', { active: false })).body.code).toBe('LAST_ADMIN');
    expect((await root.patch('/users/root', { roles: ['sales'] })).body.code).toBe('LAST_ADMIN');
    await root.post('/users', { email: 'root2@fairway.example', name: 'Root 2', roles: ['admin'], password });
    const second = await stage.as('root2');
    const replies = await Promise.all([
      root.patch('/users/root2', { roles: ['sales'] }),
      second.patch('/users/root', { roles: ['sales'] }),
    ]);
    const [first, last] = replies.map(({ status }) => status).sort();
    expect(first).toBe(200);
    expect([401, 403, 409]).toContain(last);
    expect(await stage.prisma.user.count({ where: { active: true, roles: { has: 'admin' } } })).toBe(1);
    await stage.prisma.user.update({ where: { id: 'root' }, data: { roles: ['admin'] } });
  });

  test('are listed by name, page by page', async () => {
    const lina = await stage.as('lina');
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await lina.get(`/users?limit=3${cursor && `&cursor=${cursor}`}`);
      names.push(...body.items.map(({ name }: { name: string }) => name));
      cursor = body.next ?? '';
    } while (cursor);
    expect(names).toHaveLength(await stage.prisma.user.count());
    expect(new Set(names).size).toBe(names.length);
    expect((await lina.get('/users?role=manager&active=true')).body.items).toHaveLength(2);
    expect((await lina.get('/users?q=%25')).body.items).toEqual([]);
  });
});

describe('master data', () => {
  test('customers and products are kept by sales ops, under unique names', async () => {
    const [lina, ops] = [await stage.as('lina'), await stage.as('ops')];
    expect((await lina.post('/customers', { name: 'A' })).status).toBe(403);
    const contact = { name: 'Wu', email: 'wu@a.example', billing: true };
    const made = await ops.post('/customers', { name: 'Acme', employees: 12, contacts: [contact] });
    expect(made.status).toBe(201);
    expect((await ops.post('/customers', { name: 'Acme' })).body.code).toBe('TAKEN');
    const path = made.headers.get('location')?.replace('/api/v1', '') ?? '';
    expect((await lina.get(path)).body).toEqual(made.body);
    const changed = await ops.patch(path, { location: 'Ningbo', contacts: [] });
    expect(changed.body).toMatchObject({ name: 'Acme', location: 'Ningbo', contacts: [] });
    expect((await ops.patch(path, { name: 'Huaxia Water' })).body.code).toBe('TAKEN');
    expect((await ops.patch('/customers/none', { name: 'B' })).status).toBe(404);
    expect((await lina.get('/customers?q=acm')).body.items).toHaveLength(1);

    const price = { minor: 482_100, currency: 'CNY' };
    const product = await ops.post('/products', { name: 'GTX Pro', price });
    expect(product).toMatchObject({ status: 201, body: { price } });
    expect((await ops.patch(`/products/${product.body.id}`, { price: null })).body.price).toBeNull();
    expect((await lina.get('/products')).body.items).toHaveLength(1);
  });

  test('the calendar is loaded by admins, version by version', async () => {
    const [lina, root] = [await stage.as('lina'), await stage.as('root')];
    const { version, week, exceptions, knownUntil } = (await lina.get('/calendar')).body;
    const next = { week, knownUntil, exceptions: { ...exceptions, '2027-01-01': 'holiday' }, expectedVersion: version };
    expect((await lina.send('PUT', '/calendar', next)).status).toBe(403);
    expect((await root.send('PUT', '/calendar', next)).body).toMatchObject({
      version: version + 1,
      zone: 'Asia/Shanghai',
    });
    expect((await root.send('PUT', '/calendar', next)).body.code).toBe('STALE_VERSION');
    const closed = { week: [[], [], [], [], [], [], []], exceptions: {}, knownUntil };
    expect((await root.send('PUT', '/calendar', closed)).status).toBe(422);
    const strange = { week, exceptions: { '2026-02-30': 'holiday' }, knownUntil };
    expect((await root.send('PUT', '/calendar', strange)).status).toBe(422);
    expect((await root.send('PUT', '/calendar', { ...strange, exceptions: {}, zone: 'Mars/Base' })).status).toBe(422);
  });

  test('variants are told as data', async () => {
    const lina = await stage.as('lina');
    const { items } = (await lina.get('/variants?kind=approval')).body;
    expect(items.length).toBeGreaterThanOrEqual(3);
    for (const { kind, hash, definition } of items) {
      expect(kind).toBe('approval');
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(definition.nodes.length).toBeGreaterThan(0);
    }
  });
});

test('an address from which too many sign-ins fail has to wait', async () => {
  const replies = await Promise.all(Array.from({ length: 51 }, (_, attempt) => signIn(`nobody${attempt}`)));
  const last = await signIn('lina');
  expect(last).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(replies.map(({ status }) => status)).toContain(429);
});
