import { randomUUID } from 'node:crypto';
import { customer } from '../support/company.ts';
import { type ApiStage, openApiStage, type Person } from './api-stage.ts';

let stage: ApiStage;
let fin: Person;
let lina: Person;

beforeAll(async () => {
  stage = await openApiStage();
  fin = await stage.as('fin');
  lina = await stage.as('lina');
  await stage.prisma.customer.create({ data: { id: 'cu2', name: 'Yunhai Software' } });
}, 120_000);

afterAll(async () => {
  await stage?.close();
});

const cny = (yuan: number) => ({ minor: yuan * 100, currency: 'CNY' });

/** A plan of some instalments, each due a month after the one before. */
async function plan(reference: string, yuan: readonly number[], customerId: string = customer.id): Promise<string> {
  const instalments = yuan.map((each, index) => ({
    label: `Part ${index + 1}`,
    amount: cny(each),
    dueOn: `2027-0${index + 1}-15`,
  }));
  const total = cny(yuan.reduce((sum, each) => sum + each, 0));
  const { status, body } = await lina.post('/payment-plans', {
    reference,
    title: reference,
    customerId,
    total,
    instalments,
  });
  expect(status).toBe(201);
  return body.id;
}

async function receive(changes: object) {
  return await fin.post('/receipts', {
    bankReference: `bank-${randomUUID()}`,
    amount: cny(100),
    receivedOn: '2026-11-20',
    ...changes,
  });
}

/** Looks again until something holds, which another process has yet to bring about. */
async function eventually<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const seen = await look();
    if (holds(seen) || Date.now() > deadline) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const owed = (planId: string) =>
  eventually(
    async () =>
      (await stage.prisma.receivable.findMany({ where: { planId } })).map((row) => Number(row.outstandingMinor)),
    (left) => left.every((minor) => minor === 0),
  );

async function balance(account: string): Promise<number> {
  const { _sum } = await stage.prisma.ledgerEntry.aggregate({ where: { account }, _sum: { amountMinor: true } });
  return Number(_sum.amountMinor ?? 0);
}

test('money under the number of a contract pays it by itself, and the books follow it from plan to bank', async () => {
  const planId = await plan('XS-7001', [60, 40]);
  const [cash, unapplied] = [await balance('cash'), await balance('unapplied')];
  const { status, body } = await receive({ payer: 'Somebody', remittance: '货款XS-7001全款' });
  expect([status, body.stage, body.waitsFor]).toEqual([201, 'settled', []]);
  expect(await owed(planId)).toEqual([0, 0]);
  const paid = await fin.get(`/payment-plans/${planId}`);
  expect(paid.body).toMatchObject({
    status: 'closed',
    outcome: 'paid',
    state: { receipts: [{ receiptId: body.id }, {}] },
  });
  expect([await balance('cash'), await balance('unapplied')]).toEqual([cash + 100_00, unapplied]);
});

test('what is in doubt waits for finance, is decided from suggestions, and teaches who the payer is', async () => {
  const [one, two] = [await plan('XS-7101', [100]), await plan('XS-7102', [100])];
  const { body: receipt } = await receive({ payer: 'HX Holding （Beijing）' });
  expect(receipt.waitsFor).toMatchObject([{ action: 'receipt.match', holder: { id: 'fin' } }]);
  expect((await lina.get(`/receipts/${receipt.id}`)).status).toBe(404);

  const { body: suggested } = await fin.get(`/receipts/${receipt.id}/suggestions`);
  const numbers = suggested.items.map(({ number }: { number: string }) => number);
  expect(numbers).toEqual(expect.arrayContaining(['XS-7101/1', 'XS-7102/1']));
  expect(suggested.items[0].reasons).toContain('amount');

  const parts = [{ planId: two, instalmentId: 'i1', amount: cny(100) }];
  const commands = `/receipts/${receipt.id}/commands`;
  expect(
    (await fin.post(commands, { type: 'allocate', parts: [{ ...parts[0], amount: cny(101) }] })).body,
  ).toMatchObject({
    code: 'EXCEEDS_OPEN',
    status: 409,
  });
  expect((await fin.post(commands, { type: 'allocate', parts })).status).toBe(200);
  expect(await owed(two)).toEqual([0]);
  expect((await fin.get('/payer-aliases')).body.items).toMatchObject([
    { payer: 'hxholding(beijing)', customer: { id: customer.id }, learnedBy: 'fin' },
  ]);

  const again = await receive({ payer: 'HX Holding (Beijing)' });
  expect(again.body.stage).toBe('settled');
  expect(await owed(one)).toEqual([0]);
  expect((await fin.send('DELETE', '/payer-aliases/hxholding(beijing)')).status).toBe(204);
});

