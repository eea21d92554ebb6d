import { shanghai } from '../../support/calendar.ts';
import { actor, type Employee } from '../../support/organisation.ts';
import { cny, PlanUnderWay, part, planOf, without } from './setting.ts';

const now = shanghai('2026-09-01 10:00');

/** Olivia's plan of two instalments, the first of which finance has taken over when `escalated`. */
function plan(escalated = false): PlanUnderWay {
  const under = new PlanUnderWay();
  under.open(planOf([part('First', 100, '2026-09-10'), part('Second', 200, '2027-03-10')], { total: cny(300) }), now);
  for (let at = under.waits[0]?.next?.at; escalated && at; at = under.waits[0]?.next?.at) {
    under.tick(at);
    if (under.instalment('i1').handedTo) break;
  }
  return under;
}

const later = shanghai('2026-12-01 10:00');

function changed(under: PlanUnderWay, changes: Record<string, Partial<Employee>>) {
  under.organisation = without().map((one) => ({ ...one, ...changes[one.id] }));
  const before = under.mails.length;
  const handled = under.give({ type: 'peopleChanged', users: Object.keys(changes) }, later);
  const events = handled.ok ? handled.events.map(({ type }) => type) : handled.code;
  return { events, mails: under.mails.slice(before), holders: under.waits.map(({ holder }) => holder) };
}

test('while its owner is away the manager stands in for every instalment, in one mail', () => {
  const under = plan();
  const { events, mails, holders } = changed(under, { olivia: { away: true } });

  expect(events).toEqual(['StandInChanged']);
  expect(holders).toEqual(['marek', 'marek']);
  expect(under.waits[0]).toMatchObject({ principal: 'olivia' });
  expect(under.state.owner).toBe('olivia');
  expect(mails).toMatchObject([{ notice: 'standIn.asked', to: { user: 'marek' } }]);
});

test('the substitute goes first, and the owner who comes back has it again', () => {
  const under = plan();
  const substitution = { substitute: 'oskar' };
  expect(changed(under, { olivia: { away: true, substitution } }).holders).toEqual(['oskar', 'oskar']);
  expect(changed(under, { olivia: {} })).toEqual({
    events: ['StandInChanged'],
    mails: [],
    holders: ['olivia', 'olivia'],
  });
});

test('whoever stands in may do what the owner may', () => {
  const under = plan();
  const contact = { name: 'Wang Fang', email: 'wang@customer.example', locale: 'en' } as const;
  const set = () => under.give({ type: 'setContact', contact }, later, actor('oskar', 'sales'));
  expect(set()).toMatchObject({ code: 'NOT_ALLOWED' });
  changed(under, { olivia: { away: true, substitution: { substitute: 'oskar' } } });
  expect(set().ok).toBe(true);
});

test('a plan whose owner has left is the manager’s', () => {
  const under = plan();
  expect(changed(under, { olivia: { left: true } }).holders).toEqual(['marek', 'marek']);
  expect(under.state.owner).toBe('marek');
});

describe('an instalment that finance has taken over', () => {
  test('stays in finance while that person is away', () => {
    const under = plan(true);
    const taker = under.instalment('i1').handedTo?.user ?? '';
    const other = taker === 'felix' ? 'fiona' : 'felix';
    const { holders, mails } = changed(under, { [taker]: { away: true } });

    expect(holders).toEqual([other, 'olivia']);
    expect(under.waits[0]).toMatchObject({ principal: taker });
    expect(mails).toMatchObject([{ to: { user: other } }]);
  });

  test('is given to somebody else in finance for good when that person has left', () => {
    const under = plan(true);
    const taker = under.instalment('i1').handedTo?.user ?? '';
    const { events } = changed(under, { [taker]: { left: true } });

    expect(events).toEqual(['InstalmentHandedOver']);
    expect(under.instalment('i1').handedTo).toMatchObject({ office: 'finance' });
    expect(under.instalment('i1').handedTo?.user).not.toBe(taker);
  });
});

test('nothing changes where nobody concerned has', () => {
  expect(changed(plan(), { lena: { away: true } })).toMatchObject({ events: [], mails: [] });
});

test('replaying the events gives the same plan', () => {
  const under = plan(true);
  changed(under, { olivia: { away: true }, felix: { left: true } });
  expect(under.replayed()).toEqual(under.instance);
});
