import type { Rejection } from '../../../domain/errors.ts';
import { money } from '../../../domain/money.ts';
import { instalmentStatus } from '../../../domain/payment-plan/instalment.ts';
import type { PaymentPlanInput } from '../../../domain/payment-plan/model.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';
import { cny, PlanUnderWay, part, planOf } from './setting.ts';

const monday = shanghai('2026-08-03 11:00');

function opened(input: PaymentPlanInput, now = monday): PlanUnderWay {
  const plan = new PlanUnderWay();
  expect(plan.open(input, now)).toMatchObject({ ok: true });
  return plan;
}

describe('a plan from terms', () => {
  const terms = [
    { label: 'Advance', percent: 33.33, dueDays: 0 },
    { label: 'Delivery', percent: 33.33, dueDays: 30 },
    { label: 'Rest', percent: 33.34, dueDays: 60 },
  ];
  const input = planOf([], { total: money(1_000_01, 'CNY'), terms, instalments: null });

  it('shares out the total exactly', () => {
    const amounts = opened(input).state.instalments.map(({ amount }) => amount.minor);
    expect(amounts).toEqual([333_30, 333_30, 333_41]);
  });

  it('counts days from the local day it begins on', () => {
    const late = shanghai('2026-08-03 00:30');
    const days = opened(input, late).state.instalments.map(({ agreedDueOn }) => agreedDueOn);
    expect(days).toEqual(['2026-08-03', '2026-09-02', '2026-10-02']);
  });

  it('moves a due day off to the next working day and keeps the agreed one', () => {
    const rest = opened(input).instalment('i3');
    expect(rest).toMatchObject({ agreedDueOn: '2026-10-02', dueOn: '2026-10-08' });
    expect(wallClock(rest.dueAt ?? 0)).toBe('2026-10-08 18:00');
  });
});

describe('a plan from instalments', () => {
  const input = planOf([part('Advance', 300, '2026-09-10'), part('Rest', 700, '2026-09-30')]);

  it('waits for each of them, the first due in front', () => {
    const plan = opened(planOf([part('Rest', 700, '2026-09-30'), part('Advance', 300, '2026-09-10')]));
    expect(plan.waits.map(({ id }) => id)).toEqual(['i2', 'i1']);
    expect(plan.waits[0]).toEqual({
      id: 'i2',
      on: 'payment',
      action: 'payment.await',
      holder: 'olivia',
      principal: null,
      openedAt: monday,
      dueAt: shanghai('2026-09-10 18:00'),
      next: { at: shanghai('2026-09-03 10:00'), what: 'sendNotice', who: { office: 'customer' } },
      subject: { number: 'C-102/2', title: 'Advance', customer: { id: 'k1', name: 'Acme' }, amount: cny(300) },
    });
  });

  it('sends nothing when it begins before its first step', () => {
    const plan = opened(input, shanghai('2026-09-03 09:59'));
    expect(plan.mails).toEqual([]);
    expect(plan.state.instalments.map(({ ladder }) => ladder.reached)).toEqual([0, 0]);
  });

  it('enters at the highest step reached when it begins late, and acts on that one once', () => {
    const plan = opened(planOf([part('Rest', 700, '2026-06-15')]), shanghai('2026-06-26 11:00'));
    expect(plan.mails.map(({ notice }) => notice)).toEqual(['payment.secondReminder', 'payment.escalated']);
    expect(plan.events.filter(({ type }) => type === 'RungReached')).toMatchObject([{ step: 3, skipped: 2 }]);
    expect(plan.tick(shanghai('2026-06-26 11:01'))).toEqual([]);
  });

  it('puts a late start on a Saturday off until Monday morning', () => {
    const plan = opened(planOf([part('Rest', 700, '2026-06-15')]), shanghai('2026-06-27 11:00'));
    const opening = shanghai('2026-06-29 09:00');
    expect(plan.mails).toEqual([]);
    expect(plan.waits[0]?.next).toMatchObject({ at: opening, what: 'sendSecondReminder' });
    expect(plan.tick(opening - 1)).toEqual([]);
    expect(plan.tick(opening).map(({ notice }) => notice)).toEqual(['payment.secondReminder', 'payment.escalated']);
    expect(plan.waits[0]?.next).toMatchObject({ at: shanghai('2026-06-29 10:00'), what: 'sendFormalLetter' });
  });

  it('hands a plan that begins very late straight to legal', () => {
    const plan = opened(planOf([part('Rest', 700, '2026-03-16')]));
    expect(plan.mails.map(({ notice, details }) => [notice, details.reason])).toEqual([
      ['payment.escalated', 'escalateToLegal'],
    ]);
    expect(plan.waits[0]).toMatchObject({ holder: 'lena', action: 'payment.collect', next: null });
  });

  it('computes the status of each instalment', () => {
    const advance = opened(input).instalment('i1');
    const at = (text: string) => instalmentStatus(advance, shanghai(text), chinaCalendar);
    expect(at('2026-09-09 23:59')).toMatchObject({ status: 'SCHEDULED' });
    expect(at('2026-09-10 00:00')).toMatchObject({ status: 'DUE' });
    expect(at('2026-09-10 23:59')).toMatchObject({ status: 'DUE' });
    expect(at('2026-09-11 00:00')).toMatchObject({ status: 'OVERDUE', level: 0 });
  });
});

