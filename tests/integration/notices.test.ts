import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiStage, addressOf, openApiStage, type Person } from './api-stage.ts';

let stage: ApiStage;
let boss: Person;
let chenjie: Person;
let root: Person;

beforeAll(async () => {
  stage = await openApiStage({ settings: { OUTBOUND_PRIVATE: 'true' } });
  [boss, chenjie, root] = await Promise.all([stage.as('wangwei'), stage.as('chenjie'), stage.as('root')]);
}, 60_000);
afterAll(() => stage?.close());

let deals = 0;
/** Gives Chen Jie a deal of Li Na's, of which he is told. */
async function assignDeal(): Promise<string> {
  deals += 1;
  const lina = await stage.as('lina');
  const { body } = await lina.post('/opportunities', { commandId: `deal-${deals}`, title: `Deal ${deals}` });
  await boss.post(`/opportunities/${body.id}/commands`, { type: 'changeOwner', to: 'chenjie' });
  return body.id;
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tried = 0; tried < 150; tried += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('It has not come');
}

const assigned = (processId: string) =>
  stage.prisma.outbox.findFirst({ where: { processId, notice: 'opportunity.assigned' } });
const settled = (processId: string, status: string) =>
  until(async () => {
    const row = await assigned(processId);
    return row?.status === status ? row : undefined;
  });

test('a notice is mailed, is found in the product in the language of its reader, and is read once', async () => {
  const id = await assignDeal();
  const row = await settled(id, 'sent');
  expect(stage.sink.count(row.messageId)).toBe(1);
  const [notice] = (await chenjie.get('/notices?unread=true')).body.items;
  expect(notice).toMatchObject({ notice: 'opportunity.assigned', process: { id }, readAt: null });
  expect(notice.process.url).toContain(`/processes/${id}`);
  const ways = await stage.prisma.delivery.findMany({ where: { outboxKey: row.key }, orderBy: { channel: 'asc' } });
  expect(ways.map(({ channel, status }) => `${channel} ${status}`)).toEqual(['email sent', 'inApp sent']);

  await stage.prisma.user.update({ where: { id: 'chenjie' }, data: { locale: 'zh-CN' } });
  const [inChinese] = (await chenjie.get('/notices')).body.items;
  await stage.prisma.user.update({ where: { id: 'chenjie' }, data: { locale: 'en' } });
  expect(inChinese.title).not.toBe(notice.title);

  const before = (await chenjie.get('/notices/unread')).body.unread;
  const read = await chenjie.post(`/notices/${notice.position}/read`);
  expect(read.body.readAt).not.toBeNull();
  expect((await chenjie.get('/notices/unread')).body.unread).toBe(before - 1);
  expect((await boss.post('/notices/999/read')).status).toBe(404);
  expect((await chenjie.post('/notices/read')).body).toEqual({ unread: 0 });
});

