import type { StampedEffect } from '../../../domain/effects.ts';
import {
  begin,
  evolveInstance,
  type Handled,
  handle,
  type Instance,
  isClosed,
  summaryOf,
  unborn,
  waitsOf,
} from '../../../domain/instance.ts';
import type { Actor } from '../../../domain/process.ts';
import { chinaCalendar } from '../../support/calendar.ts';
import { actor, answer, type Organisation, run } from '../../support/organisation.ts';
import { opened as now, petition } from '../../support/petition.ts';

const organisation: Organisation = [
  { id: 'olga', roles: ['sales'] },
  { id: 'ada', roles: ['admin'] },
  { id: 'ops', roles: ['sales-ops'] },
];

const olga = actor('olga', 'sales');
const system = actor('system');
const born = unborn('p1', 'opportunity', { id: 'v', hash: 'h', definition: null }, chinaCalendar);
const begun = begin(petition, born, {}, { now, actor: olga, directory: {} }) as Handled;

function does(instance: Instance, command: object, by: Actor = olga, more: object = {}) {
  const envelope = { commandId: 'c', command: command as { type: string }, actor: by, ...more };
  return run(petition, instance, envelope, { now, organisation });
}
const done = (...given: Parameters<typeof does>): Handled => {
  const answered = does(...given);
  if (!answered.ok) throw new Error(answered.code);
  return answered;
};

describe('commands', () => {
  test('every event counts', () => {
    const finished = done(begun.instance, { type: 'finish' });

    expect(begun.instance.version).toBe(1);
    expect(finished.instance.version).toBe(3);
    expect(finished.events).toHaveLength(2);
  });

  test('one made for an older version is refused and says which version there is', () => {
    const { instance } = done(begun.instance, { type: 'sign' });

    expect(does(instance, { type: 'sign' }, olga, { expectedVersion: 1 })).toMatchObject({
      code: 'STALE_VERSION',
      field: 'expectedVersion',
      facts: { version: 2 },
    });
    expect(does(instance, { type: 'sign' }, olga, { expectedVersion: 2 }).ok).toBe(true);
  });

  test('replaying the events from nothing gives the instance', () => {
    const failed = done(
      begun.instance,
      { type: 'stepFailed', effect: { key: 'k', type: 'tell' }, cause: 'down' },
      system,
    );
    const replaced = done(
      failed.instance,
      { type: 'replaceCalendar', calendar: { ...chinaCalendar, version: 2 } },
      system,
    );
    const events = [...begun.events, ...failed.events, ...replaced.events];

    expect(events.reduce((instance, event) => evolveInstance(petition, instance, event), born)).toEqual(
      replaced.instance,
    );
  });

  test('a process that has not begun waits for nothing', () => {
    expect(waitsOf(petition, born)).toEqual([]);
    expect(isClosed(petition, born)).toBe(false);
  });
});

test.each(['tick', 'calendarChanged', 'stepFailed', 'replaceCalendar'])('nobody but the system gives %s', (type) => {
  expect(does(begun.instance, { type }, actor('ada', 'admin'))).toMatchObject({ code: 'NOT_ALLOWED', field: 'type' });
});

describe('people', () => {
  const envelope = { commandId: 'c', command: { type: 'sign' }, actor: olga };

  test('are asked for one question at a time until the rule has its answers', () => {
    const ask = (directory: ReturnType<typeof answer>) =>
      handle(petition, begun.instance, envelope, { now, directory });
    const first = ask({});
    expect(first).toEqual({ ok: 'needs', queries: [{ find: 'person', id: 'olga' }] });

    const known = answer(organisation, [{ find: 'person', id: 'olga' }]);
    expect(ask(known)).toEqual({ ok: 'needs', queries: [{ find: 'role', role: 'admin' }] });

    const all = { ...known, ...answer(organisation, [{ find: 'role', role: 'admin' }]) };
    expect(ask(all).ok).toBe(true);
    expect(ask(all)).toEqual(ask(all));
  });

  test('any other error of a rule is not swallowed', () => {
    const shout = { ...envelope, command: { type: 'shout', waitId: 'nowhere' } };

    expect(() => handle(petition, begun.instance, shout, { now, directory: {} })).toThrow(RangeError);
  });
});

describe('effects', () => {
  test('a mail carries its wait and is named by wait, step and recipient', () => {
    const { effects } = done(begun.instance, { type: 'sign' });

    expect(effects).toMatchObject([
      {
        key: 'p1/w/signed.1/olga',
        type: 'mail',
        mail: { key: 'p1/w/signed.1/olga', wait: { id: 'w' }, onlyWhileOpen: false },
      },
    ]);
  });

  test('a mail about a wait that has just closed carries it as it was', () => {
    const { effects, instance } = done(begun.instance, { type: 'finish' });

    expect(waitsOf(petition, instance)).toEqual([]);
    expect(effects.at(-1)).toMatchObject({ mail: { wait: { id: 'w', holder: 'olga' } } });
  });

  test('other effects are numbered within the process', () => {
    const { effects } = done(begun.instance, { type: 'finish' });

    expect(effects.slice(0, 2).map(({ key }) => key)).toEqual(['p1/3.0', 'p1/3.1']);
  });
});

