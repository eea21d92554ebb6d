import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { CompanyActivities } from '../../activities/company/activities.ts';
import type { Instant } from '../../domain/calendar.ts';
import { toBusinessTime } from '../../domain/clock.ts';
import { creditKey } from '../../domain/credit.ts';
import { amountsOfGross } from '../../domain/invoice/amounts.ts';
import type { Actor } from '../../domain/process.ts';
import { announceAbsence, startRollout } from '../../gateway/company.ts';
import { type Gateway, sendCommand, startAndAwaitProcess } from '../../gateway/gateway.ts';
import { wakeDigests, wakeWebhook } from '../../gateway/wake.ts';
import { absenceWorkflowId, rolloutWorkflowId } from '../../workflows/company-messages.ts';
import {
  deliverWorkflow,
  deliveryWorkflowId,
  digestsWorkflowId,
  kindOf,
  webhookWorkflowId,
  workflowIdFor,
  workflowTypes,
} from '../../workflows/messages.ts';
import { input as approvalInput, company } from '../support/approval.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { fileOf, hashOf, newContract, signedCopy } from '../support/contract.ts';
import { freshProcess, InMemoryWorld } from '../support/in-memory-world.ts';
import { newDeal } from '../support/opportunity.ts';
import { newOrder, owing, terminal } from '../support/order.ts';
import { actor } from '../support/organisation.ts';

/**
 * Records histories for the replay tests from a real Temporal server: `npm run histories -- ADDRESS [NAME…]`. Run it
 * when a kind learns something new and keep the old files: they stand for processes that run in the field.
 */
const histories = fileURLToPath(new URL('./histories', import.meta.url));
const workflowsPath = fileURLToPath(new URL('../../workflows/workflows.ts', import.meta.url));
const { History } = proto.temporal.api.history.v1;
/** A day passes in a second. */
const factor = 86_400;

interface Recorder {
  readonly gateway: Gateway;
  readonly world: InMemoryWorld;
  now(): Instant;
  give(id: string, command: { type: string; [field: string]: unknown }, by: Actor): Promise<void>;
  pass(days: number): Promise<void>;
}

interface Scenario {
  /** The process, or the id of a workflow that is none. */
  readonly id: string | ((tenant: string) => string);
  run(recorder: Recorder): Promise<void>;
}

