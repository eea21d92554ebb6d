import { money } from '../../../domain/money.ts';
import { balances, orderValue } from '../../../domain/order/balance.ts';
import { expressOrder } from '../../../domain/variants/order-express.ts';
import { shanghai, wallClock } from '../../support/calendar.ts';
import { cable, heyun, lina, OrderUnderWay, orderCompany, system, terminal, wangwei } from '../../support/order.ts';
import { actor } from '../../support/organisation.ts';

const carriage = { carrier: 'SF', trackingNumber: 'SF1', outboundNumber: 'CK-1' };
const onlyTerminals = { lines: [terminal] };

test('goods leave in parts, each with its own document, and the rest stays open', () => {
  const order = new OrderUnderWay().confirmed();
  expect(order.waits()).toMatchObject([{ action: 'order.ship', holder: 'gaofeng' }]);
  expect(order.give({ type: 'pick', lines: [{ lineId: 'l1', quantity: 4_000 }] }, heyun)).toMatchObject({ ok: true });
  expect(order.waitsFor).toEqual(['ship', 'dispatch s1']);
  expect(order.stage).toBe('picking');
  order.give({ type: 'dispatch', shipmentId: 's1', ...carriage }, heyun);
  expect(order.mails).toEqual(['order.shipped lina']);
  expect(order.stage).toBe('shipping');
  expect(order.waitsFor).toEqual(['ship', 'confirmDelivery s1']);
  expect(balances(order.state)).toMatchObject([
    { lineId: 'l1', ordered: 10_000, shipped: 4_000, open: 6_000 },
    { lineId: 'l2', ordered: 12_500, shipped: 0, open: 12_500 },
  ]);
  expect(order.state.shipments[0]).toMatchObject({ ...carriage, shippedAt: order.now });
});

test('more than is open does not leave, and the refusal says how much is', () => {
  const order = new OrderUnderWay().confirmed();
  order.send(4_000);
  order.give({ type: 'pick', lines: [{ lineId: 'l1', quantity: 5_000 }] }, heyun);
  expect(order.give({ type: 'pick', lines: [{ lineId: 'l1', quantity: 1_001 }] }, heyun)).toMatchObject({
    code: 'OVER_SHIPMENT',
    field: 'lines.0.quantity',
    facts: { line: 'l1', asked: '1.001', left: '1', ordered: '10', shipped: '4', picked: '5' },
  });
});

test.each([
  [[], 'lines'],
  [[{ lineId: 'l9', quantity: 1 }], 'lines.0.lineId'],
  [[{ lineId: 'l1', quantity: 0 }], 'lines.0.quantity'],
  [
    [
      { lineId: 'l1', quantity: 1 },
      { lineId: 'l1', quantity: 1 },
    ],
    'lines.1.lineId',
  ],
])('%j cannot be picked', (lines, field) => {
  expect(new OrderUnderWay().confirmed().give({ type: 'pick', lines }, heyun)).toMatchObject({
    code: 'INVALID',
    field,
  });
});

test('only logistics moves goods, and only once the order is binding', () => {
  const order = new OrderUnderWay();
  order.open();
  const pick = { type: 'pick', lines: [{ lineId: 'l1', quantity: 1_000 }] } as const;
  expect(order.give(pick, heyun)).toMatchObject({ code: 'ILLEGAL_NOW' });
  expect(new OrderUnderWay().confirmed().give(pick, lina)).toMatchObject({ code: 'NOT_ALLOWED' });
});

