import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { createProcessWorker } from '../../activities/worker.ts';
import { issueNonce } from '../../api/decision/press.ts';
import { defineApproval } from '../../domain/approval/define.ts';
import type { ApprovalState } from '../../domain/approval/model.ts';
import { realTime } from '../../domain/clock.ts';
import type { VariantBase } from '../../domain/variant.ts';
import { largeContract } from '../../domain/variants/approval-large-contract.ts';
import { CommandRefused, type Gateway, readLive, sendCommand } from '../../gateway/gateway.ts';
import { openProcess } from '../../gateway/open.ts';
import { openOutbound } from '../../outbound/post.ts';
import { companyFacts } from '../../prisma/company.ts';
import { partyOf } from '../../prisma/new-contract.ts';
import { chinaCalendar } from '../support/calendar.ts';
import {
  addressOf,
  type DecisionStage,
  largeApproval,
  openDecisionStage,
  seedColleagues,
  signedIn,
} from '../support/decision-stage.ts';
import { openStack, type Stack } from '../support/stack.ts';

let stack: Stack;
let stage: DecisionStage;
let connection: Connection;
let native: NativeConnection;
let gateway: Gateway;
let running: { worker: Worker; ended: Promise<void> } | undefined;

beforeAll(async () => {
  const logger = new DefaultLogger('WARN');
  Runtime.install({ logger });
  stack = await openStack();
  await seedColleagues(stack.prisma);
  const { temporalAddress: address, namespace, taskQueue, tenant } = stack;
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  gateway = { client: new Client({ connection, namespace }), taskQueue, tenant, clock: realTime };
  stage = await openDecisionStage(stack.prisma, gateway);
  await startWorker();
});

afterAll(async () => {
  await stopWorker();
  await stage?.close();
  await native?.close();
  await connection?.close();
  await stack?.close();
});

async function startWorker(): Promise<void> {
  const { client, taskQueue } = gateway;
  const outbound = openOutbound({ allowPrivate: false });
  const company = partyOf(stack.config.company);
  const dependencies = { ...stage.mailing, outbound, company, client, taskQueue };
  const worker = await createProcessWorker(native, stack.namespace, dependencies, stack.config.workflowBundle);
  running = { worker, ended: worker.run() };
}

async function stopWorker(): Promise<void> {
  running?.worker.shutdown();
  await running?.ended;
  running = undefined;
}

async function openApproval(
  code: string,
  through = gateway,
  variant: VariantBase<never> = largeContract,
): Promise<string> {
  const id = `AP-${code}`;
  const input = await largeApproval(stack.prisma, `C-${code}`, 'oliver');
  const facts = companyFacts(stack.prisma, chinaCalendar.zone);
  const actor = signedIn('oliver');
  await openProcess(through, facts, { id, kind: 'approval', variant, input, actor, commandId: code });
  return id;
}

/** The link in the mail about a contract, once it has come. */
async function linkTo(id: string, code: string): Promise<string> {
  for (let tried = 0; tried < 100; tried += 1) {
    const mail = stage.sink.received.find(({ to, subject }) => to === addressOf(id) && subject.includes(`C-${code}`));
    const link = /http\S+\/d\/[\w-]+/.exec(mail?.text ?? '')?.[0];
    if (link) return link;
    await sleep(100);
  }
  throw new Error(`No mail about C-${code} has reached ${id}`);
}

function press(link: string, fields: Record<string, string>): Promise<Response> {
  const nonce = issueNonce(link.split('/').at(-1) ?? '', Date.now() - 3_000);
  return fetch(link, { method: 'POST', body: new URLSearchParams({ nonce, ...fields }) });
}

const decisions = (processId: string) =>
  stack.prisma.event.findMany({ where: { processId, type: 'TaskDecided' }, orderBy: { seq: 'asc' } });

