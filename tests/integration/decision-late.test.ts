import {
  addressOf,
  type DecisionStage,
  openDecisionStage,
  seedColleagues,
  storeContract,
} from '../support/decision-stage.ts';
import {
  command,
  mailed,
  nonceFor,
  offersDecision,
  offersFreshLink,
  open,
  press,
  stateOf,
  taskOf,
  tokenOf,
} from '../support/decision-visitor.ts';
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

const changeLink = (process: RecordedProcess, data: { expiresAt: Date }) =>
  stack.prisma.decisionLink.updateMany({ where: { processId: process.instance.id }, data });

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
    const { link, process } = await mailed(stage);
    await command(stage, process, 'emma', 'approve', { taskId: 't1' });
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([410, 409]);
    for (const { html } of [opened, pressed]) expect(html).toMatch(/Emma Clark approved C-S\d+ v1 on \w{3} \d+ \w{3}/);
  });

  test('because the task passed on names who has it, in the right language', async () => {
    const { link, process } = await mailed(stage, 'lina');
    await command(stage, process, 'wangwei', 'transfer', { taskId: 't1', to: 'emma' });
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([410, 409]);
    for (const { html } of [opened, pressed]) expect(html).toMatch(/已于.*转交Emma Clark/);
    // The new holder's own link works.
    expect((await press(stage.linkTo('emma'), { decision: 'approve' })).status).toBe(200);
  });

  test('because the request was withdrawn says so', async () => {
    const { link, process } = await mailed(stage);
    await command(stage, process, 'oliver', 'withdraw', { reason: 'Wrong file' });
    const { pressed } = await tooLate(link, process);
    expect(pressed.status).toBe(409);
    expect(pressed.html).toMatch(/Oliver Grant withdrew the request on/);
  });

  test('because the document was replaced acts on neither version, and offers a link to the new one', async () => {
    const { link, process } = await mailed(stage);
    const { number } = stateOf(process).document;
    const { text: _text, ...document } = await storeContract(stack.prisma, number, 2);
    await command(stage, process, 'oliver', 'replaceDocument', { document });
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([410, 409]);
    expect(pressed.html).toContain(`${number} v2`);
    expect(offersFreshLink(pressed.html)).toBe(true);
    expect((await press(stage.linkTo('emma'), { decision: 'approve' })).status).toBe(200);
    expect(taskOf(process, 't2')?.status).toBe('APPROVED');
  });

  test('because a colleague rejected names the colleague', async () => {
    const { link, process } = await mailed(stage);
    await press(link, { decision: 'approve' });
    await stage.sendMails(process);
    const [first, second] = [stage.linkTo('huanglei'), stage.linkTo('liufang')];
    await press(second, { decision: 'reject', comment: '付款条件不可接受' });
    const { opened, pressed } = await tooLate(first, process);
    expect([opened.status, pressed.status]).toEqual([410, 409]);
    expect(pressed.html).toMatch(/刘芳 rejected .* on/);
  });

  test('because it expired says until when it was good, and hides the document', async () => {
    const { link, process } = await mailed(stage);
    await changeLink(process, { expiresAt: new Date(Date.now() - 60_000) });
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([410, 410]);
    expect(offersFreshLink(opened.html)).toBe(true);
    expect((await fetch(`${link}/document`)).status).toBe(410);
    expect(process.received).toHaveLength(0);
  });

  test('because the person has left tells nothing about the document', async () => {
    const { link, process } = await mailed(stage);
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
    const { link, process } = await mailed(stage);
    await command(stage, process, 'oliver', 'urge', { taskId: 't1' });
    const latest = stage.linkTo('emma');
    expect(latest).not.toBe(link);
    const { opened, pressed } = await tooLate(link, process);
    expect([opened.status, pressed.status]).toEqual([200, 409]);
    expect((await fetch(`${link}/document`)).status).toBe(200);
    expect((await press(latest, { decision: 'approve' })).status).toBe(200);
  });

  test('by a reminder that could not be sent is not too late at all', async () => {
    const { link, process } = await mailed(stage);
    stage.sink.hangUpOnce('beforeMessage');
    await expect(command(stage, process, 'oliver', 'urge', { taskId: 't1' })).rejects.toThrow();
    // Nobody can know whether it arrived, so its link exists as well.
    expect(await stack.prisma.decisionLink.count({ where: { processId: process.instance.id } })).toBe(2);
    expect((await press(link, { decision: 'approve' })).status).toBe(200);
  });
});

describe('asking for a fresh link', () => {
  const renew = (link: string, nonce = nonceFor(link)) =>
    fetch(`${link}/renew`, { method: 'POST', body: new URLSearchParams({ nonce }) });

  test('mails one to the person it was made for and to nobody else', async () => {
    const { link, process } = await mailed(stage);
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
    const { link, process } = await mailed(stage);
    await press(link, { decision: 'reject', comment: 'No' });
    const before = stage.sink.received.length;
    expect(offersFreshLink((await open(link)).html)).toBe(false);
    expect((await renew(link)).status).toBe(409);
    expect(process.closed).toBe(true);
    expect(stage.sink.received.length).toBe(before);
  });

  test('wants a press on the page', async () => {
    const { link, process } = await mailed(stage);
    await changeLink(process, { expiresAt: new Date(Date.now() - 60_000) });
    const before = stage.sink.received.length;
    expect((await renew(link, 'none')).status).toBe(400);
    expect(stage.sink.received.length).toBe(before);
  });

  test('says when the mail could not leave, and works when asked again', async () => {
    const { link, process } = await mailed(stage);
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
    const { link, process } = await mailed(stage);
    await changeLink(process, { expiresAt: new Date(Date.now() - 60_000) });
    const answers = [await renew(link), await renew(link), await renew(link)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  });
});

test('a link that is asked for without end is stopped, others are not', async () => {
  const { link } = await mailed(stage);
  const { link: other } = await mailed(stage);
  const statuses = [];
  for (let asked = 0; asked < 41; asked += 1) statuses.push((await open(link)).status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  expect((await open(other)).status).toBe(200);
});

test('no token was ever logged or stored', async () => {
  const { link } = await mailed(stage);
  await press(link, { decision: 'approve' });
  stage.line = 'down';
  const { link: second } = await mailed(stage);
  await press(second, { decision: 'approve' });
  stage.line = 'good';
  const kept = [stage.logged, await stack.prisma.decisionLink.findMany(), await stack.prisma.event.findMany()];
  const texts = JSON.stringify([...kept, await stack.prisma.outbox.findMany()]);
  for (const token of [link, second].map(tokenOf)) expect(texts).not.toContain(token);
});
