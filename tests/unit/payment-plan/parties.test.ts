import type { PaymentPlanCommand } from '../../../domain/payment-plan/commands.ts';
import { shanghai } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';
import {
  ada,
  contact,
  fiona,
  linesOf,
  marek,
  olivia,
  opal,
  PlanUnderWay,
  part,
  planOf,
  recipientOf,
  without,
} from './setting.ts';

const september = shanghai('2026-09-01 11:00');
const later = shanghai('2026-09-02 11:00');
const parts = [part('Delivery', 700, '2026-09-30')];

function opened(changes: Parameters<typeof planOf>[1] = {}): PlanUnderWay {
  const plan = new PlanUnderWay();
  expect(plan.open(planOf(parts, changes), september)).toMatchObject({ ok: true });
  return plan;
}

describe.each([null, { ...contact, email: '' }, { ...contact, email: '  ' }])(
  'a plan without an address',
  (missing) => {
    const reminder = shanghai('2026-10-08 10:00');

    it('asks the owner instead of skipping the mail, and its wait says so', () => {
      const plan = opened({ contact: missing });
      expect(plan.waits[0]).toMatchObject({ on: 'payment', next: { what: 'sendNotice', who: { user: 'olivia' } } });
      expect(plan.tick(reminder)).toMatchObject([
        {
          notice: 'payment.escalated',
          to: { user: 'olivia' },
          details: { reason: 'noAddress', unsent: 'payment.reminder', outstanding: '¥700.00' },
        },
      ]);
      expect(plan.waits[0]).toMatchObject({ on: 'person', action: 'payment.collect', holder: 'olivia' });
    });

    it('asks whoever stands in for an owner who is away', () => {
      const plan = opened({ contact: missing });
      plan.organisation = without('olivia');
      expect(plan.tick(reminder).map(recipientOf)).toEqual(['marek']);
    });

    it('tells one person who is asked for two reasons of both', () => {
      const plan = opened({ contact: missing });
      plan.organisation = without('olivia');
      const mails = plan.tick(shanghai('2026-10-13 10:00'));
      expect(mails.map((mail) => [recipientOf(mail), mail.details.reason])).toEqual([
        ['marek', 'escalateToManager'],
        ['marek', 'noAddress'],
      ]);
      expect(new Set(mails.map(({ key }) => key)).size).toBe(2);
    });

    it('writes to the customer again once it has an address', () => {
      const plan = opened({ contact: missing });
      plan.tick(reminder);
      plan.give({ type: 'setContact', contact }, shanghai('2026-10-09 10:00'), olivia);
      expect(plan.waits[0]).toMatchObject({ on: 'customer', action: 'payment.collect' });
      expect(plan.tick(shanghai('2026-10-13 10:00')).map(recipientOf)).toContain(contact.email);
    });
  },
);

