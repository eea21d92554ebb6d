import { instalmentStatus, outstanding } from '../../../domain/payment-plan/instalment.ts';
import { nextInstant } from '../../../domain/wait.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';
import { cny, fiona, marek, olivia, PlanUnderWay, part, planOf, recipientOf } from './setting.ts';

const begins = shanghai('2026-08-03 11:00');
/** Due on Thursday 10 September; the first reminder is on the 11th, the second on the 17th. */
const parts = [part('Advance', 1_000, '2026-09-10'), part('Rest', 500, '2026-12-30')];

function opened(until?: string): PlanUnderWay {
  const plan = new PlanUnderWay();
  expect(plan.open(planOf(parts), begins)).toMatchObject({ ok: true });
  if (until) follow(plan, shanghai(until));
  return plan;
}

/** Lets the plan's own timer ring until an instant. */
function follow(plan: PlanUnderWay, until: number): void {
  for (let at = nextInstant(plan.waits); at !== undefined && at <= until; at = nextInstant(plan.waits)) plan.tick(at);
}

const lettersTo = (plan: PlanUnderWay) =>
  plan.mails.filter(({ to }) => 'contact' in to).map(({ notice, wait }) => `${wait.id} ${notice}`);
const statusOf = (plan: PlanUnderWay, id: string, at: string) =>
  instalmentStatus(plan.instalment(id), shanghai(at), chinaCalendar).status;
const promise = (on: string, yuan?: number) => ({
  type: 'recordPromise' as const,
  instalmentId: 'i1',
  on,
  by: 'Wang Fang',
  channel: 'phone' as const,
  ...(yuan === undefined ? {} : { amount: cny(yuan) }),
});

describe('a promise to pay', () => {
  const promised = shanghai('2026-09-14 11:00');

  it('stops collection until the end of the working day after the one it names', () => {
    const plan = opened('2026-09-14 10:00');
    expect(plan.give(promise('2026-09-18'), promised, olivia)).toMatchObject({ ok: true });
    expect(statusOf(plan, 'i1', '2026-09-14 12:00')).toBe('PROMISED');
    expect(plan.waits[0]).toMatchObject({ action: 'payment.promised', next: { what: 'checkPromise' } });
    expect(wallClock(plan.waits[0]?.next?.at ?? 0)).toBe('2026-09-20 18:00');
    follow(plan, shanghai('2026-09-20 17:59'));
    expect(lettersTo(plan)).toEqual(['i1 payment.notice', 'i1 payment.reminder']);
  });

  it('that is kept is closed by the money, and nobody is chased for it', () => {
    const plan = opened('2026-09-14 10:00');
    plan.give(promise('2026-09-18', 400), promised, olivia);
    plan.receive('R1', 399, shanghai('2026-09-17 11:00'), { instalmentId: 'i1' });
    expect(plan.instalment('i1').promise).not.toBeNull();
    plan.receive('R2', 1, shanghai('2026-09-17 12:00'), { instalmentId: 'i1' });
    expect(plan.instalment('i1')).toMatchObject({ promise: null, promises: { made: 1, kept: 1, broken: 0 } });
  });

  it('that is broken counts, tells the owner, and goes on one level above at once', () => {
    const plan = opened('2026-09-14 10:00');
    plan.give(promise('2026-09-18'), promised, olivia);
    follow(plan, shanghai('2026-09-21 10:00'));
    expect(plan.instalment('i1').promises).toEqual({ made: 1, kept: 0, broken: 1 });
    expect(plan.mails.filter(({ notice }) => notice === 'payment.task').map(recipientOf)).toEqual(['olivia']);
    expect(lettersTo(plan).at(-1)).toBe('i1 payment.secondReminder');
    follow(plan, shanghai('2026-09-29 10:00'));
    expect(lettersTo(plan)).toHaveLength(4);
    expect(lettersTo(plan).at(-1)).toBe('i1 payment.formalLetter');
  });

  it('may be taken twice, and once more by a manager', () => {
    const plan = opened('2026-09-14 10:00');
    for (const day of ['2026-09-15', '2026-09-22']) {
      expect(plan.give(promise(day), shanghai(`${day} 09:00`) - 86_400_000, olivia)).toMatchObject({ ok: true });
      follow(plan, shanghai(`${day} 09:00`) + 3 * 86_400_000);
    }
    expect(plan.give(promise('2026-10-09'), shanghai('2026-09-28 11:00'), olivia)).toMatchObject({
      code: 'PROMISE_LIMIT',
    });
    expect(plan.give(promise('2026-10-09'), shanghai('2026-09-28 11:00'), marek)).toMatchObject({ ok: true });
  });

  it.each([
    ['on', promise('2026-09-14')],
    ['on', promise('2026-11-30')],
    ['amount.minor', promise('2026-09-18', 1_000.01)],
    ['by', { ...promise('2026-09-18'), by: ' ' }],
    ['channel', { ...promise('2026-09-18'), channel: 'smoke' as never }],
    ['instalmentId', { ...promise('2026-09-18'), instalmentId: 'i9' }],
  ])('with a wrong %s is refused', (field, wrong) => {
    expect(opened('2026-09-14 10:00').give(wrong, promised, olivia)).toMatchObject({ code: 'INVALID', field });
  });

  it('is for those who look after the customer', () => {
    expect(opened().give(promise('2026-08-10'), begins, actor('oskar', 'sales'))).toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });
});

