import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueNonce } from '../../api/decision/press.ts';
import { customer } from '../support/company.ts';
import { type ApiStage, addressOf, openApiStage, type Person } from './api-stage.ts';

let stage: ApiStage;
let root: Person;
let lina: Person;

beforeAll(async () => {
  stage = await openApiStage();
  root = await stage.as('root');
  lina = await stage.as('lina');
}, 120_000);
afterAll(() => stage?.close());

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function eventually<T>(read: () => Promise<T>, is: (value: T) => boolean): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    const value = await read();
    if (is(value)) return value;
    if (tried > 150) throw new Error(`Still ${JSON.stringify(value)}`);
    await sleep(100);
  }
}

async function newDeal(owner: Person, title = `Deal ${randomUUID()}`): Promise<string> {
  const reply = await owner.post('/opportunities', { title, customerId: customer.id });
  expect(reply.status).toBe(201);
  return reply.body.id;
}

const waitOf = async (process: string) => (await root.get(`/waits?scope=all&process=${process}`)).body.items[0];

describe('departments', () => {
  test('make up a tree with a head and people', async () => {
    const sales = await root.post('/departments', { id: 'sales', name: '销售部', headId: 'zhao' });
    expect(sales).toMatchObject({ status: 201, body: { head: { id: 'zhao' }, members: 0, parentId: null } });
    await root.post('/departments', { id: 'east', name: '华东', parentId: 'sales', headId: 'wangwei' });
    expect((await root.patch('/users/lina', { departmentId: 'east' })).body.departmentId).toBe('east');
    expect((await lina.get('/departments/east')).body.members).toBe(1);
    expect((await lina.get('/departments?parent=sales')).body.items).toMatchObject([{ id: 'east' }]);
    expect((await lina.get('/users?department=east')).body.items).toMatchObject([{ id: 'lina' }]);
    expect((await lina.patch('/departments/east', { name: 'Mine' })).body.code).toBe('NOT_ALLOWED');
  });

  test.each([
    [{ name: '销售部' }, 'TAKEN', undefined],
    [{ name: 'x', parentId: 'nowhere' }, 'UNKNOWN_REFERENCE', 'parentId'],
    [{ name: 'x', headId: 'nobody' }, 'UNKNOWN_REFERENCE', 'headId'],
  ])('are not added as %j', async (given, code, path) => {
    const { body } = await root.post('/departments', given);
    expect(body.code).toBe(code);
    expect(body.errors?.[0]?.path).toBe(path);
  });

  test('are no part of themselves', async () => {
    for (const [id, parentId] of [
      ['sales', 'east'],
      ['sales', 'sales'],
    ]) {
      expect((await root.patch(`/departments/${id}`, { parentId })).body).toMatchObject({
        code: 'INVALID',
        errors: [{ path: 'parentId' }],
      });
    }
  });

  test('are removed only when nobody and nothing belongs to them', async () => {
    const refused = await root.send('DELETE', '/departments/sales');
    expect(refused.body).toMatchObject({ code: 'DEPARTMENT_IN_USE', facts: { parts: 1 } });
    expect((await root.send('DELETE', '/departments/east')).body.facts).toMatchObject({ members: 1 });
    await root.post('/departments', { id: 'empty', name: 'Empty' });
    expect((await root.send('DELETE', '/departments/empty')).status).toBe(204);
    expect((await root.get('/departments/empty')).status).toBe(404);
  });
});