test('a bank reference is one receipt, whoever sends it, and no other amount', async () => {
  const bankReference = `bank-${randomUUID()}`;
  const first = await receive({ bankReference, amount: cny(7) });
  const again = await (await stage.as('ops')).post('/receipts', {
    bankReference,
    amount: cny(7),
    receivedOn: '2026-11-20',
  });
  expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  const other = await receive({ bankReference, amount: cny(8) });
  expect(other).toMatchObject({ status: 409, body: { code: 'DUPLICATE_RECEIPT', facts: { heldBy: first.body.id } } });
  const planId = await plan('XS-7201', [7]);
  const direct = await fin.post(`/payment-plans/${planId}/receipts`, {
    bankReference,
    amount: cny(7),
    receivedOn: '2026-11-20',
  });
  expect(direct.body).toMatchObject({ code: 'DUPLICATE_RECEIPT' });
});

test('a plan that has ended meanwhile sends the money back to a person', async () => {
  const planId = await plan('XS-7301', [100]);
  const { body: receipt } = await receive({ payer: 'Unknown' });
  await fin.post(`/payment-plans/${planId}/commands`, { type: 'cancel', reason: 'bankrupt' });
  // What was open a moment ago, as somebody sees it whose page is older than the end of the plan.
  const row = { planId_instalmentId: { planId, instalmentId: 'i1' } };
  await stage.prisma.receivable.update({ where: row, data: { outstandingMinor: 100_00n } });
  const parts = [{ planId, instalmentId: 'i1', amount: cny(100) }];
  await fin.post(`/receipts/${receipt.id}/commands`, { type: 'allocate', parts });
  const waiting = await eventually(
    async () => (await fin.get(`/receipts/${receipt.id}`)).body,
    ({ status }) => status === 'open',
  );
  expect(waiting).toMatchObject({ stage: 'matching', state: { allocations: [{ undone: 'refused' }] } });
  await stage.prisma.receivable.update({ where: row, data: { outstandingMinor: 0n } });
});

test('a statement is tried out, read in once, and lists what it cannot use', async () => {
  const planId = await plan('XS-7401', [300, 200], 'cu2');
  const settings = {
    account: '6222-01',
    columns: { date: 'Date', amount: 'Amount', payer: 'Payer', reference: 'Ref', remittance: 'Text' },
  };
  expect((await fin.send('PUT', '/bank-formats/test-bank', { name: 'Test bank', settings })).status).toBe(200);
  const mark = randomUUID();
  const file = [
    'Ref,Date,Amount,Payer,Text',
    `${mark}-1,2026-11-19,300.00,Yunhai Software,`,
    `${mark}-2,2026-11-20,200.00,Yunhai Software,`,
    `${mark}-3,2026-11-20,-80.00,Landlord,rent`,
    `${mark}-4,2026-11-20,abc,Somebody,`,
    `${mark}-5,2026-11-21,55.00,Nobody we know,`,
  ].join('\n');
  const content = Buffer.from(file).toString('base64');
  const statement = { format: 'test-bank', fileName: 'nov.csv', content };

  const tried = await fin.post('/bank-statements', { ...statement, dryRun: true });
  expect(
    tried.body.receipts.map(({ outcome, matchedBy }: { outcome: string; matchedBy: string }) => [outcome, matchedBy]),
  ).toEqual([
    ['new', 'amount'],
    ['new', 'amount'],
    ['new', null],
  ]);
  expect(tried.body).toMatchObject({ bookedTo: '2026-11-21', passedOver: 1, faults: [{ line: 5, column: 'Amount' }] });
  expect((await fin.get('/bank-feeds')).body.items).toEqual([]);

  const read = await fin.post('/bank-statements', statement);
  expect(read.body).toMatchObject({ dryRun: false, importedBefore: false });
  expect(await owed(planId)).toEqual([0, 0]);
  const again = await fin.post('/bank-statements', statement);
  expect(again.body.importedBefore).toBe(true);
  expect(again.body.receipts.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['known', 'known', 'known']);
  expect(await stage.prisma.receipt.count({ where: { bankReference: { startsWith: mark } } })).toBe(3);
  expect((await fin.get('/bank-feeds')).body.items).toMatchObject([
    { account: '6222-01', readUntil: '2026-11-21T16:00:00.000Z' },
  ]);
  expect((await fin.get('/bank-statements')).body.items).toMatchObject([{ fileName: 'nov.csv', receipts: 3 }]);
});

