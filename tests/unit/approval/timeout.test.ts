import type { ApprovalNode, TimeoutAction } from '../../../domain/approval/variant.ts';
import type { Offset, WorkingCalendar } from '../../../domain/calendar.ts';
import type { Rung } from '../../../domain/ladder.ts';
import {
  approve,
  begun,
  holdersOf,
  lettersOf,
  monday,
  node,
  type Scene,
  tick,
  turnDown,
  variantOf,
  without,
} from '../../support/approval.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';

const system = actor('system');
const rung = (days: number, ...actions: TimeoutAction[]): Rung<TimeoutAction> => ({
  after: `${days} workdays` as Offset,
  do: actions,
});
const timed = (timeout: readonly Rung<TimeoutAction>[], changes: Partial<ApprovalNode> = {}) =>
  begun(variantOf([node('legal', { timeout, approvers: [{ person: 'leo' }], ...changes })]));
const ticks = (scene: Scene, at: string, ...away: string[]) =>
  scene.does(system, tick, { at: shanghai(at), organisation: without(...away) });

// Asked on Monday the 14th at 10:00 with one workday to answer: due on Tuesday the 15th at 10:00.
const due = '2026-09-15 10:00';

test('nothing happens before its time', () => {
  const scene = timed([rung(0, 'remind')]);
  const early = ticks(scene, '2026-09-15 09:59');

  expect(early.events).toEqual([]);
  expect(early.effects).toEqual([]);
  expect(early.instance).toEqual(scene.instance);
  expect(scene.waits[0]?.next).toEqual({ at: shanghai(due), what: 'remind', who: { user: 'leo' } });
});

test('remind mails the holder again', () => {
  const late = ticks(timed([rung(0, 'remind'), rung(1, 'remind')]), due);

  expect(lettersOf(late)).toEqual(['approval.reminder leo']);
  expect(late.mails[0]).toMatchObject({ key: 'a1/t1/remind.1/leo', onlyWhileOpen: true });
  expect(wallClock(late.waits[0]?.next?.at ?? 0)).toBe('2026-09-16 10:00');
  expect(ticks(late, due).events).toEqual([]);
  expect(ticks(late, '2026-09-16 10:00').mails[0]?.key).toBe('a1/t1/remind.2/leo');
});

test('after an outage only the highest rung is acted on', () => {
  const late = ticks(timed([rung(0, 'remind'), rung(1, 'remind'), rung(2, 'escalateToManager')]), '2026-09-30 10:00');

  expect(lettersOf(late)).toEqual(['approval.escalated lou']);
  expect(late.events).toMatchObject([{ type: 'TimeoutReached', step: 3, skipped: 2, escalatedTo: 'lou' }]);
  expect(late.waits[0]?.next).toBeNull();
});

test('a rung counted before the deadline comes first', () => {
  const scene = timed([rung(0, 'remind'), rung(-1, 'escalateToManager')], { within: '3 workdays' });

  expect(scene.waits[0]?.next).toEqual({
    at: shanghai('2026-09-16 10:00'),
    what: 'escalateToManager',
    who: { office: 'manager' },
  });
});

describe('escalateToManager', () => {
  const scene = timed([rung(0, 'remind', 'escalateToManager')]);

  test('tells the holder’s manager and leaves the task where it is', () => {
    const late = ticks(scene, due);

    expect(lettersOf(late)).toEqual(['approval.reminder leo', 'approval.escalated lou']);
    expect(holdersOf(late)).toEqual(['leo']);
    expect(scene.waits[0]?.next).toMatchObject({ what: 'escalateToManager', who: { office: 'manager' } });
  });

  test('passes over a manager who is away, and the starter', () => {
    expect(lettersOf(ticks(scene, due, 'lou'))).toContain('approval.escalated rex');
    const manager = begun(
      variantOf([node('n', { approvers: [{ person: 'leo' }], timeout: [rung(0, 'escalateToManager')] })]),
      { starter: 'lou' },
    );
    expect(lettersOf(ticks(manager, due))).toEqual(['approval.escalated rex']);
  });

  test('tells an admin where there is no manager, and nobody where there is nobody', () => {
    const top = timed([rung(0, 'escalateToManager')], { approvers: [{ person: 'rex' }] });

    expect(lettersOf(ticks(top, due))).toEqual(['approval.escalated ada']);
    const alone = ticks(top, due, 'ada');
    expect(lettersOf(alone)).toEqual([]);
    expect(alone.events).toMatchObject([{ type: 'TimeoutReached', escalatedTo: null }]);
  });
});

