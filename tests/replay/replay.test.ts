import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';

const { History } = proto.temporal.api.history.v1;
const histories = fileURLToPath(new URL('./histories/', import.meta.url));
const names = readdirSync(histories).filter((file) => file.endsWith('.json'));
let workflowBundle: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  // A history that no longer replays is reported by its error; the worker's own log says the same at length.
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  const workflowsPath = fileURLToPath(new URL('../../workflows/workflows.ts', import.meta.url));
  workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
}, 60_000);

const read = (name: string) => readFileSync(`${histories}${name}`, 'utf8');
const replay = (history: string) =>
  Worker.runReplayHistory({ workflowBundle }, History.fromObject(JSON.parse(history)));

test.each(names)('%s replays', async (name) => {
  await expect(replay(read(name))).resolves.toBeUndefined();
});

const prefixes = [
  'opportunity',
  'contract',
  'approval',
  'plan',
  'order',
  'incident',
  'delivery',
  'webhook',
  'digests',
  'receipt',
  'invoice',
  'absence',
  'rollout',
];

test('every kind has recorded histories, and so has every workflow beside the processes', () => {
  for (const kind of prefixes) {
    expect(names.filter((name) => name.startsWith(kind)).length).toBeGreaterThan(0);
  }
});

test('a history that the code would not have made is refused', async () => {
  const name = names.find((file) => file.startsWith('plan')) ?? '';
  const foreign = read(name).replaceAll('"sendMail"', '"sendTelegram"');
  await expect(replay(foreign)).rejects.toMatchObject({ name: 'DeterminismViolationError' });
});
