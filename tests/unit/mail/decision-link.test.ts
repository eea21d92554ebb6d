import { linkExpiry } from '../../../activities/mail/decision-link.ts';
import { realTime } from '../../../domain/clock.ts';

const hour = 3_600_000;
const now = 1_000 * hour;

test('a link outlives the deadline by three days', () => {
  expect(linkExpiry(now + 48 * hour, now, realTime, { graceHours: 72 })).toBe(now + 120 * hour);
});

test('a link never works for more than a week', () => {
  expect(linkExpiry(now + 400 * hour, now, realTime, { graceHours: 72 })).toBe(now + 168 * hour);
  expect(linkExpiry(null, now, realTime, { graceHours: 72 })).toBe(now + 168 * hour);
});

test('a reminder long after the deadline still leaves a day', () => {
  expect(linkExpiry(now - 400 * hour, now, realTime, { graceHours: 72 })).toBe(now + 24 * hour);
});

test('when a day passes in twenty seconds a person still has half an hour to read the mail', () => {
  const fast = { base: 0, factor: 4_320 };
  const realMilliseconds = (linkExpiry(now + 8 * hour, now, fast, { graceHours: 72 }) - now) / fast.factor;
  expect(realMilliseconds).toBe(hour / 2);
});
