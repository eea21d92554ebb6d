import { money } from '../../../domain/money.ts';
import { spread } from '../../../domain/payment-plan/allocation.ts';
import type { PaymentPlanCommand } from '../../../domain/payment-plan/commands.ts';
import { instalmentStatus, outstanding } from '../../../domain/payment-plan/instalment.ts';
import { systemActor } from '../../../domain/process.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';
import { ada, cny, fiona, linesOf, olivia, opal, PlanUnderWay, part, planOf } from './setting.ts';

const september = shanghai('2026-09-01 11:00');
const later = shanghai('2026-09-02 11:00');
const parts = [part('Delivery', 700, '2026-09-30'), part('Advance', 300, '2026-09-10')];

function opened(instalments = parts): PlanUnderWay {
  const plan = new PlanUnderWay();
  expect(plan.open(planOf(instalments), september)).toMatchObject({ ok: true });
  return plan;
}

const open = (plan: PlanUnderWay) => plan.state.instalments.map((instalment) => outstanding(instalment).minor / 100);

describe('a receipt', () => {
  it('pays the instalment due first', () => {
    const plan = opened();
    plan.receive('R1', 400, later);
    expect(open(plan)).toEqual([600, 0]);
    expect(plan.state.receipts).toMatchObject([
      { bankReference: 'R1', amount: cny(400), recordedBy: 'fiona', recordedAt: later, credit: cny(0) },
    ]);
  });

  it('pays the instalment it names first, then the one due first', () => {
    const plan = opened();
    plan.receive('R1', 800, later, { instalmentId: 'i1' });
    expect(open(plan)).toEqual([0, 200]);
  });

  it('goes on to others when the one it names has been paid', () => {
    const plan = opened();
    plan.receive('R1', 700, later, { instalmentId: 'i1' });
    plan.receive('R2', 100, later, { instalmentId: 'i1' });
    expect(open(plan)).toEqual([0, 200]);
  });

  it('ends the chase and the wait of what it pays at once', () => {
    const plan = opened();
    const step = shanghai('2026-09-11 10:00');
    plan.tick(shanghai('2026-09-03 10:00'));
    plan.receive('R1', 300, step - 1);
    expect(plan.waits.map(({ id }) => id)).toEqual(['i1']);
    expect(plan.tick(step)).toEqual([]);
    expect(plan.instalment('i2')).toMatchObject({ paidAt: step - 1, ladder: { reached: 1 } });
    expect(plan.tick(shanghai('2026-10-08 10:00')).flatMap(linesOf)).toMatchObject([{ instalment: 'i1' }]);
  });

  it('in part keeps the level, and what remains is what is asked for', () => {
    const plan = opened();
    plan.tick(shanghai('2026-09-11 10:00'));
    plan.receive('R1', 120.5, shanghai('2026-09-14 11:00'));
    expect(plan.waits[0]).toMatchObject({ id: 'i2', action: 'payment.collect', subject: { amount: cny(179.5) } });
    const [reminder] = plan.tick(shanghai('2026-09-17 10:00'));
    expect(reminder).toMatchObject({
      notice: 'payment.secondReminder',
      details: { outstanding: '¥179.50', totalOutstanding: '¥879.50' },
      wait: { subject: { amount: cny(179.5) } },
    });
    expect(instalmentStatus(plan.instalment('i2'), shanghai('2026-09-17 10:00'), chinaCalendar)).toEqual({
      status: 'OVERDUE',
      level: 2,
    });
  });

  it('counts as payment when it leaves no more than the tolerance, and the difference is recorded', () => {
    const plan = opened();
    plan.receive('R1', 299, later);
    expect(plan.events.at(-1)).toMatchObject({ type: 'InstalmentPaid', instalmentId: 'i2', difference: cny(1) });
    expect(instalmentStatus(plan.instalment('i2'), later, chinaCalendar)).toMatchObject({ status: 'PAID' });
    expect(plan.waits.map(({ id }) => id)).toEqual(['i1']);
  });

  it('does not count as payment when it leaves a fen more than the tolerance', () => {
    const plan = opened();
    plan.receive('R1', 298.99, later);
    expect(plan.waits.map(({ id }) => id)).toEqual(['i2', 'i1']);
  });

  it('that pays everything ends the plan and tells the owner', () => {
    const plan = opened();
    plan.receive('R1', 300, later);
    plan.receive('R2', 700, shanghai('2026-09-03 11:00'));
    expect(plan.state.closed).toMatchObject({ outcome: 'paid', by: 'fiona', at: shanghai('2026-09-03 11:00') });
    expect(plan.waits).toEqual([]);
    expect(plan.mails).toMatchObject([
      { notice: 'payment.settled', to: { user: 'olivia' }, details: { total: '¥1,000.00', credit: null } },
    ]);
  });

  it('beyond what is owed becomes credit of the customer, in plain sight', () => {
    const plan = opened();
    plan.receive('R1', 1_050, later);
    expect(plan.state.credit).toEqual(cny(50));
    expect(plan.state.receipts).toMatchObject([
      {
        allocations: [
          { instalmentId: 'i2', amount: cny(300) },
          { instalmentId: 'i1', amount: cny(700) },
        ],
        credit: cny(50),
      },
    ]);
    expect(plan.mails).toMatchObject([{ notice: 'payment.settled', details: { credit: '¥50.00' } }]);
  });
});

