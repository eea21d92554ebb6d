import { addDays, instantAt, localTime } from '../../domain/calendar.ts';
import { keepFigures } from '../../prisma/figures.ts';
import { chinaCalendar } from '../support/calendar.ts';
import { type ApiStage, openApiStage, type Person } from './api-stage.ts';

let stage: ApiStage;
let fin: Person;
const today = localTime(chinaCalendar, Date.now()).date;
const day = (offset: number) => addDays(today, offset);

let made = 0;
/** An instalment as its plan would have left it, in yuan and days from today. */
async function instalment(
  customerId: string,
  ownerId: string,
  given: { due: number | null; amount: number; open?: number; settled?: number; currency?: string; dealId?: string },
): Promise<void> {
  const { due, amount, open = 0, settled, currency = 'CNY', dealId = null } = given;
  made += 1;
  await stage.prisma.receivable.create({
    data: {
      planId: `PP-F${made}`,
      instalmentId: 'i1',
      number: `F-${made}/1`,
      reference: `F-${made}`,
      label: 'Part',
      customerId,
      customerName: customerId,
      ownerId,
      dealId,
      dueOn: due === null ? null : new Date(day(due)),
      currency,
      amountMinor: BigInt(amount * 100),
      receivedMinor: BigInt((amount - open) * 100),
      outstandingMinor: BigInt(open * 100),
      settledOn: settled === undefined ? null : new Date(day(settled)),
    },
  });
}

let seq = 0;
async function booked(offset: number, lines: Readonly<Record<string, number>>, customerId = 'late'): Promise<void> {
  seq += 1;
  const at = new Date(instantAt(chinaCalendar, day(offset), 12 * 60));
  const rows = Object.entries(lines).map(([account, yuan], index) => ({
    processId: 'PP-BOOKS',
    seq,
    line: index + 1,
    at,
    account,
    amountMinor: BigInt(yuan * 100),
    currency: 'CNY',
    customerId,
    item: null,
  }));
  await stage.prisma.ledgerEntry.createMany({ data: rows });
}

async function deal(id: string, yuan: number, probability: number, close: number): Promise<void> {
  const at = new Date();
  await stage.prisma.process.create({
    data: {
      id,
      kind: 'opportunity',
      workflowId: `opportunity:test:${id}`,
      variantId: 'opportunity.standard',
      variantHash: 'h',
      version: 1,
      headHash: 'h',
      title: id,
      status: 'open',
      stage: 'proposing',
      ownerId: 'lina',
      customerId: 'late',
      customerName: 'late',
      amountMinor: BigInt(yuan * 100),
      currency: 'CNY',
      dealId: id,
      snapshot: { state: { probability, deal: { expectedClose: day(close) } }, failures: [] },
      openedAt: at,
      updatedAt: at,
    },
  });
}

beforeAll(async () => {
  stage = await openApiStage({ worker: false });
  fin = await stage.as('fin');
  for (const id of ['late', 'good', 'new']) await stage.prisma.customer.create({ data: { id, name: id } });
  // What is open, one instalment for each age, and one in another currency and one without a day.
  await instalment('late', 'lina', { due: 0, amount: 10, open: 10 });
  await instalment('late', 'lina', { due: -1, amount: 100, open: 20 });
  await instalment('late', 'lina', { due: -30, amount: 30, open: 30 });
  await instalment('good', 'chenjie', { due: -31, amount: 40, open: 40 });
  await instalment('good', 'chenjie', { due: -90, amount: 50, open: 50 });
  await instalment('new', 'chenjie', { due: -180, amount: 60, open: 60 });
  await instalment('new', 'chenjie', { due: -181, amount: 70, open: 70 });
  await instalment('new', 'lina', { due: -5, amount: 8, open: 8, currency: 'USD' });
  await instalment('new', 'lina', { due: null, amount: 9, open: 9 });
  // What was settled: `late` 10, 20 and 30 days after its day, `good` on it, three times. Together a median of 5.
  for (const late of [10, 20, 30]) await instalment('late', 'lina', { due: -100, amount: 1, settled: -100 + late });
  for (const _ of [1, 2, 3]) await instalment('good', 'chenjie', { due: -50, amount: 1, settled: -50 });
}, 120_000);

