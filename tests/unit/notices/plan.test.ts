import fc from 'fast-check';
import { notices } from '../../../domain/effects.ts';
import {
  type CompanyMatrix,
  cells,
  faultInChoices,
  faultInCompanyMatrix,
  isFixed,
  noticeChannels,
  noticeRow,
  type PersonalMatrix,
} from '../../../domain/notices/matrix.ts';
import { planDeliveries, type Receiver, type Robot } from '../../../domain/notices/plan.ts';
import { endOfQuiet } from '../../../domain/notices/quiet.ts';
import { noPersonalSettings, standardCompanySettings } from '../../../domain/notices/settings.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';

const lina: Receiver = { id: 'lina', roles: ['sales'], managers: ['wangwei', 'zhao'] };
const noon = shanghai('2026-11-24 12:00');
const night = shanghai('2026-11-24 22:30');
const quiet = { from: '20:00', until: '08:00', daysOff: true };
const robots: readonly Robot[] = [
  { id: 'all', channel: 'wecom', audience: { of: 'everyone' } },
  { id: 'east', channel: 'dingtalk', audience: { of: 'team', manager: 'wangwei' } },
  { id: 'legal', channel: 'feishu', audience: { of: 'role', role: 'legal' } },
];
const given = {
  company: standardCompanySettings,
  person: noPersonalSettings,
  robots,
  calendar: chinaCalendar,
  companyCalendar: chinaCalendar,
  now: noon,
};
const ways = (plan: ReturnType<typeof planDeliveries>) => plan.map(({ channel, target }) => channel + target);

describe('a notice goes', () => {
  test('into the product, by mail, and to the chats whose audience its receiver belongs to', () => {
    expect(ways(planDeliveries('approval.requested', lina, given))).toEqual([
      'inApp',
      'email',
      'wecomall',
      'dingtalkeast',
    ]);
  });

  test('only where the company and its receiver want it', () => {
    const company = {
      ...standardCompanySettings,
      matrix: { 'payment.settled': { channels: { email: 'off' } } },
    } as const;
    expect(ways(planDeliveries('payment.settled', lina, { ...given, company }))).toEqual(['inApp']);
    const person = { matrix: { 'payment.settled': { email: true, wecom: true } } };
    expect(ways(planDeliveries('payment.settled', lina, { ...given, company, person }))).toEqual([
      'inApp',
      'email',
      'wecomall',
    ]);
  });

  test('after quiet hours, by mail and in chats, but into the product at once', () => {
    const company = { ...standardCompanySettings, quiet };
    const morning = shanghai('2026-11-25 08:00');
    const plan = planDeliveries('approval.requested', lina, { ...given, company, now: night });
    expect(plan.map(({ channel, at }) => [channel, at])).toEqual([
      ['inApp', night],
      ['email', morning],
      ['wecom', morning],
      ['dingtalk', morning],
    ]);
  });

  test('at once when it is urgent, by default or because the company says so', () => {
    const company = { ...standardCompanySettings, quiet, matrix: { 'approval.urged': { urgent: true } } };
    for (const notice of ['step.failed', 'approval.urged'] as const) {
      const plan = planDeliveries(notice, lina, { ...given, company, now: night });
      expect(new Set(plan.map(({ at }) => at))).toEqual(new Set([night]));
    }
  });

  test("by a person's own quiet hours, or none, instead of the company's", () => {
    const company = { ...standardCompanySettings, quiet };
    const mailAt = (person: object) =>
      planDeliveries('approval.requested', lina, {
        ...given,
        company,
        person: { matrix: {}, ...person },
        now: night,
      }).find(({ channel }) => channel === 'email')?.at;
    expect(mailAt({ quiet: null })).toBe(night);
    expect(mailAt({ quiet: { from: '22:00', until: '23:00', daysOff: false } })).toBe(shanghai('2026-11-24 23:00'));
  });
});

test('quiet hours hold mails back by the zone of their receiver, and chats by that of the company', () => {
  const company = { ...standardCompanySettings, quiet };
  const london = { ...chinaCalendar, zone: 'Europe/London', offsets: [{ from: 0, minutes: 0 }] };
  const plan = planDeliveries('approval.requested', lina, { ...given, company, calendar: london, now: night });
  const atOf = (channel: string) => plan.find((way) => way.channel === channel)?.at;
  // Half past ten in Shanghai is half past two in London.
  expect(atOf('email')).toBe(night);
  expect(atOf('wecom')).toBe(shanghai('2026-11-25 08:00'));
});