describe('an absence', () => {
  test('passes what a person has in hand to the substitute, and back when it is cancelled', async () => {
    const deal = await newDeal(lina);
    const entered = await lina.post('/absences', {
      commandId: randomUUID(),
      from: daysFromNow(-10),
      substituteId: 'chenjie',
      scope: { kinds: ['opportunity'] },
    });
    expect(entered).toMatchObject({ status: 201, body: { status: 'under way', substitute: { id: 'chenjie' } } });
    const passed = await eventually(
      () => waitOf(deal),
      ({ holder }) => holder.id !== 'lina',
    );
    expect(passed).toMatchObject({ holder: { id: 'chenjie' }, principal: { id: 'lina' } });
    expect(passed.sentence['zh-CN']).toContain('代lina');
    expect((await root.get('/users/lina')).body.absence).toMatchObject({ substituteId: 'chenjie', until: null });
    const chenjie = await stage.as('chenjie');
    expect(
      (await chenjie.get('/waits')).body.items.map(({ process }: { process: { id: string } }) => process.id),
    ).toContain(deal);

    expect((await chenjie.get(`/opportunities/${deal}`)).status).toBe(200);
    const called = { type: 'logFollowUp', note: 'Called', via: 'call', commandId: randomUUID() };
    expect((await chenjie.post(`/opportunities/${deal}/commands`, called)).status).toBe(200);

    expect((await lina.send('DELETE', `/absences/${entered.body.id}`)).status).toBe(204);
    const back = await eventually(
      () => waitOf(deal),
      ({ holder }) => holder.id === 'lina',
    );
    expect(back.principal).toBeNull();
    expect((await lina.get(`/absences/${entered.body.id}`)).body.status).toBe('cancelled');
    expect((await lina.patch(`/absences/${entered.body.id}`, { until: null })).body.code).toBe('ABSENCE_OVER');
  });

  test('is entered once for one command, and shares no day with another', async () => {
    const first = { commandId: randomUUID(), from: daysFromNow(20), until: daysFromNow(25) };
    const { body } = await lina.post('/absences', first);
    expect((await lina.post('/absences', first)).body.id).toBe(body.id);
    const other = { commandId: randomUUID(), from: daysFromNow(25), until: daysFromNow(30) };
    expect((await lina.post('/absences', other)).body).toMatchObject({
      code: 'ABSENCE_OVERLAPS',
      facts: { absence: body.id },
    });
    const later = await lina.post('/absences', { ...other, commandId: randomUUID(), from: daysFromNow(26) });
    expect(later.status).toBe(201);
    expect((await lina.patch(`/absences/${body.id}`, { until: daysFromNow(26) })).body.code).toBe('ABSENCE_OVERLAPS');
    expect((await lina.get('/absences')).body.items.slice(0, 2)).toMatchObject([
      { id: later.body.id },
      { id: body.id },
    ]);
  });

  test.each([
    [{ from: '2026-12-05', until: '2026-12-01' }, 'until', 422],
    [{ from: '2020-12-05', until: '2020-12-06' }, 'until', 422],
    [{ from: '2030-01-01', substituteId: 'nobody' }, 'substituteId', 422],
    [{ from: '2030-01-01', substituteId: 'lina' }, 'substituteId', 422],
    [{ from: '2030-01-01', scope: { variants: ['approval.made-up'] } }, 'scope.variants.0', 422],
  ])('is not entered as %j', async (given, path, status) => {
    const reply = await lina.post('/absences', { commandId: randomUUID(), ...given });
    expect(reply.status).toBe(status);
    expect(reply.body.errors[0].path).toBe(path);
  });

  test('is entered for others, and read, by admins alone', async () => {
    const given = { commandId: randomUUID(), userId: 'fin', from: daysFromNow(40), until: daysFromNow(41) };
    expect((await lina.post('/absences', given)).body.code).toBe('NOT_ALLOWED');
    const { body } = await root.post('/absences', given);
    expect(body).toMatchObject({ user: { id: 'fin' }, setBy: { id: 'root' }, status: 'coming' });
    expect((await lina.get(`/absences/${body.id}`)).status).toBe(404);
    expect((await lina.get('/absences?user=fin')).body.code).toBe('NOT_ALLOWED');
    expect((await root.get('/absences?user=all')).body.items.length).toBeGreaterThan(2);
  });
});