test.each([
  ['an unknown format', { format: 'nobody' }, 'UNKNOWN_REFERENCE', 'format'],
  ['a file that is no XML', { format: 'camt.053' }, 'INVALID', 'content'],
])('a statement with %s is refused', async (_, changes, code, path) => {
  const content = Buffer.from('a,b').toString('base64');
  const { status, body } = await fin.post('/bank-statements', { fileName: 'x', content, ...changes });
  expect(status).toBe(422);
  expect(body).toMatchObject({ code, errors: [{ path }] });
});

test('only finance, sales ops and admins record money', async () => {
  expect((await lina.post('/receipts', { bankReference: 'x', amount: cny(1), receivedOn: '2026-11-20' })).status).toBe(
    403,
  );
  expect((await lina.get('/bank-statements')).status).toBe(403);
});

const buyer = { title: 'Huaxia Water', taxNumber: '91310000MA1K35XX0B' };

/** A number no other invoice of this run has. */
let invoices = 0;
const nextNumber = () => `2631200000${String(++invoices).padStart(10, '0')}`;

async function invoice(reference: string, yuan: number, changes: object = {}, by = lina) {
  const asked = { reference, customerId: customer.id, form: 'digital', gross: cny(yuan), rate: 1300, buyer };
  return await by.post('/invoices', { ...asked, ...changes });
}

test('an invoice is asked for, issued under a number of its own, sent and accepted', async () => {
  await plan('XS-7501', [113, 100]);
  const { status, body: asked } = await invoice('XS-7501', 113, { instalmentIds: ['i1'] });
  expect(status).toBe(201);
  expect(asked.waitsFor).toMatchObject([{ action: 'invoice.issue', holder: { id: 'fin' } }]);
  const commands = `/invoices/${asked.id}/commands`;
  const number = nextNumber();
  const issue = { type: 'issue', number, issuedOn: '2026-11-24' };
  expect((await lina.post(commands, issue)).body.code).toBe('NOT_ALLOWED');
  expect((await fin.post(commands, issue)).body.process.stage).toBe('issued');
  const { body: other } = await invoice('XS-7501', 100);
  expect((await fin.post(`/invoices/${other.id}/commands`, issue)).body).toMatchObject({
    code: 'TAKEN',
    facts: { invoiceId: asked.id },
  });
  await lina.post(commands, { type: 'send', via: 'taxPlatform', to: 'ap@huaxia.example' });
  const ended = await lina.post(commands, { type: 'acknowledge', by: 'Zhou Min' });
  expect(ended.body.process).toMatchObject({ status: 'closed', outcome: 'accepted' });

  await receive({ remittance: 'XS-7501', amount: cny(50) });
  const seen = await eventually(
    async () => (await lina.get('/contract-money?reference=XS-7501')).body,
    ({ totals }) => totals[0].received === 50_00,
  );
  expect(seen).toMatchObject({
    totals: [
      {
        currency: 'CNY',
        agreed: 213_00,
        invoiced: 113_00,
        requested: 100_00,
        received: 50_00,
        open: 163_00,
        toInvoice: 0,
      },
    ],
    receipts: [{ recordedBy: 'system', amount: cny(50) }],
  });
  expect(seen.invoices.map((each: { number: string }) => each.number)).toEqual([number, null]);
});

