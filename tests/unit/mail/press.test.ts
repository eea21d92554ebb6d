import type { Request } from 'express';
import { fromOwnPage, issueNonce, judgeNonce } from '../../../api/decision/press.ts';
import { redactDecisionPath } from '../../../api/decision/redact.ts';

const token = 'k3Jq0v5wXo0m3Zc9Yb1rT7uN2pA8sD4fG6hJ0lQeWx4';
const now = 1_800_000_000_000;

test('a press is believed when a person could have made it', () => {
  const nonce = issueNonce(token, now);
  expect(judgeNonce(token, nonce, now + 1_000)).toBe('good');
  expect(judgeNonce(token, nonce, now + 30 * 60_000)).toBe('good');
});

test('a machine that presses at once, and a page from this morning, are not', () => {
  const nonce = issueNonce(token, now);
  expect(judgeNonce(token, nonce, now + 999)).toBe('early');
  expect(judgeNonce(token, nonce, now - 5_000)).toBe('early');
  expect(judgeNonce(token, nonce, now + 30 * 60_000 + 1)).toBe('late');
});

test('a nonce is good for its own link only and cannot be made up', () => {
  const nonce = issueNonce(token, now);
  const later = `${now + 5_000}.${nonce.split('.')[1]}`;
  for (const wrong of [undefined, '', 'x', `${now}.`, later, `${nonce}x`, ['a'], issueNonce('other', now)]) {
    expect(judgeNonce(token, wrong, now + 2_000)).toBe('forged');
  }
});

const request = (headers: Record<string, string>) =>
  ({ get: (name: string) => headers[name.toLowerCase()] }) as unknown as Request;
const own = 'https://fairway.test';

test.each([
  [{}],
  [{ origin: 'null' }],
  [{ origin: own }],
  [{ origin: 'https://proxy.test', host: 'proxy.test' }],
  [{ 'sec-fetch-site': 'same-origin', origin: 'null' }],
  [{ referer: `${own}/d/x` }],
])('a press with %j may come from our page', (headers) => {
  expect(fromOwnPage(request({ host: 'fairway.test', ...headers }), own)).toBe(true);
});

test.each([
  [{ origin: 'https://evil.test' }],
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site', origin: 'null' }],
  [{ referer: 'https://evil.test/fairway.test' }],
  [{ origin: own, referer: 'https://evil.test/' }],
  [{ origin: 'nonsense' }],
])('a press with %j does not', (headers) => {
  expect(fromOwnPage(request({ host: 'fairway.test', ...headers }), own)).toBe(false);
});

test('no log ever holds a token', () => {
  expect(redactDecisionPath(`/d/${token}`)).toBe('/d/[token]');
  expect(redactDecisionPath(`/d/${token}/document?lang=en`)).toBe('/d/[token]/document?lang=en');
  expect(redactDecisionPath(`https://fairway.test/base/d/${token}?choose=reject`)).toBe(
    'https://fairway.test/base/d/[token]?choose=reject',
  );
  expect(redactDecisionPath('/d/style.css?v=1')).toBe('/d/style.css?v=1');
  expect(redactDecisionPath('/api/v1/waits')).toBe('/api/v1/waits');
});