/** Each named for what it holds on record. */
const scenarios: Record<string, Scenario> = {
  'opportunity-reminded-escalated-lost': {
    id: 'OP-R1',
    async run({ gateway, give, pass }) {
      await startAndAwaitProcess(gateway, begin('OP-R1', 'opportunity.standard', { ...newDeal, owner: 'sam' }));
      await pass(14);
      await give('OP-R1', { type: 'logFollowUp', note: 'Called', via: 'call' }, sam);
      await give('OP-R1', { type: 'changeOwner', to: 'sue' }, actor('mia', 'manager'));
      await give('OP-R1', { type: 'moveStage', to: 'lost', lostReason: 'price' }, actor('sue', 'sales'));
    },
  },
  'opportunity-won-contract-void-then-approved': {
    id: 'OP-R2',
    async run({ gateway, give, pass }) {
      await startAndAwaitProcess(gateway, begin('OP-R2', 'opportunity.standard', { ...newDeal, owner: 'sam' }));
      for (const to of ['engaging', 'proposing', 'won']) await give('OP-R2', { type: 'moveStage', to }, sam);
      const ended = { type: 'contractEnded', endedBy: 'leo', comment: null };
      await give('OP-R2', { ...ended, contractId: 'CT-R2', outcome: 'void' }, system);
      await pass(2);
      await give('OP-R2', { type: 'submitContract' }, sam);
      await give('OP-R2', { ...ended, contractId: 'CT-R2-2', outcome: 'approved' }, system);
    },
  },
  'opportunity-handed-over-between-runs': {
    id: 'OP-R3',
    async run({ gateway, give }) {
      const fresh = begin('OP-R3', 'opportunity.standard', { ...newDeal, owner: 'sam' });
      await gateway.client.workflow.start(workflowTypes.opportunity, {
        workflowId: workflowIdFor('opportunity', gateway.tenant, 'OP-R3'),
        taskQueue: gateway.taskQueue,
        args: [
          { schema: 1, tenant: gateway.tenant, clock: gateway.clock, historyLimit: 40, begin: fresh, carried: null },
        ],
      });
      for (let call = 0; call < 12; call += 1) {
        await give('OP-R3', { type: 'logFollowUp', note: `Call ${call}`, via: 'call' }, sam);
      }
      await give('OP-R3', { type: 'moveStage', to: 'lost', lostReason: 'price' }, sam);
    },
  },
  'approval-transferred-timed-out-approved': {
    id: 'AP-R4',
    async run({ gateway, world, give, pass }) {
      await startAndAwaitProcess(gateway, begin('AP-R4', 'approval.standard-contract', approvalInput));
      await give('AP-R4', { type: 'urge', taskId: 't1' }, sam);
      await give('AP-R4', { type: 'transfer', taskId: 't1', to: 'rex' }, actor('mia', 'manager'));
      await pass(3);
      await approveAll('AP-R4', world, give);
    },
  },
  'approval-rejected': {
    id: 'AP-R5',
    async run({ gateway, give }) {
      await startAndAwaitProcess(gateway, begin('AP-R5', 'approval.standard-contract', approvalInput));
      const { sha256: documentHash } = approvalInput.document;
      await give('AP-R5', { type: 'reject', taskId: 't1', documentHash, comment: 'No' }, actor('mia', 'manager'));
    },
  },
  'approval-sent-back-jumped-approved': {
    id: 'AP-R7',
    async run({ gateway, world, give }) {
      await startAndAwaitProcess(gateway, begin('AP-R7', 'approval.standard-contract', approvalInput));
      const documentHash = approvalInput.document.sha256;
      await give('AP-R7', { type: 'approve', taskId: 't1', documentHash }, actor('mia', 'manager'));
      const back = { type: 'sendBack', to: 'starter', resubmission: 'JUMP', comment: 'Which price list?' };
      await give('AP-R7', { ...back, taskId: 't2' }, actor('leo', 'legal'));
      await give('AP-R7', { type: 'comment', text: 'The one of July' }, sam);
      await give('AP-R7', { type: 'resubmit' }, sam);
      await approveAll('AP-R7', world, give);
    },
  },
  'approval-delegated-added-forced-back': {
    id: 'AP-R8',
    async run({ gateway, world, give, pass }) {
      await startAndAwaitProcess(gateway, begin('AP-R8', 'approval.standard-contract', approvalInput));
      const documentHash = approvalInput.document.sha256;
      const mia = actor('mia', 'manager');
      await give('AP-R8', { type: 'delegate', taskId: 't1', to: 'max' }, mia);
      await pass(2);
      await give('AP-R8', { type: 'approve', taskId: 't2', documentHash }, actor('max', 'manager'));
      await give(
        'AP-R8',
        { type: 'addSigners', taskId: 't1', position: 'before', people: ['lou', 'rex'], mode: 'SEQ' },
        mia,
      );
      await give('AP-R8', { type: 'approve', taskId: 't3', documentHash }, actor('lou', 'manager'));
      await give('AP-R8', { type: 'removeSigner', taskId: 't4' }, mia);
      await give('AP-R8', { type: 'approve', taskId: 't1', documentHash }, mia);
      await give(
        'AP-R8',
        { type: 'override', action: 'jump', node: 'manager', reason: 'Mia asks for it' },
        actor('ada', 'admin'),
      );
      await approveAll('AP-R8', world, give);
    },
  },
  'order-held-approved-changed-shipped-returned': {
    id: 'SO-R7',
    async run({ gateway, world, now, give, pass }) {
      const held = creditKey({ find: 'creditStanding', customer: newOrder.customer.id });
      world.known = { [held]: owing(50_000) };
      await startAndAwaitProcess(gateway, begin('SO-R7', 'order.standard', { ...newOrder, owner: 'sam' }));
      await give('SO-R7', { type: 'submit' }, sam);
      await pass(1);
      const until = now() + 3 * 86_400_000;
      await give('SO-R7', { type: 'overrideCredit', reason: 'Paid by draft', until }, actor('fay', 'finance'));
      world.known = {};
      const ended = { type: 'approvalEnded', subject: 'order', outcome: 'approved', endedBy: 'mia', comment: null };
      await give('SO-R7', { ...ended, approvalId: 'AP-SO-R7-1' }, system);
      await give('SO-R7', { type: 'confirm' }, sam);
      await pass(6);
      const lines = [{ lineId: 'l1', quantity: 4_000 }];
      const carriage = { carrier: 'SF', trackingNumber: 'SF1', outboundNumber: 'CK-1' };
      const store = actor('root', 'admin');
      await give('SO-R7', { type: 'pick', lines }, store);
      await give('SO-R7', { type: 'dispatch', shipmentId: 's1', ...carriage }, store);
      const smaller = [{ ...terminal, id: 'l1', quantity: 4_000 }];
      await give('SO-R7', { type: 'change', changes: { lines: smaller }, reason: 'Enough' }, sam);
      await give('SO-R7', { ...ended, approvalId: 'AP-SO-R7-2' }, system);
      const today = new Date(now() + 8 * 3_600_000).toISOString().slice(0, 10);
      await give('SO-R7', { type: 'confirmDelivery', shipmentId: 's1', deliveredOn: today }, store);
      await give('SO-R7', { type: 'confirmAcceptance', shipmentId: 's1', acceptedOn: today }, sam);
      await give('SO-R7', { type: 'requestReturn', lines: [{ lineId: 'l1', quantity: 1_000 }], reason: 'Broken' }, sam);
      await give('SO-R7', { type: 'receiveReturn', returnId: 'r1', receivedOn: today }, store);
      await pass(16);
    },
  },
  'order-express-cancelled': {
    id: 'SO-R8',
    async run({ gateway, give }) {
      const input = { ...newOrder, lines: [{ ...terminal, quantity: 2_000 }], speed: 'express', owner: 'sam' };
      await startAndAwaitProcess(gateway, begin('SO-R8', 'order.express', input));
      await give('SO-R8', { type: 'submit' }, sam);
      await give('SO-R8', { type: 'cancel', reason: 'No budget' }, sam);
    },
  },
  'plan-chased-partly-paid-paid': {
    id: 'PP-R6',
    async run({ gateway, now, give, pass }) {
      const today = new Date(now()).toISOString().slice(0, 10);
      await startAndAwaitProcess(gateway, begin('PP-R6', 'paymentPlan.standard', planInput()));
      await pass(25);
      const receipt = { type: 'recordReceipt', receivedOn: today };
      const half = { minor: 50_00, currency: 'CNY' };
      await give('PP-R6', { ...receipt, bankReference: 'B1', amount: half }, fay);
      await pass(6);
      await give('PP-R6', { ...receipt, bankReference: 'B2', amount: half }, fay);
    },
  },
  'plan-promised-disputed-shown-written-off': {
    id: 'PP-R7',
    async run({ gateway, now, give, pass }) {
      const today = new Date(now()).toISOString().slice(0, 10);
      const terms = [
        { label: 'Advance', percent: 60, dueDays: 2 },
        { label: 'Delivery', percent: 40, dueDays: 2, from: 'delivered' },
      ];
      await startAndAwaitProcess(gateway, begin('PP-R7', 'paymentPlan.standard', { ...planInput(), terms }));
      const fay = actor('fay', 'finance');
      await give('PP-R7', { type: 'noteEvent', event: 'delivered', on: today, share: 50, reference: 'D1' }, fay);
      await pass(6);
      const about = { instalmentId: 'i1' };
      await give(
        'PP-R7',
        { type: 'recordPromise', ...about, on: day(now(), 3), by: 'Zhou Min', channel: 'phone' },
        fay,
      );
      await pass(9);
      await give('PP-R7', { type: 'pause', ...about, until: day(now(), 2), reason: 'New account', owner: 'fay' }, fay);
      await pass(5);
      const amount = { minor: 20_00, currency: 'CNY' };
      const dispute = { reason: 'quality', note: 'One leaks', dueOn: day(now(), 5) };
      await give('PP-R7', { type: 'openDispute', ...about, amount, ...dispute }, fay);
      await give('PP-R7', { type: 'resolveDispute', instalmentId: 'i1b', outcome: 'writeOff', note: 'Goodwill' }, fay);
      const ended = {
        type: 'approvalEnded',
        approvalId: 'AP-WO-R7-i1b-1',
        subject: 'writeOff',
        endedBy: 'mia',
        comment: null,
      };
      await give('PP-R7', { ...ended, outcome: 'approved' }, system);
      const receipt = { type: 'recordReceipt', receivedOn: day(now(), 0) };
      await give('PP-R7', { ...receipt, bankReference: 'B1', amount }, fay);
      await give('PP-R7', { type: 'reverseReceipt', bankReference: 'B1', on: day(now(), 0), reason: 'Bounced' }, fay);
      await pass(12);
      await give('PP-R7', { type: 'cancel', reason: 'End of the story' }, fay);
    },
  },
  'incident-reminded-recurred-settled': {
    id: 'IN-R20',
    async run({ gateway, give, pass }) {
      const incident = { subject: 'webhook', target: 'wh1', title: 'ERP', cause: 'HTTP 500', customer: null };
      await startAndAwaitProcess(gateway, begin('IN-R20', 'incident.standard', { ...incident, preferred: null }));
      await pass(4);
      await give('IN-R20', { type: 'recur', cause: 'HTTP 503' }, system);
      await give('IN-R20', { type: 'settle', comment: 'Certificate renewed' }, system);
    },
  },
  'delivery-after-quiet-hours': {
    id: (tenant) => deliveryWorkflowId(tenant, heldBack),
    async run({ gateway: { client, taskQueue, tenant, clock }, now, pass }) {
      await client.workflow.start(deliverWorkflow, {
        workflowId: deliveryWorkflowId(tenant, heldBack),
        taskQueue,
        args: [{ tenant, clock, delivery: { ...heldBack, at: now() + 86_400_000 } }],
      });
      await pass(2);
    },
  },
  'webhook-retried-and-woken': {
    id: (tenant) => webhookWorkflowId(tenant, 'wh1'),
    async run({ gateway, world, pass }) {
      world.webhookDue.push(Date.now() + 1_500, Date.now() + 60_000);
      await wakeWebhook(gateway, 'wh1');
      await pass(2);
      await wakeWebhook(gateway, 'wh1');
      await pass(1);
    },
  },
  'digests-of-three-days': {
    id: digestsWorkflowId,
    async run({ gateway, world, pass }) {
      world.digestReaders = ['sam', 'sue'].map((id) => ({
        id,
        settings: { matrix: {} },
        calendar: chinaCalendar,
        lastDay: null,
      }));
      await wakeDigests(gateway);
      await pass(5);
      world.digestReaders = [];
      await wakeDigests(gateway);
      await pass(1);
    },
  },
  'contract-replaced-scanned-expired': {
    id: 'CT-R7',
    async run({ gateway, now, give, pass }) {
      const day = (ahead: number) => new Date(now() + ahead * 86_400_000).toISOString().slice(0, 10);
      const term = { ...newContract.term, until: day(20) };
      const input = { ...newContract, term, owner: 'sam', origin: 'OP-R2', submit: true };
      await startAndAwaitProcess(gateway, begin('CT-R7', 'contract.standard', input));
      await give('CT-R7', { type: 'addVersion', file: fileOf(2), note: 'Clause 4' }, sam);
      const ended = {
        type: 'approvalEnded',
        approvalId: 'AP-R7-1',
        subject: 'contract',
        endedBy: 'leo',
        comment: null,
      };
      await give('CT-R7', { ...ended, documentHash: hashOf(2), outcome: 'approved' }, system);
      await give('CT-R7', { type: 'fileSignedCopy', file: signedCopy(1, 77), signedOn: day(0) }, sam);
      const judged = { type: 'confirmSignedCopy', sha256: hashOf(77), reason: 'Compared page by page' };
      await give('CT-R7', judged, actor('lea', 'legal'));
      await pass(22);
    },
  },
  'absence-begun-changed-over': {
    id: (tenant) => absenceWorkflowId(tenant, 'AB-R7'),
    async run({ gateway, pass }) {
      await announceAbsence(gateway, 'AB-R7');
      await pass(3);
      await announceAbsence(gateway, 'AB-R7');
    },
  },
  'rollout-told-in-pages-and-twice': {
    id: (tenant) => rolloutWorkflowId(tenant, 'calendar.cn.2', 1),
    async run({ gateway }) {
      const subject = { kind: 'calendarReplaced', calendars: ['cn'] } as const;
      await startRollout(gateway, { id: 'calendar.cn.2', subject, attempt: 1 });
    },
  },
  'receipt-waited-allocated-refused-kept-as-credit': {
    id: 'RC-R30',
    async run({ gateway, give, pass }) {
      await startAndAwaitProcess(gateway, begin('RC-R30', 'receipt.standard', receiptInput(), fay));
      await pass(3);
      const candidate = receivable('i1');
      await give(
        'RC-R30',
        { type: 'allocate', parts: [{ candidate, amount: { minor: 60_00, currency: 'CNY' } }] },
        fay,
      );
      await give('RC-R30', { type: 'allocationRefused', allocation: 1, code: 'CLOSED' }, system);
      await give('RC-R30', { type: 'keepAsCredit', customer: candidate.customer }, fay);
      await give(
        'RC-R30',
        { type: 'allocate', parts: [{ candidate, amount: { minor: 100_00, currency: 'CNY' } }] },
        fay,
      );
    },
  },
  'receipt-draft-matured': {
    id: 'RC-R31',
    async run({ gateway, now, pass }) {
      const maturesOn = new Date(now() + 6 * 86_400_000).toISOString().slice(0, 10);
      const draft = { number: 'D-1', drawer: 'Huaxia Water', maturesOn };
      const input = { ...receiptInput(), method: 'draft', draft, remittance: 'C-1', candidates: [receivable('i1')] };
      await startAndAwaitProcess(gateway, begin('RC-R31', 'receipt.large', input, fay));
      await pass(20);
    },
  },
  'invoice-late-sent-back-issued-accepted': {
    id: 'IV-R32',
    async run({ gateway, now, give, pass }) {
      await startAndAwaitProcess(gateway, begin('IV-R32', 'invoice.standard', invoiceInput()));
      await pass(6);
      await give('IV-R32', { type: 'sendBack', reason: 'Other tax number' }, fay);
      await give('IV-R32', { type: 'resubmit' }, sam);
      const issuedOn = new Date(now()).toISOString().slice(0, 10);
      await give('IV-R32', { type: 'issue', number: '26312000000012345678', issuedOn }, fay);
      await give('IV-R32', { type: 'send', via: 'mail', to: 'ap@huaxia.example' }, sam);
      await give('IV-R32', { type: 'acknowledge', by: 'Zhou Min' }, sam);
    },
  },
};

