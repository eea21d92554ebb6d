import { randomUUID } from 'node:crypto';
import { customer } from '../support/company.ts';
import { type ApiStage, openApiStage, type Person, type Reply } from './api-stage.ts';

let stage: ApiStage;
const people: Record<string, Person> = {};

beforeAll(async () => {
  stage = await openApiStage();
  for (const id of ['lina', 'chenjie', 'wangwei', 'zhao', 'legal1', 'fin', 'root']) people[id] = await stage.as(id);
}, 120_000);

afterAll(async () => {
  await stage?.close();
});

function as(id: string): Person {
  const person = people[id];
  if (!person) throw new Error(`${id} is not signed in`);
  return person;
}

const yuan = (amount: number) => ({ minor: amount * 100, currency: 'CNY' });
const bytes = (content: string) => ({
  mime: 'text/plain; charset=utf-8',
  contentBase64: Buffer.from(content).toString('base64'),
});

async function newApproval(changes: Record<string, unknown> = {}): Promise<string> {
  const number = `XS-${randomUUID().slice(0, 8)}`;
  const document = { number, title: 'Pumps', ...bytes(`Contract ${number}`) };
  const body = { subject: 'contract', document, amount: yuan(1_000), customerId: customer.id, ...changes };
  const reply = await as('lina').post('/approvals', body);
  expect(reply.status).toBe(201);
  return reply.body.id;
}

async function give(id: string, by: string, command: Record<string, unknown>): Promise<Reply> {
  return await as(by).post(`/approvals/${id}/commands`, command);
}

async function hashOf(id: string): Promise<string> {
  return (await as('root').get(`/approvals/${id}`)).body.state.document.sha256;
}

async function pathOf(id: string, by = 'lina') {
  const { status, body } = await as(by).get(`/approvals/${id}/path`);
  expect(status).toBe(200);
  return body;
}

const inShort = (nodes: { name: string; status: string; tasks: { person: { id: string }; status: string }[] }[]) =>
  nodes.map(({ name, status, tasks }) =>
    [name, status, ...tasks.map((task) => `${task.person.id}:${task.status}`)].join(' '),
  );

async function approvedContract(changes: Record<string, unknown> = {}): Promise<string> {
  const id = await newApproval(changes);
  const documentHash = await hashOf(id);
  expect((await give(id, 'wangwei', { type: 'approve', taskId: 't1', documentHash })).status).toBe(200);
  expect((await give(id, 'legal1', { type: 'approve', taskId: 't2', documentHash })).status).toBe(200);
  return id;
}

test('who would approve is told before anything begins', async () => {
  const counted = await stage.prisma.process.count();
  const order = (fields: Record<string, unknown>) =>
    as('lina').post('/approvals/preview', { subject: 'order', amount: yuan(1_000), fields });
  const ordinary = await order({ creditHold: false, paymentDays: 30 });
  expect(ordinary.status).toBe(200);
  expect(ordinary.body.variant.id).toBe('approval.order-release');
  expect(inShort(ordinary.body.nodes)).toEqual([
    'manager coming wangwei:EXPECTED',
    'finance expectedSkipped',
    'credit expectedSkipped',
    'director expectedSkipped',
  ]);
  const onHold = await order({ creditHold: true });
  expect(inShort(onHold.body.nodes).slice(1)).toEqual([
    'finance expectedSkipped',
    'credit coming fin:EXPECTED',
    'director coming zhao:EXPECTED',
  ]);
  expect(onHold.body.nodes[0].evaluation).toMatchObject({ verdict: 'met' });
  expect((await as('lina').post('/approvals/preview', { subject: 'poem', amount: yuan(1) })).status).toBe(422);
  expect(
    (await as('lina').post('/approvals/preview', { subject: 'order', amount: yuan(1), customerId: 'nobody' })).body,
  ).toMatchObject({
    code: 'UNKNOWN_REFERENCE',
  });
  expect(await stage.prisma.process.count()).toBe(counted);
});

