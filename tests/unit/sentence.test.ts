import { locales } from '../../domain/effects.ts';
import { rejectionCodes } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { actionLabel, nextLabel, type Reader, rejectionText, waitSentence } from '../../domain/sentence.ts';
import { type Addressee, automaticActions, type Wait, waitActions } from '../../domain/wait.ts';
import { chinaCalendar, shanghai } from '../support/calendar.ts';

const names: Record<string, string> = { lina: 'Li Na', wangwei: 'Wang Wei' };
const reader: Reader = {
  locale: 'en',
  calendar: chinaCalendar,
  now: shanghai('2026-11-24 10:00'),
  nameOf: (id) => names[id] ?? id,
};
const zh: Reader = { ...reader, locale: 'zh-CN', nameOf: () => '李娜' };

const wait: Wait = {
  id: 't1',
  on: 'person',
  action: 'approval.decide',
  holder: 'lina',
  openedAt: shanghai('2026-11-23 09:12'),
  dueAt: shanghai('2026-11-25 18:00'),
  next: { at: shanghai('2026-11-26 09:00'), what: 'remind', who: { user: 'lina' } },
  subject: {
    number: 'C-102',
    title: 'Supply of pumps',
    customer: { id: 'c1', name: 'Hangzhou Pumps' },
    amount: money(120_000_00, 'CNY'),
    documentVersion: 3,
    capacity: 'legal',
  },
};

test('the sentence says who, what, which version, since when, until when and what happens then', () => {
  expect(waitSentence(wait, reader)).toBe(
    'Waits for Li Na (legal) to decide C-102 v3 “Supply of pumps” since Mon 23 Nov 09:12, due Wed 25 Nov 18:00; on Thu 26 Nov 09:00 a reminder goes to Li Na.',
  );
  expect(waitSentence(wait, zh)).toBe(
    '等待李娜（法务）审批 C-102 v3 “Supply of pumps”，自11月23日周一09:12起，期限为11月25日周三18:00；11月26日周四09:00将提醒李娜。',
  );
});

test('whoever stands in is shown with whom they stand in for', () => {
  const standing = { ...wait, holder: 'wangwei', principal: 'lina' };
  expect(waitSentence(standing, reader)).toContain('Waits for Wang Wei (for Li Na, legal) to decide');
  const nameOf = (id: string) => (id === 'lina' ? '李娜' : '王伟');
  expect(waitSentence(standing, { ...zh, nameOf })).toContain('等待王伟（代李娜，法务）审批');
});

test('times are those of the calendar, not of the machine', () => {
  const utc = { ...chinaCalendar, zone: 'UTC', offsets: [{ from: 0, minutes: 0 }] };
  expect(waitSentence(wait, { ...reader, calendar: utc })).toContain('Mon 23 Nov 01:12');
});

test('a year is written when it is not the present one', () => {
  const old = { ...wait, openedAt: shanghai('2025-12-31 23:30') };
  expect(waitSentence(old, reader)).toContain('Wed 31 Dec 2025 23:30');
  expect(waitSentence(old, zh)).toContain('2025年12月31日周三23:30');
  expect(waitSentence(wait, reader)).not.toContain('2026');
});

test('a moment on a day whose holidays are not published yet is marked as provisional', () => {
  const far = { ...wait, dueAt: shanghai('2027-01-04 18:00'), next: null };
  expect(waitSentence(far, reader)).toContain('due Mon 4 Jan 2027 18:00 (provisional);');
  expect(waitSentence(far, zh)).toContain('期限为2027年1月4日周一18:00（暂定）；');
  expect(waitSentence(wait, reader)).not.toContain('provisional');
});

test('an overdue wait says for how long, in sensible units', () => {
  const late = (now: string) => waitSentence(wait, { ...reader, now: shanghai(now) });
  expect(late('2026-11-25 18:00')).not.toContain('overdue');
  expect(late('2026-11-25 18:20')).toContain('overdue for 20 minutes');
  expect(late('2026-11-25 19:00')).toContain('overdue for 1 hour;');
  expect(late('2026-11-27 17:59')).toContain('overdue for 47 hours');
  expect(late('2026-11-28 19:00')).toContain('overdue for 3 days');
  expect(waitSentence(wait, { ...zh, now: shanghai('2026-11-28 19:00') })).toContain('已逾期3天');
});

test('nothing scheduled and no deadline are said plainly', () => {
  const idle: Wait = { ...wait, dueAt: null, next: null };
  expect(waitSentence(idle, reader)).toMatch(/with no deadline; nothing is scheduled/);
  expect(waitSentence(idle, zh)).toMatch(/没有期限；之后没有安排/);
});

test('a wait for money names the amount and the customer', () => {
  for (const action of ['payment.await', 'payment.collect'] as const) {
    for (const by of [reader, zh]) {
      const sentence = waitSentence({ ...wait, action, on: 'payment' }, by);
      expect(sentence).toContain('¥120,000.00');
      expect(sentence).toContain('Hangzhou Pumps');
    }
  }
});

const addressees: readonly [Addressee, string, string][] = [
  [{ user: 'wangwei' }, 'Wang Wei', '李娜'],
  [{ office: 'manager' }, 'the manager of Li Na', '李娜的上级'],
  [{ office: 'finance' }, 'finance', '财务部'],
  [{ office: 'legal' }, 'legal', '法务部'],
  [{ office: 'customer' }, 'Hangzhou Pumps', 'Hangzhou Pumps'],
];

test.each(addressees)('%j is named', (who, en, chinese) => {
  const next = { at: wait.openedAt, what: 'sendReminder', who } as const;
  expect(waitSentence({ ...wait, next }, reader)).toContain(`goes to ${en}`);
  expect(waitSentence({ ...wait, next }, zh)).toContain(`将向${chinese}发送`);
});

test('every action and everything automatic has wording of its own in both languages', () => {
  for (const locale of locales) {
    const by = { ...reader, locale };
    const actions = waitActions.map((action) => waitSentence({ ...wait, action }, by));
    expect(new Set(actions).size).toBe(waitActions.length);
    for (const sentence of actions) expect(sentence).toMatch(/Li Na/);
    expect(new Set(waitActions.map((action) => actionLabel(action, locale))).size).toBe(waitActions.length);
    expect(new Set(automaticActions.map((what) => nextLabel(what, locale))).size).toBe(automaticActions.length);
    for (const what of automaticActions) {
      const sentence = waitSentence({ ...wait, next: { at: wait.openedAt, what, who: { user: 'wangwei' } } }, by);
      expect(sentence).not.toMatch(/undefined|null/);
    }
  }
});

test('people read every refusal in their own language', () => {
  for (const code of rejectionCodes) {
    expect(rejectionText(code, 'en')).toMatch(/^[\x20-\x7e]+\.$/);
    expect(rejectionText(code, 'zh-CN')).toMatch(/\p{Script=Han}.*。$/u);
  }
});
