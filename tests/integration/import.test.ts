import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { readChain } from '../../cli/reconcile/chain.ts';
import { realTime } from '../../domain/clock.ts';
import { readLive } from '../../gateway/gateway.ts';
import { runCommand } from '../support/command-run.ts';
import { members, settleCompany } from '../support/company.ts';
import { crmFiles, pipelineHeading, writeCrmFiles } from '../support/crm-files.ts';
import { openStack, type Stack } from '../support/stack.ts';
import { WorkerProcess } from '../support/worker-process.ts';

const ended = 90;
const open = 30;
let stack: Stack;
let worker: WorkerProcess | undefined;
let folder: string;

beforeEach(async () => {
  stack = await openStack();
  await settleCompany(stack.prisma);
});

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await stack.close();
});

afterAll(() => WorkerProcess.killAll());

const startWorker = async () => {
  worker = await WorkerProcess.start(stack);
};

function importing(files: Parameters<typeof writeCrmFiles>[0], options: readonly string[] = []) {
  folder = writeCrmFiles(files);
  return importingAgain(options);
}

function importingAgain(options: readonly string[] = []) {
  return runCommand(stack, 'cli/import.ts', ['--from', folder, '--errors', join(folder, 'bad.csv'), ...options]);
}

/** What the import has added to the company that was there before. */
async function counts() {
  const { prisma } = stack;
  const [customers, products, people, processes, events, waits] = await Promise.all([
    prisma.customer.count(),
    prisma.product.count(),
    prisma.user.count(),
    prisma.process.count(),
    prisma.event.count(),
    prisma.wait.count({ where: { closedAt: null } }),
  ]);
  const before = { customers: 1, people: members.length };
  return {
    customers: customers - before.customers,
    people: people - before.people,
    products,
    processes,
    events,
    waits,
  };
}

/** Lost deals have three events, won ones four, open ones one. */
const everything = {
  customers: 3,
  products: 2,
  people: 5,
  processes: ended + open,
  events: ended * 3 + (ended * 2) / 3 + open,
  waits: open,
};

test('a dry run changes nothing; then everything goes in; again, nothing doubles', async () => {
  await startWorker();
  const dry = await importing(crmFiles(ended, open), ['--dry-run', '--mail-domain', 'sales.example']).ended;
  expect(dry).toMatchObject({ code: 0 });
  expect(dry.output).toContain(`${open} running processes, ${ended} finished records`);
  expect(await counts()).toMatchObject({ customers: 0, people: 0, processes: 0 });

  const first = await importingAgain(['--mail-domain', 'sales.example']).ended;
  expect(first).toMatchObject({ code: 0 });
  expect(await counts()).toEqual(everything);
  const again = await importingAgain(['--mail-domain', 'sales.example']).ended;
  expect(again.output).toContain('Every deal was there already.');
  expect(await counts()).toEqual(everything);

  const { prisma } = stack;
  const ada = await prisma.user.findUniqueOrThrow({ where: { email: 'ada.brook@sales.example' } });
  expect(ada).toMatchObject({ id: 'ada-brook', roles: ['sales'], managerId: 'dora-engel', region: 'Central' });
  expect(ada).toMatchObject({ active: true, passwordHash: null });
  const dora = await prisma.user.findUniqueOrThrow({ where: { id: 'dora-engel' } });
  expect(dora).toMatchObject({ roles: ['manager'], managerId: null });
  const alpha = await prisma.customer.findUniqueOrThrow({ where: { name: 'Alpha Mills' } });
  expect(alpha).toMatchObject({ id: 'cu-alpha-mills', sector: 'technology', revenueMillions: 1100.04 });
  expect(await prisma.product.findUniqueOrThrow({ where: { name: 'GTX Pro' } })).toMatchObject({
    priceMinor: 482_100n,
  });

  const won = await prisma.process.findUniqueOrThrow({ where: { id: 'OP-E1' } });
  expect(won).toMatchObject({
    status: 'closed',
    outcome: 'won',
    ownerId: 'ben-carter',
    amountMinor: 105_400n,
    nextAt: null,
  });
  expect([won.openedAt.toISOString(), won.closedAt?.toISOString()]).toEqual([
    '2016-10-20T01:00:00.000Z',
    '2017-03-01T10:00:00.000Z',
  ]);
  const chain = readChain(
    'OP-E1',
    await prisma.event.findMany({ where: { processId: 'OP-E1' }, orderBy: { seq: 'asc' } }),
  );
  expect(chain).toMatchObject({ fault: null, version: 4, headHash: won.headHash });
  expect(await prisma.outbox.count()).toBe(0);
}, 180_000);

