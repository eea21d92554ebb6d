import { climb, due, plan, type Rung, upcoming } from '../../../domain/ladder.ts';
import { chinaCalendar, shanghai, wallClock } from '../../support/calendar.ts';

const rungs: readonly Rung<'call' | 'write' | 'visit'>[] = [
  { after: '2 workdays', do: ['visit'] },
  { after: '-1 workdays', do: ['call'] },
  { after: '1 workdays', do: ['write', 'call'] },
];
const anchor = shanghai('2026-09-30 10:00');
const ladder = plan(rungs, anchor, chinaCalendar);

test('rungs stand in the order of their instants', () => {
  expect(ladder.rungs.map(({ at, do: actions }) => `${wallClock(at)} ${actions.join()}`)).toEqual([
    '2026-09-29 10:00 call',
    '2026-10-08 10:00 write,call',
    '2026-10-09 10:00 visit',
  ]);
  expect(ladder).toMatchObject({ anchor, reached: 0 });
  expect(upcoming(ladder)?.do).toEqual(['call']);
});

test('nothing is due a moment before its time', () => {
  expect(due(ladder, shanghai('2026-09-29 10:00') - 1)).toBeUndefined();
  expect(due(ladder, shanghai('2026-09-29 10:00'))).toMatchObject({ step: 1, skipped: 0, rung: { do: ['call'] } });
});

test('after a long silence only the highest rung is due', () => {
  expect(due(ladder, shanghai('2026-10-08 10:00'))).toMatchObject({ step: 2, skipped: 1 });
  expect(due(ladder, shanghai('2026-12-01 10:00'))).toMatchObject({ step: 3, skipped: 2, rung: { do: ['visit'] } });
});

test('what has been reached is not due again, and the ladder ends', () => {
  const once = climb(ladder, 2);

  expect(due(once, shanghai('2026-10-08 18:00'))).toBeUndefined();
  expect(upcoming(once)?.do).toEqual(['visit']);
  const done = climb(once, 3);
  expect(upcoming(done)).toBeUndefined();
  expect(due(done, shanghai('2027-10-08 18:00'))).toBeUndefined();
  expect(climb(done, 1).reached).toBe(3);
});

test('rungs of one instant count as one moment, the later one is acted on', () => {
  const same = plan<'a' | 'b'>(
    [
      { after: '0 days', do: ['a'] },
      { after: '0 hours', do: ['b'] },
    ],
    anchor,
    chinaCalendar,
  );

  expect(due(same, anchor)).toMatchObject({ step: 2, skipped: 1, rung: { do: ['b'] } });
});

test('an empty ladder schedules nothing', () => {
  const empty = plan([], anchor, chinaCalendar);

  expect(upcoming(empty)).toBeUndefined();
  expect(due(empty, anchor)).toBeUndefined();
});

test('a calendar that turns the order around neither repeats nor drops a rung', () => {
  const mixed = plan<'early' | 'late'>(
    [
      { after: '1 workdays', do: ['late'] },
      { after: '3 days', do: ['early'] },
    ],
    anchor,
    chinaCalendar,
  );
  expect(mixed.rungs.map(({ do: actions }) => actions[0])).toEqual(['early', 'late']);

  // 1 October becomes a working day after the three days' rung has been acted on.
  const worked = { ...chinaCalendar, exceptions: { ...chinaCalendar.exceptions, '2026-10-01': 'workday' as const } };
  const again = plan(mixed.rungs, anchor, worked, 1);

  expect(upcoming(again)?.do).toEqual(['late']);
  expect(due(again, shanghai('2026-10-04 10:00'))).toMatchObject({ rung: { do: ['late'] }, step: 2 });
  // Before any rung has been acted on they simply change places.
  expect(upcoming(plan(mixed.rungs, anchor, worked))?.do).toEqual(['late']);
});