describe('the same receipt again', () => {
  it('changes nothing', () => {
    const plan = opened();
    plan.receive('R1', 100, later);
    const before = plan.instance;
    expect(plan.receive(' R1 ', 100, later)).toMatchObject({ ok: true, events: [], effects: [] });
    expect(plan.instance).toEqual(before);
  });

  it('is refused with another amount or currency, naming what is recorded', () => {
    const plan = opened();
    plan.receive('R1', 100, later);
    const refusal = {
      ok: false,
      code: 'DUPLICATE_RECEIPT',
      facts: {
        bankReference: 'R1',
        recorded: '¥100.00',
        receivedOn: '2026-09-01',
        recordedAt: later,
        recordedBy: 'fiona',
      },
    };
    expect(plan.receive('R1', 101, later)).toMatchObject(refusal);
    const dollars = {
      type: 'recordReceipt',
      bankReference: 'R1',
      amount: money(100_00, 'USD'),
      receivedOn: '2026-09-01',
    };
    expect(plan.give(dollars as PaymentPlanCommand, later, fiona)).toMatchObject(refusal);
  });

  it('is accepted silently after the end, while a new one is refused for a person to place', () => {
    const plan = opened();
    plan.receive('R1', 1_000, later);
    expect(plan.receive('R1', 1_000, later)).toMatchObject({ ok: true, events: [], effects: [] });
    expect(plan.receive('R2', 5, later)).toMatchObject({
      code: 'CLOSED',
      facts: { bankReference: 'R2', reference: 'C-102', outcome: 'paid', closedAt: later, closedBy: 'fiona' },
    });
  });
});

describe('a receipt that is refused', () => {
  const good = { type: 'recordReceipt', bankReference: 'R1', amount: cny(1), receivedOn: '2026-09-01' } as const;
  const refusals: readonly [what: string, changes: Partial<typeof good> | object, code: string, field: string][] = [
    ['another currency', { amount: money(1, 'USD') }, 'CURRENCY_MISMATCH', 'amount.currency'],
    ['nothing', { amount: cny(0) }, 'INVALID', 'amount.minor'],
    ['less than nothing', { amount: cny(-1) }, 'INVALID', 'amount.minor'],
    ['half a fen', { amount: { minor: 0.5, currency: 'CNY' } }, 'INVALID', 'amount.minor'],
    ['no reference', { bankReference: ' ' }, 'INVALID', 'bankReference'],
    ['no day', { receivedOn: '2026-09-31' }, 'INVALID', 'receivedOn'],
    ['an instalment that is none', { instalmentId: 'i9' }, 'INVALID', 'instalmentId'],
  ];

  it.each(refusals)('%s', (_what, changes, code, field) => {
    const plan = opened();
    const before = plan.instance;
    expect(plan.give({ ...good, ...changes }, later, fiona)).toMatchObject({ ok: false, code, field });
    expect(plan.instance).toBe(before);
  });

  it.each([olivia, actor('marek', 'manager'), actor('lena', 'legal')])(
    'comes from somebody without the right',
    (by) => {
      expect(opened().give(good, later, by)).toMatchObject({ code: 'NOT_ALLOWED' });
    },
  );

  it.each([fiona, opal, ada, systemActor])('is not refused from finance, sales ops, an admin or the system', (by) => {
    expect(opened().give(good, later, by)).toMatchObject({ ok: true, events: [{ type: 'ReceiptRecorded' }] });
  });
});

describe('spreading', () => {
  it('stops when the money is used up', () => {
    const open = opened().state.instalments;
    expect(spread(cny(700), open)).toEqual({
      allocations: [{ instalmentId: 'i1', amount: cny(700) }],
      credit: cny(0),
    });
  });

  it('with nothing open is all credit', () => {
    expect(spread(cny(5), [])).toEqual({ allocations: [], credit: cny(5) });
  });
});
