import { setTimeout as sleep } from 'node:timers/promises';
import { customer } from '../support/company.ts';
import { type ApiStage, openApiStage, type Person, type Reply } from './api-stage.ts';

let stage: ApiStage;
const people: Record<string, Person> = {};

beforeAll(async () => {
  stage = await openApiStage();
  for (const id of ['lina', 'chenjie', 'wangwei', 'zhao', 'ops', 'legal1', 'legal2', 'fin', 'store', 'root']) {
    people[id] = await stage.as(id);
  }
}, 120_000);

afterAll(async () => {
  await stage?.close();
});

function as(id: string): Person {
  const person = people[id];
  if (!person) throw new Error(`${id} is not signed in`);
  return person;
}

const cny = (yuan: number) => ({ minor: yuan * 100, currency: 'CNY' });
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(Date.now());

/** Asks again until the answer is as wanted: other processes are told after the command has been answered. */
async function until(ask: () => Promise<Reply>, wanted: (reply: Reply) => boolean): Promise<Reply> {
  for (const deadline = Date.now() + 15_000; ; await sleep(100)) {
    const reply = await ask();
    if (wanted(reply)) return reply;
    if (Date.now() > deadline) throw new Error(`Still ${reply.status}: ${JSON.stringify(reply.body).slice(0, 500)}`);
  }
}

interface Credited {
  readonly credited: { readonly minor: number };
}

const isThere = ({ status }: Reply): boolean => status === 200;

/** Has everybody who is asked agree to an approval, until it is over. */
async function approve(id: string): Promise<void> {
  const read = () => as('root').get(`/approvals/${id}`);
  await until(read, isThere);
  for (;;) {
    const { body } = await read();
    if (body.status === 'closed') return;
    const [task] = body.waitsFor;
    const taskId = task.id.split('/').at(-1);
    const documentHash = body.state.document.sha256;
    await as(task.holder.id).post(`/approvals/${id}/commands`, { type: 'approve', taskId, documentHash });
  }
}

async function command(by: string, id: string, body: Record<string, unknown>): Promise<Reply> {
  return await as(by).post(`/orders/${id}/commands`, body);
}

const carriage = { carrier: '顺丰', trackingNumber: 'SF100', outboundNumber: 'CK-1' };

/** An order of ten pumps by hand, approved and confirmed. */
async function confirmedOrder(changes: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await as('lina').post('/orders', {
    title: 'Pumps',
    customerId: customer.id,
    lines: [{ name: 'Pump', unit: '台', quantity: 10, unitPrice: cny(1_130) }],
    ...changes,
  });
  expect(status).toBe(201);
  await command('lina', body.id, { type: 'submit' });
  await approve(`AP-${body.id}-1`);
  await until(
    () => as('lina').get(`/orders/${body.id}`),
    (reply) => reply.body.stage === 'approved',
  );
  expect((await command('lina', body.id, { type: 'confirm' })).status).toBe(200);
  return body.id;
}

async function send(id: string, quantity: number): Promise<string> {
  const picked = await command('store', id, { type: 'pick', lines: [{ lineId: 'l1', quantity }] });
  expect(picked.status).toBe(200);
  const order = await as('store').get(`/orders/${id}`);
  const shipmentId: string = order.body.order.shipments.at(-1).id;
  expect((await command('store', id, { type: 'dispatch', shipmentId, ...carriage })).status).toBe(200);
  return shipmentId;
}

