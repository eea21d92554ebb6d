import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../../gateway/digest.ts';
import { customer } from '../support/company.ts';
import { type ApiStage, addressOf, openApiStage, type Person, type Reply } from './api-stage.ts';

let stage: ApiStage;
const people: Record<string, Person> = {};

beforeAll(async () => {
  stage = await openApiStage();
  for (const id of ['lina', 'chenjie', 'wangwei', 'zhao', 'ops', 'legal1', 'fin', 'root'])
    people[id] = await stage.as(id);
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
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

async function newDeal(by = 'lina', changes: Record<string, unknown> = {}): Promise<string> {
  const reply = await as(by).post('/opportunities', {
    title: `Deal ${randomUUID()}`,
    customerId: customer.id,
    ...changes,
  });
  expect(reply.status).toBe(201);
  return reply.body.id;
}

async function newPlan(changes: Record<string, unknown> = {}): Promise<string> {
  const reply = await as('fin').post('/payment-plans', {
    reference: `XS-${randomUUID()}`,
    title: 'Pumps',
    customerId: customer.id,
    owner: 'lina',
    total: yuan(1_000),
    terms: [
      { label: 'First', percent: 50, dueDays: 10 },
      { label: 'Second', percent: 50, dueDays: 40 },
    ],
    ...changes,
  });
  expect(reply.status).toBe(201);
  return reply.body.id;
}

const text = (content: string) => Buffer.from(content).toString('base64');

async function newApproval(content = `Contract ${randomUUID()}`, changes: Record<string, unknown> = {}) {
  const number = `XS-${randomUUID().slice(0, 8)}`;
  const document = {
    number,
    title: 'Supply of pumps',
    mime: 'text/plain; charset=utf-8',
    contentBase64: text(content),
  };
  const reply = await as('lina').post('/approvals', { subject: 'contract', document, amount: yuan(1_000), ...changes });
  expect(reply.status).toBe(201);
  return { id: reply.body.id as string, number, documentHash: sha256(content) };
}

/** Asks until it is so; fails when it never is. */
async function eventually(ask: () => Promise<Reply>, isSo: (reply: Reply) => boolean): Promise<Reply> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const reply = await ask();
    if (isSo(reply)) return reply;
    await sleep(200);
  }
  throw new Error('It never was');
}