describe('the working calendar', () => {
  const put = (path: string, body: unknown) => root.send('PUT', path, body);
  const holidays = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [daysFromNow(from + index), 'holiday']));
  const done = (id: string) =>
    eventually(
      async () => (await root.get(`/rollouts/${id}`)).body,
      ({ status }) => status === 'done',
    );
  const calendarOf = (id: string) => stage.prisma.process.findUnique({ where: { id }, select: { calendarId: true } });

  test('moves the deadlines of running processes when it is replaced, and says of how many', async () => {
    const deal = await newDeal(lina);
    const before = await waitOf(deal);
    const { body: present } = await root.get('/calendar');
    const { id: _id, version, zone: _zone, updatedAt: _updatedAt, ...facts } = present;
    const replaced = await put('/calendar', {
      ...facts,
      exceptions: { ...facts.exceptions, ...holidays(1, 12) },
      expectedVersion: version,
    });
    expect(replaced).toMatchObject({
      status: 200,
      body: { version: version + 1, rollout: `calendar.cn.${version + 1}` },
    });
    const rollout = await done(replaced.body.rollout);
    expect(rollout).toMatchObject({ kind: 'calendarReplaced', about: ['cn'], failures: [] });
    expect(rollout.changed).toBeGreaterThan(0);
    expect(Date.parse((await waitOf(deal)).dueAt)).toBeGreaterThan(Date.parse(before.dueAt));
    expect((await put('/calendar', { ...facts, expectedVersion: version })).body).toMatchObject({
      code: 'STALE_VERSION',
      facts: { version: version + 1 },
    });
  });

  test('of a department inherits the company’s, and counts for what its people begin', async () => {
    expect((await root.get('/departments/east/calendar')).status).toBe(404);
    const own = { week: null, exceptions: holidays(20, 3) };
    const set = await put('/departments/east/calendar', own);
    expect(set).toMatchObject({ status: 200, body: { id: 'team-east', version: 1, own } });
    expect(set.body.week).toEqual((await root.get('/calendar')).body.week);
    expect(set.body.exceptions).toMatchObject({ ...holidays(1, 12), ...holidays(20, 3) });
    expect((await root.get('/departments/east')).body.hasCalendar).toBe(true);

    const deal = await newDeal(lina);
    expect(await calendarOf(deal)).toEqual({ calendarId: 'team-east' });
    expect(await calendarOf(await newDeal(await stage.as('chenjie')))).toEqual({ calendarId: 'cn' });
    const { body: company } = await root.get('/calendar');
    const { id: _id, version: _version, zone: _zone, updatedAt: _updatedAt, ...facts } = company;
    const replaced = await put('/calendar', { ...facts, exceptions: {} });
    expect(await done(replaced.body.rollout)).toMatchObject({ about: ['cn', 'team-east'] });
    expect((await root.get('/departments/east/calendar')).body).toMatchObject({
      version: 2,
      exceptions: own.exceptions,
    });
    expect((await root.send('DELETE', '/departments/east/calendar')).status).toBe(204);
    expect((await root.get('/departments/east/calendar')).status).toBe(404);
    expect(await calendarOf(await newDeal(lina))).toEqual({ calendarId: 'cn' });
  });
});

describe('a rollout that a process refuses', () => {
  const idle: number[][][] = [[], [], [], [], [], [], []];

  test('is the task of a named person until it has been done again', async () => {
    const deal = await newDeal(lina);
    const { week, zone, knownUntil } = await stage.prisma.calendar.findUniqueOrThrow({ where: { id: 'cn' } });
    const broken = { id: 'broken', version: 2, zone, exceptions: {}, knownUntil };
    // A calendar on which nobody ever works cannot come in by the API; no deadline can be counted by it.
    await stage.prisma.calendar.create({ data: { ...broken, week: idle } });
    await stage.prisma.process.update({ where: { id: deal }, data: { calendarId: 'broken', calendarVersion: 1 } });
    const id = 'calendar.broken.2';
    const subject = { kind: 'calendarReplaced', calendars: ['broken'] };
    const row = { id, kind: subject.kind, subject, requestedBy: 'root', status: 'incomplete', startedAt: new Date() };
    await stage.prisma.rollout.create({ data: row });

    expect((await root.post(`/rollouts/${id}/retry`)).status).toBe(200);
    const refused = await eventually(
      async () => (await root.get(`/rollouts/${id}`)).body,
      ({ status }) => status === 'incomplete',
    );
    expect(refused.failures).toMatchObject([{ process: deal }]);
    const repairs = async () => (await root.get('/waits?scope=all&action=rollout.repair')).body.items;
    expect(await eventually(repairs, ({ length }) => length > 0)).toMatchObject([{ holder: { id: 'root' } }]);

    await stage.prisma.calendar.update({ where: { id: 'broken' }, data: { week: week ?? [] } });
    await root.post(`/rollouts/${id}/retry`);
    await eventually(
      async () => (await root.get(`/rollouts/${id}`)).body,
      ({ status, failures }) => status === 'done' && failures.length === 0,
    );
    await eventually(repairs, ({ length }) => length === 0);
  });
});

