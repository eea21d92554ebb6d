import { money } from '../../../domain/money.ts';
import { expressOrder } from '../../../domain/variants/order-express.ts';
import { shanghai, wallClock } from '../../support/calendar.ts';
import {
  cable,
  lina,
  type newOrder,
  OrderUnderWay,
  owing,
  terminal,
  wangwei,
  zhangqiang,
} from '../../support/order.ts';
import { actor } from '../../support/organisation.ts';

const small = { speed: 'express', lines: [{ ...terminal, quantity: 2_000 }] } as const;

test('an order begins as a draft of its owner, with the terms of its variant', () => {
  const order = new OrderUnderWay();
  expect(order.open()).toMatchObject({ events: ['OrderOpened', 'TaskOpened'] });
  expect(order.stage).toBe('draft');
  expect(order.waitsFor).toEqual(['submit']);
  expect(order.state.content.terms?.map(({ percent, from }) => [percent, from])).toEqual([
    [30, 'signed'],
    [60, 'delivered'],
    [10, 'accepted'],
  ]);
  expect(order.state.content.lines.map(({ id }) => id)).toEqual(['l1', 'l2']);
});

test.each([
  [{ lines: [] }, 'lines'],
  [{ lines: [{ ...terminal, quantity: 0 }] }, 'lines.0.quantity'],
  [{ lines: [terminal, { ...cable, unitPrice: -1 }] }, 'lines.1.unitPrice'],
  [{ lines: [{ ...terminal, discount: 10_001 }] }, 'lines.0.discount'],
  [{ lines: [{ ...terminal, product: { id: null, name: ' ' } }] }, 'lines.0.product'],
  [{ lines: [{ ...terminal, quantity: 1e12, unitPrice: 1e14 }] }, 'lines.0.unitPrice'],
  [{ title: '' }, 'title'],
  [{ shipBy: '2026-02-30' }, 'shipBy'],
  [{ terms: [{ label: 'x', percent: 99, dueDays: 1 }] }, 'terms'],
  [
    { contractPlan: { id: 'PP-1', total: money(1, 'CNY') }, terms: [{ label: 'x', percent: 100, dueDays: 1 }] },
    'terms',
  ],
])('%j is no order', (changes, field) => {
  expect(new OrderUnderWay().open(changes as Partial<typeof newOrder>)).toMatchObject({ code: 'INVALID', field });
});

test('an owner who is away begins nothing', () => {
  expect(new OrderUnderWay().open({ owner: 'nobody' })).toMatchObject({ code: 'PERSON_UNAVAILABLE', field: 'owner' });
});

test('a submitted order is approved as the very text it says', () => {
  const order = new OrderUnderWay();
  order.open();
  expect(order.give({ type: 'submit' })).toMatchObject({ events: ['ApprovalAsked', 'TaskClosed', 'TaskOpened'] });
  expect(order.stage).toBe('inApproval');
  const [launch] = order.effects.filter(({ type }) => type === 'launch');
  expect(launch).toMatchObject({
    kind: 'approval',
    processId: 'AP-SO-TEST-1',
    input: {
      subject: 'order',
      amount: money(11_300_00 + 95_00, 'CNY'),
      fields: { discount: 0.04, change: false, speed: 'standard' },
      origin: 'SO-TEST',
      draft: { number: 'SO-TEST', version: 1 },
    },
  });
  const { text } = (launch as { input: { draft: { text: string } } }).input.draft;
  for (const said of ['Terminal Pro', '12.5 m', 'In one piece', '¥11,395.00', 'PO-1', 'Huaxia Water', '30%']) {
    expect(text).toContain(said);
  }
});

test('a refused order is revised by its owner and handed in as the next version', () => {
  const order = new OrderUnderWay();
  order.open();
  order.give({ type: 'submit' });
  expect(order.give({ type: 'edit', changes: { title: 'x' } })).toMatchObject({ code: 'ILLEGAL_NOW' });
  order.approval('rejected');
  expect(order.stage).toBe('revising');
  expect(order.waitsFor).toEqual(['revise']);
  expect(order.mails).toEqual(['order.approvalEnded lina']);
  expect(order.give({ type: 'edit', changes: { lines: [{ ...terminal, id: 'l1', quantity: 5_000 }] } }).ok).toBe(true);
  order.give({ type: 'submit' });
  expect(order.state.approval).toMatchObject({ id: 'AP-SO-TEST-2', version: 2, status: 'inReview' });
});

