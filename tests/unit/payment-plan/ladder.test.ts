import { instalmentStatus } from '../../../domain/payment-plan/instalment.ts';
import { customerMail } from '../../../domain/payment-plan/mails.ts';
import type { PaymentPlanVariant } from '../../../domain/payment-plan/model.ts';
import { keyAccountCollections as wholeKeyAccount } from '../../../domain/variants/payment-plan-key-account.ts';
import { nextInstant } from '../../../domain/wait.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';
import { contact, linesOf, PlanUnderWay, part, planOf, recipientOf, without } from './setting.ts';

/** The ladder alone; what happens beside it has tests of its own. */
const { preview: _shown, escalation: _accepted, bankCheck: _bank, ...keyAccountCollections } = wholeKeyAccount;

const september = shanghai('2026-09-01 11:00');
const dueBeforeNationalDay = planOf([part('Delivery', 700, '2026-09-30')]);

function opened(input = dueBeforeNationalDay, variant?: PaymentPlanVariant): PlanUnderWay {
  const plan = new PlanUnderWay(variant);
  expect(plan.open(input, september)).toMatchObject({ ok: true });
  return plan;
}

/** Follows the plan's own timer until nothing is scheduled any more, and lists what each step sent. */
function followTimer(plan: PlanUnderWay): string[][] {
  const story: string[][] = [];
  for (let at = nextInstant(plan.waits); at !== undefined; at = nextInstant(plan.waits)) {
    const mails = plan.tick(at);
    story.push([wallClock(at), ...mails.map((mail) => `${mail.notice} to ${recipientOf(mail)}`)]);
  }
  return story;
}

describe('a whole ladder', () => {
  it('passes over National Day and works the Saturday that is worked for it', () => {
    expect(followTimer(opened())).toEqual([
      ['2026-09-23 10:00', 'payment.notice to wang.fang@customer.example'],
      ['2026-10-08 10:00', 'payment.reminder to wang.fang@customer.example'],
      ['2026-10-13 10:00', 'payment.secondReminder to wang.fang@customer.example', 'payment.escalated to marek'],
      ['2026-10-20 10:00', 'payment.formalLetter to wang.fang@customer.example', 'payment.escalated to marek'],
      ['2026-10-27 10:00', 'payment.escalated to fiona'],
      ['2026-11-17 10:00', 'payment.escalated to lena'],
    ]);
  });

  it('is longer for a key account, whose owner hears before the customer', () => {
    expect(followTimer(opened(dueBeforeNationalDay, keyAccountCollections))).toEqual([
      ['2026-09-17 10:00', 'payment.escalated to olivia'],
      ['2026-09-23 10:00', 'payment.notice to wang.fang@customer.example'],
      ['2026-10-08 10:00', 'payment.escalated to olivia'],
      ['2026-10-13 10:00', 'payment.reminder to wang.fang@customer.example'],
      ['2026-10-20 10:00', 'payment.escalated to olivia', 'payment.escalated to marek'],
      ['2026-10-27 10:00', 'payment.secondReminder to wang.fang@customer.example'],
      ['2026-11-10 10:00', 'payment.formalLetter to wang.fang@customer.example', 'payment.escalated to marek'],
      ['2026-12-01 10:00', 'payment.escalated to fiona'],
      ['2026-12-29 10:00', 'payment.escalated to lena'],
    ]);
  });

  it('gives every mail a key of its own', () => {
    const plan = opened(dueBeforeNationalDay, keyAccountCollections);
    followTimer(plan);
    expect(new Set(plan.mails.map(({ key }) => key)).size).toBe(plan.mails.length);
  });

  it('moves the wait from owner to finance to legal and says so in the events', () => {
    const plan = opened();
    const seen = [plan.waits[0]];
    for (let at = nextInstant(plan.waits); at !== undefined; at = nextInstant(plan.waits)) {
      plan.tick(at);
      seen.push(plan.waits[0]);
    }
    expect(seen.map((wait) => [wait?.on, wait?.action, wait?.holder, wait?.next?.what ?? null])).toEqual([
      ['payment', 'payment.await', 'olivia', 'sendNotice'],
      ['payment', 'payment.await', 'olivia', 'sendReminder'],
      ['customer', 'payment.collect', 'olivia', 'sendSecondReminder'],
      ['customer', 'payment.collect', 'olivia', 'sendFormalLetter'],
      ['customer', 'payment.collect', 'olivia', 'escalateToFinance'],
      ['customer', 'payment.collect', 'fiona', 'escalateToLegal'],
      ['customer', 'payment.collect', 'lena', null],
    ]);
    expect(plan.events.filter(({ type }) => type === 'InstalmentHandedOver')).toMatchObject([
      { instalmentId: 'i1', from: 'olivia', to: 'fiona', office: 'finance' },
      { instalmentId: 'i1', from: 'fiona', to: 'lena', office: 'legal' },
    ]);
  });

  it('counts the level from the due day', () => {
    const plan = opened();
    plan.tick(shanghai('2026-09-23 10:00'));
    plan.tick(shanghai('2026-10-08 10:00'));
    plan.tick(shanghai('2026-10-13 10:00'));
    expect(instalmentStatus(plan.instalment('i1'), shanghai('2026-10-13 10:00'), chinaCalendar)).toEqual({
      status: 'OVERDUE',
      level: 2,
    });
  });

  it('names what is owed, since when and for what', () => {
    const plan = opened();
    const [, reminder] = [plan.tick(shanghai('2026-09-23 10:00')), plan.tick(shanghai('2026-10-08 10:00'))];
    expect(reminder).toMatchObject([
      {
        notice: 'payment.reminder',
        to: { contact },
        step: '2',
        wait: { id: 'i1' },
        onlyWhileOpen: true,
        details: {
          reference: 'C-102',
          number: 'C-102/1',
          label: 'Delivery',
          dueOn: '2026-09-30',
          daysLate: 8,
          outstanding: '¥700.00',
        },
      },
    ]);
  });
});

