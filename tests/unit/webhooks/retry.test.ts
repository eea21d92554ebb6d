import { localTime } from '../../../domain/calendar.ts';
import { kindOfBounce, resendAt } from '../../../domain/notices/bounce.ts';
import { type DigestReader, planDigests } from '../../../domain/notices/digest.ts';
import { noPersonalSettings, standardCompanySettings } from '../../../domain/notices/settings.ts';
import { nextAttempt, pauses } from '../../../domain/webhooks/retry.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';

describe('a webhook message', () => {
  test('is tried again after longer and longer pauses, and then given up', () => {
    const waits = pauses.map((_, index) => nextAttempt(index + 1, 0, null));
    expect(waits).toEqual([...waits].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(nextAttempt(pauses.length + 1, 0, null)).toBeNull();
  });

  test('waits as long as the far side asks for, within reason', () => {
    expect(nextAttempt(1, 1_000, 60_000)).toBe(61_000);
    expect(nextAttempt(1, 0, 1)).toBe(5_000);
    expect(nextAttempt(1, 0, 10 ** 12)).toBe(8 * 3_600_000);
  });
});

describe('a report about a mail', () => {
  test.each([
    ['failed', '5.1.1', 'hard'],
    ['failed', '5.0.0', 'hard'],
    ['failed', '5.2.2', 'soft'],
    ['failed', '4.4.1', 'soft'],
    ['delayed', '4.4.1', 'none'],
    ['delivered', '2.0.0', 'none'],
    ['relayed', '2.0.0', 'none'],
  ])('%s %s is %s', (action, status, kind) => {
    expect(kindOfBounce({ action, status })).toBe(kind);
  });

  test('that comes again and again is believed in the end', () => {
    expect(resendAt(1, 0)).toBe(15 * 60_000);
    expect(resendAt(4, 0)).toBeNull();
  });
});

describe('daily summaries', () => {
  const company = { ...standardCompanySettings, digest: { on: true, at: '08:30' } };
  const lina: DigestReader = { id: 'lina', settings: noPersonalSettings, calendar: chinaCalendar, lastDay: null };
  const early: DigestReader = {
    id: 'early',
    settings: { matrix: {}, digest: { on: true, at: '07:00' } },
    calendar: chinaCalendar,
    lastDay: null,
  };
  const off: DigestReader = {
    id: 'off',
    settings: { matrix: {}, digest: { on: false, at: '07:00' } },
    calendar: chinaCalendar,
    lastDay: null,
  };
  const plan = (at: string, readers = [lina, early, off]) => planDigests(readers, company, shanghai(at));

  const who = ({ due }: ReturnType<typeof plan>) => due.map(({ userId }) => userId);

  test('are due at the moment each person has chosen', () => {
    expect(plan('2026-11-24 06:59')).toMatchObject({ due: [], nextAt: shanghai('2026-11-24 07:00') });
    expect(plan('2026-11-24 07:00')).toMatchObject({
      due: [{ userId: 'early', day: '2026-11-24' }],
      nextAt: shanghai('2026-11-24 08:30'),
    });
    expect(who(plan('2026-11-24 12:00'))).toEqual(['lina', 'early']);
    expect(plan('2026-11-24 12:00').nextAt).toBe(shanghai('2026-11-25 07:00'));
  });

  test('come once a day', () => {
    const had = [{ ...lina, lastDay: '2026-11-24' }];
    expect(plan('2026-11-24 12:00', had).due).toEqual([]);
    expect(who(plan('2026-11-25 08:30', had))).toEqual(['lina']);
  });

  test('come on working days, moved ones included, and on no holiday', () => {
    expect(plan('2026-10-01 12:00').due).toEqual([]);
    const { nextAt } = plan('2026-09-30 12:00');
    expect(localTime(chinaCalendar, nextAt ?? 0).date).toBe('2026-10-08');
    // A Saturday that is worked for the holiday.
    expect(who(plan('2026-10-10 12:00'))).toEqual(['lina', 'early']);
  });

  test('are due by the clock of each person', () => {
    const london = { ...chinaCalendar, zone: 'Europe/London', offsets: [{ from: 0, minutes: 0 }] };
    const emma = { ...lina, id: 'emma', calendar: london };
    expect(who(plan('2026-11-24 12:00', [lina, emma]))).toEqual(['lina']);
    expect(who(plan('2026-11-24 16:30', [lina, emma]))).toEqual(['lina', 'emma']);
  });

  test('are planned for nobody where nobody wants any', () => {
    expect(plan('2026-11-24 12:00', [off])).toMatchObject({ due: [], nextAt: null });
  });
});