describe('a failed step', () => {
  const [effect] = done(begun.instance, { type: 'finish' }).effects as [StampedEffect];
  const finished = done(begun.instance, { type: 'finish' }).instance;
  const failed = done(finished, { type: 'stepFailed', effect, cause: 'The other process is gone' }, system).instance;
  const key = effect.key;

  test('waits for an admin and keeps the process open', () => {
    expect(isClosed(petition, finished)).toBe(true);
    expect(isClosed(petition, failed)).toBe(false);
    expect(summaryOf(petition, failed)).toMatchObject({ status: 'open', outcome: 'done' });
    expect(waitsOf(petition, failed)).toMatchObject([
      { id: `step.${key}`, action: 'step.repair', on: 'person', holder: 'ada', openedAt: now, next: null },
    ]);
  });

  test.each([
    [[{ id: 'ops', roles: ['sales-ops'] }] as Organisation, 'ops'],
    [[] as Organisation, 'olga'],
  ])('waits for sales ops or its owner where there is no admin', (others, holder) => {
    const envelope = { commandId: 'c', command: { type: 'stepFailed', effect, cause: 'gone' }, actor: system };
    const { instance } = run(petition, finished, envelope, { now, organisation: others }) as Handled;

    expect(waitsOf(petition, instance)).toMatchObject([{ holder }]);
  });

  test('goes to somebody present when its holder goes away, and is announced to them', () => {
    const others: Organisation = organisation.map((one) => (one.id === 'ada' ? { ...one, away: true } : one));
    const envelope = { commandId: 'c', command: { type: 'peopleChanged', users: ['ada'] }, actor: system };
    const { instance, events, effects } = run(petition, failed, envelope, { now, organisation: others }) as Handled;

    expect(events).toMatchObject([{ type: 'StepHandedOver', key, from: 'ada', to: 'ops' }]);
    expect(waitsOf(petition, instance)).toMatchObject([{ holder: 'ops' }]);
    expect(effects).toMatchObject([{ mail: { notice: 'step.failed', to: { user: 'ops' } } }]);
    expect(done(failed, { type: 'peopleChanged', users: ['ada'] }, system).events).toEqual([]);
  });

  test('is done again under the same key when its holder says so', () => {
    const again = done(failed, { type: 'retryStep', key }, actor('ada', 'admin'));

    expect(again.effects).toEqual([effect]);
    expect(waitsOf(petition, again.instance)).toEqual([]);
    expect(isClosed(petition, again.instance)).toBe(true);
  });

  test('can be given up, with a reason that is kept', () => {
    const given = done(failed, { type: 'abandonStep', key, reason: 'Called them' }, actor('ops', 'sales-ops'));

    expect(given.effects).toEqual([]);
    expect(given.events).toMatchObject([{ type: 'StepAbandoned', key, reason: 'Called them', by: 'ops' }]);
    expect(isClosed(petition, given.instance)).toBe(true);
  });

  test('is not given up without a reason', () => {
    expect(does(failed, { type: 'abandonStep', key, reason: ' ' }, actor('ada', 'admin'))).toMatchObject({
      code: 'REASON_REQUIRED',
      field: 'reason',
    });
  });

  test('is announced to its holder, unless mail itself is what failed', () => {
    const told = done(finished, { type: 'stepFailed', effect, cause: 'gone' }, system);
    expect(told.effects).toMatchObject([{ mail: { notice: 'step.failed', to: { user: 'ada' }, details: { key } } }]);

    const [mail] = done(begun.instance, { type: 'sign' }).effects as [StampedEffect];
    expect(done(finished, { type: 'stepFailed', effect: mail, cause: 'refused' }, system).effects).toEqual([]);
  });

  test('is settled by nobody else, and only once', () => {
    expect(does(failed, { type: 'retryStep', key }, olga)).toMatchObject({ code: 'NOT_HOLDER' });
    expect(does(failed, { type: 'retryStep', key: 'other' }, actor('ada', 'admin'))).toMatchObject({
      code: 'UNKNOWN_STEP',
      field: 'key',
    });
    const { instance } = done(failed, { type: 'retryStep', key }, actor('ada', 'admin'));
    expect(does(instance, { type: 'abandonStep', key, reason: 'x' }, actor('ada', 'admin'))).toMatchObject({
      code: 'UNKNOWN_STEP',
    });
  });

  test('that fails again waits again, and others stay as they are', () => {
    const two = done(failed, { type: 'stepFailed', effect: { ...effect, key: 'k2' }, cause: 'down' }, system).instance;
    const retried = done(two, { type: 'retryStep', key }, actor('ada', 'admin')).instance;
    const again = done(retried, { type: 'stepFailed', effect, cause: 'still gone' }, system).instance;

    expect(again.failures.map(({ effect: { key: other }, cause }) => `${other} ${cause}`)).toEqual([
      'k2 down',
      `${key} still gone`,
    ]);
  });
});

describe('a new calendar', () => {
  const calendar = { ...chinaCalendar, version: 2 };

  test('is kept, and the rules compute by it', () => {
    const replaced = done(begun.instance, { type: 'replaceCalendar', calendar }, system);

    expect(replaced.events.map(({ type }) => type)).toEqual(['CalendarReplaced', 'Moved']);
    expect(replaced.instance.calendar).toEqual(calendar);
    expect(replaced.instance.state).toMatchObject({ calendar: 2 });
  });

  test('is refused whole when the rules refuse it', () => {
    const refused = does(begun.instance, { type: 'replaceCalendar', calendar: { ...calendar, version: 10 } }, system);

    expect(refused).toMatchObject({ ok: false, code: 'ILLEGAL_NOW' });
    expect(begun.instance.calendar).toEqual(chinaCalendar);
  });
});