describe('an opportunity', () => {
  test('begins once under one command id, in the body or in the header', async () => {
    const body = { commandId: 'begin-1', title: 'Once', customerId: customer.id, amount: yuan(500) };
    const [first, second] = await Promise.all([
      as('lina').post('/opportunities', body),
      as('lina').post('/opportunities', body),
    ]);
    const { commandId, ...rest } = body;
    const third = await as('lina').post('/opportunities', rest, { 'idempotency-key': `"${commandId}"` });
    expect([first, second, third].map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set([first.body.id, second.body.id, third.body.id]).size).toBe(1);
    expect(first.headers.get('location')).toBe(`/api/v1/opportunities/${first.body.id}`);
    const others = await as('chenjie').post('/opportunities', body);
    expect(others.body.id).not.toBe(first.body.id);
    expect(first.body).toMatchObject({
      owner: { id: 'lina' },
      customer,
      amount: yuan(500),
      version: 1,
      status: 'open',
    });
    expect(first.body.waitsFor).toMatchObject([{ action: 'opportunity.planNextAction', holder: { id: 'lina' } }]);
  });

  test.each([
    ['an unknown customer', { customerId: 'nobody' }, 'UNKNOWN_REFERENCE', 'customerId'],
    ['an owner who does not exist', { owner: 'nobody' }, 'PERSON_UNAVAILABLE', 'owner'],
    [
      'a next action in the past',
      { nextAction: { what: 'Call', at: '2020-01-01T00:00:00Z' } },
      'INVALID',
      'nextAction.at',
    ],
    ['a variant of another kind', { variant: 'approval.quote-discount' }, 'UNKNOWN_REFERENCE', 'variant'],
    ['a fraction of a fen', { amount: { minor: 1.5, currency: 'CNY' } }, 'INVALID', 'amount.minor'],
    ['more than a number holds', { amount: { minor: 1e16, currency: 'CNY' } }, 'INVALID', 'amount.minor'],
    ['a day that does not exist', { expectedClose: '2026-02-30' }, 'INVALID', 'expectedClose'],
    ['a blank title', { title: '   ' }, 'INVALID', 'title'],
  ])('with %s is refused before anything starts', async (_what, wrong, code, path) => {
    const before = await stage.prisma.process.count();
    const reply = await as('lina').post('/opportunities', { title: 'Wrong', ...wrong });
    expect(reply).toMatchObject({ status: 422, body: { code } });
    expect(reply.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(await stage.prisma.process.count()).toBe(before);
  });

  test('cannot be begun by legal, nor by a variant that is not for it except by sales ops', async () => {
    expect((await as('legal1').post('/opportunities', { title: 'x' })).body.code).toBe('NOT_ALLOWED');
    const enterprise = { title: 'x', variant: 'opportunity.enterprise' };
    expect((await as('lina').post('/opportunities', enterprise)).body.code).toBe('NOT_ALLOWED');
    expect((await as('ops').post('/opportunities', enterprise)).body.variant).toBe('opportunity.enterprise');
  });

  test('answers a command with what the record then says', async () => {
    const id = await newDeal();
    const reply = await as('lina').post(`/opportunities/${id}/commands`, {
      type: 'moveStage',
      to: 'engaging',
      expectedVersion: 1,
    });
    expect(reply.body).toMatchObject({
      result: { processId: id, version: 3, events: ['StageEntered', 'FollowUpScheduled'] },
      process: { id, stage: 'engaging', version: 3 },
    });
    expect((await as('lina').get(`/opportunities/${id}`)).body.stage).toBe('engaging');
  });

  test('carries a command out once, and says so of an id that somebody else has used', async () => {
    const id = await newDeal();
    const command = { commandId: 'twice', type: 'logFollowUp', note: 'Called', via: 'call' };
    const replies = await Promise.all([1, 2, 3].map(() => as('lina').post(`/opportunities/${id}/commands`, command)));
    for (const { status, body } of replies) {
      expect(status).toBe(200);
      expect(body.result).toEqual(replies[0]?.body.result);
    }
    expect((await as('wangwei').post(`/opportunities/${id}/commands`, command)).body.code).toBe('COMMAND_ID_TAKEN');
    expect(await stage.prisma.event.count({ where: { processId: id, type: 'FollowUpLogged' } })).toBe(1);
    const polled = await as('lina').get(`/processes/${id}/commands/twice`);
    expect(polled).toMatchObject({ status: 200, body: { result: replies[0]?.body.result } });
    expect((await as('lina').get(`/processes/${id}/commands/never`)).body.status).toBe('pending');
  });

  test.each([
    ['a stale version', { type: 'moveStage', to: 'engaging', expectedVersion: 9 }, 409, 'STALE_VERSION'],
    ['an unknown stage', { type: 'moveStage', to: 'mars' }, 422, 'UNKNOWN_STAGE'],
    ['a jump over stages', { type: 'moveStage', to: 'won' }, 409, 'MOVE_NOT_ALLOWED'],
    ['a loss without a reason', { type: 'moveStage', to: 'lost' }, 422, 'REASON_REQUIRED'],
    ['an heir who is nobody', { type: 'changeOwner', to: 'nobody' }, 422, 'PERSON_UNAVAILABLE'],
    ['the timer’s own command', { type: 'tick' }, 422, 'INVALID'],
    ['an import’s command', { type: 'recordEnd', outcome: 'won' }, 422, 'INVALID'],
    [
      'what only processes say to each other',
      { type: 'contractEnded', contractId: 'x', outcome: 'approved' },
      422,
      'INVALID',
    ],
    ['an id of the system’s own', { commandId: 'tick/1/2', type: 'edit', changes: {} }, 422, 'INVALID'],
    ['no type', {}, 422, 'INVALID'],
  ])('refuses %s', async (_what, command, status, code) => {
    const id = await newDeal();
    const reply = await as('lina').post(`/opportunities/${id}/commands`, command);
    expect(reply).toMatchObject({ status, body: { code } });
    expect(await stage.prisma.event.count({ where: { processId: id } })).toBe(1);
  });

  test('that has ended answers what it answered before, and refuses anything new', async () => {
    const id = await newDeal();
    const lose = { commandId: 'lose', type: 'moveStage', to: 'lost', lostReason: 'price' };
    const lost = await as('lina').post(`/opportunities/${id}/commands`, lose);
    expect(lost.body.process).toMatchObject({ status: 'closed', outcome: 'lost', waitsFor: [] });
    const again = await as('lina').post(`/opportunities/${id}/commands`, lose);
    expect(again.body.result).toEqual(lost.body.result);
    const late = await as('lina').post(`/opportunities/${id}/commands`, { type: 'edit', changes: { title: 'Late' } });
    expect(late).toMatchObject({ status: 409, body: { code: 'CLOSED', facts: { outcome: 'lost' } } });
    expect(Date.parse(late.body.facts.closedAt)).toBeGreaterThan(0);
  });

  test('that is open on record but has no workflow says so', async () => {
    const id = await newDeal();
    await stage.prisma.process.update({ where: { id }, data: { id: 'OP-ORPHAN' } });
    const reply = await as('ops').post('/opportunities/OP-ORPHAN/commands', { type: 'edit', changes: { title: 'x' } });
    expect(reply).toMatchObject({ status: 503, body: { code: 'PROCESS_NOT_RUNNING' } });
    expect(reply.headers.get('retry-after')).toBe('60');
    await stage.prisma.process.update({ where: { id: 'OP-ORPHAN' }, data: { id } });
  });

  test('takes a customer by id, with the name master data has for it', async () => {
    const id = await newDeal('lina', { customerId: null });
    const edit = (changes: unknown) => as('lina').post(`/opportunities/${id}/commands`, { type: 'edit', changes });
    expect((await edit({ customerId: 'nobody' })).body.errors[0].path).toBe('changes.customerId');
    expect((await edit({ customerId: customer.id, customer: { id: 'x', name: 'y' } })).status).toBe(422);
    expect((await edit({ customerId: customer.id })).body.process.customer).toEqual(customer);
    expect((await edit({ customerId: null })).body.process.customer).toBeNull();
  });

  test('is told live by its workflow', async () => {
    const id = await newDeal();
    const recorded = (await as('lina').get(`/processes/${id}`)).body;
    const live = (await as('lina').get(`/processes/${id}?live=1`)).body;
    expect(recorded.source).toBe('record');
    expect(live).toMatchObject({
      source: 'workflow',
      recordedVersion: 1,
      state: recorded.state,
      waits: [{ key: 'w1' }],
    });
    expect(live.waits[0].sentence.en).toMatch(/^Waits for lina to plan the next action for /);
    expect(live.waits[0].sentence['zh-CN']).toMatch(/^等待lina/);
  });
});

describe('an approval', () => {
  test('keeps the exact bytes, and gives them to those who may see it', async () => {
    const { id, number, documentHash } = await newApproval('合同 \r\n exact');
    const { state } = (await as('lina').get(`/approvals/${id}`)).body;
    expect(state.document).toMatchObject({ number, version: 1, sha256: documentHash });
    const path = `${stage.url}/api/v1/documents/${state.document.id}`;
    expect((await fetch(path)).status).toBe(401);
    expect((await as('chenjie').get(`/documents/${state.document.id}`)).status).toBe(404);
    const read = await as('wangwei').get(`/documents/${state.document.id}`);
    expect(read.body).toBe('合同 \r\n exact');
    expect(read.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(read.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
    expect(read.headers.get('digest')).toBe(`sha-256=${Buffer.from(documentHash, 'hex').toString('base64')}`);
  });

  test('is decided by its holder alone, on what was read, once', async () => {
    const { id, documentHash } = await newApproval();
    const decide = (who: string, changes: Record<string, unknown> = {}) =>
      as(who).post(`/approvals/${id}/commands`, { type: 'approve', taskId: 't1', documentHash, ...changes });
    expect((await decide('chenjie')).status).toBe(404);
    const other = await decide('legal1');
    expect(other).toMatchObject({
      status: 403,
      body: { code: 'NOT_HOLDER', facts: { holder: 'wangwei', holderName: 'wangwei' } },
    });
    expect((await decide('wangwei', { documentHash: '0'.repeat(64) })).body.code).toBe('STALE_DOCUMENT');
    expect((await decide('wangwei', { type: 'reject' })).body.code).toBe('COMMENT_REQUIRED');
    expect((await decide('wangwei')).body.process.stage).toBe('legal');
    const late = await decide('wangwei');
    expect(late).toMatchObject({ status: 409, body: { code: 'ALREADY_DECIDED', facts: { decidedBy: 'wangwei' } } });
    expect(Date.parse(late.body.facts.decidedAt)).toBeGreaterThan(0);
  });

  test('begins a new round on a new version of its document', async () => {
    const { id, number } = await newApproval();
    const replace = (who: string, content: string) =>
      as(who).post(`/approvals/${id}/commands`, {
        type: 'replaceDocument',
        document: { mime: 'text/plain', contentBase64: text(content) },
      });
    expect((await replace('wangwei', 'v2')).body.code).toBe('NOT_ALLOWED');
    expect(await stage.prisma.document.count({ where: { number } })).toBe(1);
    expect((await replace('lina', 'v2')).status).toBe(200);
    const { state } = (await as('lina').get(`/approvals/${id}`)).body;
    expect(state).toMatchObject({ round: 2, document: { number, version: 2, sha256: sha256('v2') } });
    expect((await as('wangwei').get(`/documents/${state.pastRounds[0].document.id}`)).status).toBe(200);
  });

  test('refuses what is no base 64, too large, or numbered like a contract', async () => {
    const send = (document: Record<string, unknown>) =>
      as('lina').post('/approvals', {
        subject: 'contract',
        amount: yuan(1),
        document: { number: 'N', title: 'T', mime: 'text/plain', contentBase64: 'QUJD', ...document },
      });
    expect((await send({ contentBase64: '***' })).body.errors[0].path).toBe('document.contentBase64');
    expect((await send({ mime: 'text/html\r\nX: y' })).body.errors[0].path).toBe('document.mime');
    expect((await send({ contentBase64: 'QUJD'.repeat(4_000_000) })).status).toBe(413);
    const issued = { pattern: 'HT-{yyyy}-{seq:4}', year: 1999, sequence: 1, number: 'HT-1999-0001' };
    await stage.prisma.issuedNumber.create({ data: { ...issued, processId: 'CT-ISSUED', issuedAt: new Date() } });
    expect((await send({ number: issued.number })).body.code).toBe('NOT_ALLOWED');
    expect(await stage.prisma.document.count({ where: { number: { in: ['N', issued.number] } } })).toBe(0);
  });

  test('cannot be steered past legal by naming a variant for other things', async () => {
    const document = { number: 'Q', title: 'T', mime: 'text/plain', contentBase64: 'QUJD' };
    const body = { subject: 'contract', document, amount: yuan(900_000), variant: 'approval.quote-discount' };
    expect((await as('lina').post('/approvals', body)).body).toMatchObject({
      code: 'NOT_ALLOWED',
      errors: [{ path: 'variant' }],
    });
  });
});

describe('a payment', () => {
  const receipt = (bankReference: string, amount = 500) => ({
    bankReference,
    amount: yuan(amount),
    receivedOn: '2026-11-20',
  });

  test('is recorded once in the whole company', async () => {
    const [plan, other] = [await newPlan(), await newPlan()];
    const [reference, fin] = [`BANK ${randomUUID()}`, as('fin')];
    const first = await fin.post(`/payment-plans/${plan}/receipts`, receipt(reference));
    expect(first.body.result).toMatchObject({
      commandId: `receipt/${reference}`,
      events: ['ReceiptRecorded', 'InstalmentPaid'],
    });
    const again = await as('ops').post(`/payment-plans/${plan}/commands`, {
      type: 'recordReceipt',
      ...receipt(reference),
    });
    expect(again).toMatchObject({ status: 200, body: { result: first.body.result } });
    for (const [where, amount] of [
      [other, 500],
      [plan, 499],
    ] as const) {
      const refused = await fin.post(`/payment-plans/${where}/receipts`, receipt(reference, amount));
      expect(refused).toMatchObject({
        status: 409,
        body: { code: 'DUPLICATE_RECEIPT', facts: { heldBy: plan, recorded: true } },
      });
    }
    expect(await stage.prisma.receipt.count({ where: { bankReference: reference } })).toBe(1);
  });

  test('sent to two plans at once reaches one of them', async () => {
    const plans = [await newPlan(), await newPlan(), await newPlan()];
    const reference = randomUUID();
    const replies = await Promise.all(
      plans.map((plan) => as('fin').post(`/payment-plans/${plan}/receipts`, receipt(reference))),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const recorded = await stage.prisma.event.count({ where: { processId: { in: plans }, type: 'ReceiptRecorded' } });
    expect(recorded).toBe(1);
  });

  test('that the plan refuses leaves its reference free', async () => {
    const [plan, other] = [await newPlan(), await newPlan()];
    const reference = randomUUID();
    const wrong = { ...receipt(reference), amount: { minor: 100, currency: 'USD' } };
    expect((await as('fin').post(`/payment-plans/${plan}/receipts`, wrong)).body.code).toBe('CURRENCY_MISMATCH');
    expect((await as('fin').post(`/payment-plans/${other}/receipts`, receipt(reference))).status).toBe(200);
  });

  test('is recorded by nobody in sales', async () => {
    const plan = await newPlan();
    const reference = randomUUID();
    expect((await as('lina').post(`/payment-plans/${plan}/receipts`, receipt(reference))).body.code).toBe(
      'NOT_ALLOWED',
    );
    const command = { type: 'recordReceipt', ...receipt(reference) };
    expect((await as('lina').post(`/payment-plans/${plan}/commands`, command)).body.code).toBe('NOT_ALLOWED');
    expect(await stage.prisma.receipt.count({ where: { bankReference: reference } })).toBe(0);
  });

  test('that was claimed long ago and never recorded may be taken over', async () => {
    const [plan, other] = [await newPlan(), await newPlan()];
    const bankReference = randomUUID();
    const claim = {
      bankReference,
      heldBy: plan,
      amountMinor: 50_000n,
      currency: 'CNY',
      receivedOn: new Date('2026-11-20'),
      recordedBy: 'fin',
    };
    await stage.prisma.receipt.create({ data: { ...claim, recordedAt: new Date() } });
    const early = await as('fin').post(`/payment-plans/${other}/receipts`, receipt(bankReference));
    expect(early.body).toMatchObject({ code: 'DUPLICATE_RECEIPT', facts: { heldBy: plan, recorded: false } });
    await stage.prisma.receipt.update({
      where: { bankReference },
      data: { recordedAt: new Date(Date.now() - 3_600_000) },
    });
    expect((await as('fin').post(`/payment-plans/${other}/receipts`, receipt(bankReference))).status).toBe(200);
    expect(await stage.prisma.receipt.findUnique({ where: { bankReference } })).toMatchObject({ heldBy: other });
  });

  test('writes to the customer’s billing contact unless another is named', async () => {
    const plan = await newPlan();
    expect((await as('fin').get(`/payment-plans/${plan}`)).body.state.contact.email).toBe('zhou@huaxia.example');
  });
});

describe('what a person may not see', () => {
  test('does not exist for them: in lists, counts, single reads, histories, mails and commands', async () => {
    const id = await newDeal('lina', { amount: yuan(7_777) });
    const seen = async (who: string) => {
      const reads = ['', '/events', '/mails', '/commands/x'].map((part) => as(who).get(`/processes/${id}${part}`));
      const [list, waits, ...single] = await Promise.all([
        as(who).get('/opportunities?limit=100'),
        as(who).get('/waits?scope=all&limit=100'),
        ...reads,
        as(who).get(`/deals/${id}`),
        as(who).post(`/opportunities/${id}/commands`, { type: 'edit', changes: {}, expectedVersion: 9 }),
      ]);
      return {
        list: list.body.items.some((row: { id: string }) => row.id === id),
        waits: waits.body.items.some((wait: { process: { id: string } }) => wait.process.id === id),
        single: single.map(({ status }) => status !== 404),
      };
    };
    const all = { list: true, waits: true, single: [true, true, true, true, true, true] };
    const nothing = { list: false, waits: false, single: [false, false, false, false, false, false] };
    expect(await seen('lina')).toEqual(all);
    expect(await seen('wangwei')).toEqual(all);
    expect(await seen('zhao')).toEqual(all);
    expect(await seen('legal1')).toEqual(all);
    expect(await seen('chenjie')).toEqual(nothing);
    const count = async (who: string) => (await as(who).get(`/waits/summary?scope=all&process=${id}`)).body.count;
    expect([await count('lina'), await count('chenjie')]).toEqual([1, 0]);
  });

  test('comes into view for whoever began it, owns it now, or was asked to decide', async () => {
    const id = await newDeal('lina', { owner: 'chenjie' });
    expect((await as('lina').get(`/opportunities/${id}`)).status).toBe(200);
    const handed = await newDeal('lina');
    await as('wangwei').post(`/opportunities/${handed}/commands`, { type: 'changeOwner', to: 'chenjie' });
    expect((await as('chenjie').get(`/opportunities/${handed}`)).status).toBe(200);
    const { id: approval, documentHash } = await newApproval();
    expect((await as('chenjie').get(`/approvals/${approval}`)).status).toBe(404);
    const moved = await as('wangwei').post(`/approvals/${approval}/commands`, {
      type: 'transfer',
      taskId: 't1',
      to: 'chenjie',
    });
    expect(moved.status).toBe(200);
    const decided = await as('chenjie').post(`/approvals/${approval}/commands`, {
      type: 'approve',
      taskId: 't1',
      documentHash,
    });
    expect(decided.status).toBe(200);
    expect((await as('chenjie').get(`/approvals/${approval}`)).status).toBe(200);
  });
});

describe('lists', () => {
  const ids = (reply: Reply): string[] => reply.body.items.map(({ id }: { id: string }) => id);

  async function everyPage(who: string, path: string, limit = 3): Promise<string[]> {
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const reply: Reply = await as(who).get(`${path}&limit=${limit}${cursor && `&cursor=${cursor}`}`);
      expect(reply.status).toBe(200);
      found.push(...ids(reply));
      cursor = reply.body.next;
    }
    return found;
  }

  test.each(['updatedAt', 'openedAt', 'amount', 'nextAt'])(
    'of processes by %s hold everything once, both ways, page by page',
    async (key) => {
      await Promise.all([100, 100, 200].map((amount) => newDeal('lina', { amount: yuan(amount) })));
      const [up, down] = [
        await everyPage('lina', `/opportunities?sort=${key}`),
        await everyPage('lina', `/opportunities?sort=-${key}`),
      ];
      const whole = ids(await as('lina').get(`/opportunities?sort=${key}&limit=100`));
      expect(up).toEqual(whole);
      expect([...down].sort()).toEqual([...whole].sort());
      expect(new Set(whole).size).toBe(whole.length);
      const rows = (await as('lina').get(`/opportunities?sort=-${key}&limit=100`)).body.items;
      const values = rows.map(
        (row: Record<string, unknown>) =>
          (key === 'amount' ? (row.amount as { minor: number } | null)?.minor : row[key]) ?? null,
      );
      const known = values.filter((value: unknown) => value !== null);
      expect(values.slice(0, known.length)).toEqual([...known].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
    },
  );

  test('are narrowed by status, stage, owner, customer, deal and part of a title or number', async () => {
    const title = `50% off_${randomUUID()}`;
    const id = await newDeal('chenjie', { title, customerId: null });
    const list = async (query: string) => ids(await as('wangwei').get(`/opportunities?limit=100&${query}`));
    expect(await list(`q=${encodeURIComponent(title.slice(0, 20))}`)).toEqual([id]);
    expect(await list(`q=${encodeURIComponent('50_ off')}`)).toEqual([]);
    expect(await list(`q=${id.toLowerCase()}`)).toEqual([id]);
    expect(await list(`deal=${id}`)).toEqual([id]);
    expect(await list('owner=chenjie')).toContain(id);
    expect(await list('owner=me')).toEqual([]);
    expect(await list(`customer=${customer.id}`)).not.toContain(id);
    expect(await list('status=closed')).not.toContain(id);
    expect(await list('stage=prospecting&status=open')).toContain(id);
    expect(await list('stage=won')).toEqual([]);
    const { id: approval, number } = await newApproval();
    expect(ids(await as('lina').get(`/approvals?q=${number.slice(3)}`))).toEqual([approval]);
  });

  test.each([
    ['limit=0', 422],
    ['limit=101', 422],
    ['limit=ten', 422],
    ['limit=5&limit=6', 422],
    ['sort=colour', 422],
    ['colour=red', 422],
    ['q=%00', 422],
    ['cursor=abc', 400],
    ['cursor=%F0%9F', 400],
    [`cursor=${Buffer.from('["-updatedAt",1e300,"x"]').toString('base64url')}`, 400],
    [`cursor=${Buffer.from('["-updatedAt",8640000000000000,"\\u0000"]').toString('base64url')}`, 400],
    [`cursor=${Buffer.from('["-updatedAt",-1,"x"]').toString('base64url')}`, 400],
    [`cursor=${Buffer.from('["-updatedAt",0,"x"]').toString('base64url')}`, 200],
  ])('answer %s with %d', async (query, status) => {
    expect((await as('lina').get(`/opportunities?${query}`)).status).toBe(status);
  });

  test.each(['value', 'age', 'due'])('of waits by %s hold everything once, page by page', async (sort) => {
    await newPlan({ total: { minor: 100_00, currency: 'USD' } });
    const whole = ids(await as('ops').get(`/waits?scope=all&sort=${sort}&limit=100`));
    const paged = await everyPage('ops', `/waits?scope=all&sort=${sort}`, 7);
    // Ages grow from one reading to the next, so that neighbours of almost the same value may change places.
    if (sort === 'value') expect([...paged].sort()).toEqual([...whole].sort());
    else expect(paged).toEqual(whole);
    const open = await stage.prisma.wait.count({ where: { closedAt: null } });
    expect(whole).toHaveLength(Math.min(open, 100));
    expect(new Set(whole).size).toBe(whole.length);
  });

  test('of waits put the most money that has waited the longest first, currency by currency', async () => {
    const { items } = (await as('ops').get('/waits?scope=all&limit=100')).body;
    interface Item {
      openedAt: string;
      subject: { amount: { minor: number; currency: string } | null };
    }
    const group = ({ subject }: Item) => (subject.amount === null ? 'none' : subject.amount.currency);
    const groups = items.map(group).filter((name: string, index: number, all: string[]) => name !== all[index - 1]);
    expect(groups.slice(0, 2)).toEqual(['CNY', 'USD']);
    expect(new Set(groups).size).toBe(groups.length);
    const now = Date.now();
    const home = items.filter((item: Item) => group(item) === 'CNY');
    const values = home.map((item: Item) => (item.subject.amount?.minor ?? 0) * (now - Date.parse(item.openedAt)));
    for (const [index, value] of values.entries())
      if (index > 0) expect(value).toBeLessThanOrEqual(values[index - 1] * 1.01);
  });

  test('of waits are narrowed by scope, kind, action, holder, customer, currency, age and lateness', async () => {
    const id = await newDeal('lina');
    const list = async (who: string, query: string) => ids(await as(who).get(`/waits?limit=100&${query}`));
    const wait = `${id}/w1`;
    expect(await list('lina', `process=${id}`)).toEqual([wait]);
    expect(await list('wangwei', `process=${id}`)).toEqual([]);
    expect(await list('wangwei', `scope=team&process=${id}`)).toEqual([wait]);
    expect(await list('chenjie', `scope=team&process=${id}`)).toEqual([]);
    const all = `scope=all&process=${id}`;
    expect(
      await list(
        'ops',
        `${all}&kind=opportunity&action=opportunity.planNextAction&holder=lina&customer=${customer.id}`,
      ),
    ).toEqual([wait]);
    expect(await list('ops', `${all}&kind=approval`)).toEqual([]);
    expect(await list('ops', `${all}&overdue=false`)).toEqual([wait]);
    expect(await list('ops', `${all}&overdue=true`)).toEqual([]);
    expect(await list('ops', `${all}&olderThan=3d`)).toEqual([]);
    await stage.prisma.wait.update({
      where: { id: wait },
      data: { openedAt: new Date(Date.now() - 4 * 86_400_000), dueAt: new Date(Date.now() - 1_000) },
    });
    expect(await list('ops', `${all}&olderThan=3d&overdue=true`)).toEqual([wait]);
    expect(await list('ops', `${all}&currency=USD`)).toEqual([]);
    expect((await as('ops').get('/waits?olderThan=soon')).status).toBe(422);
  });

  test('of waits are counted: a thing that two are asked about is money once', async () => {
    const { id, documentHash } = await newApproval();
    await as('wangwei').post(`/approvals/${id}/commands`, { type: 'approve', taskId: 't1', documentHash });
    const { body } = await as('ops').get(`/waits/summary?scope=all&process=${id}`);
    expect(body).toMatchObject({ count: 2, overdue: 0, totals: [{ currency: 'CNY', minor: 100_000 }] });
    expect(
      body.byHolder.map(({ holder, totals }: { holder: { id: string }; totals: unknown }) => [holder.id, totals]),
    ).toEqual([
      ['legal1', [{ currency: 'CNY', minor: 100_000 }]],
      ['legal2', [{ currency: 'CNY', minor: 100_000 }]],
    ]);
    expect(body.byAction).toMatchObject([{ action: 'approval.decide', count: 2, totals: [{ minor: 100_000 }] }]);
  });
});

describe('a process', () => {
  test('tells its history page by page, both ways, with names, and where from only to some', async () => {
    const id = await newDeal();
    await as('lina').post(`/opportunities/${id}/commands`, { type: 'moveStage', to: 'engaging' });
    const first = await as('lina').get(`/processes/${id}/events?limit=2`);
    expect(first.body.items).toMatchObject([
      { seq: 1, type: 'OpportunityOpened', actor: { id: 'lina', name: 'lina' }, channel: 'console', address: null },
      { seq: 2 },
    ]);
    const second = await as('lina').get(`/processes/${id}/events?limit=2&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({ items: [{ seq: 3, prevHash: first.body.items[1].hash }], next: null });
    const newest = await as('root').get(`/processes/${id}/events?order=desc&limit=1`);
    expect(newest.body.items[0]).toMatchObject({ seq: 3, address: '127.0.0.1', userAgent: 'node' });
    expect((await as('lina').get(`/processes/${id}/events?order=desc&cursor=${first.body.next}`)).status).toBe(400);
  });

  test('shows the rest of its deal, as far as the caller may see it', async () => {
    const id = await newDeal();
    const dealt = await as('lina').post('/approvals', {
      subject: 'quote',
      document: { number: 'Quote', title: 'Quote', mime: 'text/plain', contentBase64: text(id) },
      amount: yuan(5),
      dealId: id,
    });
    expect((await as('lina').get(`/processes/${id}`)).body.related).toMatchObject([{ id: dealt.body.id }]);
    const { body } = await as('wangwei').get(`/deals/${id}`);
    expect(body.processes.map((row: { id: string }) => row.id).sort()).toEqual([id, dealt.body.id].sort());
    expect(body.waits).toHaveLength(2);
    const foreign = {
      subject: 'quote',
      document: { number: 'Q2', title: 'Q', mime: 'text/plain', contentBase64: 'QUJD' },
      amount: yuan(5),
      dealId: id,
    };
    expect((await as('chenjie').post('/approvals', foreign)).body).toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      errors: [{ path: 'dealId' }],
    });
  });

  test('shows its mails, and a step that failed is retried or given up by those who may', async () => {
    stage.sink.refuse(addressOf('wangwei'), 550);
    const { id } = await newApproval();
    const failed = await eventually(
      () => as('ops').get(`/processes/${id}`),
      ({ body }) => body.failures.length > 0,
    );
    const { key, cause, holder } = failed.body.failures[0];
    expect(cause).toContain('mailbox');
    expect(holder.id).toBe('root');
    expect(failed.body.waits.map((wait: { action: string }) => wait.action)).toContain('step.repair');
    const mails = (await as('ops').get(`/processes/${id}/mails`)).body.items;
    expect(mails).toMatchObject([{ notice: 'approval.requested', status: 'failed' }]);

    const step = `/processes/${id}/steps/${encodeURIComponent(key)}`;
    expect((await as('lina').post(`${step}/retry`)).body.code).toBe('NOT_HOLDER');
    expect((await as('root').post(`/processes/${id}/steps/none/retry`)).body.code).toBe('UNKNOWN_STEP');
    expect((await as('root').post(`${step}/abandon`, {})).status).toBe(422);
    stage.sink.accept(addressOf('wangwei'));
    expect((await as('root').post(`${step}/retry`)).body.result.events).toEqual(['StepRetried']);
    await eventually(
      () => as('ops').get(`/processes/${id}/mails`),
      ({ body }) => body.items[0].status === 'sent',
    );
  });

  test('that is none is not found, whatever it is called', async () => {
    for (const id of ['OP-NOTHING', 'nothing', '%2e%2e', '%00', 'x'.repeat(300), '%F0%9F%90%9F']) {
      expect((await as('root').get(`/processes/${id}`)).status).toBe(404);
    }
    const approval = await newApproval();
    expect((await as('root').get(`/opportunities/${approval.id}`)).status).toBe(404);
    expect(
      (await as('root').post(`/opportunities/${approval.id}/commands`, { type: 'edit', changes: {} })).status,
    ).toBe(404);
  });

  test('is counted in the figures', async () => {
    const figures = await (await fetch(`${stage.url}/metrics`)).text();
    expect(figures).toMatch(/^fairway_commands_total\{kind="opportunity",type="start",code="OK"\} \d+$/m);
    expect(figures).toMatch(/^fairway_commands_total\{kind="approval",type="approve",code="NOT_HOLDER"\} \d+$/m);
    expect(figures).toMatch(/^fairway_processes\{kind="opportunity",status="open"\} \d+$/m);
    expect(figures).toMatch(/^fairway_open_waits\{action="approval.decide"\} \d+$/m);
    expect(figures).not.toMatch(/OP-[0-9A-Z]/);
  });
});

test('a plan for a moment that is no moment is refused, and one with an offset understood', async () => {
  const plan = (at: unknown) => as('lina').post('/opportunities', { title: 'When', nextAction: { what: 'Call', at } });
  for (const at of ['tomorrow', '2026-12-01', 1e18, -1, null, '2027-01-01T00:00:00'])
    expect((await plan(at)).status).toBe(422);
  const reply = await plan(tomorrow());
  expect(reply.status).toBe(201);
});