afterAll(async () => {
  await stage?.close();
});

const cny = <Row extends { currency: string }>(rows: readonly Row[]): Row | undefined =>
  rows.find(({ currency }) => currency === 'CNY');

test('what is outstanding is aged by its due day, each currency by itself', async () => {
  const { body } = await fin.get('/figures/aging');
  expect(body.day).toBe(today);
  expect(body.rows).toEqual([
    {
      currency: 'CNY',
      owner: null,
      customer: null,
      notDue: 19_00,
      d1to30: 50_00,
      d31to60: 40_00,
      d61to90: 50_00,
      d91to180: 60_00,
      over180: 70_00,
      total: 289_00,
      credit: 0,
      net: 289_00,
    },
    expect.objectContaining({ currency: 'USD', d1to30: 8_00, total: 8_00 }),
  ]);
});

test('sales people see their own, managers their team, and a customer by itself', async () => {
  const own = await (await stage.as('lina')).get('/figures/aging');
  expect(cny<{ currency: string; total: number }>(own.body.rows)?.total).toBe(69_00);
  const team = await (await stage.as('wangwei')).get('/figures/aging?by=owner');
  expect(team.body.rows.map(({ owner, total }: { owner: { id: string }; total: number }) => [owner.id, total])).toEqual(
    [
      ['chenjie', 220_00],
      ['lina', 69_00],
      ['lina', 8_00],
    ],
  );
  const one = await fin.get('/figures/aging?by=customer&customer=good');
  expect(one.body.rows).toMatchObject([{ customer: { id: 'good' }, total: 90_00 }]);
});

test('credit of customers is shown beside, and taken off the net', async () => {
  await booked(-3, { cash: 25, customerCredit: -25 }, 'late');
  const { body } = await fin.get('/figures/aging');
  expect(body.rows[0]).toMatchObject({ total: 289_00, credit: 25_00, net: 264_00 });
  const one = await fin.get('/figures/aging?by=customer&customer=late');
  expect(one.body.rows).toMatchObject([{ total: 60_00, credit: 25_00, net: 35_00 }]);
});

test('customers are known by how late they pay, drawn towards all where little is known', async () => {
  const { body } = await fin.get('/figures/payers');
  // All six: 0 0 0 10 20 30, a median of 5. late: (3 × 20 + 4 × 5) / 7 = 11.4; good: (3 × 0 + 4 × 5) / 7 = 2.9.
  expect(body.items).toEqual([
    { customer: { id: 'good', name: 'good' }, settled: 3, averageDaysLate: 0, medianDaysLate: 0, expectedDaysLate: 3 },
    {
      customer: { id: 'late', name: 'late' },
      settled: 3,
      averageDaysLate: 20,
      medianDaysLate: 20,
      expectedDaysLate: 11,
    },
  ]);
});

test('days of sales outstanding, over 90 days and counted back', async () => {
  await booked(-10, { receivable: 100, sales: -100 });
  await booked(-40, { receivable: 200, sales: -200 });
  await booked(-200, { receivable: 300, sales: -300 });
  await booked(-5, { cash: 350, receivable: -350 });
  const { body } = await fin.get('/figures/dso?days=90');
  // Outstanding 250 of 300 sold in 90 days: 75 days. The sales of the last 40 days and a half (300) cover the 250.
  expect(body.rows).toEqual([{ currency: 'CNY', receivable: 250_00, sales: 300_00, dso: 75, countBack: 40.5 }]);
  expect((await (await stage.as('lina')).get('/figures/dso')).status).toBe(403);
});