describe('a tick', () => {
  it('does nothing one millisecond before a step', () => {
    const plan = opened();
    expect(plan.tick(shanghai('2026-09-23 10:00') - 1)).toEqual([]);
    expect(plan.events).toHaveLength(1);
  });

  it('acts on the highest step alone after an outage', () => {
    const plan = opened();
    expect(plan.tick(shanghai('2026-10-21 11:00')).map(({ notice }) => notice)).toEqual([
      'payment.formalLetter',
      'payment.escalated',
    ]);
    expect(plan.instalment('i1').ladder.reached).toBe(4);
  });

  it('waits for opening hours after an outage that ends at night', () => {
    const plan = opened();
    expect(plan.tick(shanghai('2026-10-13 22:00'))).toEqual([]);
    expect(nextInstant(plan.waits)).toBe(shanghai('2026-10-14 09:00'));
    expect(plan.tick(shanghai('2026-10-14 09:00')).map(({ notice }) => notice)).toEqual([
      'payment.secondReminder',
      'payment.escalated',
    ]);
    expect(nextInstant(plan.waits)).toBe(shanghai('2026-10-20 10:00'));
  });

  it('sends a customer one mail that lists everything open, in the tone of the sternest step', () => {
    const parts = [
      part('Advance', 300, '2026-09-23'),
      part('Delivery', 700, '2026-09-29'),
      part('Rest', 50, '2026-12-31'),
    ];
    const plan = opened(planOf(parts));
    // The fifth working day after the 23rd is the 30th, and the first after the 29th.
    const together = shanghai('2026-09-30 10:00');
    plan.tick(together - 1);
    plan.mails.length = 0;
    const mails = plan.tick(together).filter((mail) => 'contact' in mail.to);
    expect(mails).toMatchObject([
      { notice: 'payment.secondReminder', wait: { id: 'i1' }, step: '3', details: { totalOutstanding: '¥1,050.00' } },
    ]);
    expect(mails.flatMap(linesOf).map((line) => [line.instalment, line.status, line.level, line.daysLate])).toEqual([
      ['i1', 'OVERDUE', 2, 7],
      ['i2', 'OVERDUE', 1, 1],
      ['i3', 'SCHEDULED', 0, 0],
    ]);
  });

  it('takes the tone of the sternest step wherever it stands in the list', () => {
    const plan = opened(planOf([part('Advance', 300, '2026-09-23'), part('Delivery', 700, '2026-09-29')]));
    const letters = [
      { instalment: plan.instalment('i1'), step: 1, action: 'sendNotice' },
      { instalment: plan.instalment('i2'), step: 4, action: 'sendFormalLetter' },
    ] as const;
    const clock = { now: september, calendar: chinaCalendar };
    const stern = { notice: 'payment.formalLetter', waitId: 'i2', step: '4' };
    expect(customerMail([letters[0], letters[1]], contact, plan.state, clock)).toMatchObject(stern);
    expect(customerMail([letters[1], letters[0]], contact, plan.state, clock)).toMatchObject(stern);
  });

  it('tells a person once about all instalments that step up together', () => {
    const plan = opened(planOf([part('Advance', 300, '2026-09-30'), part('Delivery', 700, '2026-09-30')]));
    const mails = plan.tick(shanghai('2026-10-27 10:00'));
    expect(mails.map((mail) => [recipientOf(mail), linesOf(mail).map(({ instalment }) => instalment)])).toEqual([
      ['fiona', ['i1', 'i2']],
    ]);
    expect(plan.waits.map(({ holder }) => holder)).toEqual(['fiona', 'fiona']);
  });
});