test('goods leave the store with a document and a carrier', () => {
  const order = new OrderUnderWay().confirmed();
  order.give({ type: 'pick', lines: [{ lineId: 'l1', quantity: 1_000 }] }, heyun);
  const dispatch = { type: 'dispatch', shipmentId: 's1', ...carriage } as const;
  expect(order.give({ ...dispatch, outboundNumber: ' ' }, heyun)).toMatchObject({ field: 'outboundNumber' });
  expect(order.give({ ...dispatch, carrier: '' }, heyun)).toMatchObject({ field: 'carrier' });
  expect(order.give({ ...dispatch, shippedAt: order.now + 3_600_000 }, heyun)).toMatchObject({ field: 'shippedAt' });
  expect(order.give({ ...dispatch, shipmentId: 's7' }, heyun)).toMatchObject({ field: 'shipmentId' });
  order.give(dispatch, heyun);
  expect(order.give(dispatch, heyun)).toMatchObject({ code: 'ILLEGAL_NOW', facts: { status: 'shipped' } });
});

test('picked goods go back into the store and are open again', () => {
  const order = new OrderUnderWay().confirmed();
  order.give({ type: 'pick', lines: [{ lineId: 'l1', quantity: 1_000 }] }, heyun);
  expect(order.give({ type: 'unpick', shipmentId: 's1', reason: '' }, heyun)).toMatchObject({
    code: 'REASON_REQUIRED',
  });
  order.give({ type: 'unpick', shipmentId: 's1', reason: 'Wrong batch' }, heyun);
  expect(balances(order.state)[0]).toMatchObject({ open: 10_000, picked: 0 });
  order.give({ type: 'pick', lines: [{ lineId: 'l1', quantity: 1_000 }] }, heyun);
  expect(order.state.shipments.map(({ id }) => id)).toEqual(['s2']);
});

test('a delivery tells the plan its share, the last one all that is left', () => {
  const order = new OrderUnderWay().confirmed(onlyTerminals);
  order.send(4_000);
  order.give({ type: 'confirmDelivery', shipmentId: 's1', deliveredOn: '2026-09-07', receivedBy: 'Zhou' }, heyun);
  expect(order.mails).toEqual(['order.delivered lina']);
  expect(order.tells).toMatchObject([
    { processId: 'PP-SO-TEST-1', command: { type: 'noteEvent', event: 'delivered', share: 40, on: '2026-09-07' } },
  ]);
  expect(order.waitsFor).toEqual(['ship', 'confirmAcceptance s1']);
  order.send(6_000);
  order.give({ type: 'confirmDelivery', shipmentId: 's2', deliveredOn: '2026-09-07' }, heyun);
  expect(order.tells[0]?.command).not.toHaveProperty('share');
  order.give({ type: 'confirmAcceptance', shipmentId: 's1', acceptedOn: '2026-09-07' });
  expect(order.tells[0]?.command).toMatchObject({ event: 'accepted', share: 40 });
  order.give({ type: 'confirmAcceptance', shipmentId: 's2', acceptedOn: '2026-09-07' });
  expect(order.tells[0]?.command).not.toHaveProperty('share');
  expect(order.stage).toBe('delivered');
});

test.each([
  ['2026-09-08', 'a day to come'],
  ['2026-09-06', 'a day before they left'],
  ['yesterday', 'no day'],
])('goods do not arrive on %s, %s', (deliveredOn) => {
  const order = new OrderUnderWay().confirmed();
  order.send(1_000);
  expect(order.give({ type: 'confirmDelivery', shipmentId: 's1', deliveredOn }, heyun)).toMatchObject({
    code: 'INVALID',
    field: 'deliveredOn',
  });
});

test('without a step for acceptance what is delivered is accepted', () => {
  const order = new OrderUnderWay(expressOrder).confirmed({ ...onlyTerminals, speed: 'express' });
  order.send(10_000);
  order.give({ type: 'confirmDelivery', shipmentId: 's1', deliveredOn: '2026-09-07' }, heyun);
  expect(order.tells.map(({ command }) => command.event)).toEqual(['delivered', 'accepted']);
  expect(order.waitsFor).toEqual(['close']);
});

