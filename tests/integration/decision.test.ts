import { issueNonce } from '../../api/decision/press.ts';
import type { ApprovalState } from '../../domain/approval/model.ts';
import {
  addressOf,
  type DecisionStage,
  openDecisionStage,
  seedColleagues,
  signedIn,
  storeContract,
} from '../support/decision-stage.ts';
import type { RecordedProcess } from '../support/recorded-process.ts';
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

/** An approval whose first approver, 王伟 for 李娜 and Emma for Oliver, has been mailed. */
async function mailed(starter = 'oliver') {
  const process = await stage.openApproval(starter);
  await stage.sendMails(process);
  const approver = starter === 'oliver' ? 'emma' : 'wangwei';
  return { process, link: stage.linkTo(approver), approver };
}

const tokenOf = (link: string) => link.split('/').at(-1) ?? '';

/** A nonce as a page that was opened a few seconds ago would have it. */
const nonceFor = (link: string, secondsAgo = 3) => issueNonce(tokenOf(link), Date.now() - secondsAgo * 1_000);

async function press(link: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ nonce: nonceFor(link), ...fields });
  const response = await fetch(link, { method: 'POST', body, headers });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

async function open(link: string) {
  const response = await fetch(link);
  return { status: response.status, headers: response.headers, html: await response.text() };
}

const offersDecision = (html: string) => html.includes('name="decision"');
const offersFreshLink = (html: string) => html.includes('/renew?');

const stateOf = ({ instance }: RecordedProcess) => instance.state as ApprovalState;
const taskOf = (process: RecordedProcess, id: string) => stateOf(process).tasks.find((task) => task.id === id);
const linkRow = (process: RecordedProcess) =>
  stack.prisma.decisionLink.findFirstOrThrow({ where: { processId: process.instance.id } });
const changeLink = (process: RecordedProcess, data: { expiresAt: Date }) =>
  stack.prisma.decisionLink.updateMany({ where: { processId: process.instance.id }, data });

async function command(process: RecordedProcess, by: string, type: string, fields: Record<string, unknown> = {}) {
  const commandId = `${type}/${process.instance.id}/${process.instance.version}`;
  const documentHash = stateOf(process).document.sha256;
  const answer = await process.give({ commandId, command: { type, documentHash, ...fields }, actor: signedIn(by) });
  if ('code' in answer) throw new Error(`${type} was refused: ${answer.code}`);
  await stage.sendMails(process);
}

