import fc from 'fast-check';
import { evolveInstance, isClosed, summaryOf } from '../../../domain/instance.ts';
import { add, type Money } from '../../../domain/money.ts';
import { balances, orderValue } from '../../../domain/order/balance.ts';
import type { OrderCommand } from '../../../domain/order/command.ts';
import type { OrderEvent } from '../../../domain/order/events.ts';
import { orderKind } from '../../../domain/order/kind.ts';
import { orderAmounts } from '../../../domain/order/pricing.ts';
import type { KernelCommand } from '../../../domain/process.ts';
import { expressOrder } from '../../../domain/variants/order-express.ts';
import { standardOrder } from '../../../domain/variants/order-standard.ts';
import { nextInstant } from '../../../domain/wait.ts';
import { chinaCalendar } from '../../support/calendar.ts';
import { cable, newOrder, OrderUnderWay, orderCompany, owing, system, terminal } from '../../support/order.ts';
import { actor } from '../../support/organisation.ts';

const hour = 3_600_000;
const day = '2026-09-07';
const root = actor('root', 'admin');
const carriage = { carrier: 'SF', trackingNumber: null, outboundNumber: 'CK' };

const quantity = fc.integer({ min: 1, max: 12 }).map((units) => units * 1_000);
const lines = fc.uniqueArray(fc.record({ lineId: fc.constantFrom('l1', 'l2', 'l3'), quantity }), {
  minLength: 1,
  maxLength: 2,
  selector: ({ lineId }) => lineId,
});
const shipmentId = fc.integer({ min: 1, max: 4 }).map((number) => `s${number}`);
const returnId = fc.integer({ min: 1, max: 3 }).map((number) => `r${number}`);
const reason = fc.constantFrom('Because', '');
const changes = fc.oneof(
  fc.constant({ title: 'Another title' }),
  fc.record({
    lines: fc.record({ first: quantity, second: quantity, price: fc.constantFrom(8_00, 9_00) }).map((to) => [
      { ...terminal, id: 'l1', quantity: to.first },
      { ...cable, id: 'l2', quantity: to.second, unitPrice: to.price },
    ]),
  }),
  fc.record({
    lines: quantity.map((more) => [
      { ...terminal, id: 'l1' },
      { ...cable, id: 'l2' },
      { ...terminal, quantity: more },
    ]),
  }),
);

const command: fc.Arbitrary<OrderCommand> = fc.oneof(
  fc.record({ type: fc.constant('submit' as const) }),
  fc.record({ type: fc.constant('confirm' as const) }),
  fc.record({ type: fc.constant('close' as const) }),
  fc.record({ type: fc.constant('recheckCredit' as const) }),
  fc.record({ type: fc.constant('edit' as const), changes }),
  fc.record({ type: fc.constant('change' as const), changes, reason }),
  fc.record({ type: fc.constant('dropChange' as const), reason }),
  fc.record({ type: fc.constant('cancel' as const), reason, lines }),
  fc.record({ type: fc.constant('pick' as const), lines }),
  fc.record({ type: fc.constant('unpick' as const), shipmentId, reason }),
  fc.record({ type: fc.constant('dispatch' as const), shipmentId }).map((sent) => ({ ...sent, ...carriage })),
  fc.record({ type: fc.constant('ship' as const), lines }).map((sent) => ({ ...sent, ...carriage })),
  fc.record({ type: fc.constant('confirmDelivery' as const), shipmentId, deliveredOn: fc.constant(day) }),
  fc.record({ type: fc.constant('confirmAcceptance' as const), shipmentId, acceptedOn: fc.constant(day) }),
  fc.record({ type: fc.constant('requestReturn' as const), lines, reason }),
  fc.record({ type: fc.constant('receiveReturn' as const), returnId, receivedOn: fc.constant(day) }),
  fc.record({ type: fc.constant('dropReturn' as const), returnId, reason }),
  fc.record({ type: fc.constant('changeOwner' as const), to: fc.constantFrom('lina', 'chenjie', 'ghost') }),
);

