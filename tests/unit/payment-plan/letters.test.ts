import { questionKey } from '../../../domain/question.ts';
import { standardCollections } from '../../../domain/variants/payment-plan-standard.ts';
import { nextInstant } from '../../../domain/wait.ts';
import { shanghai, wallClock } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';
import { fiona, olivia, PlanUnderWay, part, planOf, recipientOf } from './setting.ts';

const begins = shanghai('2026-08-03 11:00');

function opened(until: string): PlanUnderWay {
  const plan = new PlanUnderWay(standardCollections);
  plan.open(planOf([part('Advance', 1_000, '2026-09-10'), part('Rest', 500, '2026-12-30')]), begins);
  follow(plan, until);
  return plan;
}

function follow(plan: PlanUnderWay, until: string): void {
  const end = shanghai(until);
  for (let at = nextInstant(plan.waits); at !== undefined && at <= end; at = nextInstant(plan.waits)) plan.tick(at);
}

const letters = (plan: PlanUnderWay) => plan.mails.filter(({ to }) => 'contact' in to).map(({ notice }) => notice);
const bank = (answer: { unmatched?: never[] | { reference: string }[]; bankReadUntil?: number | null }) => ({
  [questionKey({ find: 'paymentSigns', customer: 'k1' })]: { unmatched: [], bankReadUntil: null, ...answer } as never,
});

describe('a stern letter', () => {
  it('is shown to the owner a working day before, and goes out untouched', () => {
    const plan = opened('2026-09-16 10:00');
    const shown = plan.mails.at(-1);
    expect(shown).toMatchObject({
      notice: 'payment.preview',
      to: { user: 'olivia' },
      details: { letter: 'payment.secondReminder' },
    });
    expect(wallClock(plan.waits[0]?.next?.at ?? 0)).toBe('2026-09-17 10:00');
    follow(plan, '2026-09-17 10:00');
    expect(letters(plan)).toEqual(['payment.notice', 'payment.reminder', 'payment.secondReminder']);
  });

  it('can be held until a day, at most as long as the variant allows', () => {
    const plan = opened('2026-09-16 10:00');
    const hold = { type: 'holdLetter' as const, instalmentId: 'i1', until: '2026-09-21', reason: 'They called' };
    const now = shanghai('2026-09-16 14:00');
    expect(plan.give({ ...hold, until: '2026-09-30' }, now, olivia)).toMatchObject({ code: 'INVALID', field: 'until' });
    expect(plan.give({ ...hold, reason: '' }, now, olivia)).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(plan.give(hold, now, actor('oskar', 'sales'))).toMatchObject({ code: 'NOT_ALLOWED' });
    plan.give(hold, now, olivia);
    follow(plan, '2026-09-21 09:59');
    expect(letters(plan)).toHaveLength(2);
    follow(plan, '2026-09-21 10:00');
    expect(letters(plan).at(-1)).toBe('payment.secondReminder');
  });

  it('carries the note of whoever looks after the customer, once', () => {
    const plan = opened('2026-09-16 10:00');
    plan.give(
      { type: 'noteLetter', instalmentId: 'i1', note: 'As agreed on Monday' },
      shanghai('2026-09-16 14:00'),
      olivia,
    );
    follow(plan, '2026-09-17 10:00');
    expect(plan.mails.at(-2)?.details.note ?? plan.mails.at(-1)?.details.note).toBe('As agreed on Monday');
    expect(plan.instalment('i1').letterNote).toBeNull();
  });

  it('of a late start is shown first too', () => {
    const plan = new PlanUnderWay(standardCollections);
    plan.open(planOf([part('Advance', 1_000, '2026-09-10')]), shanghai('2026-09-25 11:00'));
    expect(plan.mails.map(({ notice }) => notice)).toEqual(['payment.preview']);
    follow(plan, '2026-09-28 11:00');
    expect(letters(plan)).toEqual(['payment.formalLetter']);
  });
});