describe('quiet hours', () => {
  test.each([
    ['2026-11-24 19:59', '2026-11-24 19:59'],
    ['2026-11-24 20:00', '2026-11-25 08:00'],
    ['2026-11-25 03:00', '2026-11-25 08:00'],
    ['2026-11-25 08:00', '2026-11-25 08:00'],
    // A Friday night leads over the weekend.
    ['2026-11-27 21:00', '2026-11-30 08:00'],
    ['2026-11-28 12:00', '2026-11-30 08:00'],
    // The National Day holiday, to its end.
    ['2026-09-30 22:00', '2026-10-08 08:00'],
  ])('from %s last until %s', (from, until) => {
    expect(endOfQuiet(quiet, chinaCalendar, shanghai(from))).toBe(shanghai(until));
  });

  test('within a day keep to that day', () => {
    const lunch = { from: '12:00', until: '13:30', daysOff: false };
    expect(endOfQuiet(lunch, chinaCalendar, shanghai('2026-11-28 12:10'))).toBe(shanghai('2026-11-28 13:30'));
    expect(endOfQuiet(lunch, chinaCalendar, shanghai('2026-11-28 13:30'))).toBe(shanghai('2026-11-28 13:30'));
  });

  const time = fc.integer({ min: 0, max: 1439 }).map((minutes) => {
    const two = (count: number) => String(Math.floor(count)).padStart(2, '0');
    return `${two(minutes / 60)}:${two(minutes % 60)}`;
  });

  test('never end before now, always end, and end where it is not quiet', () => {
    fc.assert(
      fc.property(
        time,
        time,
        fc.boolean(),
        fc.integer({ min: 0, max: 400 * 1440 }),
        (from, until, daysOff, minutes) => {
          const now = shanghai('2026-01-01 00:00') + minutes * 60_000;
          const end = endOfQuiet({ from, until, daysOff }, chinaCalendar, now);
          expect(end).toBeGreaterThanOrEqual(now);
          expect(endOfQuiet({ from, until, daysOff }, chinaCalendar, end)).toBe(end);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('whatever company and person choose', () => {
  const matrix = fc.dictionary(
    fc.constantFrom(...notices),
    fc.record({ channels: fc.dictionary(fc.constantFrom(...noticeChannels), fc.constantFrom(...cells)) }),
  ) as fc.Arbitrary<CompanyMatrix>;
  const choices = fc.dictionary(
    fc.constantFrom(...notices),
    fc.dictionary(fc.constantFrom(...noticeChannels), fc.boolean()),
  ) as fc.Arbitrary<PersonalMatrix>;

  test('no notice to a colleague is lost, and requests for decisions and alarms are always mailed', () => {
    fc.assert(
      fc.property(matrix, choices, fc.constantFrom(...notices), (companyMatrix, personMatrix, notice) => {
        const company = { ...standardCompanySettings, matrix: companyMatrix };
        const plan = planDeliveries(notice, lina, { ...given, company, person: { matrix: personMatrix } });
        expect(plan.length).toBeGreaterThan(0);
        if (isFixed(notice, 'email')) expect(ways(plan)).toContain('email');
      }),
      { numRuns: 300 },
    );
  });

  test('a matrix without a fault is the one that counts', () => {
    fc.assert(
      fc.property(matrix, (companyMatrix) => {
        if (faultInCompanyMatrix(companyMatrix)) return;
        for (const notice of notices) {
          expect(noticeRow(companyMatrix, notice).channels).toMatchObject(companyMatrix[notice]?.channels ?? {});
        }
      }),
      { numRuns: 200 },
    );
  });
});

test('a fault names the cell that may not be changed', () => {
  expect(faultInCompanyMatrix({ 'approval.requested': { channels: { email: 'off' } } })?.field).toBe(
    'matrix.approval.requested.channels.email',
  );
  expect(
    faultInCompanyMatrix({ 'approval.decided': { channels: { email: 'never', wecom: 'always' } } }),
  ).toBeUndefined();
  const company: CompanyMatrix = { 'approval.decided': { channels: { email: 'never' } } };
  expect(faultInChoices({ 'approval.decided': { email: true } }, company)?.field).toBe('matrix.approval.decided.email');
  expect(faultInChoices({ 'approval.decided': { wecom: true } }, company)).toBeUndefined();
});
