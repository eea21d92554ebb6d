import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { openMailTransport, sendOutboxMail, threadRoot } from '../../activities/mail/send.ts';
import { money } from '../../domain/money.ts';
import type { PaymentPlanInput } from '../../domain/payment-plan/model.ts';
import { freeze } from '../../gateway/digest.ts';
import { chinaCalendar, shanghai } from '../support/calendar.ts';
import {
  addressOf,
  type DecisionStage,
  openDecisionStage,
  organisation,
  seedColleagues,
  signedIn,
} from '../support/decision-stage.ts';
import { plainCollections } from '../support/plain-collections.ts';
import { RecordedProcess } from '../support/recorded-process.ts';
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

/** A new approval, and the mail that asks its first approver. */
async function requested(starter = 'lina') {
  const process = await stage.openApproval(starter);
  const [mail] = process.mails;
  if (!mail) throw new Error('The approval asked nobody');
  const send = () => sendOutboxMail(stage.mailing, { processId: process.instance.id, mail });
  const row = () => stack.prisma.outbox.findUniqueOrThrow({ where: { key: mail.key } });
  const links = () => stack.prisma.decisionLink.findMany({ where: { outboxKey: mail.key } });
  return { process, mail, send, row, links };
}

async function failureOf(attempt: Promise<unknown>): Promise<Error> {
  try {
    await attempt;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail');
}

describe('a mail that asks for a decision', () => {
  test('leaves once, under its own Message-ID, marked as automatic and kept in its thread', async () => {
    const { process, send, row } = await requested();
    await send();
    await send();
    const sent = await row();
    expect(sent).toMatchObject({ status: 'sent', recipient: addressOf('wangwei'), attempts: 1, lastError: null });
    expect(stage.sink.count(sent.messageId)).toBe(1);
    const { headers, subject } = stage.sink.latestTo(addressOf('wangwei'));
    expect(subject).toBe(sent.subject);
    expect(subject).toMatch(/^C-S\d+ /);
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('x-auto-response-suppress')).toBe('All');
    expect(headers.has('list-unsubscribe')).toBe(false);
    const root = threadRoot(process.instance.id, 'fairway.test');
    expect(headers.get('in-reply-to')).toBe(root);
    expect(headers.get('references')).toBe(root);
  });

  test('comes in the language of its reader', async () => {
    await (await requested('lina')).send();
    await (await requested('oliver')).send();
    expect(stage.sink.latestTo(addressOf('wangwei')).text).toMatch(/王伟，您好/);
    expect(stage.sink.latestTo(addressOf('emma')).text).toMatch(/Hello Emma Clark/);
  });

  test('carries a token of which only the hash is kept, bound to task, round, person and document', async () => {
    const { process, mail, send, links } = await requested();
    await send();
    const token = stage.linkTo('wangwei').split('/').at(-1) ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const [link, ...others] = await links();
    expect(others).toHaveLength(0);
    expect(link).toMatchObject({
      tokenHash: createHash('sha256').update(token).digest('hex'),
      processId: process.instance.id,
      taskId: 't1',
      round: 1,
      userId: 'wangwei',
      actions: ['approve', 'reject'],
      documentHash: mail.details.documentHash,
      usedAt: null,
    });
    expect(JSON.stringify(await stack.prisma.outbox.findMany())).not.toContain(token);
    expect(stage.logged.join('')).not.toContain(token);
  });

  test('is dropped when the decision has been made meanwhile', async () => {
    const { process, mail, send, row, links } = await requested();
    const command = { type: 'approve', taskId: 't1', documentHash: mail.details.documentHash };
    await process.give({ commandId: 'console', command, actor: signedIn('wangwei') });
    await send();
    expect(await row()).toMatchObject({ status: 'dropped', dropReason: 'WAIT_CLOSED', sentAt: null });
    expect(await links()).toHaveLength(0);
    expect(stage.sink.count((await row()).messageId)).toBe(0);
  });

  test('is dropped when somebody else holds the task meanwhile', async () => {
    const { process, send, row } = await requested();
    const command = { type: 'transfer', taskId: 't1', to: 'emma' };
    await process.give({ commandId: 'console', command, actor: signedIn('wangwei') });
    await send();
    expect(await row()).toMatchObject({ status: 'dropped', dropReason: 'HOLDER_CHANGED' });
    await stage.sendMails(process);
    expect(stage.linkTo('emma')).toMatch(/\/d\//);
  });
});

describe('a mail that cannot leave', () => {
  test('for want of an active recipient is a failure for a person, not a skipped notice', async () => {
    const { send, row, links } = await requested();
    await stack.prisma.user.update({ where: { id: 'wangwei' }, data: { active: false } });
    const failure = await failureOf(send());
    await stack.prisma.user.update({ where: { id: 'wangwei' }, data: { active: true } });
    expect(failure).toMatchObject({ type: 'MAIL_RECIPIENT_INACTIVE', nonRetryable: true });
    expect(await row()).toMatchObject({ status: 'failed', sentAt: null, attempts: 1 });
    expect(await links()).toHaveLength(0);
    // Retrying the step once the cause is gone sends it after all.
    await send();
    expect(await row()).toMatchObject({ status: 'sent', attempts: 2, lastError: null });
  });

  test('for want of an address is one too', async () => {
    const { send } = await requested();
    await stack.prisma.user.update({ where: { id: 'wangwei' }, data: { email: '' } });
    const failure = await failureOf(send());
    await stack.prisma.user.update({ where: { id: 'wangwei' }, data: { email: addressOf('wangwei') } });
    expect(failure).toMatchObject({ type: 'MAIL_NO_ADDRESS', nonRetryable: true });
  });

  test('because the address is refused for good is not tried again, and its link is taken back', async () => {
    const { send, row, links } = await requested();
    stage.sink.refuse(addressOf('wangwei'), 550);
    const failure = await failureOf(send());
    stage.sink.accept(addressOf('wangwei'));
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'MAIL_REFUSED', nonRetryable: true });
    expect(await row()).toMatchObject({ status: 'failed' });
    expect((await row()).lastError).toContain('550');
    expect(await links()).toHaveLength(0);
  });

  test('because the mailbox is busy is tried again', async () => {
    const { send, row, links } = await requested();
    stage.sink.refuse(addressOf('wangwei'), 450);
    const failure = await failureOf(send());
    expect(failure).not.toMatchObject({ nonRetryable: true });
    expect(await row()).toMatchObject({ status: 'pending', attempts: 1 });
    expect(await links()).toHaveLength(0);
    stage.sink.accept(addressOf('wangwei'));
    await send();
    expect(await row()).toMatchObject({ status: 'sent', attempts: 2 });
    expect(await links()).toHaveLength(1);
  });

  test('because no server answers is tried again', async () => {
    const { process, mail, row, links } = await requested();
    const nowhere = openMailTransport('smtp://127.0.0.1:1');
    const request = { processId: process.instance.id, mail };
    const failure = await failureOf(sendOutboxMail({ ...stage.mailing, mail: nowhere }, request));
    nowhere.close();
    expect(failure).not.toMatchObject({ nonRetryable: true });
    expect(await row()).toMatchObject({ status: 'pending', attempts: 1 });
    expect(await links()).toHaveLength(0);
  });

  test('because the connection broke after it was taken comes twice under one Message-ID, and both links work', async () => {
    const { send, row, links } = await requested();
    stage.sink.hangUpOnce('afterMessage');
    await failureOf(send());
    const first = stage.linkTo('wangwei');
    expect(await row()).toMatchObject({ status: 'pending', attempts: 1 });
    await send();
    expect(stage.sink.count((await row()).messageId)).toBe(2);
    expect(await links()).toHaveLength(2);
    for (const link of [first, stage.linkTo('wangwei')]) {
      const page = await fetch(link);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('name="decision" value="approve"');
    }
  });

  test('because it was never recorded says so', async () => {
    const { process, mail } = await requested();
    const stranger = { processId: process.instance.id, mail: { ...mail, key: `${mail.key}/other` } };
    expect(await failureOf(sendOutboxMail(stage.mailing, stranger))).toMatchObject({ type: 'MAIL_NOT_RECORDED' });
  });
});

