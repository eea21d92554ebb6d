import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { type ApiStage, addressOf, openApiStage, type Person } from './api-stage.ts';

interface Received {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
  readonly body: any;
}

const bounceSecret = `whsec_${Buffer.from('a secret of the mail server').toString('base64')}`;
let stage: ApiStage;
let lina: Person;
let boss: Person;
let root: Person;
let receiver: Server;
let url: string;
const received: Received[] = [];
let status: (request: Received) => number = () => 204;

beforeAll(async () => {
  const settings = {
    OUTBOUND_PRIVATE: 'true',
    MAIL_BOUNCE_SECRET: bounceSecret,
    MAIL_BOUNCE_TO: 'bounces@fairway.example',
  };
  stage = await openApiStage({ settings });
  [lina, boss, root] = await Promise.all([stage.as('lina'), stage.as('wangwei'), stage.as('root')]);
  receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const one = { id: headers['webhook-id'] ?? '', headers, text, body: JSON.parse(text) };
      const code = status(one);
      if (code < 300) received.push(one);
      response.writeHead(code).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
}, 60_000);

afterAll(async () => {
  receiver?.close();
  await stage?.close();
});

async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let tried = 0; tried < 300; tried += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('It has not come');
}

let deals = 0;
async function openDeal(): Promise<string> {
  deals += 1;
  const { body } = await lina.post('/opportunities', { commandId: `hooked-${deals}`, title: `Deal ${deals}` });
  return body.id;
}
const move = (id: string, to: string) => lina.post(`/opportunities/${id}/commands`, { type: 'moveStage', to });
const about = (id: string) => received.filter(({ body }) => body.data?.process?.id === id);

describe('a webhook', () => {
  let id: string;
  let secret: string;

  test('is told of what it asked for, signed, in order, and of nothing else', async () => {
    expect((await lina.post('/webhooks', { name: 'x', url })).status).toBe(403);
    const made = await root.post('/webhooks', { name: 'ERP', url, kinds: ['opportunity'] });
    ({ id, secret } = made.body);
    expect(JSON.stringify((await root.get('/webhooks')).body)).not.toContain(secret);
    const deal = await openDeal();
    await move(deal, 'engaging');
    const events = await stage.prisma.event.findMany({ where: { processId: deal }, orderBy: { seq: 'asc' } });
    await until(() => (about(deal).length >= events.length ? true : undefined));
    expect(about(deal).map(({ body }) => [body.data.seq, body.type])).toEqual(
      events.map(({ seq, type }) => [seq, `opportunity.${type}`]),
    );
    for (const { headers, text } of about(deal)) expect(() => new Webhook(secret).verify(text, headers)).not.toThrow();
    expect(JSON.stringify(about(deal))).not.toMatch(/userAgent|address/);
  });

  test('whose secret is replaced gets both signatures for a while', async () => {
    const { body } = await root.post(`/webhooks/${id}/secret`);
    expect(body.secret).not.toBe(secret);
    expect((await root.post(`/webhooks/${id}/test`)).body).toEqual({ took: true, status: 204, why: null });
    const test = received.find(({ body: sent }) => sent.type === 'webhook.test');
    for (const each of [secret, body.secret]) {
      expect(() => new Webhook(each).verify(test?.text ?? '', test?.headers ?? {})).not.toThrow();
    }
  });

  test('that fails is tried again under the same id, while other processes go on and its own waits its turn', async () => {
    const [failing, fine] = [await openDeal(), await openDeal()];
    await until(() => (about(failing).length > 0 && about(fine).length > 0 ? true : undefined));
    const tried: string[] = [];
    status = ({ id: message, body }) => {
      if (body.data?.process?.id !== failing) return 204;
      tried.push(message);
      return tried.length === 1 ? 503 : 204;
    };
    await move(failing, 'engaging');
    await move(failing, 'lost');
    await move(fine, 'engaging');
    await until(() => (about(fine).some(({ body }) => body.type.endsWith('StageEntered')) ? true : undefined));
    const expected = await stage.prisma.event.count({ where: { processId: failing } });
    await until(() => (about(failing).length === expected ? true : undefined));
    status = () => 204;
    expect(tried[1]).toBe(tried[0]);
    expect(about(failing).map(({ body }) => body.data.seq)).toEqual([...Array(expected).keys()].map((seq) => seq + 1));
  }, 60_000);

  test('whose message is given up becomes a wait of a named person, who retries from there', async () => {
    const deal = await openDeal();
    await until(() => (about(deal).length > 0 ? true : undefined));
    const before = about(deal).length;
    await root.send('PATCH', `/webhooks/${id}`, { status: 'off' });
    await stage.prisma.webhook.update({ where: { id }, data: { status: 'paused' } });
    await move(deal, 'engaging');
    await stage.prisma.webhookMessage.updateMany({
      where: { processId: deal, status: 'pending' },
      data: { attempts: 9 },
    });
    status = () => 500;
    await root.send('PATCH', `/webhooks/${id}`, { status: 'active' });
    const wait = await until(async () => (await root.get('/waits?action=webhook.repair')).body.items[0]);
    expect(wait).toMatchObject({ holder: { id: 'root' }, subject: { title: 'ERP' } });
    expect(wait.dueAt).not.toBeNull();
    const [dead] = (await root.get(`/webhooks/${id}/messages?status=dead`)).body.items;
    expect(dead).toMatchObject({ processId: deal, attempts: 10, lastStatus: 500 });
    status = () => 204;
    expect((await root.post(`/webhooks/${id}/messages/${dead.id}/retry`)).body.messages).toBeGreaterThan(0);
    await until(() => (about(deal).length > before ? true : undefined));
    // Nobody has to look after it any more.
    await until(async () =>
      (await root.get('/waits?action=webhook.repair')).body.items.length === 0 ? true : undefined,
    );
    const again = await root.post(`/webhooks/${id}/messages/${dead.id}/retry`);
    expect(again).toMatchObject({ status: 409, body: { code: 'ILLEGAL_NOW' } });
  }, 60_000);

  test('that wants no more is paused at once, says so, and keeps what happens meanwhile', async () => {
    status = () => 410;
    const deal = await openDeal();
    await until(async () => ((await root.get(`/webhooks/${id}`)).body.status === 'paused' ? true : undefined));
    expect((await root.get(`/webhooks/${id}`)).body.pausedFor).toContain('410');
    status = () => 204;
    await move(deal, 'engaging');
    expect(about(deal)).toEqual([]);
    await root.send('PATCH', `/webhooks/${id}`, { status: 'active' });
    const expected = await stage.prisma.event.count({ where: { processId: deal } });
    await until(() => (about(deal).length === expected ? true : undefined));
    await root.send('DELETE', `/webhooks/${id}`);
  }, 60_000);
});

