import { AnswerNeeded } from '../../../domain/answer-needed.ts';
import { firstOf, type PeopleQuery, people, queryKey } from '../../../domain/people.ts';
import { answer, type Organisation } from '../../support/organisation.ts';

const organisation: Organisation = [
  { id: 'a', roles: ['sales'], manager: 'b' },
  { id: 'b', roles: ['manager'], manager: 'c', away: true },
  { id: 'c', roles: ['manager', 'admin'] },
];
const person = (id: string): PeopleQuery => ({ find: 'person', id });
const manager = (level: number): PeopleQuery => ({ find: 'manager', of: 'a', level });
const ask = (query: PeopleQuery) => people(answer(organisation, [query]), query).map(({ id }) => id);

test('different questions have different keys', () => {
  const queries: PeopleQuery[] = [
    person('a'),
    person('b'),
    person('admin'),
    { find: 'role', role: 'admin' },
    manager(1),
    manager(2),
    { find: 'manager', of: 'b', level: 1 },
    { find: 'head', of: 'a' },
    { find: 'employed', id: 'a' },
    { find: 'actingFor', id: 'a', scope: { variant: 'approval.x', amount: null }, except: [] },
    { find: 'actingFor', id: 'a', scope: { variant: 'approval.x', amount: null }, except: ['b'] },
    { find: 'actingFor', id: 'a', scope: { variant: 'approval.y', amount: null }, except: [] },
    { find: 'actingFor', id: 'a', scope: { variant: 'approval.x', amount: { minor: 1, currency: 'CNY' } }, except: [] },
  ];

  expect(new Set(queries.map(queryKey)).size).toBe(queries.length);
});

test('a question nobody has looked up is asked for', () => {
  const query = manager(1);
  const asking = () => people({}, query);

  expect(asking).toThrow(AnswerNeeded);
  try {
    asking();
  } catch (error) {
    expect((error as AnswerNeeded<PeopleQuery>).query).toBe(query);
  }
});

test('an answer of nobody is an answer', () => {
  expect(people({ [queryKey(person('x'))]: [] }, person('x'))).toEqual([]);
});

test('the first question that anybody answers decides, and later ones need not be looked up', () => {
  const directory = answer(organisation, [person('b'), person('c')]);

  expect(firstOf(directory, [person('b'), person('c'), person('never asked')])?.id).toBe('c');
  expect(firstOf(directory, [person('b')])).toBeUndefined();
  expect(() => firstOf(directory, [person('b'), person('never asked')])).toThrow(AnswerNeeded);
});

test('the organisation of these tests answers with present people only', () => {
  expect(ask(person('b'))).toEqual([]);
  expect(ask(manager(1))).toEqual(['c']);
  expect(ask(manager(2))).toEqual(['c']);
  expect(ask(manager(3))).toEqual([]);
  expect(ask({ find: 'role', role: 'manager' })).toEqual(['c']);
});
