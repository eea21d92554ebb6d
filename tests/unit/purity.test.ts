import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What makes a result depend on more than its input, or reach outside. */
const impure = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /(?<!new )\bDate\(\)/,
  /\bMath\.random\b/,
  /\bcrypto\.|\brandomUUID\b/,
  /\bperformance\.now\b/,
  /\bprocess\.(env|argv|cwd|exit|hrtime|pid|platform|stdout|stderr|on)\b/,
  /\b(setTimeout|setInterval|setImmediate|queueMicrotask|fetch)\(/,
  /\bconsole\./,
];

const environment = [/\bprocess\.env\b/, /\bfrom 'dotenv/];

/** The lines of a text that hold one of the patterns, comments left aside. */
function offences(source: string, patterns: readonly RegExp[]): string[] {
  const withoutComments = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
  return withoutComments.split('\n').filter((line) => patterns.some((pattern) => pattern.test(line)));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('generated'))
    .map((file) => join(folder, file));
}

test.each([
  'const at = Date.now();',
  'return new Date();',
  'const id = Math.random();',
  'const id = crypto.randomUUID();',
  'setTimeout(later, 10);',
  "if (process.env.DEMO === '1') return;",
])('%s is impure', (line) => {
  expect(offences(`const before = 1;\n${line}\n`, impure)).toHaveLength(1);
});

test('dates made of given instants, and words in comments, are pure', () => {
  const source = '/** Never Date.now() here. */\nconst day = new Date(at); // not Math.random\nprocess.wait(day);\n';
  expect(offences(source, impure)).toEqual([]);
});

test('the business reads no clock, no chance and no surroundings', () => {
  const files = filesIn('domain');
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    expect([file, ...offences(readFileSync(file, 'utf8'), impure)]).toEqual([file]);
  }
});

test('only config.ts reads the environment', () => {
  const files = [...['domain', 'workflows', 'gateway', 'activities', 'api', 'prisma'].flatMap(filesIn), 'worker.ts'];
  for (const file of files) {
    expect([file, ...offences(readFileSync(file, 'utf8'), environment)]).toEqual([file]);
  }
  expect(offences(readFileSync('config.ts', 'utf8'), environment)).not.toEqual([]);
});