test('each variant has its own way of sending', () => {
  const lines = [{ lineId: 'l1', quantity: 1_000 }];
  const express = new OrderUnderWay(expressOrder).confirmed({ speed: 'express' });
  expect(express.give({ type: 'pick', lines }, heyun)).toMatchObject({ code: 'ILLEGAL_NOW' });
  const standard = new OrderUnderWay().confirmed();
  expect(standard.give({ type: 'ship', lines, ...carriage }, heyun)).toMatchObject({ code: 'ILLEGAL_NOW' });
});

test('an order closes by itself when the time for returns is over', () => {
  const order = delivered();
  const [wait] = order.waits();
  expect(wait).toMatchObject({ action: 'order.close', on: 'date', next: { what: 'closeOrder' } });
  order.tick(wait?.next?.at ?? 0);
  expect(order.stage).toBe('fulfilled');
  expect(order.waits()).toEqual([]);
  expect(order.give({ type: 'requestReturn', lines: [{ lineId: 'l1', quantity: 1 }], reason: 'x' })).toMatchObject({
    code: 'CLOSED',
    facts: { outcome: 'fulfilled' },
  });
});

test('an order with something open does not close', () => {
  const order = new OrderUnderWay().confirmed();
  expect(order.give({ type: 'close' })).toMatchObject({ code: 'ILLEGAL_NOW', facts: { waitsFor: ['ship'] } });
});

test('a wrong tracking number is mended', () => {
  const order = new OrderUnderWay().confirmed();
  order.send(1_000);
  order.give({ type: 'correctCarriage', shipmentId: 's1', trackingNumber: 'SF2' }, heyun);
  expect(order.state.shipments[0]).toMatchObject({ ...carriage, trackingNumber: 'SF2' });
});

describe('cancelling', () => {
  test('a draft ends, and so does an order on approval, whose approval asks nobody any more', () => {
    const draft = new OrderUnderWay();
    draft.open();
    draft.give({ type: 'cancel', reason: 'No budget' });
    expect(draft.stage).toBe('cancelled');
    const order = new OrderUnderWay();
    order.open();
    order.give({ type: 'submit' });
    order.give({ type: 'cancel', reason: 'No budget' }, wangwei);
    expect(order.tells).toMatchObject([{ processId: 'AP-SO-TEST-1', command: { type: 'withdraw' } }]);
    expect(order.mails).toEqual(['order.cancelled lina']);
    expect(order.stage).toBe('cancelled');
  });

  test('a confirmed order of which nothing has left ends, its whole price is credited and logistics is told', () => {
    const order = new OrderUnderWay().confirmed();
    order.give({ type: 'pick', lines: [{ lineId: 'l1', quantity: 1_000 }] }, heyun);
    order.give({ type: 'cancel', reason: 'No budget' });
    expect(order.stage).toBe('cancelled');
    expect(order.tells).toMatchObject([
      { processId: 'PP-SO-TEST-1', command: { type: 'creditNote', amount: money(11_395_00, 'CNY') } },
    ]);
    expect(order.mails).toEqual(['order.cancelled gaofeng']);
  });

  test('what has left stays, the rest is cancelled and credited, and the plan hears that this was all', () => {
    const order = new OrderUnderWay().confirmed(onlyTerminals);
    order.send(4_000);
    order.give({ type: 'confirmDelivery', shipmentId: 's1', deliveredOn: '2026-09-07' }, heyun);
    order.give({ type: 'cancel', reason: 'Enough' });
    expect(order.tells).toMatchObject([
      { command: { type: 'creditNote', amount: money(6_780_00, 'CNY') } },
      { command: { type: 'noteEvent', event: 'delivered' } },
    ]);
    expect(order.waitsFor).toEqual(['confirmAcceptance s1']);
    expect(orderValue(order.state)).toEqual(money(4_520_00, 'CNY'));
  });

  test('single quantities are cancelled, never more than is open', () => {
    const order = new OrderUnderWay().confirmed();
    order.send(4_000);
    const cancel = { type: 'cancel', reason: 'Fewer' } as const;
    expect(order.give({ ...cancel, lines: [{ lineId: 'l1', quantity: 6_001 }] })).toMatchObject({
      code: 'OVER_SHIPMENT',
      facts: { left: '6' },
    });
    order.give({ ...cancel, lines: [{ lineId: 'l1', quantity: 6_000 }] });
    expect(balances(order.state)[0]).toMatchObject({ open: 0, cancelled: 6_000, shipped: 4_000 });
    expect(order.give({ ...cancel, reason: '' })).toMatchObject({ code: 'REASON_REQUIRED' });
  });

  test('what has all been sent is not cancelled', () => {
    const order = new OrderUnderWay().confirmed(onlyTerminals);
    order.send(10_000);
    expect(order.give({ type: 'cancel', reason: 'Late' })).toMatchObject({ code: 'ILLEGAL_NOW' });
  });
});

