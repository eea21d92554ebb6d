import { Client, Connection } from '@temporalio/client';
import { mailSettingsFrom } from '../../activities/mail/settings.ts';
import { reconcile } from '../../cli/reconcile/reconcile.ts';
import { realTime } from '../../domain/clock.ts';
import { chooseVariant } from '../../domain/variants/index.ts';
import { type Gateway, sendCommand } from '../../gateway/gateway.ts';
import { openProcess } from '../../gateway/open.ts';
import { companyFacts } from '../../prisma/company.ts';
import { workflowIdFor } from '../../workflows/messages.ts';
import { runCommand } from '../support/command-run.ts';
import { settleCompany } from '../support/company.ts';
import { crmFiles, writeCrmFiles } from '../support/crm-files.ts';
import { newDeal } from '../support/opportunity.ts';
import { actor } from '../support/organisation.ts';
import { openStack, type Stack } from '../support/stack.ts';
import { WorkerProcess } from '../support/worker-process.ts';

let stack: Stack;
let connection: Connection;
let gateway: Gateway;

beforeAll(async () => {
  stack = await openStack();
  await settleCompany(stack.prisma);
  await WorkerProcess.start(stack);
  connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection, namespace: stack.namespace });
  gateway = { client, taskQueue: stack.taskQueue, tenant: stack.tenant, clock: realTime };
  const folder = writeCrmFiles(crmFiles(12, 0));
  const { code, output } = await runCommand(stack, 'cli/import.ts', ['--from', folder, '--errors', `${folder}/bad.csv`])
    .ended;
  if (code !== 0) throw new Error(output);
}, 120_000);

afterAll(async () => {
  await WorkerProcess.killAll();
  await connection?.close();
  await stack?.close();
});

async function look(repair = false) {
  const lines: string[] = [];
  const { namespace } = stack;
  const running = new Client({ connection, namespace, workflow: { queryRejectCondition: 'NOT_OPEN' } });
  const looking = {
    prisma: stack.prisma,
    tenant: stack.tenant,
    running: { ...gateway, client: running },
    any: gateway,
  };
  const messageIdDomain = mailSettingsFrom(stack.config).domain;
  const code = await reconcile(looking, { repair, messageIdDomain, say: (line) => lines.push(line) });
  return { code, output: lines.join('\n') };
}

/** Mends and then looks again: what is mended must stay so. */
async function mendAndLook() {
  const mended = await look(true);
  const looked = await look();
  return { mended, looked };
}

async function open(id: string): Promise<string> {
  const variant = chooseVariant('opportunity', newDeal);
  if (!variant) throw new Error('No pipeline');
  const request = {
    id,
    kind: 'opportunity',
    variant,
    input: newDeal,
    actor: actor('lina', 'sales'),
    commandId: id,
  } as const;
  await openProcess(gateway, companyFacts(stack.prisma, 'Asia/Shanghai'), request);
  return id;
}

let notes = 0;
async function talk(id: string, commandId = `talk-${++notes}`) {
  const command = { type: 'logFollowUp', note: `Talk ${notes}`, via: 'call' };
  return await sendCommand(gateway, id, { commandId, command, actor: actor('lina', 'sales') });
}

const rowOf = (id: string) => stack.prisma.process.findUnique({ where: { id } });
const eventsOf = (id: string) => stack.prisma.event.findMany({ where: { processId: id }, orderBy: { seq: 'asc' } });
const openWaitsOf = (id: string) => stack.prisma.wait.findMany({ where: { processId: id, closedAt: null } });

/** As somebody might do who works on the tables by hand, past the trigger that protects them. */
async function byHand(change: () => Promise<unknown>, table: 'event' | 'ledger_entry' = 'event'): Promise<void> {
  const switched = (how: 'DISABLE' | 'ENABLE') =>
    stack.prisma.$executeRawUnsafe(`ALTER TABLE ${table} ${how} TRIGGER ${table}_append_only`);
  await switched('DISABLE');
  await change();
  await switched('ENABLE');
}

test('a system in order has nothing to mend', async () => {
  await talk(await open('OP-FINE'));
  const { code, output } = await runCommand(stack, 'cli/reconcile.ts').ended;
  expect(output).toContain('13 processes on record: 0 drifted, 0 mended, 0 left.');
  expect(code).toBe(0);
}, 60_000);