test('from a won deal to goods delivered: nothing is typed twice, and the contract’s plan hears of each delivery', async () => {
  const deal = await as('lina').post('/opportunities', {
    title: 'Plant 2',
    customerId: customer.id,
    amount: cny(11_300),
  });
  const dealId: string = deal.body.id;
  const tooEarly = await as('lina').post('/orders', { opportunityId: dealId });
  expect([tooEarly.status, tooEarly.body.code]).toEqual([409, 'ILLEGAL_NOW']);
  for (const to of ['engaging', 'proposing']) {
    await as('lina').post(`/opportunities/${dealId}/commands`, { type: 'moveStage', to });
  }
  const terms = [{ label: 'On delivery', percent: 100, dueDays: 30, from: 'delivered' }];
  await as('lina').post(`/opportunities/${dealId}/commands`, { type: 'moveStage', to: 'won', terms });
  const contractId = `CT-${dealId.slice(3)}`;
  const contract = () => as('root').get(`/contracts/${contractId}`);
  const reviewed = await until(contract, ({ body }) => body.state?.reviews.length > 0);
  await approve(reviewed.body.state.reviews[0].approvalId);
  const { body: inForce } = await until(contract, ({ body }) => body.stage === 'approved');
  const planId: string = inForce.state.planId;
  await until(() => as('root').get(`/payment-plans/${planId}`), isThere);
  await until(
    () => as('lina').get(`/opportunities/${dealId}`),
    ({ body }) => body.status === 'closed',
  );

  const begun = await as('lina').post('/orders', { commandId: 'from-deal', opportunityId: dealId });
  expect(begun.status).toBe(201);
  expect(begun.body).toMatchObject({ title: 'Plant 2', customer, amount: cny(11_300), dealId, stage: 'draft' });
  const again = await as('lina').post('/orders', { commandId: 'from-deal', opportunityId: dealId });
  expect(again.body.id).toBe(begun.body.id);
  const id: string = begun.body.id;
  await until(contract, ({ body }) => body.state.orderId === id);

  await command('lina', id, {
    type: 'edit',
    changes: { lines: [{ id: 'l1', name: 'Pump', unit: '台', quantity: 10, unitPrice: cny(1_130) }] },
  });
  const submitted = await command('lina', id, { type: 'submit' });
  expect(submitted.body.process.stage).toBe('inApproval');
  const approvalId = `AP-${id}-1`;
  await until(() => as('lina').get(`/approvals/${approvalId}`), isThere);
  const approval = await as('lina').get(`/approvals/${approvalId}`);
  const document = await as('lina').get(`/documents/${approval.body.state.document.id}`);
  expect(String(document.body)).toContain('¥11,300.00');
  await approve(approvalId);
  await until(
    () => as('lina').get(`/orders/${id}`),
    ({ body }) => body.stage === 'approved',
  );
  await command('lina', id, { type: 'confirm' });

  const first = await send(id, 4);
  const over = await command('store', id, { type: 'pick', lines: [{ lineId: 'l1', quantity: 6.001 }] });
  expect([over.status, over.body.code]).toEqual([409, 'OVER_SHIPMENT']);
  expect(over.body.facts).toMatchObject({ left: '6', shipped: '4' });
  const delivered = { type: 'confirmDelivery', deliveredOn: today(), receivedBy: '周敏' };
  await command('store', id, { ...delivered, shipmentId: first });
  const plan = () => as('fin').get(`/payment-plans/${planId}`);
  await until(plan, ({ body }) => body.state.instalments.length === 2);
  const second = await send(id, 6);
  await command('store', id, { ...delivered, shipmentId: second });
  const told = await until(plan, ({ body }) =>
    body.waits.every(({ dueAt }: { dueAt: string | null }) => dueAt !== null),
  );
  const amounts = told.body.state.instalments.map(({ amount }: { amount: { minor: number } }) => amount.minor);
  expect(amounts.sort()).toEqual([4_520_00, 6_780_00].sort());

  for (const shipmentId of [first, second]) {
    await command('lina', id, { type: 'confirmAcceptance', shipmentId, acceptedOn: today() });
  }
  const before = await as('lina').get(`/orders/${id}`);
  expect(before.body.waitsFor.map(({ action }: { action: string }) => action)).toEqual(['order.close']);
  expect(before.body.order).toMatchObject({
    contractId,
    plans: [planId],
    amounts: { gross: cny(11_300), net: cny(10_000), tax: cny(1_300) },
    lines: [{ quantity: 10, shipped: 10, delivered: 10, accepted: 10, open: 0 }],
    shipments: [{ status: 'accepted' }, { status: 'accepted', trackingNumber: 'SF100' }],
  });
  const closed = await command('lina', id, { type: 'close' });
  expect(closed.body.process).toMatchObject({ status: 'closed', outcome: 'fulfilled' });
  const late = await command('lina', id, { type: 'submit' });
  expect([late.status, late.body.code]).toEqual([409, 'CLOSED']);
  const events = await as('lina').get(`/processes/${id}/events?limit=100`);
  expect(events.body.items[0]).toMatchObject({ seq: 1, type: 'OrderOpened', actor: { id: 'lina' } });
});