describe('a setting of the company', () => {
  const limit = (minor: number) => ({ from: [{ minor, currency: 'CNY' }] });

  test('is changed by admins under a version, and every value stays on record', async () => {
    expect((await lina.get('/settings')).body.code).toBe('NOT_ALLOWED');
    const before = (await root.get('/settings')).body.items.find(({ key }: { key: string }) => key === 'stepUp');
    expect(before.version).toBe(0);
    const change = { value: limit(300_000_00), expectedVersion: 0 };
    expect((await root.send('PUT', '/settings/stepUp', change)).body).toMatchObject({
      version: 1,
      value: change.value,
    });
    expect((await root.send('PUT', '/settings/stepUp', change)).body).toMatchObject({
      code: 'STALE_VERSION',
      facts: { version: 1 },
    });
    await root.send('PUT', '/settings/stepUp', { value: { from: [] }, expectedVersion: 1 });
    expect((await root.get('/settings/stepUp/history')).body.items).toMatchObject([
      { version: 2, value: { from: [] }, changedBy: { id: 'root' } },
      { version: 1, value: limit(300_000_00) },
    ]);
  });

  test.each([
    ['stepUp', { from: [{ minor: -1, currency: 'CNY' }] }, 'value.from.0.minor'],
    ['mailLinks', { graceHours: 1_000 }, 'value.graceHours'],
    ['mailLinks', {}, 'value.graceHours'],
  ])('%s is not %j', async (key, value, path) => {
    const { body } = await root.send('PUT', `/settings/${key}`, { value, expectedVersion: 0 });
    expect(body).toMatchObject({ code: 'INVALID', errors: [{ path }] });
  });

  test('that does not exist is not found', async () => {
    expect((await root.send('PUT', '/settings/made-up', { value: {}, expectedVersion: 0 })).status).toBe(404);
  });
});