test('each open deal runs, with a holder and a next instant, and reminders are spread over days', async () => {
  await startWorker();
  await importing(crmFiles(0, open), ['--spread-workdays', '5']).ended;
  const { prisma, taskQueue, tenant, namespace, temporalAddress: address } = stack;
  const waits = await prisma.wait.findMany({ where: { closedAt: null }, orderBy: { nextAt: 'asc' } });
  expect(waits).toHaveLength(open);
  expect(
    waits.every(({ nextAt, nextWhat }) => nextAt !== null && nextAt.getTime() > Date.now() && nextWhat === 'remind'),
  ).toBe(true);
  const ofAda = waits.filter(({ holderId }) => holderId === 'ada-brook');
  expect(ofAda).toHaveLength(open / 3);
  const days = new Set(ofAda.map(({ nextAt }) => nextAt?.toISOString().slice(0, 10)));
  expect(days.size).toBe(5);

  const connection = await Connection.connect({ address });
  const gateway = { client: new Client({ connection, namespace }), taskQueue, tenant, clock: realTime };
  const engaged = await readLive(gateway, 'OP-O1');
  expect(engaged.summary).toMatchObject({ status: 'open', stage: 'engaging', owner: 'ben-carter' });
  expect(engaged.instance.state).toMatchObject({ engagedAt: Date.parse('2017-11-03T01:00:00Z') });
  expect((await readLive(gateway, 'OP-O0')).summary).toMatchObject({ stage: 'prospecting', customer: null });
  await connection.close();
}, 120_000);

test('killed again and again and run to the end: nothing is lost and nothing doubles', async () => {
  await startWorker();
  const files = crmFiles(ended, open);
  const reached = async (processes: number) => {
    while ((await stack.prisma.process.count()) < processes) await sleep(15);
  };
  let run = importing(files);
  for (const enough of [10, open + 20, open + 60]) {
    await reached(enough);
    run.child.kill('SIGKILL');
    expect((await run.ended).code).toBeNull();
    run = importingAgain();
  }
  const last = await run.ended;
  expect(last).toMatchObject({ code: 0 });
  expect(await counts()).toEqual(everything);
  const reconciled = await runCommand(stack, 'cli/reconcile.ts').ended;
  expect(reconciled).toMatchObject({ code: 0 });
  expect(reconciled.output).toContain(`${ended + open} processes on record: 0 drifted`);
}, 240_000);

test('killed before any worker has taken its processes up, they are not started twice', async () => {
  await startWorker();
  const run = importing(crmFiles(0, open));
  const held = new Promise<void>((resolve) =>
    run.child.stdout?.on('data', (text: string) => {
      if (text.includes('Starting open deals')) resolve();
    }),
  );
  await held;
  await worker?.kill();
  worker = undefined;
  run.child.kill('SIGKILL');
  await run.ended;
  expect(await stack.prisma.process.count()).toBeLessThan(open);
  await startWorker();
  expect(await importingAgain().ended).toMatchObject({ code: 0 });
  expect(await counts()).toMatchObject({ processes: open, events: open, waits: open });
}, 180_000);

test('bad rows are listed with row, column and reason while the good ones go in', async () => {
  await startWorker();
  const pipeline = [
    pipelineHeading,
    'A1,Ada Brook,GTX Basic,,Prospecting,,,,,',
    'A2,"Nobody, Inc",GTX Basic,,Prospecting,,,,,',
    'A3,Ada Brook,GTX Basic,Borealis,Won,20-10-16,32-03-17,1054,,',
    'A4,Ada Brook',
  ].join('\n');
  const { code, output } = await importing({ ...crmFiles(0, 0), 'sales_pipeline.csv': pipeline }).ended;
  expect(code).toBe(0);
  expect(output).toContain('bad.csv');
  expect(await stack.prisma.process.findMany({ select: { id: true } })).toEqual([{ id: 'OP-A1' }]);
  const lines = readFileSync(join(folder, 'bad.csv'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(/^sales_pipeline\.csv,5,,.*,"A4,Ada Brook"$/);
  expect(lines[2]).toMatch(/^sales_pipeline\.csv,3,sales_agent,.*,"Nobody, Inc"$/);
  expect(lines[3]).toMatch(/^sales_pipeline\.csv,4,close_date,.*,32-03-17$/);
}, 120_000);

test.each([
  ['a missing file', { 'products.csv': undefined }, /^products\.csv is not there in /],
  [
    'a missing column',
    { 'sales_pipeline.csv': 'opportunity_id,sales_agent\n' },
    /^sales_pipeline\.csv has no column product/,
  ],
])(
  '%s is one sentence, and nothing is changed',
  async (_, change, sentence) => {
    const files = Object.fromEntries(
      Object.entries({ ...crmFiles(1, 1), ...change }).filter(([, text]) => text !== undefined),
    );
    const { code, output } = await importing(files).ended;
    expect(code).toBe(1);
    expect(output).toMatch(sentence);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(await counts()).toMatchObject({ customers: 0, products: 0, people: 0, processes: 0 });
    expect(existsSync(join(folder, 'bad.csv'))).toBe(false);
  },
  60_000,
);

test('without a worker nothing is begun and one sentence says so', async () => {
  const { code, output } = await importing(crmFiles(1, 1)).ended;
  expect(code).toBe(1);
  expect(output).toContain('No worker listens on task queue');
  expect(await counts()).toMatchObject({ customers: 0, people: 0, processes: 0 });
}, 60_000);