test('an order that stands alone starts its plan, and goods that come back are credited there', async () => {
  const id = await confirmedOrder();
  const plan = () => as('fin').get(`/payment-plans/PP-${id}-1`);
  const { body } = await until(plan, isThere);
  expect(body.amount).toEqual(cny(11_300));
  const shipmentId = await send(id, 10);
  await command('store', id, { type: 'confirmDelivery', shipmentId, deliveredOn: today() });
  const back = { type: 'requestReturn', lines: [{ lineId: 'l1', quantity: 2 }], reason: 'Damaged' };
  await command('lina', id, back);
  const held = await as('store').get(`/waits?process=${id}`);
  expect(held.body.items.map(({ action }: { action: string }) => action)).toContain('order.receiveReturn');
  await command('store', id, { type: 'receiveReturn', returnId: 'r1', receivedOn: today() });
  const order = await as('lina').get(`/orders/${id}`);
  expect(order.body.order).toMatchObject({ value: cny(9_040), returns: [{ status: 'received', credit: cny(2_260) }] });
  const credited = (reply: Reply): number =>
    reply.body.state.instalments.reduce((sum: number, { credited: { minor } }: Credited) => sum + minor, 0);
  await until(plan, (reply) => credited(reply) === 2_260_00);
});

test('an order cancelled on approval asks nobody any more', async () => {
  const { body } = await as('lina').post('/orders', {
    title: 'Not any more',
    customerId: customer.id,
    lines: [{ name: 'Pump', quantity: 1, unitPrice: cny(1_130) }],
  });
  await command('lina', body.id, { type: 'submit' });
  const approval = () => as('root').get(`/approvals/AP-${body.id}-1`);
  await until(approval, isThere);
  const cancelled = await command('lina', body.id, { type: 'cancel', reason: 'No budget' });
  expect(cancelled.body.process.outcome).toBe('cancelled');
  const ended = await until(approval, (reply) => reply.body.status === 'closed');
  expect(ended.body).toMatchObject({ outcome: 'withdrawn', waitsFor: [] });
  const order = await as('lina').get(`/orders/${body.id}`);
  expect(order.body).toMatchObject({ status: 'closed', failures: [] });
});

test('prices of the product list are taken over, and later changes of the list touch no order', async () => {
  const product = { name: `Pump ${Date.now()}`, price: cny(500), unit: '台', taxRate: 9 };
  const { body: listed } = await as('ops').post('/products', product);
  const order = {
    title: 'List',
    customerId: customer.id,
    lines: [{ productId: listed.id, quantity: 2.5, discount: 10 }],
  };
  const { body } = await as('lina').post('/orders', order);
  await as('ops').patch(`/products/${listed.id}`, { price: cny(900) });
  const read = await as('lina').get(`/orders/${body.id}`);
  expect(read.body.order.lines).toMatchObject([
    { product: { id: listed.id }, unit: '台', quantity: 2.5, unitPrice: cny(500), taxRate: 9, discount: 10 },
  ]);
  expect(read.body.order.amounts).toMatchObject({ gross: cny(1_125), discount: cny(125) });
  const edited = await command('lina', body.id, { type: 'edit', changes: { lines: [{ id: 'l1', quantity: 3 }] } });
  expect(edited.body.process.amount).toEqual(cny(1_500));
});