describe('somebody who leaves', () => {
  test('holds nothing any more, and can act on nothing', async () => {
    const sam = { email: addressOf('sam'), name: 'Sam', roles: ['sales'], managerId: 'wangwei' };
    expect((await root.post('/users', { ...sam, password: 'correct horse battery' })).status).toBe(201);
    const session = await stage.as('sam');
    const deal = await newDeal(session);
    const fin = await stage.as('fin');
    const plan = await fin.post('/payment-plans', {
      reference: `XS-${randomUUID()}`,
      title: 'Pumps',
      customerId: customer.id,
      owner: 'sam',
      total: { minor: 100_00, currency: 'CNY' },
      terms: [{ label: 'All', percent: 100, dueDays: 30 }],
    });
    expect((await waitOf(plan.body.id)).holder.id).toBe('sam');

    expect((await root.patch('/users/sam', { active: false })).body.active).toBe(false);
    expect((await session.get('/me')).status).toBe(401);
    await eventually(
      () => stage.prisma.wait.count({ where: { holderId: 'sam', closedAt: null } }),
      (left) => left === 0,
    );
    for (const process of [deal, plan.body.id]) {
      expect(await waitOf(process)).toMatchObject({ holder: { id: 'wangwei' }, principal: null });
    }
    expect((await root.get(`/opportunities/${deal}`)).body.owner.id).toBe('wangwei');
    const [rollout] = (await root.get('/rollouts')).body.items;
    expect(rollout).toMatchObject({ kind: 'peopleChanged', about: ['sam'], requestedBy: 'root', failures: [] });
    const done = await eventually(
      async () => (await root.get(`/rollouts/${rollout.id}`)).body,
      ({ status, left }) => status === 'done' && left === 0,
    );
    expect(done.told).toBeGreaterThanOrEqual(2);
    expect((await root.post(`/rollouts/${rollout.id}/retry`)).body.code).toBe('ILLEGAL_NOW');
    expect((await lina.get('/rollouts')).body.code).toBe('NOT_ALLOWED');
  });

  test('is asked for no decision any more, and decides nothing by a link that was mailed before', async () => {
    const password = 'correct horse battery';
    const mona = { id: 'mona', email: addressOf('mona'), name: 'Mona', roles: ['manager'], managerId: 'zhao' };
    await root.post('/users', mona);
    await root.post('/users', {
      ...mona,
      id: 'ned',
      email: addressOf('ned'),
      roles: ['sales'],
      managerId: 'mona',
      password,
    });
    const document = {
      number: `XS-${randomUUID().slice(0, 8)}`,
      title: 'Pumps',
      mime: 'text/plain; charset=utf-8',
      contentBase64: Buffer.from('Pumps').toString('base64'),
    };
    const ned = await stage.as('ned');
    const started = await ned.post('/approvals', {
      subject: 'contract',
      document,
      amount: { minor: 100_00, currency: 'CNY' },
    });
    const mailed = await eventually(
      async () => stage.sink.received.find(({ to }) => to === addressOf('mona')),
      (mail) => mail !== undefined,
    );
    const token = /\/d\/([\w-]+)/.exec(mailed?.text ?? '')?.[1] ?? '';
    const link = `${stage.url}/d/${token}`;
    expect((await fetch(link)).status).toBe(200);

    await root.patch('/users/mona', { active: false });
    expect((await fetch(link)).status).toBe(410);
    const nonce = issueNonce(token, Date.now() - 3_000);
    const body = new URLSearchParams({ nonce, decision: 'approve', comment: '' });
    expect((await fetch(link, { method: 'POST', body })).status).toBe(410);
    await eventually(
      () => stage.prisma.wait.count({ where: { holderId: 'mona', closedAt: null } }),
      (left) => left === 0,
    );
    expect((await waitOf(started.body.id)).holder.id).not.toBe('mona');
    expect((await ned.get(`/approvals/${started.body.id}`)).body).toMatchObject({ outcome: null });
    expect(await stage.prisma.event.count({ where: { processId: started.body.id, actorId: 'mona' } })).toBe(0);
  });

  test('is taken over from by a successor, where one is named', async () => {
    const kim = { id: 'kim', email: addressOf('kim'), name: 'Kim', roles: ['sales'], managerId: 'wangwei' };
    await root.post('/users', { ...kim, password: 'correct horse battery' });
    const deal = await newDeal(await stage.as('kim'));
    const leaves = (successorId: string) => root.patch('/users/kim', { active: false, successorId });
    expect((await root.patch('/users/kim', { successorId: 'lina' })).body.errors[0].path).toBe('successorId');
    expect((await leaves('kim')).body.code).toBe('INVALID');
    expect((await leaves('sam')).body.code).toBe('PERSON_UNAVAILABLE');
    expect((await leaves('lina')).body).toMatchObject({ active: false, successorId: 'lina' });
    await eventually(
      () => waitOf(deal),
      ({ holder }) => holder.id === 'lina',
    );
    expect((await root.patch('/users/kim', { active: true })).body.successorId).toBeNull();
  });

  test('is given nothing by processes that begin with something of theirs', async () => {
    const fin = await stage.as('fin');
    const plan = await fin.post('/payment-plans', {
      reference: `XS-${randomUUID()}`,
      title: 'Pumps',
      customerId: customer.id,
      owner: 'sam',
      total: { minor: 100_00, currency: 'CNY' },
      terms: [{ label: 'All', percent: 100, dueDays: 30 }],
    });
    if (plan.status === 201) expect((await waitOf(plan.body.id)).holder.id).toBe('wangwei');
    else expect(plan.body.code).toBe('PERSON_UNAVAILABLE');
  });
});