/** What somebody, the clock or the customer's account may do to an order. */
const happening = fc.oneof(
  { weight: 12, arbitrary: fc.record({ what: fc.constant('command' as const), command }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('approval' as const),
      outcome: fc.constantFrom('approved' as const, 'rejected' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('cancelAll' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('time' as const), hours: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('timer' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('owes' as const), yuan: fc.constantFrom(0, 50_000) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('override' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('absence' as const),
      of: fc.subarray(['lina', 'wangwei', 'gaofeng', 'heyun', 'zhangqiang']),
    }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

function happens(order: OrderUnderWay, it: Happening) {
  const give = (one: OrderCommand | KernelCommand, by = root) => order.give(one, by);
  switch (it.what) {
    case 'command':
      return give(it.command);
    case 'approval':
      return order.approval(it.outcome);
    case 'cancelAll':
      return give({ type: 'cancel', reason: 'No more' });
    case 'time':
      return order.tick(order.now + it.hours * hour);
    case 'timer':
      return order.tick(nextInstant(order.waits()) ?? order.now);
    case 'owes':
      order.owes(it.yuan > 0 ? owing(it.yuan) : null);
      return give({ type: 'recheckCredit' });
    case 'override':
      return give({ type: 'overrideCredit', reason: 'Let it pass', until: order.now + hour });
    case 'absence':
      order.organisation = orderCompany.map((one) => ({ ...one, away: it.of.includes(one.id) }));
      return give({ type: 'peopleChanged', users: it.of }, system);
    default:
      return it satisfies never;
  }
}

/** Every order of a story, checked after each step by `each`. */
function everyStory(each: (order: OrderUnderWay) => void, numRuns = 80): void {
  fc.assert(
    fc.property(
      fc.constantFrom(standardOrder, expressOrder),
      fc.boolean(),
      fc.array(happening, { maxLength: 40 }),
      (variant, begun, story) => {
        const order = new OrderUnderWay(variant);
        const speed = variant === expressOrder ? 'express' : 'standard';
        if (begun) order.confirmed({ speed });
        else order.open({ speed });
        for (const it of story) {
          happens(order, it);
          each(order);
        }
      },
    ),
    { numRuns },
  );
}

test('no open order is without a wait, a holder, and something that happens next or has passed', () => {
  everyStory((order) => {
    const waits = order.waits();
    const closed = isClosed(orderKind, order.instance);
    expect(waits.length > 0).toBe(!closed);
    expect(new Set(waits.map(({ id }) => id)).size).toBe(waits.length);
    for (const { holder, dueAt, openedAt } of waits) {
      expect(orderCompany.some(({ id }) => id === holder)).toBe(true);
      expect(dueAt).not.toBeNull();
      expect(openedAt).toBeLessThanOrEqual(order.now);
    }
    expect(summaryOf(orderKind, order.instance).stage).toBe(order.stage);
  });
});

test('quantities are never lost, and no more is shipped than ordered, or returned than shipped', () => {
  everyStory((order) => {
    for (const {
      ordered,
      cancelled,
      picked,
      shipped,
      delivered,
      accepted,
      returned,
      returning,
      open,
      shippable,
    } of balances(order.state)) {
      expect(cancelled + picked + shipped + open).toBe(ordered);
      expect(Math.min(cancelled, picked, shipped, open, shippable)).toBeGreaterThanOrEqual(0);
      expect(shipped).toBeLessThanOrEqual(ordered);
      expect(shippable).toBeLessThanOrEqual(open);
      expect(accepted).toBeLessThanOrEqual(delivered);
      expect(delivered).toBeLessThanOrEqual(shipped);
      expect(returned + returning).toBeLessThanOrEqual(shipped);
    }
  });
});

test('money is never lost: what plans collect less what was credited is what the customer is to pay', () => {
  everyStory((order) => {
    const { confirmedAt } = order.state;
    const billed = order.everything.reduce((sum, effect) => {
      if (effect.type === 'launch' && effect.kind === 'paymentPlan') {
        return sum + (effect.input as { total: Money }).total.minor;
      }
      if (effect.type !== 'tell' || effect.command.type !== 'creditNote') return sum;
      return sum - (effect.command.amount as Money).minor;
    }, 0);
    expect(billed).toBe(confirmedAt === null ? 0 : orderValue(order.state).minor);
  });
});

test('without changes what was agreed is what is still to be paid and what was credited', () => {
  everyStory((order) => {
    const events = order.events as OrderEvent[];
    if (events.some(({ type }) => type === 'ChangeTookEffect')) return;
    const credits = events.flatMap((event) =>
      event.type === 'QuantitiesCancelled' || event.type === 'ReturnReceived' ? [event.credit] : [],
    );
    const agreed = orderAmounts(order.state.content.lines, order.state).gross;
    expect(credits.reduce(add, orderValue(order.state))).toEqual(agreed);
  }, 60);
});

test('replaying the events gives the order as it stands', () => {
  everyStory((order) => {
    const replayed = order.events.reduce((instance, event) => evolveInstance(orderKind, instance, event), order.unborn);
    expect(replayed).toEqual(order.instance);
  }, 60);
});

test('nothing leaves while the customer is held, and what is delivered was approved', () => {
  everyStory((order) => {
    const { hold, approved, confirmedAt, shipments, tasks } = order.state;
    if (hold) expect(tasks.some(({ step }) => step === 'ship' || step === 'dispatch')).toBe(false);
    if (shipments.length > 0) expect(approved && confirmedAt !== null).toBe(true);
  });
});

test('the same deadlines come of the same calendar, whatever was planned before', () => {
  const order = new OrderUnderWay().confirmed(newOrder);
  expect(order.give({ type: 'calendarChanged' }, system)).toMatchObject({ events: [] });
  const before = order.waits()[0]?.dueAt ?? 0;
  order.instance = {
    ...order.instance,
    calendar: { ...chinaCalendar, exceptions: { ...chinaCalendar.exceptions, '2026-09-09': 'holiday' } },
  };
  expect(order.give({ type: 'calendarChanged' }, system)).toMatchObject({ events: ['DeadlinesMoved'] });
  expect(order.waits()[0]?.dueAt).toBe(before + 24 * hour);
});