/** A delivery report as a mail server makes it. */
function report(messageId: string, recipient: string, code: string): string {
  return [
    'From: MAILER-DAEMON@mx.example',
    'To: bounces@fairway.example',
    'Subject: Undelivered Mail',
    'MIME-Version: 1.0',
    `Message-ID: <${code}.${Date.now()}@mx.example>`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    `Status: ${code}`,
    'Diagnostic-Code: smtp; 550 no such user',
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: ${messageId}`,
    'Subject: whatever',
    '',
    'Hello',
    '--b--',
    '',
  ].join('\r\n');
}

async function handOver(raw: string, secret = bounceSecret) {
  const at = new Date();
  const response = await fetch(`${stage.url}/api/v1/mail/bounces`, {
    method: 'POST',
    headers: {
      'content-type': 'message/rfc822',
      'webhook-id': 'b1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('b1', at, raw),
    },
    body: raw,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('a mail that comes back', () => {
  /** A deal handed to Chen Jie, and the mail that tells him. */
  async function toldChenjie() {
    const deal = await openDeal();
    await boss.post(`/opportunities/${deal}/commands`, { type: 'changeOwner', to: 'chenjie' });
    const row = () =>
      stage.prisma.outbox.findFirstOrThrow({ where: { processId: deal, notice: 'opportunity.assigned' } });
    await until(async () => ((await row().catch(() => undefined))?.status === 'sent' ? true : undefined));
    return { deal, row };
  }

  test('softly is sent again later, under its own Message-ID', async () => {
    const { row } = await toldChenjie();
    const { messageId, key } = await row();
    const { returnPath } = stage.sink.latestTo(addressOf('chenjie'));
    expect(returnPath).toBe(`bounces+${messageId.slice(1, 41)}@fairway.example`);
    const raw = report(messageId, addressOf('chenjie'), '4.2.2');
    expect((await handOver(raw, `whsec_${Buffer.from('x').toString('base64')}`)).status).toBe(401);
    expect(await handOver(raw)).toMatchObject({ status: 200, body: { taken: true, kind: 'soft', mail: key } });
    await until(async () => ((await row()).status === 'deferred' ? true : undefined));
    const way = await stage.prisma.delivery.findFirstOrThrow({ where: { outboxKey: key, channel: 'email' } });
    expect(way.dueAt.getTime()).toBeGreaterThan(Date.now() + 10 * 60_000);
  });

  test('for good makes its address a wait of a named person, and later mails fail visibly until it is settled', async () => {
    const { row } = await toldChenjie();
    const raw = report((await row()).messageId, addressOf('chenjie'), '5.1.1');
    for (const _ of [1, 2]) expect((await handOver(raw)).body).toMatchObject({ taken: true, kind: 'hard' });
    const wait = await until(async () => (await root.get('/waits?action=address.repair')).body.items[0]);
    expect(wait).toMatchObject({
      holder: { id: 'root' },
      subject: { title: expect.stringContaining(addressOf('chenjie')) },
    });
    expect((await row()).status).toBe('bounced');

    const next = await openDeal();
    await boss.post(`/opportunities/${next}/commands`, { type: 'changeOwner', to: 'chenjie' });
    const failed = await until(
      async () => (await root.get(`/waits?action=step.repair&process=${next}&scope=all`)).body.items[0],
    );
    expect(failed.holder.id).toBe('root');
    const settle = { type: 'settle', comment: 'The mailbox exists again.' };
    expect((await root.post(`/incidents/${wait.process.id}/commands`, settle)).status).toBe(200);
    const { key } = (await root.get(`/processes/${next}`)).body.failures[0];
    expect((await root.post(`/processes/${next}/steps/${encodeURIComponent(key)}/retry`)).status).toBe(200);
    await until(async () =>
      (await stage.prisma.outbox.findUnique({ where: { key } }))?.status === 'sent' ? true : undefined,
    );
  }, 60_000);

  test('for good from an approver has the task go to whoever is above them, who is asked at once', async () => {
    const begin = async (number: string) => {
      const document = { number, title: 'T', mime: 'text/plain', contentBase64: 'QUJD' };
      const amount = { minor: 1_000_00, currency: 'CNY' };
      return (await lina.post('/approvals', { subject: 'contract', document, amount })).body.id as string;
    };
    const heldByZhao = (id: string) =>
      until(async () => {
        const [open] = (await root.get(`/waits?scope=all&action=approval.decide&process=${id}`)).body.items;
        return open?.holder.id === 'zhao' ? true : undefined;
      });
    const id = await begin('XS-BOUNCE-1');
    const asked = await until(async () => {
      const where = { processId: id, notice: 'approval.requested', status: 'sent' };
      return (await stage.prisma.outbox.findFirst({ where })) ?? undefined;
    });
    expect(asked.recipient).toBe(addressOf('wangwei'));
    await handOver(report(asked.messageId, addressOf('wangwei'), '5.1.1'));
    await heldByZhao(id);
    const told = { processId: id, notice: 'approval.transferred', recipient: addressOf('zhao') };
    await until(async () => (await stage.prisma.outbox.findFirst({ where: { ...told, status: 'sent' } })) ?? undefined);
    // Until that is settled, the next one goes there at once.
    await heldByZhao(await begin('XS-BOUNCE-2'));
  }, 60_000);

  test('about nothing of ours, or that is no report, changes nothing', async () => {
    const stranger = report(`<${'0'.repeat(40)}@fairway.example>`, 'a@b.example', '5.1.1');
    expect((await handOver(stranger)).body).toMatchObject({ taken: false });
    expect((await handOver('Subject: Hi\r\n\r\nI am away.')).body).toMatchObject({ taken: false });
  });
});

describe('the daily summary', () => {
  test('comes once, to whom something waits for, and is left by one click without signing in', async () => {
    await openDeal();
    // Whatever day this runs on is a working day, and its moment has come.
    const everyDay = Array(7).fill([[0, 1439]]);
    await stage.prisma.calendar.updateMany({ data: { week: everyDay, exceptions: {} } });
    const on = { digest: { on: true, at: '00:00' } };
    expect((await lina.send('PUT', '/me/notice-settings', on)).status).toBe(200);
    const ops = await stage.as('ops');
    await ops.send('PUT', '/me/notice-settings', on);
    const mail = await until(() => stage.sink.received.find(({ headers }) => headers.has('list')));
    expect(mail.to).toBe(addressOf('lina'));
    expect(mail.text).toContain('Deal');
    const list = mail.headers.get('list') as { unsubscribe?: { url?: string }; 'unsubscribe-post'?: { name?: string } };
    expect(list['unsubscribe-post']?.name).toContain('List-Unsubscribe=One-Click');
    const link = new URL(list.unsubscribe?.url ?? '').pathname;
    await until(async () => ((await stage.prisma.digest.count()) === 2 ? true : undefined));
    const rows = await stage.prisma.digest.findMany({ orderBy: { userId: 'asc' } });
    expect(rows.map(({ userId, status: how }) => `${userId} ${how}`)).toEqual(['lina sent', 'ops empty']);
    await ops.send('PUT', '/me/notice-settings', on);
    expect(stage.sink.received.filter(({ headers }) => headers.has('list'))).toHaveLength(1);

    expect((await fetch(`${stage.url}${link}`)).status).toBe(200);
    expect((await lina.get('/me/notice-settings')).body.digest.on).toBe(true);
    const press = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
    expect((await fetch(`${stage.url}${link}`, press)).status).toBe(200);
    expect((await lina.get('/me/notice-settings')).body.digest.on).toBe(false);
    expect((await fetch(`${stage.url}${link.slice(0, -4)}zzzz`, press)).status).toBe(404);
  });
});