test('from the mail to the last decision: each asks the next, and the record says who came through which link', async () => {
  const id = await openApproval('W1');
  expect((await press(await linkTo('emma', 'W1'), { decision: 'approve' })).status).toBe(200);
  const [first, second] = [await linkTo('liufang', 'W1'), await linkTo('huanglei', 'W1')];
  const answers = await Promise.all([first, first, second].map((link) => press(link, { decision: 'approve' })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const finance = await linkTo('zhangqiang', 'W1');
  expect((await press(finance, { decision: 'reject', comment: '付款条件不可接受' })).status).toBe(200);
  const made = await decisions(id);
  expect(made.map(({ actorId, channel }) => `${actorId} ${channel}`).sort()).toEqual(
    ['emma', 'huanglei', 'liufang', 'zhangqiang'].map((who) => `${who} mail-link`),
  );
  // The workflow has ended; its links still tell what became of it.
  expect((await press(finance, { decision: 'reject', comment: 'x' })).status).toBe(200);
  const page = await fetch(`${second}?lang=en`);
  expect(await page.text()).toMatch(/rejected/);
  expect(await decisions(id)).toHaveLength(4);
});

test('a press while no worker runs is not lost for good, and pressing again decides once', async () => {
  const id = await openApproval('W2');
  const link = await linkTo('emma', 'W2');
  await stopWorker();
  const waiting = await press(link, { decision: 'approve' });
  expect(waiting.status).toBe(503);
  await startWorker();
  expect((await press(link, { decision: 'approve' })).status).toBe(200);
  expect(await decisions(id)).toHaveLength(1);
});

/** Two managers, either of whom is enough; a minute after they were asked time decides. Legal comes next. */
const hasty = defineApproval({
  id: 'approval.hasty',
  kind: 'approval',
  title: { 'zh-CN': '限时审批', en: 'Hasty' },
  priority: 1,
  appliesTo: () => false,
  urgeEvery: '1 hours',
  withdraw: 'anyTime',
  nodes: [
    {
      name: 'managers',
      title: { 'zh-CN': '上级', en: 'Managers' },
      mode: 'ANY',
      anyReject: 'wait',
      approvers: [{ managersOfStarterUpTo: 2 }],
      within: '1 minutes',
      timeout: [{ after: '0 minutes', do: ['autoApprove'] }],
    },
    {
      name: 'legal',
      title: { 'zh-CN': '法务', en: 'Legal' },
      mode: 'ANY',
      approvers: [{ role: 'legal' }],
      within: '5 workdays',
      timeout: [],
    },
  ],
});

test('fifty decisions at once, by link, by API and by time, are one change of state and explanations for the rest', async () => {
  // A business minute passes in three seconds, so that time runs out in the middle of it all.
  const fast: Gateway = { ...gateway, clock: { base: Date.now(), factor: 20 } };
  const id = await openApproval('W9', fast, hasty);
  const documentHash = (await recordedState(id)).document.sha256;
  const link = await linkTo('emma', 'W9');
  const byLink = Array.from({ length: 24 }, (_, index) =>
    press(link, index % 2 === 0 ? { decision: 'approve' } : { decision: 'reject', comment: 'No' }),
  );
  const byApi = Array.from({ length: 25 }, (_, index) =>
    sendCommand(fast, id, {
      commandId: `w9/${index}`,
      command: { type: index % 2 === 0 ? 'approve' : 'reject', taskId: 't1', documentHash, comment: 'By API' },
      actor: signedIn('emma'),
    }).catch((error: unknown) => error),
  );
  const pages = await Promise.all(byLink);
  const answers = await Promise.all(byApi);

  const [made, ...others] = (await decisions(id)).filter(({ data }) => (data as { task?: string }).task === 't1');
  expect(others).toEqual([]);
  const refusals = answers.filter((answer) => answer instanceof CommandRefused).map(({ rejection }) => rejection);
  expect(refusals).toHaveLength(made?.commandId.startsWith('w9/') ? 24 : 25);
  for (const { code, facts } of refusals) {
    expect(code).toBe('ALREADY_DECIDED');
    expect(facts).toMatchObject({ decidedBy: made?.actorId, decidedAt: made?.at.getTime() });
  }
  // Every press is told what became of it, whoever was first.
  for (const page of pages) {
    expect([200, 409]).toContain(page.status);
    expect(await page.text()).not.toContain('name="decision"');
  }
});

test('after bursts of decisions a process replayed by another worker stands where its record says', async () => {
  const ids = ['W10', 'W11', 'W12', 'W13'];
  const opened = await Promise.all(ids.map((code) => openApproval(code)));
  for (const id of opened) {
    const [task] = (await recordedState(id)).tasks;
    const { sha256: documentHash } = (await recordedState(id)).document;
    const command = { type: 'approve', taskId: task?.id, documentHash };
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        sendCommand(gateway, id, { commandId: `${id}/${index}`, command, actor: signedIn('emma') }).catch(
          (error: unknown) => error,
        ),
      ),
    );
    const refused = answers.filter((answer) => answer instanceof CommandRefused);
    expect(refused).toHaveLength(11);
    expect(new Set(refused.map(({ rejection }) => rejection.code))).toEqual(new Set(['ALREADY_DECIDED']));
  }
  await stopWorker();
  await startWorker();
  for (const id of opened) {
    const live = await readLive(gateway, id);
    expect(live.instance.state).toEqual(await recordedState(id));
  }
});

async function recordedState(id: string): Promise<ApprovalState> {
  const { snapshot } = await stack.prisma.process.findUniqueOrThrow({ where: { id } });
  return (snapshot as unknown as { state: ApprovalState }).state;
}
