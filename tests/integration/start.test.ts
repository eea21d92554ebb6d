import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { anyFreePort } from '../../cli/ports.ts';
import { endRuns, startRun, stillRunning } from '../support/stack-start.ts';

const STOP_WITHIN_MS = 20_000;
const parts = ['api', 'mail', 'postgres', 'temporal', 'worker'];

let folder: string;
let port: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairway-start-'));
  chmodSync(folder, 0o755);
  port = String(await anyFreePort());
});

afterEach(endRuns);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = () => join(folder, 'world');
const start = (...options: string[]) => startRun(data(), ['--port', port, ...options]);

async function withTemporal<T>(address: string, task: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await task(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

test('the first start brings everything up, and Ctrl-C takes everything down', async () => {
  const run = start();
  await run.ready;
  expect(Object.keys(run.services()).sort()).toEqual([...parts, 'seed'].sort());
  expect(run.output()).toContain(`http://localhost:${port}`);
  expect(run.output()).toContain('ada@fairway.example');
  await withTemporal(run.environment().TEMPORAL_ADDRESS ?? '', (client) =>
    client.workflow.start('waiting', { workflowId: 'patient', taskQueue: 'fairway' }),
  );

  const services = run.services();
  const asked = Date.now();
  run.signal('SIGINT');
  expect(await run.ended).toBe(0);
  expect(Date.now() - asked).toBeLessThan(STOP_WITHIN_MS);
  expect(stillRunning(services)).toEqual([]);
});

test('started again it carries on: running workflows, no second demo data', async () => {
  const run = start();
  await run.ready;
  expect(Object.keys(run.services()).sort()).toEqual(parts);
  expect(run.output()).toContain('ada@fairway.example');
  const result = await withTemporal(run.environment().TEMPORAL_ADDRESS ?? '', async (client) => {
    const handle = client.workflow.getHandle('patient');
    await handle.signal('finish');
    return handle.result();
  });
  expect(result).toBe('finished');
});

test('a start that was killed is cleared up by the next, which goes on', async () => {
  const killed = start();
  await killed.ready;
  const left = killed.services();
  killed.signal('SIGKILL');
  await killed.ended;
  expect(stillRunning(left).sort()).toEqual(parts);

  const run = start();
  await run.ready;
  expect(stillRunning(left)).toEqual([]);
});

test('a second start says who holds the folder or the port, and leaves the first alone', async () => {
  const run = start();
  await run.ready;
  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`process ${run.pid}`);

  const elsewhere = startRun(join(folder, 'other'), ['--port', port]);
  expect(await elsewhere.ended).toBe(1);
  expect(elsewhere.output()).toContain(`Port ${port} is busy`);
  expect(stillRunning(run.services()).sort()).toEqual(parts);
});

test('the death of one part takes down the rest, with one sentence and the end of its log', async () => {
  const run = start();
  await run.ready;
  const services = run.services();
  await fetch(`http://127.0.0.1:${port}/exit`).catch(() => undefined);
  expect(await run.ended).toBe(1);
  expect(run.output()).toContain('The API stopped unexpectedly (exit code 3)');
  expect(run.output()).toContain(`listening on ${port}`);
  expect(stillRunning(services)).toEqual([]);
});

test('a half-written data folder is named, and nothing is left running', async () => {
  rmSync(join(data(), 'postgres', 'PG_VERSION'));
  const run = start();
  expect(await run.ended).toBe(1);
  expect(run.output()).toContain('half-written');
  expect(run.output()).toContain('--reset');
  expect(stillRunning(run.services())).toEqual([]);

  const foreign = join(folder, 'foreign');
  mkdirSync(join(foreign, 'holiday-photos'), { recursive: true });
  const refused = startRun(foreign, ['--port', port, '--reset', '--yes']);
  expect(await refused.ended).toBe(1);
  expect(refused.output()).toContain('holiday-photos');
});

test('the fast pace lives in a world of its own, whose clock runs ahead from this start on', async () => {
  const fast = startRun(join(folder, 'fast'), ['--port', port, '--pace', 'fast'], {
    TEMPORAL_API_KEY: 'for elsewhere',
  });
  const began = Date.now();
  await fast.ready;
  const { CLOCK_FACTOR, CLOCK_BASE, TEMPORAL_API_KEY } = fast.environment();
  expect(CLOCK_FACTOR).toBe('4320');
  expect(Math.abs(Number(CLOCK_BASE) - began)).toBeLessThan(30_000);
  expect(TEMPORAL_API_KEY).toBeUndefined();
  fast.signal('SIGTERM');
  expect(await fast.ended).toBe(0);

  const real = startRun(join(folder, 'fast'), ['--port', port]);
  expect(await real.ended).toBe(1);
  expect(real.output()).toContain('fast pace');
});
