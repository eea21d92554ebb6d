import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { chooseVariant } from '../../domain/variants/index.ts';
import { CommandPending, type Gateway, ProcessesUnavailable, sendCommand } from '../../gateway/gateway.ts';
import { openProcess } from '../../gateway/open.ts';
import { companyFacts } from '../../prisma/company.ts';
import type { CommandResult } from '../../workflows/messages.ts';
import { addressOf, settleCompany } from '../support/company.ts';
import { type MailSink, openMailSink } from '../support/mail-sink.ts';
import { newDeal } from '../support/opportunity.ts';
import { actor } from '../support/organisation.ts';
import { openStack, type Stack } from '../support/stack.ts';
import { WorkerProcess } from '../support/worker-process.ts';

/** A server that takes connections and never says a word. */
async function openBlackHole(): Promise<{ url: string; caught: Promise<void>; server: Server }> {
  let caughtOne = () => {};
  const caught = new Promise<void>((resolve) => {
    caughtOne = resolve;
  });
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    caughtOne();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, caught, server };
}

let stack: Stack;
let sink: MailSink;
let connection: Connection;
let gateway: Gateway;
const lina = actor('lina', 'sales');

beforeAll(async () => {
  stack = await openStack();
  sink = await openMailSink();
  await settleCompany(stack.prisma);
  connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection, namespace: stack.namespace });
  gateway = { client, taskQueue: stack.taskQueue, tenant: stack.tenant, clock: { base: 0, factor: 1 } };
}, 60_000);

afterAll(async () => {
  await WorkerProcess.killAll();
  await connection?.close();
  await sink?.close();
  await stack?.close();
});

async function open(id: string): Promise<void> {
  const variant = chooseVariant('opportunity', newDeal);
  if (!variant) throw new Error('No pipeline');
  await openProcess(gateway, companyFacts(stack.prisma, 'Asia/Shanghai'), {
    id,
    kind: 'opportunity',
    variant,
    input: newDeal,
    actor: lina,
    commandId: `create/${id}`,
  });
}

/** Gives the command as a patient caller does: again under the same id for as long as no answer has come. */
async function hand(id: string, to: string, commandId: string): Promise<CommandResult> {
  for (;;) {
    try {
      const command = { type: 'changeOwner', to };
      return await sendCommand(gateway, id, { commandId, command, actor: actor('wangwei', 'manager') });
    } catch (error) {
      if (!(error instanceof CommandPending || error instanceof ProcessesUnavailable)) throw error;
    }
  }
}

async function eventually<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (let tried = 0; tried < 400; tried += 1) {
    const found = await read();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not happen within 40 s');
}

const sentMail = (processId: string) =>
  eventually(async () => (await stack.prisma.outbox.findFirst({ where: { processId, status: 'sent' } })) ?? undefined);

test('killed after accepting a command and before recording it: the command is carried out once', async () => {
  const first = await WorkerProcess.start(stack, { SMTP_URL: sink.url });
  await open('OP-CRASH1');
  const lock = new pg.Client({ connectionString: stack.databaseUrl });
  await lock.connect();
  await lock.query('BEGIN; LOCK TABLE event IN ACCESS EXCLUSIVE MODE');
  const pending = hand('OP-CRASH1', 'chenjie', 'hand-1');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await first.kill();
  await lock.query('ROLLBACK');
  await lock.end();

  const second = await WorkerProcess.start(stack, { SMTP_URL: sink.url });
  const answer = await pending;
  const again = await hand('OP-CRASH1', 'chenjie', 'hand-1');
  expect(answer).toMatchObject({ commandId: 'hand-1', events: ['OwnerChanged'] });
  expect(again).toEqual(answer);
  const events = await stack.prisma.event.findMany({ where: { processId: 'OP-CRASH1', type: 'OwnerChanged' } });
  expect(events).toHaveLength(1);
  const { messageId } = await sentMail('OP-CRASH1');
  expect(sink.count(messageId)).toBe(1);
  await second.stop();
}, 90_000);

test('killed after recording and before the mail: the mail still goes out, once', async () => {
  const deaf = await openBlackHole();
  const first = await WorkerProcess.start(stack, { SMTP_URL: deaf.url });
  await open('OP-CRASH2');
  await hand('OP-CRASH2', 'chenjie', 'hand-2');
  await deaf.caught;
  await first.kill();
  deaf.server.close();
  const waiting = await stack.prisma.outbox.findFirstOrThrow({ where: { processId: 'OP-CRASH2' } });
  expect(waiting.status).toBe('pending');

  const second = await WorkerProcess.start(stack, { SMTP_URL: sink.url });
  const { messageId } = await sentMail('OP-CRASH2');
  expect(messageId).toBe(waiting.messageId);
  expect(sink.count(messageId)).toBe(1);
  expect(sink.latestTo(addressOf('chenjie')).messageId).toBe(messageId);
  await second.stop();
}, 120_000);

test('a mail server that hangs up before taking the mail gets it again, once', async () => {
  const worker = await WorkerProcess.start(stack, { SMTP_URL: sink.url });
  await open('OP-CRASH3');
  sink.hangUpOnce('beforeMessage');
  await hand('OP-CRASH3', 'chenjie', 'hand-3');
  const { messageId, attempts } = await sentMail('OP-CRASH3');
  expect(sink.count(messageId)).toBe(1);
  expect(attempts).toBeGreaterThan(1);
  await worker.stop();
}, 60_000);

test('every process has its whole history on record, in an unbroken chain', async () => {
  for (const id of ['OP-CRASH1', 'OP-CRASH2', 'OP-CRASH3']) {
    const { version, headHash } = await stack.prisma.process.findUniqueOrThrow({ where: { id } });
    const events = await stack.prisma.event.findMany({ where: { processId: id }, orderBy: { seq: 'asc' } });
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: version }, (_, index) => index + 1));
    expect(events.at(-1)?.hash).toBe(headHash);
    for (const [index, event] of events.entries()) {
      if (index > 0) expect(event.prevHash).toBe(events[index - 1]?.hash);
    }
  }
});