const heldBack = { key: 'OP-R1/w1/remind.1/sam', channel: 'email', target: '', at: 0 } as const;

/** An absence that begins a day after it is first read, is changed with every later reading, and is over after five days. */
function companyActivities(now: () => Instant): CompanyActivities {
  const day = 86_400_000;
  let entered: Instant | undefined;
  let version = 0;
  return {
    async readAbsence() {
      entered ??= now();
      version += 1;
      const span = { beginAt: entered + day, endAt: entered + 5 * day };
      return { userId: 'sam', version: version < 3 ? 1 : 2, cancelled: false, ...span };
    },
    noteAbsence: async () => undefined,
    async tellPage({ progress }) {
      const isLast = progress.after === 'OP-1';
      const pass = isLast ? 2 : progress.pass;
      const done = isLast && progress.pass === 2;
      return { pass, after: isLast ? '' : 'OP-1', told: progress.told + 1, changed: 0, done };
    },
  };
}

/** The day so many days after an instant. */
function day(at: Instant, days: number): string {
  return new Date(at + days * 86_400_000).toISOString().slice(0, 10);
}

const sam = actor('sam', 'sales');
const fay = actor('fay', 'finance');
const system = actor('system');

function begin(id: string, variantId: string, input: unknown, by = sam) {
  return { ...freshProcess(id, variantId, input), actor: by };
}