describe('a letter to a customer', () => {
  /** A plan whose two instalments are overdue when it begins, so that the chase starts at once. */
  async function overduePlan(code: string, address = `${code.toLowerCase()}@hangzhou.test`) {
    const input: PaymentPlanInput = {
      reference: `C-${code}`,
      title: 'Supply of pumps',
      customer: { id: 'c1', name: 'Hangzhou Pumps' },
      contact: { name: '周敏', email: address, locale: 'zh-CN' },
      owner: 'lina',
      financeOwner: null,
      total: money(1_000_00, 'CNY'),
      terms: null,
      instalments: [
        { label: '首付', amount: money(300_00, 'CNY'), dueOn: '2026-11-10' },
        { label: '尾款', amount: money(700_00, 'CNY'), dueOn: '2026-11-18' },
      ],
      origin: null,
      dealId: null,
    };
    const process = await RecordedProcess.open(
      { prisma: stack.prisma, organisation, now: () => shanghai('2026-11-20 10:30') },
      {
        id: `PP-${code}`,
        kind: 'paymentPlan',
        variant: freeze(plainCollections),
        calendar: chinaCalendar,
        input,
        actor: signedIn('lina'),
        commandId: `create/${code}`,
      },
    );
    const pay = (amount: number, instalmentId: string) =>
      process.give({
        commandId: `pay/${code}/${instalmentId}/${amount}`,
        command: {
          type: 'recordReceipt',
          bankReference: `B-${code}-${instalmentId}`,
          amount: money(amount, 'CNY'),
          receivedOn: '2026-11-20',
          instalmentId,
        },
        actor: signedIn('zhangqiang'),
      });
    const outcomes = async () =>
      Object.fromEntries(
        (await stack.prisma.outbox.findMany({ where: { processId: `PP-${code}` } })).map((row) => [
          row.notice,
          row.dropReason ?? row.status,
        ]),
      );
    return { process, pay, outcomes, customer: input.contact?.email ?? '' };
  }

  test('lists every open instalment, acts for nobody, and is answered to the person in charge', async () => {
    const { process, customer } = await overduePlan('M1');
    await stage.sendMails(process);
    const { text, replyTo, subject } = stage.sink.latestTo(customer);
    expect(subject).toMatch(/^C-M1 /);
    for (const fact of ['C-M1/1', '¥300.00', 'C-M1/2', '¥700.00', '¥1,000.00']) expect(text).toContain(fact);
    expect(text).not.toMatch(/https?:/);
    expect(replyTo).toBe(addressOf('lina'));
    expect(stage.sink.latestTo(addressOf('wangwei')).subject).toBe(subject);
  });

  test('asks for no money that came in after it was decided on', async () => {
    const { process, pay, customer } = await overduePlan('M2');
    await pay(700_00, 'i2');
    await pay(120_00, 'i1');
    await stage.sendMails(process);
    const { text } = stage.sink.latestTo(customer);
    expect(text).toContain('¥180.00');
    expect(text).not.toMatch(/¥300|¥700|¥880|¥1,000|C-M2\/2/);
  });

  test('is dropped when everything has been paid, and the owner is told so', async () => {
    const { process, pay, outcomes } = await overduePlan('M3');
    await pay(700_00, 'i2');
    await pay(300_00, 'i1');
    await stage.sendMails(process);
    expect(await outcomes()).toEqual({
      'payment.secondReminder': 'WAIT_CLOSED',
      'payment.escalated': 'PROCESS_CLOSED',
      'payment.settled': 'sent',
    });
    expect(stage.sink.latestTo(addressOf('lina')).text).toContain('¥1,000.00');
  });

  test('is the only one of its day: the plans of a contact are in it together, and the others are not sent', async () => {
    const address = 'both@hangzhou.test';
    const first = await overduePlan('M5', address);
    const second = await overduePlan('M6', address);
    await stage.sendMails(first.process);
    await stage.sendMails(second.process);
    const letters = stage.sink.received.filter(({ to }) => to === address);
    expect(letters).toHaveLength(1);
    for (const fact of ['C-M5/1', 'C-M5/2', 'C-M6/1', 'C-M6/2', '¥2,000.00']) expect(letters[0]?.text).toContain(fact);
    expect(await second.outcomes()).toMatchObject({ 'payment.secondReminder': 'IN_ANOTHER_LETTER' });
    const kept = await stack.prisma.letter.findMany({ where: { email: address } });
    // By the time of sending the next step of the ladder has come due as well, and the sternest sets the tone.
    expect(kept).toMatchObject([{ planIds: ['PP-M5', 'PP-M6'], notice: 'payment.formalLetter' }]);
    expect(kept[0]?.html).toContain('C-M6/2');
    expect(kept[0]?.html).not.toContain('<script');
  });

  test('that cannot be addressed is a failure for a person', async () => {
    const { process } = await overduePlan('M4');
    const mail = process.mails.find(({ notice }) => notice === 'payment.secondReminder');
    if (!mail) throw new Error('No letter was asked for');
    const unreachable = { ...mail, to: { contact: { name: '周敏', email: 'nobody', locale: 'zh-CN' } } } as const;
    const attempt = sendOutboxMail(stage.mailing, { processId: 'PP-M4', mail: unreachable });
    expect(await failureOf(attempt)).toMatchObject({ type: 'MAIL_NO_ADDRESS', nonRetryable: true });
  });
});