describe('returns', () => {
  test('goods come back, their price is credited, and what is back is no longer owed', () => {
    const order = delivered();
    order.give({ type: 'requestReturn', lines: [{ lineId: 'l1', quantity: 3_000 }], reason: 'Broken' });
    expect(order.waitsFor).toEqual(['receiveReturn r1']);
    order.give({ type: 'receiveReturn', returnId: 'r1', receivedOn: '2026-09-07' }, heyun);
    expect(order.tells).toMatchObject([
      {
        command: {
          type: 'creditNote',
          number: 'SO-TEST/return/r1',
          amount: money(3_390_00, 'CNY'),
          reason: 'Broken',
        },
      },
    ]);
    expect(order.mails).toEqual(['order.returned lina', 'order.returned zhangqiang']);
    expect(orderValue(order.state)).toEqual(money(7_910_00, 'CNY'));
    expect(order.waitsFor).toEqual(['close']);
  });

  test('no more comes back than has left and is not back or announced already', () => {
    const order = delivered();
    const give = (quantity: number) =>
      order.give({ type: 'requestReturn', lines: [{ lineId: 'l1', quantity }], reason: 'Broken' });
    give(4_000);
    expect(give(6_001)).toMatchObject({ code: 'OVER_RETURN', facts: { left: '6', returning: '4' } });
    expect(give(6_000)).toMatchObject({ ok: true });
  });

  test('less than announced may arrive, never more, and a return that stays away is dropped', () => {
    const order = delivered();
    order.give({ type: 'requestReturn', lines: [{ lineId: 'l1', quantity: 4_000 }], reason: 'Broken' });
    const receive = { type: 'receiveReturn', returnId: 'r1', receivedOn: '2026-09-07' } as const;
    expect(order.give({ ...receive, lines: [{ lineId: 'l1', quantity: 4_001 }] }, heyun)).toMatchObject({
      code: 'OVER_RETURN',
    });
    order.give({ ...receive, lines: [{ lineId: 'l1', quantity: 1_000 }] }, heyun);
    expect(balances(order.state)[0]).toMatchObject({ returned: 1_000, returning: 0 });
    expect(order.give(receive, heyun)).toMatchObject({ code: 'ILLEGAL_NOW', facts: { status: 'received' } });
    order.give({ type: 'requestReturn', lines: [{ lineId: 'l1', quantity: 1_000 }], reason: 'Broken' });
    order.give({ type: 'dropReturn', returnId: 'r2', reason: 'Repaired' });
    expect(balances(order.state)[0]).toMatchObject({ returned: 1_000, returning: 0 });
  });

  test('an order that came back whole ends as returned', () => {
    const order = delivered();
    order.give({ type: 'requestReturn', lines: [{ lineId: 'l1', quantity: 10_000 }], reason: 'Wrong' });
    order.give({ type: 'receiveReturn', returnId: 'r1', receivedOn: '2026-09-07' }, heyun);
    order.give({ type: 'close' });
    expect(order.stage).toBe('returned');
    expect(orderValue(order.state).minor).toBe(0);
  });
});