const huaxia = { id: 'cu1', name: 'Huaxia Water' };

/** An open instalment of the plan that the scenarios pay. */
function receivable(instalmentId: string) {
  const plan = { planId: 'PP-R9', reference: 'C-1', label: 'All', customer: huaxia, owner: 'sam', dealId: null };
  return {
    ...plan,
    instalmentId,
    number: 'C-1/1',
    dueOn: '2026-06-30',
    outstanding: { minor: 100_00, currency: 'CNY' },
  };
}

function receiptInput() {
  return {
    bankReference: 'B-30',
    account: null,
    amount: { minor: 100_00, currency: 'CNY' },
    receivedOn: '2026-06-30',
    payer: 'Somebody',
    remittance: null,
    method: 'transfer',
    draft: null,
    customer: null,
    candidates: [],
    holder: null,
  };
}

function invoiceInput() {
  return {
    title: 'Service',
    customer: huaxia,
    owner: 'sam',
    dealId: null,
    form: 'digital',
    scope: { reference: 'C-1', planId: 'PP-R9', instalmentIds: [], receipts: [] },
    amounts: amountsOfGross({ minor: 100_00, currency: 'CNY' }, 600),
    buyer: { title: 'Huaxia Water', taxNumber: '91310000MA1K35XX0B' },
    note: null,
    original: null,
    room: null,
    overrideReason: null,
  };
}