test('the forecast counts each deal once, and leads to everything behind it', async () => {
  await deal('OP-OPEN', 1000, 40, 200);
  await deal('OP-SIGNED', 500, 90, 200);
  await instalment('late', 'lina', { due: 250, amount: 500, open: 500, dealId: 'OP-SIGNED' });
  const { body } = await fin.get('/figures/forecast?months=12');
  const sum = (pick: 'instalments' | 'deals') =>
    body.rows
      .filter(({ currency }: { currency: string }) => currency === 'CNY')
      .reduce((total: number, row: Record<'instalments' | 'deals', number>) => total + row[pick], 0);
  expect(sum('instalments')).toBe(280_00 + 500_00);
  expect(sum('deals')).toBe(400_00);
  expect(body.undated).toEqual([{ currency: 'CNY', minor: 9_00 }]);

  // The deal closes in 200 days, pays 30 days later, and as late as everybody: 5 days.
  const month = day(235).slice(0, 7);
  const lines = await fin.get(`/figures/forecast/lines?month=${month}&currency=CNY`);
  expect(lines.body.items).toContainEqual({
    source: 'deal',
    processId: 'OP-OPEN',
    instalmentId: null,
    customer: { id: 'late', name: 'late' },
    owner: { id: 'lina', name: 'lina' },
    expectedOn: day(235),
    minor: 400_00,
    probability: 40,
  });
  const signed = await fin.get(`/figures/forecast/lines?month=${day(261).slice(0, 7)}&currency=CNY&limit=1`);
  expect(signed.body.items).toMatchObject([{ source: 'instalment', instalmentId: 'i1', expectedOn: day(261) }]);
  const others = await (await stage.as('chenjie')).get(`/figures/forecast/lines?month=${month}&currency=CNY`);
  expect(others.body.items).toEqual([]);
});

test('the figures of a day are kept once, and past forecasts are held against what came in', async () => {
  const { prisma } = stage;
  await keepFigures(prisma, today);
  await keepFigures(prisma, today);
  const history = await fin.get(`/figures/aging/history?from=${day(-1)}&to=${today}&currency=CNY`);
  expect(history.body.days).toMatchObject([{ day: today, d1to30: 50_00, over180: 70_00 }]);
  expect(await prisma.forecastSnapshot.count({ where: { source: 'deal' } })).toBe(1);

  const month = (offset: number) => {
    const [year = 0, number = 1] = today.split('-').map(Number);
    return new Date(Date.UTC(year, number - 1 + offset, 1)).toISOString().slice(0, 10);
  };
  const lastMonth = month(-1);
  const kept = (on: string, yuan: number) => ({
    day: new Date(on),
    month: new Date(lastMonth),
    currency: 'CNY',
    source: 'instalment',
    minor: BigInt(yuan * 100),
  });
  await prisma.forecastSnapshot.createMany({
    data: [kept(addDays(lastMonth, -1), 400), kept(addDays(lastMonth, -9), 999)],
  });
  await prisma.forecastSnapshot.create({ data: kept(addDays(lastMonth, 3), 777) });
  const came = (await prisma.ledgerEntry.findMany({ where: { account: 'cash' } }))
    .filter(({ at }) => localTime(chinaCalendar, at.getTime()).date.slice(0, 7) === lastMonth.slice(0, 7))
    .reduce((sum, { amountMinor }) => sum + Number(amountMinor), 0);
  await booked(Math.round((Date.parse(lastMonth) - Date.parse(today)) / 86_400_000) + 4, {
    cash: 300,
    unapplied: -300,
  });
  const { body } = await fin.get('/figures/forecast/backtest');
  const received = came + 300_00;
  expect(body.rows).toEqual([
    {
      month: lastMonth.slice(0, 7),
      currency: 'CNY',
      forecastOn: addDays(lastMonth, -1),
      forecast: 400_00,
      received,
      error: Math.round(((received - 400_00) / 400_00) * 1_000) / 1_000,
    },
  ]);
});

test('what is overdue is counted in whose hands it is', async () => {
  const wait = (id: string, due: number, yuan: number) => ({
    id,
    processId: 'PP-W',
    kind: 'paymentPlan',
    on: 'customer',
    action: 'payment.collect',
    holderId: 'lina',
    openedAt: new Date(),
    dueAt: new Date(Date.now() + due * 86_400_000),
    subject: {},
    stage: 'collecting',
    amountMinor: BigInt(yuan * 100),
    currency: 'CNY',
  });
  await stage.prisma.wait.createMany({ data: [wait('w1', -2, 5), wait('w2', -9, 7), wait('w3', 3, 11)] });
  const { body } = await fin.get('/figures/collectors');
  expect(body.rows).toMatchObject([{ holder: { id: 'lina' }, currency: 'CNY', overdue: 2, minor: 12_00 }]);
  expect(body.promises).toEqual({ kept: 0, broken: 0, keptRate: null });
});