describe('a pause', () => {
  const pause = { type: 'pause' as const, instalmentId: 'i1', until: '2026-10-04', reason: 'New supplier number' };

  it('ends by itself on the first working day, over a holiday too, and goes on where collection stood', () => {
    const plan = opened('2026-09-14 10:00');
    plan.give(pause, shanghai('2026-09-14 11:00'), olivia);
    expect(statusOf(plan, 'i1', '2026-09-20 12:00')).toBe('PAUSED');
    expect(plan.waits[0]).toMatchObject({
      action: 'payment.paused',
      holder: 'olivia',
      next: { what: 'resumeCollection' },
    });
    expect(wallClock(plan.waits[0]?.next?.at ?? 0)).toBe('2026-10-08 10:00');
    follow(plan, shanghai('2026-10-08 10:00'));
    expect(lettersTo(plan)).toEqual(['i1 payment.notice', 'i1 payment.reminder', 'i1 payment.secondReminder']);
    follow(plan, shanghai('2026-10-14 09:59'));
    expect(lettersTo(plan)).toHaveLength(3);
  });

  it('can be ended early, and needs an end, a reason and an owner who is there', () => {
    const plan = opened('2026-09-14 10:00');
    const at = shanghai('2026-09-14 11:00');
    expect(plan.give({ ...pause, until: '2027-01-01' }, at, olivia)).toMatchObject({ code: 'INVALID', field: 'until' });
    expect(plan.give({ ...pause, reason: '' }, at, olivia)).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(plan.give({ ...pause, owner: 'nobody' }, at, olivia)).toMatchObject({ code: 'PERSON_UNAVAILABLE' });
    plan.give(pause, at, olivia);
    expect(plan.give(pause, at, olivia)).toMatchObject({ code: 'ILLEGAL_NOW' });
    expect(plan.give({ type: 'resume', instalmentId: 'i1' }, at, olivia)).toMatchObject({ ok: true });
    expect(plan.instalment('i1').pause).toBeNull();
  });
});

describe('a dispute', () => {
  const at = shanghai('2026-09-14 11:00');
  const dispute = (yuan?: number) => ({
    type: 'openDispute' as const,
    instalmentId: 'i1',
    reason: 'quality' as const,
    note: 'Two pumps leak',
    dueOn: '2026-09-22',
    ...(yuan === undefined ? {} : { amount: cny(yuan) }),
  });
  const resolve = (outcome: 'creditNote' | 'reinstated' | 'writeOff', instalmentId = 'i1') => ({
    type: 'resolveDispute' as const,
    instalmentId,
    outcome,
    note: 'Settled',
    creditNote: 'CN-1',
  });

  it('of a part splits it off, and the rest is collected further', () => {
    const plan = opened('2026-09-14 10:00');
    plan.give(dispute(300), at, olivia);
    expect(outstanding(plan.instalment('i1'))).toEqual(cny(700));
    expect(plan.instalment('i1b')).toMatchObject({ amount: cny(300), dispute: { reason: 'quality', owner: 'olivia' } });
    expect(statusOf(plan, 'i1b', '2026-09-15 11:00')).toBe('DISPUTED');
    follow(plan, shanghai('2026-09-17 10:00'));
    expect(lettersTo(plan).at(-1)).toBe('i1 payment.secondReminder');
  });

  it('that nobody settles in time goes up to a manager by name', () => {
    const plan = opened('2026-09-14 10:00');
    plan.give(dispute(), at, olivia);
    follow(plan, shanghai('2026-09-22 18:00'));
    expect(plan.waits[0]).toMatchObject({ action: 'payment.dispute', holder: 'marek' });
    expect(plan.mails.at(-1)).toMatchObject({ notice: 'payment.task', to: { user: 'marek' } });
  });

  it('settled with a credit note, by finance alone, lowers what is owed', () => {
    const plan = opened('2026-09-14 10:00');
    plan.give(dispute(300), at, olivia);
    expect(plan.give(resolve('creditNote', 'i1b'), at + 1, olivia)).toMatchObject({ ok: false, code: 'NOT_ALLOWED' });
    plan.give(resolve('creditNote', 'i1b'), at + 1, fiona);
    expect(plan.instalment('i1b')).toMatchObject({ credited: cny(300), dispute: null });
    expect(statusOf(plan, 'i1b', '2026-09-15 11:00')).toBe('CANCELLED');
  });

  it('reinstated begins its level anew and fires no step twice', () => {
    const plan = opened('2026-09-14 10:00');
    plan.give(dispute(), at, olivia);
    plan.give(resolve('reinstated'), shanghai('2026-09-21 11:00'), fiona);
    const next = plan.waits[0]?.next;
    expect(next?.what).toBe('sendSecondReminder');
    expect(wallClock(next?.at ?? 0)).toBe('2026-09-25 10:00');
  });

  it('settled as a write-off asks for its approval', () => {
    const plan = opened('2026-09-14 10:00');
    plan.give(dispute(), at, olivia);
    plan.give(resolve('writeOff'), at + 1, fiona);
    expect(plan.launched).toMatchObject([
      { processId: 'AP-WO-1-i1-1', input: { subject: 'writeOff', amount: cny(1_000) } },
    ]);
  });

  it('is refused by whoever has nothing to do with it, and without words', () => {
    const plan = opened('2026-09-14 10:00');
    plan.give(dispute(), at, olivia);
    expect(plan.give(resolve('reinstated'), at, actor('oskar', 'sales'))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(plan.give({ ...resolve('reinstated'), note: '' }, at, fiona)).toMatchObject({
      code: 'INVALID',
      field: 'note',
    });
  });
});