test('sent back, asked about, submitted again and shown on its way at every step', async () => {
  const id = await newApproval();
  expect(inShort((await pathOf(id)).nodes)).toEqual([
    'manager current wangwei:ACTIVE',
    'legal coming legal1:EXPECTED legal2:EXPECTED',
  ]);
  const documentHash = await hashOf(id);

  expect((await give(id, 'wangwei', { type: 'delegate', taskId: 't1', to: 'fin', comment: 'Price?' })).status).toBe(
    200,
  );
  expect((await give(id, 'wangwei', { type: 'approve', taskId: 't1', documentHash })).body).toMatchObject({
    status: 409,
    code: 'WAITS_FOR_OTHERS',
    facts: { holder: 'fin', holderName: expect.any(String) },
  });
  expect((await give(id, 'fin', { type: 'approve', taskId: 't2', documentHash, comment: 'Fine' })).status).toBe(200);
  expect((await give(id, 'wangwei', { type: 'approve', taskId: 't1', documentHash })).status).toBe(200);

  expect(
    (await give(id, 'legal1', { type: 'sendBack', taskId: 't3', to: 'starter', resubmission: 'JUMP' })).body,
  ).toMatchObject({
    status: 422,
    code: 'COMMENT_REQUIRED',
  });
  const back = { type: 'sendBack', taskId: 't3', to: 'starter', resubmission: 'JUMP', comment: 'Clause 4' };
  expect((await give(id, 'legal1', back)).status).toBe(200);
  const revised = await pathOf(id);
  expect(revised.revision).toMatchObject({ person: { id: 'lina' }, sentBackBy: { id: 'legal1' }, comment: 'Clause 4' });
  expect(inShort(revised.nodes)).toEqual(['manager expectedKept', 'legal coming legal1:EXPECTED legal2:EXPECTED']);
  expect((await give(id, 'legal1', { type: 'approve', taskId: 't3', documentHash })).body.code).toBe('SENT_BACK');

  expect((await give(id, 'chenjie', { type: 'resubmit' })).status).toBe(404);
  expect((await give(id, 'wangwei', { type: 'resubmit', document: bytes('No') })).body.code).toBe('NOT_ALLOWED');
  const again = await give(id, 'lina', { type: 'resubmit', document: bytes(`Clause 4 ${randomUUID()}`) });
  expect(again.status).toBe(200);
  expect(inShort((await pathOf(id)).nodes)).toEqual([
    'manager kept wangwei:APPROVED fin:APPROVED',
    'legal current legal1:ACTIVE legal2:ACTIVE',
  ]);
  expect((await give(id, 'legal1', { type: 'approve', taskId: 't5', documentHash })).body.code).toBe('STALE_DOCUMENT');
  expect((await give(id, 'legal1', { type: 'approve', taskId: 't5', documentHash: await hashOf(id) })).status).toBe(
    200,
  );
  expect(await pathOf(id)).toMatchObject({ status: 'APPROVED', ending: { outcome: 'approved', by: { id: 'legal1' } } });
  const late = (await give(id, 'legal1', { type: 'urge', taskId: 't5' })).body;
  expect(late).toMatchObject({ status: 409, code: 'CLOSED', facts: { outcome: 'approved' } });
  // The process itself answers for as long as it runs, after that the record.
  expect([late.facts.decidedBy, late.facts.closedBy]).toContain('legal1');
});

test('a copy lets a person read it, and an admin may force what the rules would not', async () => {
  const id = await newApproval();
  expect((await as('chenjie').get(`/approvals/${id}`)).status).toBe(404);
  expect((await give(id, 'lina', { type: 'cc', people: ['chenjie'] })).status).toBe(200);
  expect((await as('chenjie').get(`/approvals/${id}`)).status).toBe(200);
  expect((await pathOf(id, 'chenjie')).cc).toMatchObject([{ id: 'chenjie' }]);
  expect((await give(id, 'chenjie', { type: 'comment', text: 'Seen' })).status).toBe(200);

  const override = { type: 'override', action: 'pass', reason: 'By telephone' };
  expect((await give(id, 'wangwei', override)).body.code).toBe('NOT_ALLOWED');
  expect((await give(id, 'root', { ...override, reason: ' ' })).body.code).toBe('REASON_REQUIRED');
  expect((await give(id, 'root', override)).status).toBe(200);
  const [forced] = (await pathOf(id)).nodes;
  expect(forced).toMatchObject({ name: 'manager', status: 'done' });
});

test('an amendment asks for what a change concerns and is linked; only the starter of an approved one may ask', async () => {
  const id = await approvedContract();
  const amend = (by: string, body: Record<string, unknown>) => as(by).post(`/approvals/${id}/amendments`, body);
  expect((await amend('wangwei', { document: bytes('v2') })).body.code).toBe('NOT_ALLOWED');
  const running = await newApproval();
  expect((await as('lina').post(`/approvals/${running}/amendments`, { document: bytes('v2') })).body.code).toBe(
    'ILLEGAL_NOW',
  );

  const commandId = randomUUID();
  const amended = await amend('lina', { commandId, document: bytes(`v2 ${id}`), amount: yuan(2_000) });
  expect(amended.status).toBe(201);
  expect((await amend('lina', { commandId, document: bytes(`v2 ${id}`), amount: yuan(2_000) })).body.id).toBe(
    amended.body.id,
  );
  const { state } = (await as('lina').get(`/approvals/${amended.body.id}`)).body;
  expect(state).toMatchObject({ document: { version: 2 }, amends: { approvalId: id, passed: ['manager', 'legal'] } });
});

test('an approval is taken back by an approval of its own, in time and while nobody has acted on it', async () => {
  const id = await approvedContract();
  const reversal = await as('lina').post(`/approvals/${id}/reversals`, { reason: 'Wrong price list' });
  expect(reversal.status).toBe(201);
  const { state } = (await as('lina').get(`/approvals/${reversal.body.id}`)).body;
  expect(state).toMatchObject({
    reverses: { approvalId: id, cancel: [] },
    document: { number: expect.stringMatching(/-R$/) },
  });
  expect((await as('wangwei').post(`/approvals/${id}/reversals`, { reason: 'No' })).body.code).toBe('NOT_ALLOWED');
  const quote = await newApproval({ subject: 'quote' });
  expect((await as('lina').post(`/approvals/${quote}/reversals`, { reason: 'No' })).body.code).toBe('ILLEGAL_NOW');
});
