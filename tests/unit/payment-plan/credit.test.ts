import { AnswerNeeded } from '../../../domain/answer-needed.ts';
import { creditStanding, paymentSigns } from '../../../domain/credit.ts';
import { creditPolicy, standingOf } from '../../../domain/payment-plan/credit-hold.ts';
import { questionKey } from '../../../domain/question.ts';
import { shanghai } from '../../support/calendar.ts';
import { cny, PlanUnderWay, part, planOf } from './setting.ts';

const begins = shanghai('2026-08-03 11:00');
const late = { now: shanghai('2026-10-20 11:00'), today: '2026-10-20' };

function opened(yuan: number): PlanUnderWay {
  const plan = new PlanUnderWay();
  plan.open(planOf([part('Advance', yuan, '2026-09-10'), part('Rest', 500, '2026-12-30')]), begins);
  return plan;
}

const standing = (plan: PlanUnderWay, at = late, exemption: Parameters<typeof standingOf>[2] = null) =>
  standingOf('k1', [{ id: 'PP-1', state: plan.state }], exemption, at);

describe('a credit hold', () => {
  it('follows from what is overdue by amount and days, and names the instalment', () => {
    expect(standing(opened(2_000))).toMatchObject({
      onHold: true,
      reasons: [{ code: 'overdue', planId: 'PP-1', instalment: 'C-102/1', amount: cny(2_000), daysLate: 40 }],
      open: [cny(2_500)],
      overdue: [cny(2_000)],
    });
  });

  it('ignores trivial remainders and what is late for a short while', () => {
    const trivial = (creditPolicy.tolerance.CNY ?? 0) / 100;
    expect(standing(opened(trivial))).toMatchObject({ onHold: false, overdue: [cny(trivial)] });
    const soon = { now: shanghai('2026-10-09 11:00'), today: '2026-10-09' };
    expect(standing(opened(2_000), soon)).toMatchObject({ onHold: false, reasons: [] });
  });

  it('is lifted by a payment in the same moment', () => {
    const plan = opened(2_000);
    expect(standing(plan).onHold).toBe(true);
    plan.receive('R1', 2_000, late.now);
    expect(standing(plan)).toMatchObject({ onHold: false, reasons: [], overdue: [] });
  });

  it('is lifted by an exemption until that expires, with the reasons in view', () => {
    const exemption = { until: late.now + 1, reason: 'Agreed with the customer' };
    expect(standing(opened(2_000), late, exemption)).toMatchObject({
      onHold: false,
      exemption,
      reasons: [{ code: 'overdue' }],
    });
    const after = { ...late, now: late.now + 1 };
    expect(standing(opened(2_000), after, exemption)).toMatchObject({ onHold: true, exemption: null });
  });

  it('follows at once when finance has taken an instalment over', () => {
    const plan = opened(300);
    plan.tick(shanghai('2026-10-09 10:00'));
    expect(plan.instalment('i1').handedTo).toMatchObject({ office: 'finance' });
    const at = { now: shanghai('2026-10-09 11:00'), today: '2026-10-09' };
    expect(standing(plan, at)).toMatchObject({ onHold: true, reasons: [{ code: 'escalated' }] });
  });
});

describe('a rule that asks about a customer', () => {
  it('says what has to be looked up, and gets the answer under the same key', () => {
    for (const [find, ask] of [
      ['creditStanding', creditStanding],
      ['paymentSigns', paymentSigns],
    ] as const) {
      const query = { find, customer: 'k1' };
      expect(() => ask({}, 'k1')).toThrow(AnswerNeeded);
      const answer = { unmatched: [], bankReadUntil: null };
      expect(ask({ [questionKey(query)]: answer }, 'k1')).toBe(answer);
    }
  });
});