test('news of an earlier approval changes nothing, and only the system brings news', () => {
  const order = new OrderUnderWay();
  order.open();
  order.give({ type: 'submit' });
  const news = {
    type: 'approvalEnded',
    subject: 'order',
    documentHash: '',
    outcome: 'approved',
    endedBy: 'x',
    comment: null,
  } as const;
  expect(order.give({ ...news, approvalId: 'AP-SO-TEST-1' }, wangwei)).toMatchObject({ code: 'NOT_ALLOWED' });
  expect(order.give({ ...news, approvalId: 'AP-SO-TEST-9' }, actor('system'))).toMatchObject({ events: [] });
  order.approval();
  expect(order.give({ ...news, approvalId: 'AP-SO-TEST-1' }, actor('system'))).toMatchObject({ events: [] });
});

test('a confirmed order that stands alone collects its price by its own terms', () => {
  const order = new OrderUnderWay();
  order.open();
  order.give({ type: 'submit' });
  order.approval();
  expect(order.waitsFor).toEqual(['confirm']);
  expect(order.mails).toEqual(['order.assigned lina']);
  order.give({ type: 'confirm' });
  expect(order.stage).toBe('confirmed');
  const launch = order.effects.find(({ type }) => type === 'launch');
  expect(launch).toMatchObject({
    kind: 'paymentPlan',
    processId: 'PP-SO-TEST-1',
    input: {
      reference: 'SO-TEST',
      total: money(11_395_00, 'CNY'),
      terms: [{ percent: 30 }, {}, {}],
      origin: 'SO-TEST',
    },
  });
  expect(order.tells).toMatchObject([
    { processId: 'PP-SO-TEST-1', command: { type: 'noteEvent', event: 'signed', on: '2026-09-07' } },
  ]);
  expect(order.give({ type: 'confirm' })).toMatchObject({ code: 'ILLEGAL_NOW' });
});

test('under a contract the plan of the contract collects, and none is begun', () => {
  const order = new OrderUnderWay().confirmed({
    contractId: 'CT-1',
    contractPlan: { id: 'PP-C', total: money(45_580_00, 'CNY') },
  });
  expect(order.effects.filter(({ type }) => type === 'launch')).toEqual([]);
  order.send(10_000);
  order.give({ type: 'confirmDelivery', shipmentId: 's1', deliveredOn: '2026-09-07' });
  expect(order.tells).toMatchObject([
    { processId: 'PP-C', command: { event: 'delivered', share: 24.79, reference: 'SO-TEST/s1/delivered' } },
  ]);
});

test('a small express order at list price asks nobody and waits to be shipped at once', () => {
  const order = new OrderUnderWay(expressOrder);
  order.open(small);
  expect(order.give({ type: 'submit' })).toMatchObject({
    events: ['ApprovalWaived', 'OrderConfirmed', 'TaskClosed', 'TaskOpened'],
  });
  expect(order.waitsFor).toEqual(['ship']);
});

test.each([
  ['a larger one', { ...small, lines: [{ ...terminal, quantity: 20_000 }] }],
  ['one with a discount', { ...small, lines: [{ ...terminal, quantity: 2_000, discount: 100 }] }],
  ['one in another currency', { ...small, currency: 'USD' }],
])('%s has to be approved', (_, changes) => {
  const order = new OrderUnderWay(expressOrder);
  order.open(changes);
  order.give({ type: 'submit' });
  expect(order.stage).toBe('inApproval');
});

