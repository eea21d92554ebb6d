import type { PaymentTerm } from '../../../domain/deal.ts';
import { instalmentNumber, instalmentStatus, outstanding } from '../../../domain/payment-plan/instalment.ts';
import { nextInstant } from '../../../domain/wait.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';
import { cny, fiona, olivia, opal, PlanUnderWay, planOf, recipientOf } from './setting.ts';

const start = shanghai('2026-08-03 11:00');
const terms: readonly PaymentTerm[] = [
  { label: 'Signing', percent: 30, dueDays: 10, from: 'signed' },
  { label: 'Delivery', percent: 60, dueDays: 15, from: 'delivered' },
  { label: 'Acceptance', percent: 10, dueDays: 30, from: 'accepted' },
];

function opened(): PlanUnderWay {
  const plan = new PlanUnderWay();
  expect(plan.open(planOf([], { terms, instalments: null, total: cny(1_000) }), start)).toMatchObject({ ok: true });
  return plan;
}

const noteDelivery = (plan: PlanUnderWay, now: number, more: { share?: number; reference?: string } = {}, by = opal) =>
  plan.give({ type: 'noteEvent', event: 'delivered', on: '2026-09-01', ...more }, now, by);

describe('an instalment that depends on an event', () => {
  it('waits for the event with a holder and an instant at which the owner is asked', () => {
    const plan = opened();
    expect(plan.waits).toHaveLength(3);
    for (const wait of plan.waits) {
      expect(wait).toMatchObject({ action: 'payment.awaitEvent', on: 'date', holder: 'olivia' });
      expect(wallClock(wait.next?.at ?? 0)).toBe('2026-08-17 10:00');
    }
    expect(plan.waits.map(({ subject }) => subject.event)).toEqual(['signed', 'delivered', 'accepted']);
    expect(instalmentStatus(plan.instalment('i1'), start, chinaCalendar)).toMatchObject({ status: 'AWAITING_EVENT' });
  });

  it('asks the owner again and again, and never writes to the customer', () => {
    const plan = opened();
    const first = plan.tick(shanghai('2026-08-17 10:00'));
    expect(first.map(({ notice }) => notice)).toEqual(Array(3).fill('payment.eventAwaited'));
    expect(new Set(first.map(recipientOf))).toEqual(new Set(['olivia']));
    expect(wallClock(nextInstant(plan.waits) ?? 0)).toBe('2026-08-31 10:00');
    expect(plan.tick(shanghai('2026-08-31 10:00'))).toHaveLength(3);
  });

  it('puts the question off until opening hours after an outage', () => {
    const plan = opened();
    expect(plan.tick(shanghai('2026-08-22 23:00'))).toEqual([]);
    expect(wallClock(nextInstant(plan.waits) ?? 0)).toBe('2026-08-24 09:00');
    expect(plan.tick(shanghai('2026-08-24 09:00'))).toHaveLength(3);
  });

  it('is due the agreed days after the event, and is then chased like any other', () => {
    const plan = opened();
    noteDelivery(plan, shanghai('2026-09-02 10:00'));
    expect(plan.instalment('i2')).toMatchObject({ awaiting: null, agreedDueOn: '2026-09-16', dueOn: '2026-09-16' });
    expect(plan.waits.find(({ id }) => id === 'i2')).toMatchObject({
      action: 'payment.await',
      next: { what: 'sendNotice' },
    });
    expect(plan.tick(shanghai('2026-09-17 10:00')).map(({ notice }) => notice)).toContain('payment.reminder');
  });

  it('noted twice, is due as first noted', () => {
    const plan = opened();
    noteDelivery(plan, shanghai('2026-09-02 10:00'));
    const before = plan.events.length;
    expect(
      plan.give({ type: 'noteEvent', event: 'delivered', on: '2026-10-01' }, shanghai('2026-10-02 10:00'), opal),
    ).toMatchObject({ ok: true });
    expect(plan.events).toHaveLength(before);
  });
});

describe('a share of an event', () => {
  it('makes that share due and lets the rest wait on, exactly, whatever the shares', () => {
    const plan = opened();
    noteDelivery(plan, shanghai('2026-09-02 10:00'), { share: 33.33, reference: 'D1' });
    noteDelivery(plan, shanghai('2026-09-03 10:00'), { share: 33.33, reference: 'D2' });
    noteDelivery(plan, shanghai('2026-09-04 10:00'), { share: 33.34, reference: 'D3' });
    const parts = plan.state.instalments.filter(({ number }) => number === 2);
    expect(parts.map((part) => instalmentNumber(plan.state, part))).toEqual(['C-102/2', 'C-102/2b', 'C-102/2c']);
    expect(parts.every(({ awaiting }) => awaiting === null)).toBe(true);
    expect(parts.reduce((whole, { amount }) => whole + amount.minor, 0)).toBe(600_00);
    expect(parts.map(({ amount }) => amount.minor)).toEqual([199_98, 199_98, 200_04]);
  });

  it('counts one occasion once', () => {
    const plan = opened();
    noteDelivery(plan, shanghai('2026-09-02 10:00'), { share: 40, reference: 'D1' });
    noteDelivery(plan, shanghai('2026-09-03 10:00'), { share: 40, reference: 'D1' });
    expect(plan.instalment('i2').amount).toEqual(cny(240));
    expect(plan.instalment('i2b')).toMatchObject({ amount: cny(360), awaiting: { event: 'delivered' } });
  });

  it('is due less what has been paid in advance', () => {
    const plan = opened();
    plan.receive('R1', 300, start, { instalmentId: 'i2' });
    noteDelivery(plan, shanghai('2026-09-02 10:00'), { share: 60 });
    expect(outstanding(plan.instalment('i2'))).toEqual(cny(60));
    expect(outstanding(plan.instalment('i2b'))).toEqual(cny(240));
  });
});

describe('noting an event', () => {
  it('is for the owner, finance, sales ops, admins and other processes', () => {
    const plan = opened();
    for (const by of [olivia, fiona, opal]) expect(noteDelivery(plan, start, {}, by)).toMatchObject({ ok: true });
    expect(noteDelivery(plan, start, {}, actor('oskar', 'sales'))).toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it.each([
    ['event', { event: 'start', on: '2026-09-01' }],
    ['on', { event: 'delivered', on: '2026-02-30' }],
    ['on', { event: 'delivered', on: '2062-09-01' }],
    ['share', { event: 'delivered', on: '2026-09-01', share: 0 }],
    ['share', { event: 'delivered', on: '2026-09-01', share: 33.333 }],
    ['reference', { event: 'delivered', on: '2026-09-01', reference: ' ' }],
  ])('refuses a wrong %s', (field, wrong) => {
    const outcome = opened().give({ type: 'noteEvent', ...wrong } as never, start, opal);
    expect(outcome).toMatchObject({ code: 'INVALID', field });
  });

  it('refuses terms that count from an unknown event', () => {
    const wrong = [{ label: 'All', percent: 100, dueDays: 0, from: 'never' as never }];
    const outcome = new PlanUnderWay().open(planOf([], { terms: wrong, instalments: null, total: cny(1) }), start);
    expect(outcome).toMatchObject({ code: 'INVALID', field: 'terms.0.from' });
  });
});