test('no more is invoiced than was agreed, also not by two at once, unless finance says why', async () => {
  await plan('XS-7601', [100]);
  const both = await Promise.all([invoice('XS-7601', 60), invoice('XS-7601', 60)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  const refused = both.find(({ status }) => status === 409);
  expect(refused?.body).toMatchObject({ code: 'OVER_INVOICED', facts: { agreed: '¥100.00', left: '¥40.00' } });
  expect((await invoice('XS-7601', 40)).status).toBe(201);
  const override = { overrideReason: 'addendum signed' };
  expect((await invoice('XS-7601', 10, override)).body.code).toBe('OVER_INVOICED');
  expect((await invoice('XS-7601', 10, { ...override, owner: 'lina' }, fin)).status).toBe(201);
});

test('an issued invoice is taken back in parts by red letters, and never by more than it came to', async () => {
  await plan('XS-7701', [100]);
  const { body: asked } = await invoice('XS-7701', 100);
  const redLetters = `/invoices/${asked.id}/red-letters`;
  expect((await lina.post(redLetters, { reason: 'returned' })).body.code).toBe('ILLEGAL_NOW');
  await fin.post(`/invoices/${asked.id}/commands`, { type: 'issue', number: nextNumber(), issuedOn: '2026-11-24' });

  const part = await lina.post(redLetters, { reason: 'one pump returned', gross: cny(30) });
  expect(part.body).toMatchObject({ stage: 'requested', amount: { minor: -30_00, currency: 'CNY' } });
  expect((await lina.post(redLetters, { reason: 'x', gross: cny(71) })).body).toMatchObject({
    code: 'OVER_INVOICED',
    facts: { left: '¥70.00' },
  });
  const command = { type: 'issue', number: nextNumber(), issuedOn: '2026-11-25' };
  expect((await fin.post(`/invoices/${part.body.id}/commands`, command)).status).toBe(200);
  expect((await lina.post(redLetters, { reason: 'the rest' })).body.amount.minor).toBe(-70_00);
  const { totals } = (await lina.get('/contract-money?reference=XS-7701')).body;
  expect(totals).toMatchObject([{ invoiced: 70_00, requested: -70_00, toInvoice: 100_00 }]);
});

test('a settled receipt that the bank takes back goes on from where it stood, and so does the plan it had paid', async () => {
  const planId = await plan('XS-7801', [100]);
  const { body: receipt } = await receive({ remittance: 'XS-7801' });
  expect(receipt.status).toBe('closed');
  expect(await owed(planId)).toEqual([0]);
  const ended = await eventually(
    async () => (await fin.get(`/payment-plans/${planId}`)).body,
    ({ status }) => status === 'closed',
  );
  const [cash, unapplied] = [await balance('cash'), await balance('unapplied')];
  const reversed = await fin.post(`/receipts/${receipt.id}/commands`, {
    type: 'reverse',
    reason: 'recalled by the bank',
  });
  expect(reversed).toMatchObject({
    status: 200,
    body: { process: { stage: 'reversed', version: receipt.version + 1 } },
  });
  expect(await balance('cash')).toBe(cash - 100_00);
  const again = await fin.post(`/receipts/${receipt.id}/commands`, { type: 'reverse', reason: 'twice' });
  expect(again.body.code).toBe('CLOSED');

  const reopened = await eventually(
    async () => (await fin.get(`/payment-plans/${planId}`)).body,
    ({ status }) => status === 'open',
  );
  expect(reopened).toMatchObject({ status: 'open', closedAt: null, openedAt: ended.openedAt });
  expect(reopened.version).toBeGreaterThan(ended.version);
  const row = await stage.prisma.receivable.findFirst({ where: { planId } });
  expect(row).toMatchObject({ outstandingMinor: 100_00n, settledOn: null });
  expect(row?.dueOn?.toISOString().slice(0, 10)).toBe('2027-01-15');
  expect(await balance('unapplied')).toBe(unapplied);
});
