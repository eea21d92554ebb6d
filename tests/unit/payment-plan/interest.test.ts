import { interestPreview } from '../../../domain/payment-plan/interest.ts';
import { shanghai } from '../../support/calendar.ts';
import { cny, fiona, olivia, PlanUnderWay, part, planOf } from './setting.ts';

const begins = shanghai('2026-08-03 11:00');

function opened(lateInterest?: { perDayPpm: number; graceDays: number }): PlanUnderWay {
  const plan = new PlanUnderWay();
  plan.open(planOf([part('Advance', 1_000, '2026-09-10')], lateInterest ? { lateInterest } : {}), begins);
  return plan;
}

const on = (plan: PlanUnderWay, today: string) => interestPreview(plan.state, plan.instalment('i1'), today);

test('counts from the day after the due day, at the statutory rate where nothing is agreed', () => {
  expect(on(opened(), '2026-09-10')).toMatchObject({ from: null, days: 0, amount: cny(0) });
  expect(on(opened(), '2026-09-11')).toMatchObject({
    basis: 'statutory',
    from: '2026-09-11',
    days: 1,
    amount: cny(0.5),
  });
  expect(on(opened(), '2026-09-20')).toMatchObject({ days: 10, amount: cny(5) });
});

test('keeps to the rate and the grace of the contract', () => {
  const agreed = { perDayPpm: 200, graceDays: 3 };
  expect(on(opened(agreed), '2026-09-13')).toMatchObject({ basis: 'contract', days: 0 });
  expect(on(opened(agreed), '2026-09-20')).toMatchObject({ from: '2026-09-14', days: 7, amount: cny(1.4) });
});

test('falls with what is paid, by the day it came, and stops when all is paid', () => {
  const plan = opened();
  const receipt = { type: 'recordReceipt' as const, bankReference: 'R1', amount: cny(600), receivedOn: '2026-09-15' };
  plan.give(receipt, shanghai('2026-09-18 11:00'), fiona);
  expect(on(plan, '2026-09-20')).toMatchObject({ days: 10, amount: cny(2 + 1.2) });
  plan.give(
    { ...receipt, bankReference: 'R2', amount: cny(300), receivedOn: '2026-09-20' },
    shanghai('2026-09-20 11:00'),
    fiona,
  );
  expect(on(plan, '2026-09-30')).toMatchObject({ amount: cny(2 + 1 + 11 * 0.05) });
});

test('leaves the days of a dispute out', () => {
  const plan = opened();
  const note = 'Two leak';
  plan.give(
    { type: 'openDispute', instalmentId: 'i1', reason: 'quality', note, dueOn: '2026-10-09' },
    shanghai('2026-09-15 11:00'),
    olivia,
  );
  expect(on(plan, '2026-09-30')).toMatchObject({ days: 4, amount: cny(2) });
  plan.give(
    { type: 'resolveDispute', instalmentId: 'i1', outcome: 'reinstated', note },
    shanghai('2026-09-25 11:00'),
    fiona,
  );
  expect(on(plan, '2026-09-30')).toMatchObject({ days: 4 + 6, amount: cny(5) });
});