test('notices come live, and a reader who comes back misses none', async () => {
  const session = await fetch(`${stage.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: addressOf('chenjie'), password: 'correct horse battery' }),
  });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const open = async (headers: Record<string, string> = {}) => {
    const cut = new AbortController();
    const response = await fetch(`${stage.url}/api/v1/notices/stream`, {
      headers: { cookie, ...headers },
      signal: cut.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    const decoder = new TextDecoder();
    void (async () => {
      for await (const chunk of response.body ?? []) text += decoder.decode(chunk as Uint8Array);
    })().catch(() => undefined);
    const heard = (about: string) =>
      until(async () =>
        /id: (\d+)\nevent: notice\ndata: (.*)\n/.exec(text.slice(text.indexOf('id:')))?.[2]?.includes(about)
          ? text
          : undefined,
      );
    return { heard, cut: () => cut.abort(), text: () => text };
  };
  const first = await open();
  await until(async () => (first.text().includes('event: unread') ? true : undefined));
  const one = await assignDeal();
  const seen = await first.heard(one);
  const lastId = /id: (\d+)/.exec(seen)?.[1] ?? '';
  first.cut();
  const two = await assignDeal();
  await settled(two, 'sent');
  const second = await open({ 'last-event-id': lastId });
  expect(await second.heard(two)).not.toContain(one);
  second.cut();
});

describe('a group robot', () => {
  test('tells its group what its people are told, and one that is refused is switched off and given to a person', async () => {
    const heard: string[] = [];
    let code = 0;
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on('end', () => {
        heard.push(text);
        response.end(JSON.stringify({ errcode: code, errmsg: 'invalid webhook url' }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send?key=secret-key`;
    const robot = { channel: 'wecom', name: 'East', url, audience: { of: 'team', manager: 'wangwei' } };
    expect((await chenjie.post('/robots', robot)).status).toBe(403);
    const { body: made } = await root.post('/robots', robot);
    expect(JSON.stringify(made)).not.toContain('secret-key');
    expect(await root.post(`/robots/${made.id}/test`)).toMatchObject({ body: { took: true } });

    const one = await assignDeal();
    await until(async () => heard.find((text) => text.includes(`/processes/${one}`)));
    const sent = await until(async () => {
      const row = await assigned(one);
      const way = await stage.prisma.delivery.findFirst({ where: { outboxKey: row?.key ?? '', target: made.id } });
      return way?.status === 'sent' ? way : undefined;
    });
    expect(sent.channel).toBe('wecom');

    code = 93000;
    await assignDeal();
    const wait = await until(async () => (await root.get('/waits?action=robot.repair')).body.items[0]);
    expect(wait).toMatchObject({ holder: { id: 'root' }, subject: { title: 'East' }, process: { kind: 'incident' } });
    const [listed] = (await root.get('/robots')).body.items;
    expect(listed).toMatchObject({ active: false });
    expect(listed.pausedFor).toContain('93000');
    // Only admins and whoever holds it see it.
    expect((await chenjie.get('/incidents')).body.items).toEqual([]);
    const incident = wait.process.id;
    const settle = { type: 'settle', comment: 'The robot has a new address.' };
    expect((await root.post(`/incidents/${incident}/commands`, settle)).status).toBe(200);
    expect((await root.get('/waits?action=robot.repair')).body.items).toEqual([]);
    await root.send('DELETE', `/robots/${made.id}`);
    server.close();
  });

  test('is not taken under an address within the house, unless that is allowed', async () => {
    const inside = { channel: 'wecom', name: 'x', url: 'ftp://127.0.0.1/x', audience: { of: 'everyone' } };
    const refused = await root.post('/robots', inside);
    expect(refused).toMatchObject({ status: 422, body: { code: 'URL_NOT_ALLOWED', errors: [{ path: 'url' }] } });
  });
});

describe('settings', () => {
  test('a person silences what the company leaves to them, and finds it in the product all the same', async () => {
    const quietly = { matrix: { 'opportunity.assigned': { email: false } } };
    expect((await chenjie.send('PUT', '/me/notice-settings', quietly)).status).toBe(200);
    const id = await assignDeal();
    expect(await settled(id, 'dropped')).toMatchObject({ dropReason: 'CHANNEL_OFF' });
    const [notice] = (await chenjie.get('/notices?limit=1')).body.items;
    expect(notice.process.id).toBe(id);
    await chenjie.send('PUT', '/me/notice-settings', {});
  });

  test('nobody silences a request for a decision', async () => {
    const matrix = { 'approval.requested': { email: false } };
    const mine = await chenjie.send('PUT', '/me/notice-settings', { matrix });
    expect(mine).toMatchObject({ status: 422, body: { code: 'CHANNEL_FIXED' } });
    expect(mine.body.errors[0].path).toBe('matrix.approval.requested.email');
    const company = { matrix: { 'approval.requested': { channels: { email: 'off' } } } };
    const all = await root.send('PUT', '/notice-settings', company);
    expect(all).toMatchObject({ status: 422, body: { code: 'CHANNEL_FIXED' } });
    expect((await chenjie.send('PUT', '/notice-settings', {})).status).toBe(403);
  });

  test('quiet hours hold a mail back durably, and the product shows it at once', async () => {
    const now = new Date(Date.now() + 8 * 3_600_000);
    const time = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString().slice(11, 16);
    const quiet = { from: time(-60), until: time(120), daysOff: false };
    const before = (await root.get('/notice-settings')).body.version;
    const put = await root.send('PUT', '/notice-settings', { quiet, expectedVersion: before });
    expect(put.body).toMatchObject({ quiet, version: before + 1 });
    const stale = await root.send('PUT', '/notice-settings', { expectedVersion: before });
    expect(stale).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } });
    const id = await assignDeal();
    const row = await settled(id, 'deferred');
    const way = await stage.prisma.delivery.findFirstOrThrow({ where: { outboxKey: row.key, channel: 'email' } });
    expect(way.status).toBe('pending');
    expect(way.dueAt.getTime()).toBeGreaterThan(Date.now() + 100 * 60_000);
    await until(async () => {
      const [notice] = (await chenjie.get('/notices?limit=1')).body.items;
      return notice.process.id === id ? notice : undefined;
    });
    await root.send('PUT', '/notice-settings', {});
    // Its process has nothing left to carry out.
    expect((await boss.get(`/opportunities/${id}?live=1`)).body.failures ?? []).toEqual([]);
  });
});