describe('a letter to somebody who may have paid', () => {
  it('becomes a task for finance when a payment of the customer is unmatched', () => {
    const plan = opened('2026-09-10 18:00');
    plan.known = bank({ unmatched: [{ reference: 'RC-9' }] });
    follow(plan, '2026-09-11 10:00');
    expect(letters(plan)).toEqual(['payment.notice']);
    expect(plan.waits[0]).toMatchObject({ action: 'payment.check', holder: 'fiona', next: { what: 'checkBank' } });
    expect(plan.mails.at(-1)).toMatchObject({
      notice: 'payment.task',
      to: { user: 'fiona' },
      details: { found: 'RC-9' },
    });
    plan.known = bank({});
    follow(plan, '2026-09-14 10:00');
    expect(letters(plan).at(-1)).toBe('payment.reminder');
  });

  it('waits while the bank has not been read lately, and where it was never read it does not', () => {
    const plan = opened('2026-09-10 18:00');
    plan.known = bank({ bankReadUntil: shanghai('2026-09-08 18:00') });
    follow(plan, '2026-09-11 10:00');
    expect(plan.instalment('i1').suspicion).toMatchObject({ why: 'staleBankFeed' });
    plan.known = bank({ bankReadUntil: shanghai('2026-09-11 18:00') });
    follow(plan, '2026-09-14 10:00');
    expect(letters(plan).at(-1)).toBe('payment.reminder');
  });

  it('goes out at once when somebody has looked, and is not held again for the same step', () => {
    const plan = opened('2026-09-10 18:00');
    plan.known = bank({ unmatched: [{ reference: 'RC-9' }] });
    follow(plan, '2026-09-11 10:00');
    const clear = { type: 'clearSuspicion' as const, instalmentId: 'i1', note: 'That was another order' };
    expect(plan.give(clear, shanghai('2026-09-11 11:00'), fiona)).toMatchObject({ ok: true });
    plan.tick(shanghai('2026-09-11 11:00'));
    expect(letters(plan).at(-1)).toBe('payment.reminder');
    expect(plan.give(clear, shanghai('2026-09-11 12:00'), fiona)).toMatchObject({ code: 'ILLEGAL_NOW' });
  });
});

describe('an escalation', () => {
  it('is taken up by whoever was asked, or goes up in working time', () => {
    const plan = opened('2026-09-23 10:00');
    const accept = plan.waits.find(({ action }) => action === 'payment.accept');
    expect(accept).toMatchObject({ id: 'i1.accept', holder: 'marek', next: { what: 'escalateToManager' } });
    expect(wallClock(accept?.dueAt ?? 0)).toBe('2026-09-24 10:00');
    follow(plan, '2026-09-24 10:00');
    expect(plan.waits.find(({ action }) => action === 'payment.accept')).toMatchObject({ holder: 'dora' });
    expect(plan.mails.filter(({ notice }) => notice === 'payment.task').map(recipientOf)).toEqual(['dora']);
    const take = { type: 'acceptEscalation' as const, instalmentId: 'i1' };
    expect(plan.give(take, shanghai('2026-09-24 11:00'), olivia)).toMatchObject({ code: 'NOT_HOLDER' });
    expect(plan.give(take, shanghai('2026-09-24 11:00'), actor('dora', 'manager'))).toMatchObject({ ok: true });
    expect(plan.waits.some(({ action }) => action === 'payment.accept')).toBe(false);
  });

  it('to finance moves the instalment up with it', () => {
    const plan = opened('2026-10-31 18:00');
    const moved = plan.events.flatMap((event) => (event.type === 'InstalmentHandedOver' ? [event.to] : []));
    expect(moved).toEqual(['fiona', 'ada', 'lena', 'ada']);
    expect(plan.waits[0]).toMatchObject({ action: 'payment.collect', holder: 'ada' });
  });
});

test('what is said on the phone is kept', () => {
  const plan = opened('2026-09-16 10:00');
  const said = {
    type: 'logContact' as const,
    channel: 'phone' as const,
    with: 'Wang Fang',
    note: 'Will pay next week',
  };
  expect(plan.give(said, shanghai('2026-09-16 15:00'), olivia)).toMatchObject({ ok: true });
  expect(plan.events.at(-1)).toMatchObject({ type: 'ContactLogged', by: 'olivia', note: 'Will pay next week' });
  expect(plan.give({ ...said, note: '' }, shanghai('2026-09-16 15:00'), olivia)).toMatchObject({ code: 'INVALID' });
});
