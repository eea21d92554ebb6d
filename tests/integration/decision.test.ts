import { issueNonce } from '../../api/decision/press.ts';
import { type DecisionStage, openDecisionStage, seedColleagues } from '../support/decision-stage.ts';
import {
  linkRow,
  mailed,
  nonceFor,
  offersDecision,
  open,
  press,
  stateOf,
  taskOf,
} from '../support/decision-visitor.ts';
import { openStack, type Stack } from '../support/stack.ts';

let stack: Stack;
let stage: DecisionStage;

beforeAll(async () => {
  stack = await openStack();
  await seedColleagues(stack.prisma);
  stage = await openDecisionStage(stack.prisma);
});

afterAll(async () => {
  await stage?.close();
  await stack?.close();
});

describe('opening a link', () => {
  test('shows what is to be decided, as whom, since when and until when', async () => {
    const { link, process } = await mailed(stage);
    const { status, html } = await open(link);
    expect(status).toBe(200);
    const number = stateOf(process).document.number;
    const facts = [`${number} v1`, 'Supply of pumps', '¥1,286,500.00', 'Hangzhou Pumps', 'Oliver Grant', 'Emma Clark'];
    for (const fact of facts) expect(html).toContain(fact);
    expect(html).toContain('Sales contract');
    expect(html).toContain(stateOf(process).document.sha256);
    expect(offersDecision(html)).toBe(true);
    expect(html).toContain('I am not Emma Clark');
  });

  test('changes nothing, however often scanners do it, by GET or HEAD, on any of its pages', async () => {
    const { link, process } = await mailed(stage);
    const before = await stack.prisma.decisionLink.findMany();
    const outbox = await stack.prisma.outbox.count();
    const version = process.instance.version;
    const once = ['', '?choose=reject', '?lang=zh-CN', '/not-me', '/document', '/renew'];
    const visits = once.flatMap((path) => ['GET', 'HEAD'].map((method) => () => fetch(`${link}${path}`, { method })));
    for (let round = 0; round < 100; round += 1) await Promise.all(visits.map((visit) => visit()));
    expect(await stack.prisma.decisionLink.findMany()).toEqual(before);
    expect(await stack.prisma.outbox.count()).toBe(outbox);
    expect(process.received).toHaveLength(0);
    expect(process.instance.version).toBe(version);
    expect(taskOf(process, 't1')).toMatchObject({ status: 'ACTIVE', decidedBy: null });
  });

  test('is neither kept, indexed, framed nor passed on, and needs neither script nor cookie', async () => {
    const { link } = await mailed(stage);
    const { headers, html } = await open(link);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
    expect(headers.get('set-cookie')).toBeNull();
    expect(html).not.toMatch(/<script|<img|<iframe|\son\w+=|https?:\/\//i);
    const style = /href="([^"]*style\.css[^"]*)"/.exec(html)?.[1] ?? '';
    expect((await fetch(new URL(style, link))).headers.get('content-type')).toContain('text/css');
  });

  test('speaks the language of the person it was made for, or the one asked for', async () => {
    const { link } = await mailed(stage, 'lina');
    expect((await open(link)).html).toContain('您正以王伟（主管）的身份审批');
    expect((await open(`${link}?lang=en`)).html).toContain('You decide as 王伟 (manager)');
    expect((await open(`${link}?lang=nonsense`)).html).toContain('<html lang="zh-CN">');
  });

  test('gives the exact bytes that are decided on', async () => {
    const { link, process } = await mailed(stage);
    const response = await fetch(`${link}/document`);
    const stored = await stack.prisma.document.findUniqueOrThrow({ where: { id: stateOf(process).document.id } });
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(stored.bytes ?? []))).toBe(true);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  test('offers no decision on a document that is not the one sent for approval', async () => {
    const { link, process } = await mailed(stage);
    const { id } = stateOf(process).document;
    await stack.prisma.document.update({ where: { id }, data: { bytes: Buffer.from('Sign here') } });
    const { html } = await open(link);
    expect(offersDecision(html)).toBe(false);
    expect((await fetch(`${link}/document`)).status).toBe(409);
  });

  test('never lets an uploaded page run in the name of this site', async () => {
    const { link, process } = await mailed(stage);
    const { id } = stateOf(process).document;
    await stack.prisma.document.update({ where: { id }, data: { mime: 'text/html' } });
    const { headers } = await fetch(`${link}/document`);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });

  test('says the same to everybody who made it up', async () => {
    const { link } = await mailed(stage);
    const made = [`${link}x`, link.replace(/[^/]+$/, 'a'), link.replace(/[^/]+$/, '%00'), `${link}x/document`];
    const pages = await Promise.all(made.map(open));
    expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(pages.map(({ html }) => html)).size).toBe(1);
    expect((await press(`${link}x`, { decision: 'approve' })).html).toBe(pages[0]?.html);
    expect((await open(link.replace(/[^/]+$/, '%E0%A4%A'))).status).toBe(400);
  });
});