describe('transferToManager', () => {
  const scene = timed([rung(0, 'transferToManager'), rung(1, 'transferToManager'), rung(2, 'autoReject')]);

  test('moves the task up, and its ladder goes on', () => {
    const once = ticks(scene, due);
    expect(lettersOf(once)).toEqual(['approval.transferred lou', 'approval.withdrawn leo']);
    expect(once.waits[0]).toMatchObject({
      id: 't1',
      holder: 'lou',
      dueAt: shanghai(due),
      next: { at: shanghai('2026-09-16 10:00'), what: 'transferToManager', who: { office: 'manager' } },
    });
    expect(once.refuses('leo', approve('t1'))).toMatchObject({
      code: 'NOT_HOLDER',
      facts: { holder: 'lou', heldSince: shanghai(due) },
    });

    const twice = ticks(once, '2026-09-16 10:00');
    expect(twice.task('t1').chain).toEqual(['leo', 'lou', 'rex']);
    expect(twice.does('rex', approve('t1')).state.status).toBe('APPROVED');
  });

  test('passes over whoever is away when it fires, is on the node already, or is the starter', () => {
    expect(holdersOf(ticks(scene, due, 'lou'))).toEqual(['rex']);
    const both = timed([rung(0, 'transferToManager')], { approvers: [{ person: 'leo' }, { person: 'lou' }] });
    // lou is asked beside leo, so leo’s task goes to rex; lou’s goes past rex to the admin.
    expect(holdersOf(ticks(both, due))).toEqual(['rex', 'ada']);
    const own = begun(
      variantOf([node('n', { approvers: [{ person: 'leo' }], timeout: [rung(0, 'transferToManager')] })]),
      { starter: 'lou' },
    );
    expect(holdersOf(ticks(own, due))).toEqual(['rex']);
  });

  test('goes to an admin past the top, and stays where it is when there is none', () => {
    const top = timed([rung(0, 'transferToManager'), rung(1, 'remind')], { approvers: [{ person: 'rex' }] });

    expect(holdersOf(ticks(top, due))).toEqual(['ada']);
    const alone = ticks(top, due, 'ada');
    expect(holdersOf(alone)).toEqual(['rex']);
    expect(alone.waits[0]?.next).toMatchObject({ what: 'remind' });
  });
});

describe('addManager', () => {
  const scene = (mode: ApprovalNode['mode']) =>
    timed([rung(0, 'addManager')], { mode, approvers: [{ person: 'leo' }, { person: 'lea' }] });

  test('asks the manager too, with a deadline of their own', () => {
    const late = ticks(timed([rung(0, 'addManager')]), due);

    expect(holdersOf(late)).toEqual(['leo', 'lou']);
    expect(late.events.at(-1)).toMatchObject({ type: 'TaskAdded', node: 'legal', beside: 't1' });
    expect(wallClock(late.waits[1]?.dueAt ?? 0)).toBe('2026-09-16 10:00');
    expect(lettersOf(late)).toEqual(['approval.requested lou']);
  });

  test('in ALL both have to approve', () => {
    const added = ticks(scene('ALL'), due)
      .does('leo', approve('t1'))
      .does('lea', approve('t2'))
      .does('lou', approve('t3'));

    expect(added.state.status).toBe('RUNNING');
    expect(holdersOf(added)).toEqual(['rex']);
    expect(added.does('rex', approve('t4')).state.status).toBe('APPROVED');
  });

  test('in ANY either decides', () => {
    const added = ticks(scene('ANY'), due).does('lou', approve('t3'));

    expect(added.state.tasks.map(({ status }) => status)).toEqual([
      'CANCELLED_BY_SIBLING',
      'CANCELLED_BY_SIBLING',
      'APPROVED',
      'CANCELLED_BY_SIBLING',
    ]);
  });

  test('in SEQ the next one waits for both', () => {
    const added = ticks(scene('SEQ'), due);
    expect(holdersOf(added)).toEqual(['leo', 'lou']);

    const one = added.does('leo', approve('t1'));
    expect(holdersOf(one)).toEqual(['lou']);
    expect(holdersOf(one.does('lou', approve('t3')))).toEqual(['lea']);
  });

  test('adds nobody past the top', () => {
    const top = timed([rung(0, 'addManager')], { approvers: [{ person: 'rex' }] });

    expect(holdersOf(ticks(top, due))).toEqual(['rex']);
  });
});

