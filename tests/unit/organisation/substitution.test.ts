import fc from 'fast-check';
import { queryKey } from '../../../domain/people.ts';
import { actingFor, type Colleague, covers, longestChain, type Substitution } from '../../../domain/substitution.ts';
import { answer, type Organisation } from '../../support/organisation.ts';

const scope = { variant: 'approval.standard-contract', amount: { minor: 500_00, currency: 'CNY' } };
const whole = { kinds: [], variants: [], limit: null } as const;

/** People by id: `at work`, or away with somebody else named, or away with nobody. */
function office(people: Record<string, 'at work' | 'away' | { for: string }>) {
  return (id: string): Colleague | undefined => {
    const entry = people[id];
    if (!entry) return undefined;
    const substitution = typeof entry === 'object' ? { substitute: entry.for, ...whole } : null;
    return { id, present: entry === 'at work', substitution };
  };
}

describe('whoever acts for somebody', () => {
  test.each([
    ['is that person when present', { a: 'at work' }, { is: 'person', id: 'a' }],
    ['is the substitute', { a: { for: 'b' }, b: 'at work' }, { is: 'person', id: 'b' }],
    [
      'is found through three steps',
      { a: { for: 'b' }, b: { for: 'c' }, c: { for: 'd' }, d: 'at work' },
      { is: 'person', id: 'd' },
    ],
    [
      'is not found through four',
      { a: { for: 'b' }, b: { for: 'c' }, c: { for: 'd' }, d: { for: 'e' }, e: 'at work' },
      { is: 'deadEnd' },
    ],
    ['is not found in a circle', { a: { for: 'b' }, b: { for: 'a' } }, { is: 'deadEnd' }],
    ['is not found where the substitute is away too', { a: { for: 'b' }, b: 'away' }, { is: 'deadEnd' }],
    ['is not found where the substitute is unknown', { a: { for: 'x' } }, { is: 'deadEnd' }],
    ['is nobody where nobody is named', { a: 'away' }, { is: 'none' }],
    ['is nobody for somebody unknown', {}, { is: 'none' }],
  ] as const)('%s', (_what, people, expected) => {
    expect(actingFor('a', scope, [], office(people))).toEqual(expected);
  });

  test('is never one of those who may not', () => {
    const people = office({ a: { for: 'b' }, b: 'at work' });

    expect(actingFor('a', scope, ['b'], people)).toEqual({ is: 'deadEnd' });
    expect(actingFor('b', scope, ['b'], people)).toEqual({ is: 'person', id: 'b' });
  });

  test('is present, reached within the longest chain, and found without end in any office', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const state = fc.oneof(fc.constant('at work' as const), fc.constant('away' as const), fc.record({ for: id }));
    fc.assert(
      fc.property(fc.dictionary(id, state), id, fc.array(id, { maxLength: 2 }), (people, of, except) => {
        const found = actingFor(of, scope, except, office(people));
        if (found.is !== 'person') return;
        expect(people[found.id]).toBe('at work');
        if (found.id !== of) expect(except).not.toContain(found.id);
        let steps = 0;
        for (let at: string = of; at !== found.id; steps += 1) at = (people[at] as { for: string }).for;
        expect(steps).toBeLessThanOrEqual(longestChain);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a substitution is for', () => {
  const such = (changes: Partial<Substitution>) => covers({ substitute: 'b', ...whole, ...changes }, scope);

  test.each([
    [{}, true],
    [{ kinds: ['approval'] }, true],
    [{ kinds: ['paymentPlan'] }, false],
    [{ variants: ['approval.standard-contract'] }, true],
    [{ variants: ['approval.large-contract'] }, false],
    [{ kinds: ['paymentPlan'], variants: ['approval.standard-contract'] }, true],
    [{ limit: { minor: 500_00, currency: 'CNY' } }, true],
    [{ limit: { minor: 499_99, currency: 'CNY' } }, false],
    [{ limit: { minor: 900_00, currency: 'USD' } }, false],
  ] as const)('%j: %s', (changes, expected) => {
    expect(such(changes)).toBe(expected);
  });

  test('what has no amount, whatever its limit', () => {
    const limited = { substitute: 'b', ...whole, limit: { minor: 1, currency: 'CNY' } };
    expect(covers(limited, { ...scope, amount: null })).toBe(true);
  });
});

test('the answer names whom somebody acts for, and an admin where the substitutes lead nowhere', () => {
  const away = { away: true, roles: ['sales'] } as const;
  const organisation: Organisation = [
    { id: 'anna', ...away, substitution: { substitute: 'bert' } },
    { id: 'bert', roles: ['sales'] },
    { id: 'carl', ...away, substitution: { substitute: 'dora' } },
    { id: 'dora', ...away },
    { id: 'root', roles: ['admin'] },
  ];
  const ask = (id: string) => {
    const query = { find: 'actingFor', id, scope, except: [] } as const;
    return answer(organisation, [query])[queryKey(query)];
  };

  expect(ask('anna')).toMatchObject([{ id: 'bert', principal: 'anna' }]);
  expect(ask('bert')).toEqual([{ id: 'bert', name: 'bert', roles: ['sales'] }]);
  expect(ask('carl')).toMatchObject([{ id: 'root', principal: 'carl' }]);
  expect(ask('dora')).toEqual([]);
});
