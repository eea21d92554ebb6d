import { addDays } from '../../domain/calendar.ts';
import { type ApiStage, openApiStage, type Person } from './api-stage.ts';

let stage: ApiStage;
let lina: Person;
let finance: Person;

beforeAll(async () => {
  stage = await openApiStage();
  [lina, finance] = await Promise.all([stage.as('lina'), stage.as('fin')]);
}, 120_000);
afterAll(() => stage?.close());

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const cny = (minor: number) => ({ minor, currency: 'CNY' });

async function begin(more: object): Promise<string> {
  const plan = { reference: 'C-77', title: 'Pumps', customerId: 'cu1', total: cny(100_000), ...more };
  const { status, body } = await lina.post('/payment-plans', plan);
  expect(status).toBe(201);
  return body.id;
}

const command = (by: Person, id: string, body: object) => by.post(`/payment-plans/${id}/commands`, body);

test('terms wait for events, fall due by them in shares, and are shown with what is computed about them', async () => {
  const id = await begin({
    terms: [
      { label: 'Signing', percent: 30, dueDays: 5 },
      { label: 'Delivery', percent: 70, dueDays: 30, from: 'delivered' },
    ],
  });
  const noted = { type: 'noteEvent', event: 'delivered', on: today, share: 40, reference: 'SO-1/1' };
  expect((await command(lina, id, noted)).status).toBe(200);
  const { status, body } = await finance.get(`/payment-plans/${id}/instalments`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ today, outstanding: cny(100_000), credit: cny(0) });
  expect(body.items).toMatchObject([
    { id: 'i1', status: 'SCHEDULED', amount: cny(30_000), dueOn: expect.any(String) },
    { id: 'i2', status: 'SCHEDULED', amount: cny(28_000), agreedDueOn: addDays(today, 30), awaits: null },
    { id: 'i2b', number: 'C-77/2b', status: 'AWAITING_EVENT', amount: cny(42_000), awaits: 'delivered', dueOn: null },
  ]);
  const { body: waits } = await lina.get(`/waits?process=${id}`);
  const awaited = waits.items.find(({ action }: { action: string }) => action === 'payment.awaitEvent');
  expect(awaited).toMatchObject({ holder: { id: 'lina' } });
}, 60_000);

test('a promise, a dispute and what is owed are for those who look after them', async () => {
  const dueOn = addDays(today, 10);
  const id = await begin({ instalments: [{ label: 'All', amount: cny(100_000), dueOn }] });
  const promise = { type: 'recordPromise', instalmentId: 'i1', on: addDays(today, 12), by: '周敏', channel: 'phone' };
  expect((await command(lina, id, promise)).status).toBe(200);
  const again = await command(lina, id, { ...promise, on: addDays(today, 13) });
  expect([again.status, again.body.code]).toEqual([409, 'ILLEGAL_NOW']);
  const fee = { type: 'claimFee', instalmentId: 'i1', amount: cny(50), why: 'interest', reason: 'Late' };
  expect((await command(lina, id, fee)).status).toBe(403);
  expect((await command(finance, id, fee)).status).toBe(200);
  const note = { type: 'creditNote', instalmentId: 'i1', number: 'CN-1', amount: cny(1_000), on: today, reason: '' };
  expect((await command(finance, id, note)).body.code).toBe('REASON_REQUIRED');
  expect((await command(finance, id, { ...note, reason: 'Returned' })).status).toBe(200);
  const dispute = {
    type: 'openDispute',
    instalmentId: 'i1',
    reason: 'quality',
    note: 'Leaks',
    dueOn: addDays(today, 9),
  };
  expect((await command(lina, id, { ...dispute, amount: cny(10_000_000) })).status).toBe(422);
  const { body } = await finance.get(`/payment-plans/${id}/instalments`);
  expect(body.items).toMatchObject([
    { status: 'PROMISED', outstanding: cny(99_050), credited: cny(1_000), fees: [{ status: 'CLAIMED' }] },
  ]);
  expect((await command(lina, id, { ...promise, on: '2026-02-30' })).status).toBe(422);
  expect((await finance.get('/payment-plans/PP-NOWHERE/instalments')).status).toBe(404);
}, 60_000);

test('a write-off is asked for by an approval process of its own', async () => {
  const id = await begin({ instalments: [{ label: 'All', amount: cny(100_000), dueOn: addDays(today, -3) }] });
  const asked = await command(finance, id, { type: 'requestWriteOff', instalmentId: 'i1', reason: 'Insolvent' });
  expect(asked.status).toBe(200);
  const approvalId = `AP-WO-${id.slice(3)}-i1-1`;
  let seen = await finance.get(`/approvals/${approvalId}`);
  for (let tries = 0; seen.status === 404 && tries < 50; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    seen = await finance.get(`/approvals/${approvalId}`);
  }
  expect(seen.body).toMatchObject({ kind: 'approval', status: 'open', state: { subject: 'writeOff' } });
}, 60_000);

test('credit hold follows from what is overdue, and an exemption lifts it for a time', async () => {
  await stage.prisma.customer.create({ data: { id: 'cu2', name: 'Late Payers' } });
  await begin({
    customerId: 'cu2',
    total: cny(500_000),
    instalments: [{ label: 'All', amount: cny(500_000), dueOn: addDays(today, -60) }],
  });
  const { body: held } = await lina.get('/customers/cu2/credit');
  expect(held).toMatchObject({ onHold: true, overdue: [cny(500_000)], exemption: null });
  expect(held.reasons.map(({ code }: { code: string }) => code)).toContain('overdue');
  const exempt = { until: new Date(Date.now() + 86_400_000).toISOString(), reason: 'They sent the bank slip' };
  expect((await lina.post('/customers/cu2/credit/exemptions', exempt)).status).toBe(403);
  const past = { ...exempt, until: new Date(Date.now() - 1_000).toISOString() };
  expect((await finance.post('/customers/cu2/credit/exemptions', past)).status).toBe(422);
  const lifted = await finance.post('/customers/cu2/credit/exemptions', exempt);
  expect(lifted.body).toMatchObject({
    onHold: false,
    exemption: { reason: exempt.reason, grantedBy: { id: 'fin' } },
  });
  const ended = await finance.send('DELETE', '/customers/cu2/credit/exemptions');
  expect(ended.body).toMatchObject({ onHold: true, exemption: null });
  expect((await lina.get('/customers/nobody/credit')).status).toBe(404);
}, 60_000);

test('letters are listed page by page, and one that has not gone out is not there', async () => {
  const id = await begin({ instalments: [{ label: 'All', amount: cny(100_000), dueOn: addDays(today, 90) }] });
  expect((await lina.get(`/payment-plans/${id}/letters`)).body).toEqual({ items: [], next: null });
  expect((await lina.get('/letters/L-unknown')).status).toBe(404);
}, 60_000);
