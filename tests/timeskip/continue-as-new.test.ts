import { readLive, sendCommand } from '../../gateway/gateway.ts';
import { workflowIdFor, workflowTypes } from '../../workflows/messages.ts';
import { freshProcess } from '../support/in-memory-world.ts';
import { newDeal, salesTeam } from '../support/opportunity.ts';
import { actor } from '../support/organisation.ts';
import { openSkippedTime, type SkippedTime } from '../support/time-skipping.ts';

let time: SkippedTime;

beforeAll(async () => {
  time = await openSkippedTime(salesTeam);
}, 120_000);
afterAll(() => time?.close());

const id = 'OP-LONG';
const workflowId = workflowIdFor('opportunity', 'test', id);
const call = (index: number) =>
  sendCommand(time.gateway, id, {
    commandId: `call-${index}`,
    command: { type: 'logFollowUp', note: `Call ${index}`, via: 'call' },
    actor: actor('lina', 'sales'),
  });

test('a process that hands over to a new run forgets nothing and does nothing twice', async () => {
  const begin = freshProcess(id, 'opportunity.standard', newDeal);
  const handle = await time.gateway.client.workflow.start(workflowTypes.opportunity, {
    workflowId,
    taskQueue: time.gateway.taskQueue,
    args: [{ schema: 1, tenant: 'test', clock: time.gateway.clock, historyLimit: 40, begin, carried: null }],
  });
  const firstRun = handle.firstExecutionRunId;
  const results = [];
  for (let index = 0; index < 40; index += 1) results.push(await call(index));

  const { runId } = await time.gateway.client.workflow.getHandle(workflowId).describe();
  expect(runId).not.toBe(firstRun);
  const recorded = time.world.recordOf(id);
  expect(recorded.events.filter(({ type }) => type === 'FollowUpLogged')).toHaveLength(40);

  expect(await call(0)).toEqual(results[0]);
  expect(await call(39)).toEqual(results[39]);
  expect(time.world.recordOf(id).version).toBe(recorded.version);

  const { instance, nextAt } = await readLive(time.gateway, id);
  expect(instance.version).toBe(recorded.version);
  await time.until((nextAt ?? 0) + 1_000);
  expect(time.world.posted.map(({ mail }) => mail.notice)).toEqual(['opportunity.followUpDue']);
}, 60_000);

test('many commands at once are each carried out once, over several runs', async () => {
  const before = time.world.recordOf(id).version;
  await Promise.all(Array.from({ length: 60 }, (_, index) => call(100 + index)));
  const { events, version } = time.world.recordOf(id);
  expect(version).toBe(events.length);
  expect(version).toBe(before + 120);
  const notes = events.flatMap((event) => ('note' in event ? [event.note] : []));
  expect(new Set(notes).size).toBe(100);
}, 60_000);

test('a finished process leaves its loop and its workflow completes', async () => {
  await sendCommand(time.gateway, id, {
    commandId: 'lost',
    command: { type: 'moveStage', to: 'lost', lostReason: 'price' },
    actor: actor('lina', 'sales'),
  });
  await time.gateway.client.workflow.getHandle(workflowId).result();
  expect(time.world.recordOf(id).summary).toMatchObject({ status: 'closed', outcome: 'lost' });
}, 60_000);