describe('opening a link', () => {
  test('shows what is to be decided, as whom, since when and until when', async () => {
    const { link, process } = await mailed();
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
    const { link, process } = await mailed();
    const before = await stack.prisma.decisionLink.findMany();
    const outbox = await stack.prisma.outbox.count();
    for (const path of ['', '?choose=reject', '?lang=zh-CN', '/not-me', '/document', '/renew']) {
      for (const method of ['GET', 'HEAD']) await fetch(`${link}${path}`, { method });
    }
    expect(await stack.prisma.decisionLink.findMany()).toEqual(before);
    expect(await stack.prisma.outbox.count()).toBe(outbox);
    expect(process.received).toHaveLength(0);
    expect(offersDecision((await open(link)).html)).toBe(true);
  });

  test('is neither kept, indexed, framed nor passed on, and needs neither script nor cookie', async () => {
    const { link } = await mailed();
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
    const { link } = await mailed('lina');
    expect((await open(link)).html).toContain('您正以王伟（主管）的身份审批');
    expect((await open(`${link}?lang=en`)).html).toContain('You decide as 王伟 (manager)');
    expect((await open(`${link}?lang=nonsense`)).html).toContain('<html lang="zh-CN">');
  });

  test('gives the exact bytes that are decided on', async () => {
    const { link, process } = await mailed();
    const response = await fetch(`${link}/document`);
    const stored = await stack.prisma.document.findUniqueOrThrow({ where: { id: stateOf(process).document.id } });
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(stored.bytes))).toBe(true);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  test('offers no decision on a document that is not the one sent for approval', async () => {
    const { link, process } = await mailed();
    const { id } = stateOf(process).document;
    await stack.prisma.document.update({ where: { id }, data: { bytes: Buffer.from('Sign here') } });
    const { html } = await open(link);
    expect(offersDecision(html)).toBe(false);
    expect((await fetch(`${link}/document`)).status).toBe(409);
  });

  test('never lets an uploaded page run in the name of this site', async () => {
    const { link, process } = await mailed();
    const { id } = stateOf(process).document;
    await stack.prisma.document.update({ where: { id }, data: { mime: 'text/html' } });
    const { headers } = await fetch(`${link}/document`);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });

  test('says the same to everybody who made it up', async () => {
    const { link } = await mailed();
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
    const { link, process } = await mailed();
    const pressed = await press(link, { decision: 'approve', comment: ' Fine. ' }, { 'user-agent': 'MicroMessenger' });
    expect(pressed.status).toBe(200);
    expect(taskOf(process, 't1')).toMatchObject({ status: 'APPROVED', decidedBy: 'emma', comment: 'Fine.' });
    const row = await linkRow(process);
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
    const { link, process } = await mailed();
    await press(link, { decision: 'approve' });
    const version = process.instance.version;
    const again = await press(link, { decision: 'approve' });
    expect(again.status).toBe(200);
    expect(process.instance.version).toBe(version);
    expect((await open(link)).html).toContain('You approved');
  });

  test('otherwise afterwards does not change what was decided', async () => {
    const { link, process } = await mailed();
    await press(link, { decision: 'approve' });
    const other = await press(link, { decision: 'reject', comment: 'No' });
    expect(other.status).toBe(409);
    expect(other.html).toContain('You approved');
    expect(taskOf(process, 't1')?.status).toBe('APPROVED');
  });

  test('to reject wants a comment and keeps what was written', async () => {
    const { link, process } = await mailed();
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
    const { link, process } = await mailed();
    const body = new URLSearchParams({ decision: 'approve', nonce: 'none' });
    if ('decision' in fields) body.set('nonce', nonceFor(link));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const response = await fetch(link, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(process.received).toHaveLength(0);
    expect((await linkRow(process)).usedAt).toBeNull();
  });

  test.each([
    ['at once', 0],
    ['after half an hour', 31 * 60],
  ])('%s is answered by the page once more, with the comment kept', async (_when, secondsAgo) => {
    const { link, process } = await mailed();
    const fields = { nonce: nonceFor(link, secondsAgo), decision: 'approve', comment: 'Fine' };
    const { status, html } = await press(link, fields);
    expect(status).toBe(400);
    expect(offersDecision(html)).toBe(true);
    expect(html).toContain('Fine</textarea>');
    expect(process.received).toHaveLength(0);
  });

  test('from the page of another site is refused', async () => {
    const { link, process } = await mailed();
    const foreign: Record<string, string>[] = [{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'cross-site' }];
    for (const headers of foreign) {
      expect((await press(link, { decision: 'approve' }, headers)).status).toBe(403);
    }
    expect(process.received).toHaveLength(0);
  });

  test('with a body nobody can read is refused without harm', async () => {
    const { link, process } = await mailed();
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
    const { link, process } = await mailed();
    stage.line = 'down';
    const failed = await press(link, { decision: 'reject', comment: 'Too cheap' });
    expect(failed.status).toBe(503);
    expect(Number(failed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(failed.html).toContain('Too cheap</textarea>');
    expect((await linkRow(process)).usedAt).toBeNull();
    stage.line = 'good';
    expect((await press(link, { decision: 'reject', comment: 'Too cheap' })).status).toBe(200);
    expect(taskOf(process, 't1')?.status).toBe('REJECTED');
  });

  test('after the process decided, the record answers in its place', async () => {
    const { link, process } = await mailed();
    stage.line = 'answerLost';
    expect((await press(link, { decision: 'approve' })).status).toBe(200);
    expect((await linkRow(process)).usedAt).toBeNull();
    const version = process.instance.version;
    stage.line = 'good';
    expect((await press(link, { decision: 'approve' })).status).toBe(200);
    expect((await linkRow(process)).usedAt).toBeInstanceOf(Date);
    expect(process.instance.version).toBe(version);
  });

  test('after the last decision ended the process, too', async () => {
    const { link, process } = await mailed();
    stage.line = 'answerLost';
    await press(link, { decision: 'reject', comment: 'No' });
    expect(process.closed).toBe(true);
    stage.line = 'good';
    const again = await press(link, { decision: 'reject', comment: 'No' });
    expect(again.status).toBe(200);
    expect(again.html).toContain('You rejected');
  });
});

describe('a link that came too late', () => {
  /** What its page says when opened and when pressed; neither may decide. */
  async function tooLate(link: string, process: RecordedProcess) {
    const version = process.instance.version;
    const opened = await open(link);
    const pressed = await press(link, { decision: 'approve' });
    expect(offersDecision(opened.html) || offersDecision(pressed.html)).toBe(false);
    expect(process.instance.version).toBe(version);
    return { opened, pressed };
  }

  test('because the person decided elsewhere names them and the time', async () => {
    const { link, process } = await mailed();
    await command(process, 'emma', 'approve', { taskId: 't1' });
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([410, 409]);
    for (const { html } of [opened, pressed]) expect(html).toMatch(/Emma Clark approved C-S\d+ v1 on \w{3} \d+ \w{3}/);
  });

  test('because the task passed on names who has it, in the right language', async () => {
    const { link, process } = await mailed('lina');
    await command(process, 'wangwei', 'transfer', { taskId: 't1', to: 'emma' });
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([410, 409]);
    for (const { html } of [opened, pressed]) expect(html).toMatch(/已于.*转交Emma Clark/);
    // The new holder's own link works.
    expect((await press(stage.linkTo('emma'), { decision: 'approve' })).status).toBe(200);
  });

  test('because the request was withdrawn says so', async () => {
    const { link, process } = await mailed();
    await command(process, 'oliver', 'withdraw', { reason: 'Wrong file' });
    const { pressed } = await tooLate(link, process);
    expect(pressed.status).toBe(409);
    expect(pressed.html).toMatch(/Oliver Grant withdrew the request on/);
  });

  test('because the document was replaced acts on neither version, and offers a link to the new one', async () => {
    const { link, process } = await mailed();
    const { number } = stateOf(process).document;
    const { text: _text, ...document } = await storeContract(stack.prisma, number, 2);
    await command(process, 'oliver', 'replaceDocument', { document });
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([410, 409]);
    expect(pressed.html).toContain(`${number} v2`);
    expect(offersFreshLink(pressed.html)).toBe(true);
    expect((await press(stage.linkTo('emma'), { decision: 'approve' })).status).toBe(200);
    expect(taskOf(process, 't2')?.status).toBe('APPROVED');
  });

  test('because a colleague rejected names the colleague', async () => {
    const { link, process } = await mailed();
    await press(link, { decision: 'approve' });
    await stage.sendMails(process);
    const [first, second] = [stage.linkTo('huanglei'), stage.linkTo('liufang')];
    await press(second, { decision: 'reject', comment: '付款条件不可接受' });
    const { opened, pressed } = await tooLate(first, process);
    expect([opened.status, pressed.status]).toEqual([410, 409]);
    expect(pressed.html).toMatch(/刘芳 rejected .* on/);
  });

  test('because it expired says until when it was good, and hides the document', async () => {
    const { link, process } = await mailed();
    await changeLink(process, { expiresAt: new Date(Date.now() - 60_000) });
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([410, 410]);
    expect(offersFreshLink(opened.html)).toBe(true);
    expect((await fetch(`${link}/document`)).status).toBe(410);
    expect(process.received).toHaveLength(0);
  });

  test('because the person has left tells nothing about the document', async () => {
    const { link, process } = await mailed();
    await stack.prisma.user.update({ where: { id: 'emma' }, data: { active: false } });
    const { opened, pressed } = await tooLate(link, process);
    const document = await fetch(`${link}/document`);
    await stack.prisma.user.update({ where: { id: 'emma' }, data: { active: true } });
    expect([opened.status, pressed.status, document.status]).toEqual([410, 410, 410]);
    expect(opened.html).not.toContain('¥');
    expect(offersFreshLink(opened.html)).toBe(false);
    expect(process.received).toHaveLength(0);
  });

  test('because a reminder took its place still shows the document but decides nothing', async () => {
    const { link, process } = await mailed();
    await command(process, 'oliver', 'urge', { taskId: 't1' });
    const latest = stage.linkTo('emma');
    expect(latest).not.toBe(link);
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([200, 409]);
    expect((await fetch(`${link}/document`)).status).toBe(200);
    expect((await press(latest, { decision: 'approve' })).status).toBe(200);
  });

  test('by a reminder that could not be sent is not too late at all', async () => {
    const { link, process } = await mailed();
    stage.sink.hangUpOnce('beforeMessage');
    await expect(command(process, 'oliver', 'urge', { taskId: 't1' })).rejects.toThrow();
    // Nobody can know whether it arrived, so its link exists as well.
    expect(await stack.prisma.decisionLink.count({ where: { processId: process.instance.id } })).toBe(2);
    expect((await press(link, { decision: 'approve' })).status).toBe(200);
  });
});

describe('asking for a fresh link', () => {
  const renew = (link: string, nonce = nonceFor(link)) =>
    fetch(`${link}/renew`, { method: 'POST', body: new URLSearchParams({ nonce }) });

  test('mails one to the person it was made for and to nobody else', async () => {
    const { link, process } = await mailed();
    await changeLink(process, { expiresAt: new Date(Date.now() - 60_000) });
    const before = stage.sink.received.length;
    const answer = await renew(link);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('e***@fairway.test');
    expect(stage.sink.received.slice(before).map(({ to }) => to)).toEqual([addressOf('emma')]);
    const fresh = stage.linkTo('emma');
    expect((await press(fresh, { decision: 'approve' })).status).toBe(200);
    expect(taskOf(process, 't1')?.status).toBe('APPROVED');
  });

  test('is not offered, and does nothing, where there is nothing to decide', async () => {
    const { link, process } = await mailed();
    await press(link, { decision: 'reject', comment: 'No' });
    const before = stage.sink.received.length;
    expect(offersFreshLink((await open(link)).html)).toBe(false);
    expect((await renew(link)).status).toBe(409);
    expect(process.closed).toBe(true);
    expect(stage.sink.received.length).toBe(before);
  });

  test('wants a press on the page', async () => {
    const { link, process } = await mailed();
    await changeLink(process, { expiresAt: new Date(Date.now() - 60_000) });
    const before = stage.sink.received.length;
    expect((await renew(link, 'none')).status).toBe(400);
    expect(stage.sink.received.length).toBe(before);
  });

  test('says when the mail could not leave, and works when asked again', async () => {
    const { link, process } = await mailed();
    await changeLink(process, { expiresAt: new Date(Date.now() - 60_000) });
    stage.sink.refuse(addressOf('emma'), 450);
    const failed = await renew(link);
    stage.sink.accept(addressOf('emma'));
    expect(failed.status).toBe(503);
    expect((await renew(link)).status).toBe(200);
    const renewals = await stack.prisma.outbox.findMany({
      where: { processId: process.instance.id, step: { startsWith: 'renew.' } },
    });
    expect(renewals.map(({ status, attempts }) => ({ status, attempts }))).toEqual([{ status: 'sent', attempts: 2 }]);
  });

  test('again and again is stopped', async () => {
    const { link, process } = await mailed();
    await changeLink(process, { expiresAt: new Date(Date.now() - 60_000) });
    const answers = [await renew(link), await renew(link), await renew(link)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  });
});

test('a link that is asked for without end is stopped, others are not', async () => {
  const { link } = await mailed();
  const { link: other } = await mailed();
  const statuses = [];
  for (let asked = 0; asked < 41; asked += 1) statuses.push((await open(link)).status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  expect((await open(other)).status).toBe(200);
});

test('no token was ever logged or stored', async () => {
  const { link } = await mailed();
  await press(link, { decision: 'approve' });
  stage.line = 'down';
  const { link: second } = await mailed();
  await press(second, { decision: 'approve' });
  stage.line = 'good';
  const kept = [stage.logged, await stack.prisma.decisionLink.findMany(), await stack.prisma.event.findMany()];
  const texts = JSON.stringify([...kept, await stack.prisma.outbox.findMany()]);
  for (const token of [link, second].map(tokenOf)) expect(texts).not.toContain(token);
});