test('rows that were changed by hand are listed, and mended from the workflow or the events', async () => {
  const { prisma } = stack;
  await open('OP-ROWS');
  const [before, waits, ended] = [await rowOf('OP-ROWS'), await openWaitsOf('OP-ROWS'), await rowOf('OP-E1')];
  await prisma.process.update({ where: { id: 'OP-ROWS' }, data: { title: 'Other', amountMinor: 1n, stage: 'won' } });
  await prisma.wait.updateMany({ where: { processId: 'OP-ROWS' }, data: { holderId: 'chenjie' } });
  await prisma.process.update({ where: { id: 'OP-E1' }, data: { status: 'open', closedAt: null } });

  const found = await look();
  expect(found.code).toBe(1);
  expect(found.output).toMatch(/OP-ROWS PROJECTION_DIFFERS: process\.title is "Other" and should be "Pump stations"/);
  expect(found.output).toMatch(/OP-ROWS PROJECTION_DIFFERS: wait OP-ROWS\/w1\.holderId is "chenjie"/);
  expect(found.output).toMatch(/OP-E1 PROJECTION_DIFFERS: process\.status is "open"/);
  expect(found.output).toContain('2 drifted, 0 mended, 2 left.');

  const { mended, looked } = await mendAndLook();
  expect(mended).toMatchObject({ code: 0 });
  expect(looked).toMatchObject({ code: 0 });
  expect(await rowOf('OP-ROWS')).toEqual(before);
  expect(await openWaitsOf('OP-ROWS')).toEqual(waits);
  expect(await rowOf('OP-E1')).toEqual(ended);
}, 90_000);

/** Opens a plan of one instalment and pays part of it. */
async function openPlan(id: string): Promise<string> {
  const input = {
    reference: 'C-1',
    title: 'Pumps',
    customer: { id: 'cu1', name: 'Huaxia Water' },
    contact: null,
    owner: 'lina',
    financeOwner: null,
    total: { minor: 500_00, currency: 'CNY' },
    terms: [{ label: 'All', percent: 100, dueDays: 30 }],
    instalments: null,
    origin: null,
    dealId: null,
  };
  const variant = chooseVariant('paymentPlan', { amount: input.total, customerId: 'cu1' });
  if (!variant) throw new Error('No ladder');
  const by = actor('lina', 'sales');
  const request = { id, kind: 'paymentPlan', variant, input, actor: by, commandId: id } as const;
  await openProcess(gateway, companyFacts(stack.prisma, 'Asia/Shanghai'), request);
  const command = {
    type: 'recordReceipt',
    bankReference: `bank-${id}`,
    amount: { minor: 200_00, currency: 'CNY' },
    receivedOn: '2026-11-20',
  };
  await sendCommand(gateway, id, { commandId: `pay-${id}`, command, actor: actor('fin', 'finance') });
  return id;
}

const booksOf = (processId: string) =>
  stack.prisma.ledgerEntry.findMany({ where: { processId }, orderBy: [{ seq: 'asc' }, { line: 'asc' }] });

test('the books take no change and no half of an entry', async () => {
  const { prisma } = stack;
  const [line] = await booksOf(await openPlan('PP-KEPT'));
  if (!line) throw new Error('Nothing was booked');
  const place = { processId_seq_line: { processId: line.processId, seq: line.seq, line: line.line } };
  await expect(prisma.ledgerEntry.update({ where: place, data: { amountMinor: 1n } })).rejects.toThrow();
  await expect(prisma.ledgerEntry.delete({ where: place })).rejects.toThrow();
  await expect(prisma.ledgerEntry.create({ data: { ...line, line: 99 } })).rejects.toThrow();
  expect((await booksOf('PP-KEPT')).map(({ account, amountMinor }) => [account, amountMinor])).toEqual([
    ['receivable', 500_00n],
    ['sales', -500_00n],
    ['receivable', -200_00n],
    ['cash', 200_00n],
  ]);
});

test('lines of the books and rows of what is owed that are gone are written again from the events', async () => {
  const { prisma } = stack;
  await openPlan('PP-BOOKS');
  const [books, owed] = [await booksOf('PP-BOOKS'), await prisma.receivable.findMany()];
  await byHand(() => prisma.ledgerEntry.deleteMany({ where: { processId: 'PP-BOOKS', seq: 1 } }), 'ledger_entry');
  await prisma.receivable.updateMany({ where: { planId: 'PP-BOOKS' }, data: { outstandingMinor: 1n } });

  const found = await look();
  expect(found.code).toBe(1);
  expect(found.output).toContain('PP-BOOKS LEDGER_DIFFERS: line 1.1 of the books is missing');
  expect(found.output).toContain('PP-BOOKS PROJECTION_DIFFERS: receivable i1.outstandingMinor is 1');
  expect(found.output).toMatch(/CNY: the books say .* are owed/);

  const { mended, looked } = await mendAndLook();
  expect([mended.code, looked.code]).toEqual([0, 0]);
  expect(await booksOf('PP-BOOKS')).toEqual(books);
  expect(await prisma.receivable.findMany()).toEqual(owed);
}, 90_000);