describe('input that is refused', () => {
  const parts = [part('Advance', 300, '2026-09-10'), part('Rest', 700, '2026-09-30')];
  const good = planOf(parts);
  const terms = [{ label: 'All', percent: 100, dueDays: 30 }];
  const fromTerms = { ...good, instalments: null, terms };

  const refusals: readonly [what: string, input: PaymentPlanInput, field: string][] = [
    ['no reference', { ...good, reference: ' ' }, 'reference'],
    ['no owner', { ...good, owner: '' }, 'owner'],
    ['a total of nothing', { ...good, total: cny(0) }, 'total.minor'],
    ['a total that is no whole number', { ...good, total: { minor: 1.5, currency: 'CNY' } }, 'total.minor'],
    ['a currency that is none', { ...good, total: { minor: 1, currency: 'yuan' } }, 'total.currency'],
    ['terms and instalments', { ...good, terms }, 'terms'],
    ['neither terms nor instalments', { ...good, instalments: null }, 'terms'],
    ['no instalments', { ...good, instalments: [] }, 'instalments'],
    ['no terms', { ...fromTerms, terms: [] }, 'terms'],
    ['too many instalments', planOf(Array.from({ length: 121 }, () => part('x', 1, '2026-09-10'))), 'instalments'],
    ['instalments that miss the total', { ...good, total: cny(1_000.01) }, 'instalments'],
    ['an instalment of nothing', planOf([part('x', 0, '2026-09-10'), ...parts]), 'instalments.0.amount.minor'],
    [
      'an instalment in another currency',
      { ...good, instalments: [...parts, { ...part('x', 1, '2026-09-10'), amount: money(1, 'USD') }] },
      'instalments.2.amount.currency',
    ],
    ['a day that does not exist', planOf([part('x', 1, '2026-02-30')]), 'instalments.0.dueOn'],
    ['a day that is none', planOf([part('x', 1, 'soon')]), 'instalments.0.dueOn'],
    ['a mistyped year', planOf([part('x', 1, '2206-09-10')]), 'instalments.0.dueOn'],
    [
      'shares that do not make a whole',
      { ...fromTerms, terms: [{ label: 'All', percent: 99.99, dueDays: 30 }] },
      'terms',
    ],
    [
      'a share of nothing',
      { ...fromTerms, terms: [{ label: 'x', percent: 0, dueDays: 1 }, ...terms] },
      'terms.0.percent',
    ],
    [
      'a share that is too fine',
      { ...fromTerms, terms: [{ label: 'x', percent: 33.333, dueDays: 1 }] },
      'terms.0.percent',
    ],
    [
      'a share that is no number',
      { ...fromTerms, terms: [{ label: 'x', percent: Number.NaN, dueDays: 1 }] },
      'terms.0.percent',
    ],
    ['a term due in the past', { ...fromTerms, terms: [{ label: 'x', percent: 100, dueDays: -1 }] }, 'terms.0.dueDays'],
    [
      'a term due at half a day',
      { ...fromTerms, terms: [{ label: 'x', percent: 100, dueDays: 0.5 }] },
      'terms.0.dueDays',
    ],
    [
      'a share below the smallest unit',
      {
        ...fromTerms,
        total: money(1, 'CNY'),
        terms: [
          { label: 'x', percent: 60, dueDays: 1 },
          { label: 'y', percent: 40, dueDays: 2 },
        ],
      },
      'terms.1.percent',
    ],
  ];

  it.each(refusals)('%s', (_what, input, field) => {
    const plan = new PlanUnderWay();
    const refused = plan.open(input, monday) as Rejection;
    expect(refused).toMatchObject({ ok: false, code: 'INVALID', field });
    expect(plan.instance).toBe(plan.blank);
  });

  it('adds instalments up exactly even where their sum is beyond what a number holds', () => {
    const most = money(Number.MAX_SAFE_INTEGER, 'CNY');
    const instalments = ['a', 'b', 'c'].map((label) => ({ label, amount: most, dueOn: '2026-09-10' }));
    const plan = new PlanUnderWay();
    expect(plan.open({ ...good, total: most, instalments }, monday)).toMatchObject({
      code: 'INVALID',
      field: 'instalments',
    });
  });
});