describe('deciding by itself', () => {
  test('autoApprove passes the node in the name of the system', () => {
    const late = ticks(timed([rung(0, 'autoApprove')]), due);

    expect(late.state).toMatchObject({ status: 'APPROVED', ending: { by: 'system', task: 't1' } });
    expect(late.events[1]).toMatchObject({ type: 'TaskDecided', decision: 'approved', cause: 'timeout', by: 'system' });
    expect(lettersOf(late)).toEqual(['approval.decided sam']);
  });

  test('whoever decides after that learns what happened', () => {
    const nodes = [node('legal', { timeout: [rung(0, 'autoApprove')] }), node('rest')];
    const late = ticks(begun(variantOf(nodes)), due);

    expect(late.refuses('leo', turnDown('t1'))).toMatchObject({
      code: 'ALREADY_DECIDED',
      facts: { decidedBy: 'system', decidedAt: shanghai(due), decision: 'approved' },
    });
  });

  test('autoReject ends it', () => {
    const late = ticks(timed([rung(0, 'autoReject')]), due);

    expect(late.state).toMatchObject({ status: 'REJECTED', ending: { by: 'system', comment: null } });
  });

  test('a task that comes and goes within one tick is never mailed about', () => {
    const both = timed([rung(0, 'addManager', 'autoReject')]);
    const late = ticks(both, due);

    expect(late.state.tasks.map(({ status }) => status)).toEqual(['REJECTED', 'CANCELLED']);
    expect(lettersOf(late)).toEqual(['approval.decided sam']);
  });

  test('what one task’s timeout ends, the next one’s does not touch', () => {
    const late = ticks(timed([rung(0, 'autoApprove')], { mode: 'ANY', approvers: [{ role: 'legal' }] }), due);

    expect(late.state.tasks.map(({ status }) => status)).toEqual([
      'APPROVED',
      'CANCELLED_BY_SIBLING',
      'CANCELLED_BY_SIBLING',
    ]);
    expect(late.events.filter(({ type }) => type === 'TimeoutReached')).toHaveLength(1);
  });
});

test('an approval that is over ignores the clock and the calendar', () => {
  const over = timed([rung(0, 'remind')]).does('leo', approve('t1'));

  expect(ticks(over, '2026-12-01 10:00').events).toEqual([]);
  const changed = over.does(system, { type: 'replaceCalendar', calendar: chinaCalendar } as never);
  expect(changed.events.map(({ type }) => type)).toEqual(['CalendarReplaced']);
});

describe('a new calendar', () => {
  const calendar: WorkingCalendar = {
    ...chinaCalendar,
    version: 2,
    exceptions: { ...chinaCalendar.exceptions, '2026-09-15': 'holiday' },
  };
  const replace = { type: 'replaceCalendar', calendar } as never;

  test('moves deadlines and the rungs still to come', () => {
    const moved = timed([rung(0, 'remind'), rung(1, 'autoReject')]).does(system, replace);

    expect(moved.events.map(({ type }) => type)).toEqual(['CalendarReplaced', 'DeadlinesMoved']);
    expect(wallClock(moved.waits[0]?.dueAt ?? 0)).toBe('2026-09-16 10:00');
    expect(wallClock(moved.waits[0]?.next?.at ?? 0)).toBe('2026-09-16 10:00');
    expect(moved.waits[0]?.openedAt).toBe(monday);
  });

  test('repeats no rung that has been acted on', () => {
    const reminded = ticks(timed([rung(0, 'remind'), rung(1, 'autoReject')]), due);
    const moved = reminded.does(system, replace);

    expect(moved.waits[0]?.next).toMatchObject({ what: 'autoReject', at: shanghai('2026-09-17 10:00') });
    expect(ticks(moved, '2026-09-16 18:00').events).toEqual([]);
  });

  test('that changes no deadline changes nothing else', () => {
    const same = timed([rung(0, 'remind')]).does(system, {
      type: 'replaceCalendar',
      calendar: { ...chinaCalendar, version: 2 },
    } as never);

    expect(same.events.map(({ type }) => type)).toEqual(['CalendarReplaced']);
  });
});