describe('credit', () => {
  test('what a customer owes stops an order at submission, with the reasons, for finance', () => {
    const order = new OrderUnderWay().owes(owing(50_000));
    order.open();
    expect(order.give({ type: 'submit' })).toMatchObject({ events: ['CreditHeld', 'TaskClosed', 'TaskOpened'] });
    expect(order.stage).toBe('creditHold');
    expect(order.waits()).toMatchObject([
      { action: 'order.releaseCredit', holder: 'zhangqiang', subject: { capacity: 'finance' } },
    ]);
    expect(order.mails).toEqual(['order.creditHeld zhangqiang']);
    expect(order.state.hold).toMatchObject({ point: 'submission', reasons: [{ code: 'overdue' }] });
  });

  test.each([
    ['little is tolerated', owing(900), {}, standard()],
    ['prepaid orders pass', owing(50_000), { terms: [{ label: 'All', percent: 100, dueDays: 0 }] }, standard()],
    [
      'orders of little value pass',
      owing(50_000),
      { ...small, lines: [{ ...terminal, quantity: 1_000 }] },
      expressOrder,
    ],
  ])('%s', (_, standing, changes, variant) => {
    const order = new OrderUnderWay(variant).owes(standing);
    order.open(changes);
    order.give({ type: 'submit' });
    expect(order.state.hold).toBeNull();
  });

  test('a broken promise stops an order however little is overdue', () => {
    const order = new OrderUnderWay().owes(owing(900, 'brokenPromises'));
    order.open();
    order.give({ type: 'submit' });
    expect(order.stage).toBe('creditHold');
  });

  test('a held order goes on by itself when a later look finds nothing any more', () => {
    const order = new OrderUnderWay().owes(owing(50_000));
    order.open();
    order.give({ type: 'submit' });
    const [wait] = order.waits();
    expect(wait?.next).toMatchObject({ what: 'recheckCredit' });
    expect(wallClock(wait?.next?.at ?? 0)).toBe('2026-09-07 15:00');
    expect(order.tick(shanghai('2026-09-07 15:00'))).toMatchObject({ events: ['CreditRechecked'] });
    order.owes(null);
    expect(order.tick(shanghai('2026-09-08 10:00'))).toMatchObject({
      events: ['RungReached', 'CreditCleared', 'ApprovalAsked', 'TaskClosed', 'TaskOpened'],
    });
  });

  test('it is checked again when an approved order is released, and once more when goods are to leave', () => {
    const order = new OrderUnderWay();
    order.open();
    order.give({ type: 'submit' });
    order.approval();
    order.owes(owing(50_000));
    expect(order.give({ type: 'confirm' })).toMatchObject({ events: ['CreditHeld', 'TaskClosed', 'TaskOpened'] });
    const until = order.now + 3_600_000;
    order.give({ type: 'overrideCredit', reason: 'Paid by draft', until }, zhangqiang);
    expect(order.stage).toBe('confirmed');
    order.now = until + 60_000;
    expect(order.send(1_000)).toMatchObject({ events: ['CreditHeld', 'TaskClosed', 'TaskOpened'] });
    expect(order.state.shipments).toEqual([]);
    expect(order.send(1_000)).toMatchObject({
      code: 'CREDIT_HOLD',
      facts: { holder: 'zhangqiang', reasons: ['overdue'] },
    });
    order.owes(null);
    expect(order.give({ type: 'recheckCredit' })).toMatchObject({
      events: ['CreditCleared', 'TaskClosed', 'TaskOpened'],
    });
    expect(order.waitsFor).toEqual(['ship']);
  });

  test.each([
    ['the seller', lina, 'NOT_ALLOWED'],
    ['a manager who sells it', actor('lina', 'manager'), 'NOT_ALLOWED'],
    ['nobody of finance', actor('heyun', 'logistics'), 'NOT_ALLOWED'],
  ])('%s may not override a hold', (_, by, code) => {
    const order = new OrderUnderWay().owes(owing(50_000));
    order.open();
    order.give({ type: 'submit' });
    const override = { type: 'overrideCredit', reason: 'x', until: order.now + 1_000 } as const;
    expect(order.give(override, by)).toMatchObject({ code });
  });

  test('an override says why, ends, and not too late', () => {
    const order = new OrderUnderWay().owes(owing(50_000));
    order.open();
    order.give({ type: 'submit' });
    const override = { type: 'overrideCredit', reason: 'x', until: order.now + 1_000 } as const;
    expect(order.give({ ...override, reason: ' ' }, wangwei)).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(order.give({ ...override, until: order.now }, wangwei)).toMatchObject({ code: 'INVALID', field: 'until' });
    const far = order.now + 40 * 86_400_000;
    expect(order.give({ ...override, until: far }, wangwei)).toMatchObject({ code: 'INVALID', field: 'until' });
    expect(order.give(override, wangwei)).toMatchObject({
      events: ['CreditOverridden', 'ApprovalAsked', 'TaskClosed', 'TaskOpened'],
    });
  });

  test('other terms may let a held order pass', () => {
    const order = new OrderUnderWay().owes(owing(50_000));
    order.open();
    order.give({ type: 'submit' });
    const terms = [{ label: 'All', percent: 100, dueDays: 0 }];
    expect(order.give({ type: 'edit', changes: { terms } })).toMatchObject({
      events: ['OrderEdited', 'CreditCleared', 'ApprovalAsked', 'TaskClosed', 'TaskOpened'],
    });
  });

  function standard() {
    return undefined;
  }
});