describe('changes after approval', () => {
  const twelve = {
    lines: [
      { ...terminal, id: 'l1', quantity: 12_000 },
      { ...cable, id: 'l2' },
    ],
  };

  test('what is changed is approved anew while the rest goes on', () => {
    const order = new OrderUnderWay().confirmed();
    order.give({ type: 'change', changes: twelve, reason: 'Two more' });
    expect(order.waitsFor).toEqual(['ship', 'awaitApproval']);
    expect(order.state.approval).toMatchObject({ id: 'AP-SO-TEST-2', of: 'change', version: 2, status: 'inReview' });
    expect(balances(order.state)[0]).toMatchObject({ ordered: 10_000, shippable: 10_000 });
    order.approval();
    expect(balances(order.state)[0]).toMatchObject({ ordered: 12_000, shippable: 12_000 });
    expect(order.effects.find(({ type }) => type === 'launch')).toMatchObject({
      kind: 'paymentPlan',
      processId: 'PP-SO-TEST-2',
      input: { total: money(2_260_00, 'CNY') },
    });
  });

  test('nothing of a line at another price leaves before that is approved', () => {
    const order = new OrderUnderWay().confirmed();
    const lines = [
      { ...terminal, id: 'l1', unitPrice: 1_000_00 },
      { ...cable, id: 'l2' },
    ];
    order.give({ type: 'change', changes: { lines }, reason: 'Cheaper' });
    expect(order.give({ type: 'pick', lines: [{ lineId: 'l1', quantity: 1_000 }] }, heyun)).toMatchObject({
      code: 'OVER_SHIPMENT',
      facts: { left: '0', underApproval: '10' },
    });
    expect(order.give({ type: 'pick', lines: [{ lineId: 'l2', quantity: 1_000 }] }, heyun).ok).toBe(true);
    order.approval();
    expect(order.tells).toMatchObject([{ command: { type: 'creditNote', amount: money(1_300_00, 'CNY') } }]);
  });

  test('a refused change is revised or given up, and the order stays as it was approved', () => {
    const order = new OrderUnderWay().confirmed();
    order.give({ type: 'change', changes: twelve, reason: 'Two more' });
    order.approval('rejected');
    expect(order.waitsFor).toEqual(['ship', 'revise']);
    expect(order.state.content.lines[0]?.quantity).toBe(10_000);
    order.give({ type: 'dropChange', reason: 'Not now' });
    expect(order.waitsFor).toEqual(['ship']);
    expect(order.give({ type: 'dropChange', reason: 'Not now' })).toMatchObject({ code: 'ILLEGAL_NOW' });
  });

  test('nothing becomes less than has been shipped, nor something else', () => {
    const order = new OrderUnderWay().confirmed();
    order.send(4_000);
    const change = (line: object) =>
      order.give({
        type: 'change',
        changes: {
          lines: [
            { ...terminal, id: 'l1', ...line },
            { ...cable, id: 'l2' },
          ],
        },
        reason: 'x',
      });
    expect(change({ quantity: 3_999 })).toMatchObject({
      code: 'BELOW_SHIPPED',
      field: 'changes.lines.0.quantity',
      facts: { shipped: '4' },
    });
    expect(change({ unitPrice: 1 })).toMatchObject({ code: 'BELOW_SHIPPED', field: 'changes.lines.0' });
    const without = { type: 'change', changes: { lines: [{ ...cable, id: 'l2' }] }, reason: 'x' } as const;
    expect(order.give(without)).toMatchObject({ code: 'BELOW_SHIPPED', field: 'changes.lines' });
    expect(change({ quantity: 4_000 })).toMatchObject({ ok: true });
  });

  test('an address counts at once, and so does another day, which moves the deadline', () => {
    const order = new OrderUnderWay().confirmed();
    const deliverTo = { address: 'Plant 2', contact: null, phone: null };
    expect(order.give({ type: 'change', changes: { deliverTo, shipBy: '2026-10-03' }, reason: 'Moved' })).toMatchObject(
      {
        events: ['OrderEdited', 'DeadlinesMoved'],
      },
    );
    expect(wallClock(order.waits()[0]?.dueAt ?? 0)).toBe('2026-10-08 18:00');
  });

  test('the terms by which the price is collected stay', () => {
    const order = new OrderUnderWay().confirmed();
    const terms = [{ label: 'All', percent: 100, dueDays: 90 }];
    expect(order.give({ type: 'change', changes: { terms }, reason: 'Later' })).toMatchObject({
      code: 'ILLEGAL_NOW',
      field: 'changes.terms',
    });
  });

  test.each([
    ['a line of no order', [{ ...terminal, id: 'l9' }], 'changes.lines.0.id'],
    [
      'a line twice',
      [
        { ...terminal, id: 'l1' },
        { ...terminal, id: 'l1' },
      ],
      'changes.lines.1.id',
    ],
  ])('%s is refused', (_, lines, field) => {
    const order = new OrderUnderWay().confirmed();
    expect(order.give({ type: 'change', changes: { lines }, reason: 'x' })).toMatchObject({ code: 'INVALID', field });
  });
});