test.each([
  [{ customerId: customer.id, lines: [{ name: 'x', quantity: 1, unitPrice: cny(1) }] }, 'FIELDS_MISSING', 'title'],
  [{ title: 'x', lines: [{ name: 'x', quantity: 1, unitPrice: cny(1) }] }, 'FIELDS_MISSING', 'customerId'],
  [{ title: 'x', customerId: customer.id }, 'FIELDS_MISSING', 'lines'],
  [{ title: 'x', customerId: customer.id, lines: [{ name: 'x', quantity: 1 }] }, 'FIELDS_MISSING', 'lines.0.unitPrice'],
  [
    { title: 'x', customerId: customer.id, lines: [{ productId: 'no', quantity: 1 }] },
    'UNKNOWN_REFERENCE',
    'lines.0.productId',
  ],
  [
    {
      title: 'x',
      customerId: customer.id,
      lines: [
        { name: 'x', quantity: 1, unitPrice: cny(1) },
        { name: 'y', quantity: 1, unitPrice: { minor: 1, currency: 'USD' } },
      ],
    },
    'CURRENCY_MISMATCH',
    'lines.1.unitPrice',
  ],
  [{ opportunityId: 'OP-NONE' }, 'UNKNOWN_REFERENCE', 'opportunityId'],
  [{ contractId: 'CT-NONE' }, 'UNKNOWN_REFERENCE', 'contractId'],
  [
    { title: 'x', customerId: 'cu-none', lines: [{ name: 'x', quantity: 1, unitPrice: cny(1) }] },
    'UNKNOWN_REFERENCE',
    'customerId',
  ],
])('%j is no order', async (body, code, path) => {
  const reply = await as('lina').post('/orders', body);
  expect(reply.status).toBe(422);
  expect(reply.body).toMatchObject({ code, errors: [{ path, code }] });
});

test('everybody sees and does what their office lets them', async () => {
  const { body } = await as('lina').post('/orders', {
    title: 'Seen',
    customerId: customer.id,
    lines: [{ name: 'Pump', quantity: 1, unitPrice: cny(1) }],
  });
  const seen = async (who: string) => (await as(who).get(`/orders/${body.id}`)).status;
  expect(await Promise.all(['chenjie', 'store', 'wangwei', 'fin'].map(seen))).toEqual([404, 404, 200, 200]);
  expect((await as('store').post('/orders', {})).status).toBe(403);
  const id = await confirmedOrder();
  expect((await as('store').get(`/orders/${id}`)).status).toBe(200);
  const shipped = await command('lina', id, { type: 'pick', lines: [{ lineId: 'l1', quantity: 1 }] });
  expect([shipped.status, shipped.body.code]).toEqual([403, 'NOT_ALLOWED']);
  const confirmed = await command('store', id, { type: 'cancel', reason: 'x' });
  expect([confirmed.status, confirmed.body.code]).toEqual([403, 'NOT_ALLOWED']);
});

test('documents are printed in both languages, without any script, and say what the order says', async () => {
  const id = await confirmedOrder({
    title: 'Print <b>me</b>',
    customerReference: 'PO-<1>',
    deliverTo: { address: '杭州 1 号', contact: '周敏' },
  });
  const shipmentId = await send(id, 3);
  const page = async (path: string) => await as('lina').get(`/orders/${id}/${path}`);
  const note = await page(`shipments/${shipmentId}/delivery-note?lang=zh-CN`);
  expect(note.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(note.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  for (const said of ['送货单', `${id}/${shipmentId}`, 'CK-1', '顺丰', '杭州 1 号', 'PO-&lt;1&gt;']) {
    expect(note.body).toContain(said);
  }
  expect(note.body).not.toContain('¥');
  const confirmation = await page('confirmation?lang=en');
  for (const said of ['Order confirmation', '¥11,300.00', '30%', 'after delivery'])
    expect(confirmation.body).toContain(said);
  expect(note.body + confirmation.body).not.toMatch(/<script|onload=/i);
  expect((await page('shipments/s9/delivery-note')).status).toBe(404);
  expect((await as('chenjie').get(`/orders/${id}/confirmation`)).status).toBe(404);
});

test('lists find orders by what people know of them, and by what is late', async () => {
  const id = await confirmedOrder({ customerReference: 'PO-FIND-ME' });
  const found = async (query: string) => {
    const { status, body } = await as('wangwei').get(`/orders?${query}`);
    expect(status).toBe(200);
    return body.items.map((row: { id: string }) => row.id);
  };
  expect(await found('q=find-me')).toEqual([id]);
  expect(await found('q=find-me&overdue=false&stage=confirmed&owner=lina')).toEqual([id]);
  expect(await found('q=find-me&overdue=true')).toEqual([]);
  expect(await found('q=find-me&owner=me')).toEqual([]);
  expect(await found(`customer=${customer.id}&sort=amount&limit=2`)).toHaveLength(2);
});