function planInput() {
  return {
    reference: 'C-1',
    title: 'Service',
    customer: { id: 'cu1', name: 'Huaxia Water' },
    contact: { name: 'Zhou Min', email: 'zhou@huaxia.example', locale: 'zh-CN' },
    owner: 'sam',
    financeOwner: 'fay',
    total: { minor: 100_00, currency: 'CNY' },
    terms: [{ label: 'All', percent: 100, dueDays: 12 }],
    instalments: null,
    origin: null,
    dealId: null,
  };
}

async function approveAll(id: string, world: InMemoryWorld, give: Recorder['give']): Promise<void> {
  const { sha256: documentHash } = approvalInput.document;
  for (let open = world.recordOf(id).waits[0]; open; open = world.recordOf(id).waits[0]) {
    await give(id, { type: 'approve', taskId: open.id, documentHash }, actor(open.holder));
  }
}

function workflowOf(processId: string, tenant: string): string {
  const kind = kindOf(processId);
  if (!kind) throw new Error(`${processId} is no process id`);
  return workflowIdFor(kind, tenant, processId);
}

async function main(address = 'localhost:7233', ...names: readonly string[]): Promise<void> {
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection: await Connection.connect({ address }) });
  const clock = { base: Date.now(), factor };
  const taskQueue = `histories-${Date.now()}`;
  const gateway: Gateway = { client, taskQueue, tenant: taskQueue, clock };
  const now = () => toBusinessTime(clock, Date.now());
  const world = new InMemoryWorld(company, async () => now());
  const activities = { ...world.activities(), ...companyActivities(now) };
  const worker = await Worker.create({ connection, taskQueue, workflowsPath, activities });
  let commands = 0;
  const recorder: Recorder = {
    gateway,
    world,
    now,
    async give(id, command, by) {
      commands += 1;
      await sendCommand(gateway, id, { commandId: `c${commands}`, command, actor: by });
    },
    pass: (days) => new Promise((resolve) => setTimeout(resolve, (days * 86_400_000) / factor)),
  };
  await worker.runUntil(async () => {
    await mkdir(histories, { recursive: true });
    for (const [name, { id, run }] of Object.entries(scenarios)) {
      if (names.length > 0 && !names.includes(name)) continue;
      await run(recorder);
      const handle = client.workflow.getHandle(typeof id === 'string' ? workflowOf(id, taskQueue) : id(taskQueue));
      await handle.result();
      const history = History.fromObject(await handle.fetchHistory());
      await writeFile(`${histories}/${name}.json`, `${JSON.stringify(history)}\n`);
      console.log(`recorded ${name}`);
    }
  });
  await client.connection.close();
  await connection.close();
}

await main(...process.argv.slice(2));
