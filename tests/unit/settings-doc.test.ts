import { readFileSync } from 'node:fs';
import { Settings } from '../../config.ts';

const text = readFileSync('docs/operations.md', 'utf8');
const section = text.slice(text.indexOf('\n## Settings\n')).split('\n## ')[1] ?? '';
const rows = [...section.matchAll(/^\| `([A-Z0-9_]+)` *\|(.*?)\|.*\w.*\|$/gm)].map(([, name, value = '']) => ({
  name,
  value: value.trim(),
}));

test('docs/operations.md lists the settings there are, in their order', () => {
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(Settings.shape));
});

test.each(rows)('the default of $name is the one that counts', ({ name, value }) => {
  const { DATABASE_URL, ...defaults } = Settings.parse({ DATABASE_URL: 'postgresql://host/database' });
  const counts = (defaults as Record<string, unknown>)[name ?? ''];
  expect(value).toBe(counts === undefined ? '' : `\`${counts}\``);
});