test('waits that are gone come back, and waits that are over are closed', async () => {
  const { prisma } = stack;
  await open('OP-WAITS');
  const [wait] = await openWaitsOf('OP-WAITS');
  if (!wait) throw new Error('The deal waits for nobody');
  await prisma.wait.delete({ where: { id: wait.id } });
  const stray = { ...wait, id: 'OP-WAITS/w99', nextWho: { user: 'lina' }, subject: {} };
  await prisma.wait.create({ data: stray });
  const { mended, looked } = await mendAndLook();
  expect(mended.output).toContain('no row is open (mended)');
  expect(mended.output).toContain('it is over, its row is open (mended)');
  expect(looked).toMatchObject({ code: 0 });
  expect(await openWaitsOf('OP-WAITS')).toEqual([wait]);
}, 90_000);

test('after an older backup the lost events come back word for word, and the process goes on', async () => {
  const { prisma } = stack;
  await open('OP-BACKUP');
  await talk('OP-BACKUP');
  const [old, oldWaits] = [await rowOf('OP-BACKUP'), await openWaitsOf('OP-BACKUP')];
  await talk('OP-BACKUP');
  await talk('OP-BACKUP');
  const events = await eventsOf('OP-BACKUP');
  if (!old || !oldWaits[0]) throw new Error('The deal is not on record');
  const { version, headHash, updatedAt } = old;
  await byHand(() => prisma.event.deleteMany({ where: { processId: 'OP-BACKUP', seq: { gt: version } } }));
  await prisma.process.update({ where: { id: 'OP-BACKUP' }, data: { version, headHash, updatedAt } });
  await prisma.wait.deleteMany({ where: { processId: 'OP-BACKUP', id: { not: oldWaits[0].id } } });

  const unanswered = talk('OP-BACKUP', 'in-the-gap').catch((error: unknown) => error);
  const found = await look();
  expect(found.output).toMatch(
    /OP-BACKUP EVENTS_MISSING: the record ends at version 3, the process has recorded up to 7/,
  );
  const { mended, looked } = await mendAndLook();
  expect(mended).toMatchObject({ code: 0 });
  expect(looked).toMatchObject({ code: 0 });
  await unanswered;
  expect(await talk('OP-BACKUP', 'in-the-gap')).toMatchObject({ commandId: 'in-the-gap', version: 9 });
  expect((await eventsOf('OP-BACKUP')).slice(0, 7)).toEqual(events);
  expect((await talk('OP-BACKUP')).version).toBe(11);
}, 90_000);

test('a process that runs without any record gets it back', async () => {
  const { prisma } = stack;
  await talk(await open('OP-LOST'));
  const [row, events] = [await rowOf('OP-LOST'), await eventsOf('OP-LOST')];
  await byHand(() => prisma.event.deleteMany({ where: { processId: 'OP-LOST' } }));
  await prisma.process.delete({ where: { id: 'OP-LOST' } });
  await prisma.wait.deleteMany({ where: { processId: 'OP-LOST' } });
  const { mended, looked } = await mendAndLook();
  expect(mended.output).toMatch(/OP-LOST EVENTS_MISSING: .* \(mended\)/);
  expect(looked).toMatchObject({ code: 0 });
  expect(await eventsOf('OP-LOST')).toEqual(events);
  expect(await rowOf('OP-LOST')).toEqual(row);
}, 90_000);

test('a row that is gone while its events are there is written again', async () => {
  const { prisma } = stack;
  await talk(await open('OP-NOROW'));
  const row = await rowOf('OP-NOROW');
  await prisma.process.delete({ where: { id: 'OP-NOROW' } });
  const { mended, looked } = await mendAndLook();
  expect(mended.output).toMatch(/OP-NOROW NO_ROW: .* \(mended\)/);
  expect(looked).toMatchObject({ code: 0 });
  expect(await rowOf('OP-NOROW')).toEqual(row);
}, 90_000);

describe('what nobody can mend stays on the list', () => {
  test('an event that was changed breaks its chain', async () => {
    const { prisma } = stack;
    const key = { processId_seq: { processId: 'OP-E2', seq: 3 } };
    const { actorId } = await prisma.event.findUniqueOrThrow({ where: key });
    await byHand(() => prisma.event.update({ where: key, data: { actorId: 'somebody' } }));
    const { mended, looked } = await mendAndLook();
    expect(mended.code).toBe(1);
    expect(looked.output).toMatch(/OP-E2 CHAIN_BROKEN: event 3 \(\w+\) is not what was recorded/);
    await byHand(() => prisma.event.update({ where: key, data: { actorId } }));
    expect(await look()).toMatchObject({ code: 0 });
  }, 90_000);

  test('an open deal whose workflow was ended from outside', async () => {
    await open('OP-KILLED');
    await gateway.client.workflow.getHandle(workflowIdFor('opportunity', stack.tenant, 'OP-KILLED')).terminate();
    const { mended, looked } = await mendAndLook();
    expect(mended.code).toBe(1);
    expect(looked.output).toMatch(/OP-KILLED NOT_RUNNING/);
    expect(looked.output).toContain('1 drifted, 0 mended, 1 left.');
  }, 90_000);
});
