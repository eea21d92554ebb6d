import { linkExpiry } from '../../../activities/mail/decision-link.ts';

const hour = 3_600_000;
const now = 1_000 * hour;

test('a link outlives the deadline by three days', () => {
  expect(linkExpiry(now + 48 * hour, now)).toBe(now + 120 * hour);
});

test('a link never works for more than a week', () => {
  expect(linkExpiry(now + 400 * hour, now)).toBe(now + 168 * hour);
  expect(linkExpiry(null, now)).toBe(now + 168 * hour);
});

test('a reminder long after the deadline still leaves a day', () => {
  expect(linkExpiry(now - 400 * hour, now)).toBe(now + 24 * hour);
});