describe('deciding', () => {
  test('is done by one press, as the person the link was made for', async () => {
    const { link, process } = await mailed(stage);
    const pressed = await press(link, { decision: 'approve', comment: ' Fine. ' }, { 'user-agent': 'MicroMessenger' });
    expect(pressed.status).toBe(200);
    expect(taskOf(process, 't1')).toMatchObject({ status: 'APPROVED', decidedBy: 'emma', comment: 'Fine.' });
    const row = await linkRow(stack.prisma, process);
    expect(row.usedAt).toBeInstanceOf(Date);
    const event = await stack.prisma.event.findFirstOrThrow({
      where: { processId: process.instance.id, type: 'TaskDecided' },
    });
    expect(event).toMatchObject({
      actorId: 'emma',
      channel: 'mail-link',
      commandId: `link/${row.tokenHash}`,
      userAgent: 'MicroMessenger',
    });
    expect(event.address).toMatch(/127\.0\.0\.1/);
    expect(process.received[0]?.actor.roles).toEqual(['manager']);
  });

  test('twice is deciding once, and the second press is told so', async () => {
    const { link, process } = await mailed(stage);
    await press(link, { decision: 'approve' });
    const version = process.instance.version;
    const again = await press(link, { decision: 'approve' });
    expect(again.status).toBe(200);
    expect(process.instance.version).toBe(version);
    expect((await open(link)).html).toContain('You approved');
  });

  test('otherwise afterwards does not change what was decided', async () => {
    const { link, process } = await mailed(stage);
    await press(link, { decision: 'approve' });
    const other = await press(link, { decision: 'reject', comment: 'No' });
    expect(other.status).toBe(409);
    expect(other.html).toContain('You approved');
    expect(taskOf(process, 't1')?.status).toBe('APPROVED');
  });

  test('to reject wants a comment and keeps what was written', async () => {
    const { link, process } = await mailed(stage);
    expect((await press(link, { decision: 'reject', comment: '  ' })).status).toBe(422);
    const tooLong = await press(link, { decision: 'reject', comment: `<b>${'x'.repeat(2_000)}` });
    expect(tooLong.status).toBe(422);
    expect(tooLong.html).toContain('&lt;b&gt;xxx');
    expect(process.received).toHaveLength(0);
    const done = await press(link, { decision: 'reject', comment: 'Too cheap\r\nby half\u0000' });
    expect(done.status).toBe(200);
    expect(taskOf(process, 't1')).toMatchObject({ status: 'REJECTED', comment: 'Too cheap\nby half' });
  });

  test.each([
    ['without having opened the page', {}, 400],
    ['with a nonce of another page', { nonce: issueNonce('other', Date.now() - 3_000) }, 400],
    ['without choosing', { decision: 'delete' }, 422],
  ])('%s decides nothing', async (_how, fields, status) => {
    const { link, process } = await mailed(stage);
    const body = new URLSearchParams({ decision: 'approve', nonce: 'none' });
    if ('decision' in fields) body.set('nonce', nonceFor(link));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const response = await fetch(link, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(process.received).toHaveLength(0);
    expect((await linkRow(stack.prisma, process)).usedAt).toBeNull();
  });

  test.each([
    ['at once', 0],
    ['after half an hour', 31 * 60],
  ])('%s is answered by the page once more, with the comment kept', async (_when, secondsAgo) => {
    const { link, process } = await mailed(stage);
    const fields = { nonce: nonceFor(link, secondsAgo), decision: 'approve', comment: 'Fine' };
    const { status, html } = await press(link, fields);
    expect(status).toBe(400);
    expect(offersDecision(html)).toBe(true);
    expect(html).toContain('Fine</textarea>');
    expect(process.received).toHaveLength(0);
  });

  test('from the page of another site is refused', async () => {
    const { link, process } = await mailed(stage);
    const foreign: Record<string, string>[] = [{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'cross-site' }];
    for (const headers of foreign) {
      expect((await press(link, { decision: 'approve' }, headers)).status).toBe(403);
    }
    expect(process.received).toHaveLength(0);
  });

  test('with a body nobody can read is refused without harm', async () => {
    const { link, process } = await mailed(stage);
    const huge = await press(link, { decision: 'approve', comment: 'x'.repeat(100_000) });
    expect(huge.status).toBe(413);
    expect((await fetch(link, { method: 'POST', body: '{"decision":"approve"}' })).status).toBe(400);
    expect(process.received).toHaveLength(0);
  });
});

describe('when the way to the processes is cut', () => {
  afterEach(() => {
    stage.line = 'good';
  });

  test('nothing is lost, the link stays good and the same press decides later', async () => {
    const { link, process } = await mailed(stage);
    stage.line = 'down';
    const failed = await press(link, { decision: 'reject', comment: 'Too cheap' });
    expect(failed.status).toBe(503);
    expect(Number(failed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(failed.html).toContain('Too cheap</textarea>');
    expect((await linkRow(stack.prisma, process)).usedAt).toBeNull();
    stage.line = 'good';
    expect((await press(link, { decision: 'reject', comment: 'Too cheap' })).status).toBe(200);
    expect(taskOf(process, 't1')?.status).toBe('REJECTED');
  });

  test('after the process decided, the record answers in its place', async () => {
    const { link, process } = await mailed(stage);
    stage.line = 'answerLost';
    expect((await press(link, { decision: 'approve' })).status).toBe(200);
    expect((await linkRow(stack.prisma, process)).usedAt).toBeNull();
    const version = process.instance.version;
    stage.line = 'good';
    expect((await press(link, { decision: 'approve' })).status).toBe(200);
    expect((await linkRow(stack.prisma, process)).usedAt).toBeInstanceOf(Date);
    expect(process.instance.version).toBe(version);
  });

  test('after the last decision ended the process, too', async () => {
    const { link, process } = await mailed(stage);
    stage.line = 'answerLost';
    await press(link, { decision: 'reject', comment: 'No' });
    expect(process.closed).toBe(true);
    stage.line = 'good';
    const again = await press(link, { decision: 'reject', comment: 'No' });
    expect(again.status).toBe(200);
    expect(again.html).toContain('You rejected');
  });
});
