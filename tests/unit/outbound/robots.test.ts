import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultInUrl, isInner } from '../../../outbound/address.ts';
import { OutboundRefused, openOutbound } from '../../../outbound/post.ts';
import { fitting } from '../../../outbound/robots/robot.ts';
import { speak } from '../../../outbound/robots/speak.ts';

/** A platform that checks what it is sent as the real ones document it. */
interface Seen {
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
  readonly body: any;
}

let server: Server;
let url: string;
let seen: Seen[];
let answer: (request: Seen) => { status?: number; body: unknown; headers?: Record<string, string> };

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const one = { query: new URL(request.url ?? '', 'http://x').searchParams, body: JSON.parse(text) };
      seen.push(one);
      const { status = 200, body, headers = {} } = answer(one);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/robot/send`;
});
beforeEach(() => {
  seen = [];
  answer = () => ({ body: { errcode: 0, errmsg: 'ok' } });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const outbound = openOutbound({ allowPrivate: true });
const message = {
  title: 'C-102 审批：二期扩容',
  paragraphs: ['致：李娜', '以下文件等待您的审批。\n第二行 <@all> [x](http://evil.example)'],
  link: { label: '在 Fairway 中查看', url: 'https://fairway.example/processes/AP-1' },
};

describe('a robot of WeCom', () => {
  const robot = () => ({ channel: 'wecom' as const, url: `${url}?key=k1`, secret: null });

  test('is sent Markdown with a link, in which nothing of the text means anything', async () => {
    expect(await speak(outbound, robot(), message)).toEqual({ took: true });
    const [{ query, body } = { query: new URLSearchParams(), body: {} }] = seen;
    expect(query.get('key')).toBe('k1');
    expect(body.msgtype).toBe('markdown');
    expect(body.markdown.content).toContain(`[${message.link.label}](${message.link.url})`);
    expect(body.markdown.content).not.toMatch(/<@|\]\(http:\/\/evil/);
  });

  test('is never sent more than 4096 bytes, and keeps the link', async () => {
    await speak(outbound, robot(), { ...message, paragraphs: ['审'.repeat(5_000)] });
    const { content } = seen[0]?.body.markdown ?? {};
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_096);
    expect(content).toContain(message.link.url);
  });

  test.each([
    [45009, 'later'],
    [-1, 'later'],
    [93000, 'refused'],
    [40008, 'refused'],
  ])('that answers %s is tried again, or not: %s', async (errcode, what) => {
    answer = () => ({ body: { errcode, errmsg: 'said so' } });
    expect(await speak(outbound, robot(), message)).toMatchObject({ took: false, what });
  });
});

describe('a robot of DingTalk', () => {
  const robot = { channel: 'dingtalk' as const, secret: 'SECabc' };

  test('is sent the moment in milliseconds and its signature in the query', async () => {
    answer = ({ query }) => {
      const timestamp = query.get('timestamp') ?? '';
      const sign = createHmac('sha256', 'SECabc').update(`${timestamp}\nSECabc`).digest('base64');
      const fresh = Math.abs(Date.now() - Number(timestamp)) < 3_600_000;
      return {
        body: fresh && query.get('sign') === sign ? { errcode: 0 } : { errcode: 310000, errmsg: 'sign not match' },
      };
    };
    expect(await speak(outbound, { ...robot, url: `${url}?access_token=t1` }, message)).toEqual({ took: true });
    expect(seen[0]?.query.get('access_token')).toBe('t1');
    expect(seen[0]?.body).toMatchObject({ msgtype: 'markdown', markdown: { title: message.title } });
    expect(seen[0]?.body.markdown.text).toContain(message.link.url);
    const wrong = await speak(outbound, { channel: 'dingtalk', url, secret: 'SECother' }, message);
    expect(wrong).toMatchObject({ took: false, what: 'refused' });
  });

  test('that has had too much is tried again', async () => {
    answer = () => ({ body: { errcode: 130101, errmsg: 'send too fast' } });
    expect(await speak(outbound, { ...robot, url }, message)).toMatchObject({ took: false, what: 'later' });
  });
});

describe('a robot of Feishu', () => {
  const robot = () => ({ channel: 'feishu' as const, url, secret: 'fs' });

  test('is sent a card with a button, the moment in seconds and its signature in the body', async () => {
    answer = ({ body }) => {
      const sign = createHmac('sha256', `${body.timestamp}\nfs`).digest('base64');
      const fresh = Math.abs(Date.now() / 1_000 - Number(body.timestamp)) < 3_600;
      return {
        body: fresh && body.sign === sign ? { code: 0, msg: 'success' } : { code: 19021, msg: 'sign match fail' },
      };
    };
    expect(await speak(outbound, robot(), message)).toEqual({ took: true });
    const { card, msg_type } = seen[0]?.body ?? {};
    expect(msg_type).toBe('interactive');
    expect(card.header.title).toEqual({ tag: 'plain_text', content: message.title });
    expect(JSON.stringify(card.elements)).toContain(message.link.url);
    expect(await speak(outbound, { ...robot(), secret: 'no' }, message)).toMatchObject({ what: 'refused' });
  });

  test.each([
    [{ code: 11232, msg: 'frequency limited' }, 'later'],
    [{ code: 9499, msg: 'too many request' }, 'later'],
    [{ code: 9499, msg: 'Bad Request' }, 'refused'],
    [{ code: 19001, msg: 'param invalid' }, 'refused'],
  ])('that answers %j is tried again, or not: %s', async (body, what) => {
    answer = () => ({ body });
    expect(await speak(outbound, robot(), message)).toMatchObject({ took: false, what });
  });
});

test.each([
  [{ status: 503, body: 'down' }, 'later'],
  [{ status: 429, body: '' }, 'later'],
  [{ status: 404, body: 'nothing here' }, 'refused'],
  [{ status: 200, body: '<html>' }, 'later'],
  [{ status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }, 'later'],
])('an answer %j that is none of a robot is understood as %s', async (given, what) => {
  answer = () => given;
  const verdict = await speak(outbound, { channel: 'wecom', url, secret: null }, message);
  expect(verdict).toMatchObject({ took: false, what });
});

describe('the way out', () => {
  test.each([
    ['http://hooks.example/x', true],
    ['https://user:pw@hooks.example/x', true],
    ['https://localhost/x', true],
    ['https://intranet/x', true],
    ['https://10.1.2.3/x', true],
    ['https://[::1]/x', true],
    ['https://[::ffff:192.168.0.1]/x', true],
    ['https://169.254.169.254/latest', true],
    ['https://2130706433/x', true],
    ['https://0x7f.1/x', true],
    ['ftp://hooks.example/x', true],
    ['nothing', true],
    ['https://hooks.example/x?key=1', false],
    ['https://8.8.8.8/x', false],
  ])('%s is refused: %s', (address, refused) => {
    expect(faultInUrl(address, false) !== undefined).toBe(refused);
  });

  test('leads to no private address, also by a name that says otherwise', async () => {
    const closed = openOutbound({ allowPrivate: false });
    await expect(closed.post(url, { headers: {}, body: '' })).rejects.toThrow(OutboundRefused);
    expect(seen).toEqual([]);
    for (const inner of ['172.31.255.255', '100.64.0.1', 'fd00::1', 'fe80::1%eth0', '::ffff:10.0.0.1', 'x']) {
      expect(isInner(inner)).toBe(true);
    }
    for (const outer of ['1.1.1.1', '172.32.0.1', '2606:4700::1111']) expect(isInner(outer)).toBe(false);
  });
});

test('a text is cut between characters', () => {
  expect(fitting('审批', 6)).toBe('审批');
  expect(fitting('😀😀', 7)).toBe('😀…');
  expect(Buffer.byteLength(fitting('审'.repeat(100), 50))).toBeLessThanOrEqual(50);
});
