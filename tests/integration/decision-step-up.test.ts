import { money } from '../../domain/money.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import {
  addressOf,
  type DecisionStage,
  openDecisionStage,
  seedColleagues,
  setStepUp,
} from '../support/decision-stage.ts';
import { mailed, offersDecision, open, press, stateOf, taskOf } from '../support/decision-visitor.ts';
import { openStack, type Stack } from '../support/stack.ts';

let stack: Stack;
let prisma: PrismaClient;
let stage: DecisionStage;

beforeAll(async () => {
  stack = await openStack();
  prisma = stack.prisma;
  await seedColleagues(prisma);
  stage = await openDecisionStage(prisma);
}, 60_000);
afterAll(async () => {
  await stage?.close();
  await stack?.close();
});
beforeEach(async () => {
  await setStepUp(prisma, [money(1_000_000_00, 'CNY')]);
  await prisma.stepUpCode.deleteMany();
});

const asksForCode = (html: string) => html.includes('name="code"');
const codesMailed = (id: string) =>
  stage.sink.received.filter(({ to, text }) => to === addressOf(id) && /^\d{6}$/m.test(text)).length;
const codeIn = (id: string) => /^\d{6}$/m.exec(stage.sink.latestTo(addressOf(id)).text)?.[0] ?? '';
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const approve = { decision: 'approve', comment: '' };

/** An approval that its first approver has pressed to approve, so that a code is on its way. */
async function pressed(fields: Record<string, string> = approve) {
  const { process, link } = await mailed(stage, 'oliver');
  const asked = await press(link, fields);
  return { process, link, asked };
}

describe('a decision about a large amount', () => {
  test('takes a code that is mailed to the person the link is for', async () => {
    const { process, link } = await mailed(stage, 'oliver');
    const page = await open(link);
    expect(offersDecision(page.html)).toBe(true);
    expect(await prisma.stepUpCode.count()).toBe(0);

    const asked = await press(link, approve);
    expect([asked.status, asksForCode(asked.html)]).toEqual([200, true]);
    expect(taskOf(process, 't1')?.status).toBe('ACTIVE');
    const mail = stage.sink.latestTo(addressOf('emma'));
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');

    const done = await press(link, { ...approve, code: codeIn('emma') });
    expect(done.status).toBe(200);
    expect(taskOf(process, 't1')).toMatchObject({ status: 'APPROVED', decidedBy: 'emma' });
    expect(await prisma.stepUpCode.count({ where: { usedAt: null } })).toBe(0);
  });

  test('is kept with its comment while the code is asked for, also when it rejects', async () => {
    const { process, link, asked } = await pressed({ decision: 'reject', comment: 'Too <cheap>' });
    expect(asked.html).toContain('value="Too &lt;cheap&gt;"');
    await press(link, { decision: 'reject', comment: 'Too <cheap>', code: codeIn('emma') });
    expect(stateOf(process)).toMatchObject({ status: 'REJECTED', ending: { comment: 'Too <cheap>' } });
  });

  test('stays open for a wrong code, and after five of them even for the right one', async () => {
    const { process, link } = await pressed();
    const right = codeIn('emma');
    for (let tried = 0; tried < 5; tried += 1) {
      const refused = await press(link, { ...approve, code: another(right) });
      expect([refused.status, asksForCode(refused.html)]).toEqual([422, true]);
    }
    expect((await press(link, { ...approve, code: right })).status).toBe(422);
    expect(taskOf(process, 't1')?.status).toBe('ACTIVE');

    await press(link, { ...approve, resend: '1' });
    expect(codeIn('emma')).not.toBe('');
    await press(link, { ...approve, code: right });
    await press(link, { ...approve, code: codeIn('emma') });
    expect(taskOf(process, 't1')?.status).toBe('APPROVED');
  });

  test('takes no code that is older than ten minutes or has been replaced', async () => {
    const { process, link } = await pressed();
    const first = codeIn('emma');
    await prisma.stepUpCode.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await press(link, { ...approve, code: first })).status).toBe(422);
    expect(taskOf(process, 't1')?.status).toBe('ACTIVE');
  });

  test('takes the code of its own link alone', async () => {
    const { link: other } = await pressed();
    const foreign = codeIn('emma');
    const { process, link } = await pressed();
    const own = codeIn('emma');
    if (foreign !== own) expect((await press(link, { ...approve, code: foreign })).status).toBe(422);
    expect(taskOf(process, 't1')?.status).toBe('ACTIVE');
    expect(other).not.toBe(link);
  });

  test('mails one code however often a button is pressed, and few within an hour', async () => {
    const before = codesMailed('emma');
    const { link } = await pressed();
    await press(link, approve);
    expect(codesMailed('emma')).toBe(before + 1);
    for (let asked = 0; asked < 5; asked += 1) await press(link, { ...approve, resend: '1' });
    const refused = await press(link, { ...approve, resend: '1' });
    expect(refused.status).toBe(429);
    expect(codesMailed('emma')).toBe(before + 6);
  });

  test('is not burdened with a code that could not be used: the process out of reach leaves it good', async () => {
    const { process, link } = await pressed();
    stage.line = 'down';
    expect((await press(link, { ...approve, code: codeIn('emma') })).status).toBe(503);
    stage.line = 'good';
    expect((await press(link, { ...approve, code: codeIn('emma') })).status).toBe(200);
    expect(taskOf(process, 't1')?.status).toBe('APPROVED');
  });
});

test('a code that could not be mailed is asked for by nobody; the next press mails another', async () => {
  const { process, link } = await mailed(stage, 'oliver');
  stage.sink.refuse(addressOf('emma'), 550);
  expect((await press(link, approve)).status).toBe(503);
  stage.sink.accept(addressOf('emma'));
  expect((await press(link, approve)).status).toBe(200);
  await press(link, { ...approve, code: codeIn('emma') });
  expect(taskOf(process, 't1')?.status).toBe('APPROVED');
});

test('nothing but a hash of the code is kept, and nothing of it is logged', async () => {
  await pressed();
  const code = codeIn('emma');
  expect(JSON.stringify(await prisma.stepUpCode.findMany())).not.toContain(code);
  expect(JSON.stringify(await prisma.outbox.findMany())).not.toContain(`"${code}"`);
  expect(stage.logged.filter((line) => line.includes(code))).toEqual([]);
});

test('looking at the page asks for no code, and a press without the mark of a page none either', async () => {
  const { link } = await mailed(stage, 'oliver');
  await open(link);
  await press(link, { ...approve, nonce: 'made-up' });
  expect(await prisma.stepUpCode.count()).toBe(0);
});

test('smaller amounts take none', async () => {
  await setStepUp(prisma, [money(2_000_000_00, 'CNY')]);
  const { process, link } = await mailed(stage, 'oliver');
  expect((await press(link, approve)).status).toBe(200);
  expect(taskOf(process, 't1')?.status).toBe('APPROVED');
});