describe('what nobody does in time', () => {
  test('the holder is reminded, then the manager; whoever is away is stood in for', () => {
    const order = new OrderUnderWay().confirmed();
    expect(wallClock(order.waits()[0]?.dueAt ?? 0)).toBe('2026-09-14 10:00');
    order.tick(shanghai('2026-09-11 10:00'));
    expect(order.mails).toEqual(['order.overdue gaofeng']);
    order.organisation = orderCompany.map((one) => ({ ...one, away: one.id === 'gaofeng' }));
    order.tick(shanghai('2026-09-14 10:00'));
    expect(order.mails).toEqual(['order.overdue zhao']);
    order.tick(shanghai('2026-09-15 10:00'));
    expect(order.mails).toEqual(['order.overdue zhao', 'order.escalated zhao']);
  });

  test('steps of people who have left pass to somebody present', () => {
    const order = new OrderUnderWay().confirmed();
    order.organisation = orderCompany.map((one) => ({ ...one, away: one.id === 'gaofeng' }));
    expect(order.give({ type: 'peopleChanged', users: ['gaofeng'] }, system)).toMatchObject({ events: ['TaskPassed'] });
    expect(order.waits()[0]?.holder).toBe('heyun');
    expect(order.mails).toEqual(['order.assigned heyun']);
  });

  test('a step and an order are given to somebody else who is present', () => {
    const order = new OrderUnderWay().confirmed();
    const [wait] = order.waits();
    const reassign = { type: 'reassign', waitId: wait?.id ?? '', to: 'heyun' } as const;
    expect(order.give(reassign, heyun)).toMatchObject({ code: 'NOT_HOLDER', facts: { holder: 'gaofeng' } });
    expect(order.give({ ...reassign, to: 'nobody' }, wangwei)).toMatchObject({ code: 'PERSON_UNAVAILABLE' });
    expect(order.give({ ...reassign, waitId: 'w99' }, wangwei)).toMatchObject({ code: 'INVALID', field: 'waitId' });
    order.give(reassign, wangwei);
    expect(order.waits()[0]?.holder).toBe('heyun');
    expect(order.give({ type: 'changeOwner', to: 'chenjie' }, actor('chenjie', 'sales'))).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    order.give({ type: 'changeOwner', to: 'chenjie' }, wangwei);
    expect(order.state.owner).toBe('chenjie');
  });
});

function delivered(): OrderUnderWay {
  const order = new OrderUnderWay(expressOrder).confirmed({ ...onlyTerminals, speed: 'express' });
  order.send(10_000);
  order.give({ type: 'confirmDelivery', shipmentId: 's1', deliveredOn: '2026-09-07' }, heyun);
  return order;
}