describe('who is told', () => {
  const finance = shanghai('2026-10-27 10:00');
  const legal = shanghai('2026-11-17 10:00');
  const manager = shanghai('2026-10-20 10:00');

  const cases: readonly [
    who: string,
    at: number,
    absent: readonly string[],
    told: string,
    financeOwner: string | null,
  ][] = [
    ["the owner's manager", manager, [], 'marek', 'fiona'],
    ['the next manager up', manager, ['marek'], 'dora', 'fiona'],
    ['sales ops when no manager is there', manager, ['marek', 'dora'], 'opal', 'fiona'],
    ['an admin when sales ops is away too', manager, ['marek', 'dora', 'opal'], 'ada', 'fiona'],
    ['the finance owner', finance, [], 'fiona', 'fiona'],
    ['somebody else in finance when the finance owner is away', finance, ['fiona'], 'felix', 'fiona'],
    ['somebody in finance when the plan names nobody', finance, [], 'felix', null],
    ['sales ops when finance is empty', finance, ['fiona', 'felix'], 'opal', 'fiona'],
    ['legal', legal, [], 'lena', 'fiona'],
    ['the owner, who holds it, when legal is empty', legal, ['lena'], 'olivia', 'fiona'],
    ['finance when legal is empty and the holder away', legal, ['lena', 'olivia'], 'fiona', 'fiona'],
    [
      'the holder when nobody at all is there',
      legal,
      ['olivia', 'oskar', 'marek', 'dora', 'felix', 'fiona', 'lena', 'opal', 'ada'],
      'olivia',
      'fiona',
    ],
  ];

  it.each(cases)('%s', (_who, at, absent, told, financeOwner) => {
    const plan = opened({ ...dueBeforeNationalDay, financeOwner });
    plan.organisation = without(...absent);
    const internal = plan.tick(at).filter((mail) => 'user' in mail.to);
    expect(internal.map(recipientOf)).toEqual([told]);
    expect(plan.events.findLast(({ type }) => type === 'RungReached')).toMatchObject({ told: [told] });
  });

  it('reminds the manager of an owner who is away', () => {
    const plan = opened(dueBeforeNationalDay, keyAccountCollections);
    plan.organisation = without('olivia');
    expect(plan.tick(shanghai('2026-09-17 10:00')).map(recipientOf)).toEqual(['marek']);
  });
});

describe('another working calendar', () => {
  const strike = {
    ...chinaCalendar,
    version: 2,
    exceptions: { ...chinaCalendar.exceptions, '2026-09-29': 'holiday', '2026-09-30': 'holiday' },
  } as const;

  it('moves the deadlines of open instalments and keeps the steps reached', () => {
    const plan = opened(planOf([part('Advance', 300, '2026-09-10'), part('Delivery', 700, '2026-09-30')]));
    plan.receive('R1', 300, shanghai('2026-09-05 11:00'));
    plan.tick(shanghai('2026-09-23 10:00'));
    plan.give({ type: 'replaceCalendar', calendar: strike }, shanghai('2026-09-24 11:00'));
    expect(plan.instalment('i2')).toMatchObject({
      agreedDueOn: '2026-09-30',
      dueOn: '2026-10-08',
      dueAt: shanghai('2026-10-08 18:00'),
      ladder: { reached: 1 },
    });
    expect(plan.instalment('i1').dueOn).toBe('2026-09-10');
    expect(plan.waits).toMatchObject([{ id: 'i2', next: { at: shanghai('2026-10-09 10:00') } }]);
    expect(plan.events.map(({ type }) => type)).toContain('DeadlinesMoved');
  });

  it('says nothing when no deadline moves', () => {
    const plan = opened();
    const before = plan.state;
    plan.give({ type: 'calendarChanged' }, september);
    expect(plan.state).toBe(before);
  });
});
