import { evolveInstance } from '../../../domain/instance.ts';
import { opportunityKind } from '../../../domain/opportunity/kind.ts';
import { Deal, salesTeam } from '../../support/opportunity.ts';
import { actor, type Employee, type Organisation } from '../../support/organisation.ts';

const system = actor('system');

function team(changes: Record<string, Partial<Employee>>): Organisation {
  return salesTeam.map((one) => ({ ...one, ...changes[one.id] }));
}

/** A deal of Li Na's after something has changed about these people. */
function changed(changes: Record<string, Partial<Employee>>, deal = opened()) {
  deal.organisation = team(changes);
  return { deal, answer: deal.give({ type: 'peopleChanged', users: Object.keys(changes) }, system) };
}

function opened(): Deal {
  const deal = new Deal();
  deal.open();
  return deal;
}

const away = { away: true };
const left = { left: true };

describe('while its owner is away', () => {
  test('a deal waits for the manager, and the owner stays on record', () => {
    const { deal, answer } = changed({ lina: away });

    expect(answer).toEqual({ ok: true, events: ['StandInChanged'] });
    expect(deal.state.owner).toBe('lina');
    expect(deal.waits()).toMatchObject([{ holder: 'wangwei', principal: 'lina' }]);
    expect(deal.effects).toMatchObject([{ mail: { notice: 'standIn.asked', to: { user: 'wangwei' } } }]);
  });

  test.each([
    ['the substitute for it', { lina: { ...away, substitution: { substitute: 'chenjie' } } }, 'chenjie'],
    [
      'not a substitute for smaller deals',
      { lina: { ...away, substitution: { substitute: 'chenjie', limit: { minor: 1, currency: 'CNY' } } } },
      'wangwei',
    ],
    [
      'an admin where the substitute is away too',
      { lina: { ...away, substitution: { substitute: 'chenjie' } }, chenjie: away },
      'root',
    ],
    ['the next manager up', { lina: away, wangwei: away }, 'zhao'],
    ['sales ops where there is no manager', { lina: away, wangwei: left, zhao: away }, 'ops'],
    ['an admin last', { lina: away, wangwei: away, zhao: away, ops: away }, 'root'],
  ] as const)('it waits for %s', (_whom, changes, holder) => {
    const { deal } = changed(changes);
    expect(deal.waits()).toMatchObject([{ holder, principal: 'lina' }]);
  });

  test('whoever stands in may act on it', () => {
    const { deal } = changed({ lina: { ...away, substitution: { substitute: 'chenjie' } } });
    expect(deal.give({ type: 'logFollowUp', note: 'Called', via: 'call' }, actor('chenjie', 'sales')).ok).toBe(true);
  });

  test('it stays with its owner where nobody is present at all', () => {
    const all = Object.fromEntries(salesTeam.map(({ id }) => [id, away]));
    expect(changed(all).answer).toEqual({ ok: true, events: [] });
  });

  test('told twice, nothing changes', () => {
    const { deal } = changed({ lina: away });
    expect(changed({ lina: away }, deal).answer).toEqual({ ok: true, events: [] });
  });

  test('and the stand-in goes away too, the next one takes it', () => {
    const { deal } = changed({ lina: away });
    changed({ lina: away, wangwei: away }, deal);
    expect(deal.waits()).toMatchObject([{ holder: 'zhao', principal: 'lina' }]);
  });

  test('reminders go to whoever stands in', () => {
    const { deal } = changed({ lina: { ...away, substitution: { substitute: 'chenjie' } } });
    deal.tick(deal.waits()[0]?.next?.at ?? 0);
    expect(deal.effects).toMatchObject([{ mail: { notice: 'opportunity.followUpDue', to: { user: 'chenjie' } } }]);
  });
});

test('when its owner is back, the deal is theirs again', () => {
  const { deal } = changed({ lina: away });
  const { answer } = changed({ lina: {} }, deal);

  expect(answer).toEqual({ ok: true, events: ['StandInChanged'] });
  expect(deal.waits()).toMatchObject([{ holder: 'lina', principal: null }]);
  expect(deal.effects).toEqual([]);
});

describe('when its owner has left for good', () => {
  test('the manager becomes its owner', () => {
    const { deal, answer } = changed({ lina: left });

    expect(answer).toEqual({ ok: true, events: ['OwnerChanged'] });
    expect(deal.state.owner).toBe('wangwei');
    expect(deal.events.at(-1)).toMatchObject({ from: 'lina', to: 'wangwei', cause: 'ownerLeft', by: 'system' });
    expect(deal.waits()).toMatchObject([{ holder: 'wangwei', principal: null }]);
  });

  test('their successor does, where one is named', () => {
    const { deal } = changed({ lina: { ...left, substitution: { substitute: 'chenjie' } } });
    expect(deal.state.owner).toBe('chenjie');
  });

  test('nobody stands in any more', () => {
    const { deal } = changed({ lina: away });
    changed({ lina: left }, deal);
    expect(deal.state).toMatchObject({ owner: 'wangwei', standIn: null });
  });
});

test('only the system says that people have changed', () => {
  const deal = opened();
  const told = deal.give({ type: 'peopleChanged', users: ['lina'] }, actor('root', 'admin'));
  expect(told).toMatchObject({ code: 'NOT_ALLOWED' });
});

test('a deal that has ended hears of it without complaint', () => {
  const deal = opened();
  deal.give({ type: 'moveStage', to: 'lost', lostReason: 'price' });
  expect(changed({ lina: left }, deal).answer).toEqual({ ok: true, events: [] });
});

test('replaying the events gives the same state', () => {
  const { deal } = changed({ lina: away });
  changed({ lina: left }, deal);
  const replayed = deal.events.reduce(
    (instance, event) => evolveInstance(opportunityKind, instance, event),
    deal.unborn,
  );
  expect(replayed).toEqual(deal.instance);
});
