import fc from 'fast-check';
import { addOffset } from '../../../domain/calendar.ts';
import { incidentKind } from '../../../domain/incident/kind.ts';
import type { IncidentInput, IncidentState } from '../../../domain/incident/model.ts';
import { type Instance, isClosed, unborn, waitsOf } from '../../../domain/instance.ts';
import { systemActor } from '../../../domain/process.ts';
import { chooseVariant } from '../../../domain/variants/index.ts';
import { freeze } from '../../../gateway/digest.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';
import { actor, type Organisation, run, start } from '../../support/organisation.ts';

const company: Organisation = [
  { id: 'boss', roles: ['manager'] },
  { id: 'root', roles: ['admin'], manager: 'boss' },
  { id: 'ops', roles: ['sales-ops'], manager: 'boss' },
  { id: 'lina', roles: ['sales'], manager: 'boss' },
];
const input: IncidentInput = {
  subject: 'webhook',
  target: 'wh1',
  title: 'ERP',
  cause: 'HTTP 500',
  customer: null,
  preferred: null,
};
const opened = shanghai('2026-11-24 10:00');

function begin(changes: Partial<IncidentInput> = {}, organisation = company) {
  const given = { ...input, ...changes };
  const variant = chooseVariant('incident', given);
  if (!variant) throw new Error('No variant');
  const born = unborn('IN-1', 'incident', freeze(variant), chinaCalendar);
  return start(incidentKind, born, given, systemActor, { now: opened, organisation });
}

function begun(changes: Partial<IncidentInput> = {}): Instance {
  const handled = begin(changes);
  if (!handled.ok) throw new Error(handled.message);
  return handled.instance;
}

const give = (instance: Instance, command: object, by = systemActor, now = opened + 60_000, organisation = company) =>
  run(
    incidentKind,
    instance,
    { commandId: 'c', command: command as { type: string }, actor: by },
    { now, organisation },
  );

test('begins in the hands of an admin, who is told why, with a deadline and a next instant', () => {
  const handled = begin();
  if (!handled.ok) throw new Error(handled.message);
  expect(handled.effects).toMatchObject([
    { mail: { notice: 'incident.opened', to: { user: 'root' }, details: { cause: 'HTTP 500' } } },
  ]);
  const due = addOffset(chinaCalendar, opened, '1 workdays');
  expect(waitsOf(incidentKind, handled.instance)).toMatchObject([
    { action: 'webhook.repair', holder: 'root', dueAt: due, next: { at: due, what: 'remind' } },
  ]);
});

test('is in the hands of whoever stands closer, while that person is present', () => {
  const address = { subject: 'address', target: 'a@b.example', preferred: 'lina' } as const;
  expect(waitsOf(incidentKind, begun(address))).toMatchObject([{ action: 'address.repair', holder: 'lina' }]);
  const away = company.map((one) => (one.id === 'lina' ? { ...one, away: true } : one));
  expect(begin(address, away)).toMatchObject({ ok: true, events: [{ holder: 'root' }] });
});

test('cannot begin where nobody could hold it', () => {
  const nobody = company.filter(({ id }) => id !== 'root' && id !== 'ops');
  expect(begin({}, nobody)).toMatchObject({ ok: false, code: 'PERSON_UNAVAILABLE' });
});

test('reminds its holder at the deadline, then tells whoever is above', () => {
  const instance = begun();
  const due = addOffset(chinaCalendar, opened, '1 workdays');
  expect(give(instance, { type: 'tick' }, systemActor, due - 1)).toMatchObject({ ok: true, events: [] });
  const reminded = give(instance, { type: 'tick' }, systemActor, due);
  expect(reminded).toMatchObject({ effects: [{ mail: { notice: 'incident.reminder', to: { user: 'root' } } }] });
  if (!reminded.ok) return;
  const later = addOffset(chinaCalendar, due, '1 workdays');
  const escalated = give(reminded.instance, { type: 'tick' }, systemActor, later);
  expect(escalated).toMatchObject({
    effects: [
      { mail: { notice: 'incident.reminder', to: { user: 'root' } } },
      { mail: { notice: 'incident.escalated', to: { user: 'boss' } } },
    ],
  });
});

test('that happens again keeps the latest cause and opens nothing new', () => {
  const again = give(begun(), { type: 'recur', cause: 'HTTP 503' });
  expect(again).toMatchObject({ ok: true, effects: [], instance: { state: { cause: 'HTTP 503', reports: 2 } } });
  expect(give(begun(), { type: 'recur', cause: 'x' }, actor('root', 'admin'))).toMatchObject({ code: 'NOT_ALLOWED' });
});

test('is settled by its holder, sales ops, an admin or the system, with a word on how', () => {
  const settle = { type: 'settle', comment: 'Certificate renewed.' };
  for (const by of [actor('root', 'admin'), actor('ops', 'sales-ops'), systemActor]) {
    const done = give(begun(), settle, by);
    expect(done.ok && isClosed(incidentKind, done.instance)).toBe(true);
  }
  expect(give(begun(), settle, actor('lina', 'sales'))).toMatchObject({ code: 'NOT_HOLDER' });
  expect(give(begun(), { type: 'settle', comment: ' ' }, actor('root', 'admin'))).toMatchObject({
    code: 'COMMENT_REQUIRED',
    field: 'comment',
  });
});

test('passes on when its holder goes away, and only to somebody who is there', () => {
  const away = company.map((one) => (one.id === 'root' ? { ...one, away: true } : one));
  const passed = give(begun(), { type: 'peopleChanged', users: ['root'] }, systemActor, opened + 1, away);
  expect(passed).toMatchObject({
    events: [{ type: 'IncidentAssigned', to: 'ops' }],
    effects: [{ mail: { to: { user: 'ops' } } }],
  });
  expect(give(begun(), { type: 'assign', to: 'root' }, actor('ops', 'sales-ops'), opened + 1, away)).toMatchObject({
    code: 'PERSON_UNAVAILABLE',
    field: 'to',
  });
});

test('while it is open it always has one holder, and its events replay to its state', () => {
  const command = fc.oneof(
    fc.constant({ type: 'tick' }),
    fc.constant({ type: 'recur', cause: 'again' }),
    fc.constantFrom('root', 'ops', 'lina', 'gone').map((to) => ({ type: 'assign', to })),
    fc.constantFrom('', 'Done').map((comment) => ({ type: 'settle', comment })),
    fc.constant({ type: 'peopleChanged', users: ['root'] }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(command, fc.integer({ min: 0, max: 3 * 86_400_000 })), { maxLength: 15 }),
      (given) => {
        let instance = begun();
        let now = opened;
        for (const [one, passed] of given) {
          now += passed;
          const handled = give(instance, one, systemActor, now);
          if (!handled.ok) continue;
          const replayed = handled.events.reduce(
            (state, event) => incidentKind.evolve(state, event as never),
            instance.state as IncidentState,
          );
          expect(handled.instance.state).toEqual(replayed);
          instance = handled.instance;
          const waits = waitsOf(incidentKind, instance);
          expect(waits).toHaveLength(isClosed(incidentKind, instance) ? 0 : 1);
          if (waits[0]) expect(company.map(({ id }) => id)).toContain(waits[0].holder);
        }
      },
    ),
    { numRuns: 100 },
  );
});
