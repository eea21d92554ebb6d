import { settingKeys, settingValues } from '../../../api/contracts/settings.ts';
import { defaultSettings, needsStepUp } from '../../../domain/company-settings.ts';
import { money } from '../../../domain/money.ts';

const limits = { from: [money(500_000_00, 'CNY'), money(80_000_00, 'USD')] };

test.each([
  [money(499_999_99, 'CNY'), false],
  [money(500_000_00, 'CNY'), true],
  [money(79_999_99, 'USD'), false],
  [money(80_000_00, 'USD'), true],
  [money(1, 'EUR'), true],
])('a decision about %j takes a code: %s', (amount, takes) => {
  expect(needsStepUp(limits, amount)).toBe(takes);
});

test('without any limit no decision takes a code', () => {
  expect(needsStepUp({ from: [] }, money(1_000_000_000_00, 'CNY'))).toBe(false);
});

test('every setting begins with a value its own contract takes', () => {
  for (const key of settingKeys) expect(settingValues[key].safeParse(defaultSettings[key]).success).toBe(true);
  expect(Object.keys(defaultSettings).sort()).toEqual([...settingKeys].sort());
});

test('there is one limit a currency', () => {
  const twice = { from: [money(1, 'CNY'), money(2, 'CNY')] };
  expect(settingValues.stepUp.safeParse(twice).success).toBe(false);
});