describe('setting the contact', () => {
  it.each([olivia, fiona, ada])('is for the owner, finance and admins', (by) => {
    const plan = opened();
    const other = { ...contact, email: 'li.na@customer.example' };
    expect(plan.give({ type: 'setContact', contact: other }, later, by)).toMatchObject({ ok: true });
    expect(plan.state.contact).toEqual(other);
    expect(plan.tick(shanghai('2026-09-23 10:00')).map(recipientOf)).toEqual(['li.na@customer.example']);
  });

  it.each([marek, opal, actor('oskar', 'sales')])('is for nobody else', (by) => {
    expect(opened().give({ type: 'setContact', contact }, later, by)).toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it.each([
    ['contact.name', { ...contact, name: '' }],
    ['contact.email', { ...contact, email: 'nobody' }],
    ['contact.email', { ...contact, email: 'a b@customer.example' }],
    ['contact.locale', { ...contact, locale: 'fr' as 'en' }],
  ])('refuses a bad %s', (field, bad) => {
    expect(opened().give({ type: 'setContact', contact: bad }, later, fiona)).toMatchObject({ code: 'INVALID', field });
  });
});

describe('changing the owner', () => {
  const change = { type: 'changeOwner', to: 'oskar' } as const;

  it.each([marek, opal, ada, actor('marek', 'sales'), actor('dora', 'sales')])('moves the wait', (by) => {
    const plan = opened();
    expect(plan.give({ ...change, reason: 'leaves' }, later, by)).toMatchObject({ ok: true });
    expect(plan.waits[0]?.holder).toBe('oskar');
    expect(plan.events.at(-1)).toMatchObject({ type: 'OwnerChanged', from: 'olivia', to: 'oskar', reason: 'leaves' });
  });

  it('leaves with finance what finance has taken over', () => {
    const plan = opened();
    plan.tick(shanghai('2026-10-27 10:00'));
    plan.give(change, shanghai('2026-10-28 10:00'), marek);
    expect(plan.waits[0]?.holder).toBe('fiona');
    expect(plan.state.owner).toBe('oskar');
  });

  it.each([olivia, fiona, actor('oskar', 'sales')])('is for nobody else', (by) => {
    expect(opened().give(change, later, by)).toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('goes to somebody present only', () => {
    const plan = opened();
    plan.organisation = without('oskar');
    expect(plan.give(change, later, marek)).toMatchObject({ code: 'PERSON_UNAVAILABLE', field: 'to' });
    expect(plan.give({ ...change, to: 'nobody' }, later, marek)).toMatchObject({ code: 'PERSON_UNAVAILABLE' });
  });

  it('to the present owner changes nothing', () => {
    expect(opened().give({ ...change, to: 'olivia' }, later, marek)).toMatchObject({ ok: true, events: [] });
  });
});

describe('cancelling', () => {
  const cancel = { type: 'cancel', reason: 'Contract dissolved' } as const;

  it.each([fiona, ada])('ends the plan with a reason', (by) => {
    const plan = opened();
    plan.receive('R1', 100, later);
    expect(plan.give(cancel, later, by)).toMatchObject({ ok: true });
    expect(plan.state.closed).toEqual({ outcome: 'cancelled', reason: 'Contract dissolved', at: later, by: by.id });
    expect(plan.waits).toEqual([]);
    expect(plan.tick(shanghai('2026-10-27 10:00'))).toEqual([]);
    expect(plan.instalment('i1')).toMatchObject({ cancelledAt: later, paidAt: null });
  });

  it('needs a reason', () => {
    expect(opened().give({ ...cancel, reason: ' ' }, later, fiona)).toMatchObject({
      code: 'REASON_REQUIRED',
      field: 'reason',
    });
  });

  it.each([olivia, marek, opal])('is for nobody else', (by) => {
    expect(opened().give(cancel, later, by)).toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('after the end', () => {
  const commands: readonly PaymentPlanCommand[] = [
    { type: 'setContact', contact },
    { type: 'changeOwner', to: 'oskar' },
    { type: 'cancel', reason: 'again' },
    { type: 'recordReceipt', bankReference: 'R9', amount: { minor: 1, currency: 'CNY' }, receivedOn: '2026-09-01' },
  ];

  it.each(commands)('$type is refused with how it ended', (command) => {
    const plan = opened();
    plan.give({ type: 'cancel', reason: 'Contract dissolved' }, later, fiona);
    expect(plan.give(command, later, ada)).toMatchObject({
      code: 'CLOSED',
      facts: { outcome: 'cancelled', closedAt: later, closedBy: 'fiona' },
    });
  });

  it.each(['tick', 'calendarChanged'] as const)('a %s changes nothing', (type) => {
    const plan = opened();
    plan.give({ type: 'cancel', reason: 'Contract dissolved' }, later, fiona);
    expect(plan.give({ type }, shanghai('2026-12-01 10:00'))).toMatchObject({ ok: true, events: [], effects: [] });
  });
});

it('refuses a command it does not know', () => {
  expect(opened().give({ type: 'forgive' } as never, later, ada)).toMatchObject({ code: 'INVALID', field: 'type' });
});

it('refuses a command meant for an earlier version', () => {
  const plan = opened();
  plan.receive('R1', 100, later);
  expect(plan.give({ type: 'cancel', reason: 'x' }, later, fiona, 1)).toMatchObject({ code: 'STALE_VERSION' });
});

it('lists only the instalments concerned to people inside the company', () => {
  const plan = new PlanUnderWay();
  plan.open(planOf([...parts, part('Rest', 10, '2026-12-31')], { contact: null }), september);
  expect(plan.tick(shanghai('2026-10-08 10:00')).flatMap(linesOf)).toMatchObject([{ instalment: 'i1' }]);
});
