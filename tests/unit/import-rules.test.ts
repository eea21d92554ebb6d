import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseSync } from '@swc/core';

/** For each row of the rules: a file, an import it may not have, and one it may. */
const rows: [rule: string, file: string, forbidden: string, allowed: string][] = [
  ['domain', 'domain/deal.ts', 'node:crypto', './money.ts'],
  ['domain', 'domain/wait.ts', 'zod', './money.ts'],
  ['domain', 'domain/people.ts', '../prisma/client.ts', './money.ts'],
  ['variants', 'domain/variants/order-standard.ts', '../order/decide.ts', '../order/define.ts'],
  [
    'variant-by-registry',
    'api/routes/orders.ts',
    '../../domain/variants/order-large.ts',
    '../../domain/variants/index.ts',
  ],
  ['registry', 'workflows/order.ts', '../domain/variants/index.ts', '../domain/order/decide.ts'],
  ['workflows', 'workflows/shell.ts', '@temporalio/client', '@temporalio/workflow'],
  ['workflows', 'workflows/alarm.ts', '../prisma/client.ts', '../domain/money.ts'],
  ['gateway', 'gateway/open.ts', '../workflows/process.ts', '../workflows/messages.ts'],
  ['gateway', 'gateway/digest.ts', 'express', 'node:crypto'],
  ['outbound', 'outbound/post.ts', '../prisma/client.ts', 'node:https'],
  ['activities', 'activities/launch.ts', '../workflows/process.ts', '../workflows/messages.ts'],
  ['activities', 'activities/mail.ts', 'express', 'nodemailer'],
  ['activities', 'activities/tell.ts', '../config.ts', '../domain/money.ts'],
  ['prisma', 'prisma/record.ts', '../gateway/gateway.ts', './client.ts'],
  ['api-contracts', 'api/contracts/orders.ts', '../../prisma/client.ts', 'zod'],
  ['api', 'api/routes/waits.ts', '../../workflows/process.ts', '../../workflows/messages.ts'],
  ['api', 'api/routes/deals.ts', '@temporalio/worker', '@temporalio/client'],
  ['api', 'api/routes/people.ts', '../../config.ts', '../contracts/deals.ts'],
  ['web', 'web/src/inbox.ts', '../../api/routes/deals.ts', '../../api/contracts/deals.ts'],
  ['config', 'config.ts', './domain/money.ts', 'zod'],
  ['roots', 'worker.ts', './tests/support/world.ts', './config.ts'],
  ['tests', 'cli/import.ts', '../tests/support/world.ts', '../config.ts'],
  ['no-cycle', 'cli/first.ts', './second.ts', '../config.ts'],
  ['resolvable', 'cli/lost.ts', './nowhere.ts', '../config.ts'],
];

const targets = [
  'domain/money.ts',
  'domain/order/decide.ts',
  'domain/order/define.ts',
  'domain/variants/index.ts',
  'domain/variants/order-large.ts',
  'workflows/messages.ts',
  'workflows/process.ts',
  'gateway/gateway.ts',
  'prisma/client.ts',
  'api/contracts/deals.ts',
  'tests/support/world.ts',
];

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'import-rules-'));
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
});

afterAll(() => rmSync(project, { recursive: true }));

/** Lays out a project in which each row's file has one import, and returns what the rules say to it. */
function violations(specifierOf: (row: (typeof rows)[number]) => string): Violation[] {
  const files = new Map(targets.map((file) => [file, 'export {};\n']));
  files.set('cli/second.ts', "import './first.ts';\n");
  for (const row of rows) files.set(row[1], `import '${specifierOf(row)}';\n`);
  for (const [file, text] of files) {
    mkdirSync(join(project, dirname(file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
  const program = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['--config', resolve('.dependency-cruiser.mjs'), '--output-type', 'json'];
  const folders = readdirSync(project).filter((name) => name !== 'node_modules');
  const report = execFileSync(process.execPath, [program, ...options, ...folders], { cwd: project, encoding: 'utf8' });
  return JSON.parse(report).summary.violations;
}

describe('an import that the table does not allow is refused, each by its row', () => {
  let found: Violation[];
  beforeAll(() => {
    found = violations(([, , forbidden]) => forbidden);
  });

  test.each(rows)('%s: %s may not import %s', (rule, file) => {
    expect(found.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule);
  });
});

test('imports that the table allows are let through', () => {
  const found = violations(([, , , allowed]) => allowed);
  expect(found.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
});

/** The imports of a file that exist at run time, not only for the compiler. */
function runtimeImports(source: string): string[] {
  return parseSync(source, { syntax: 'typescript' }).body.flatMap((item) => {
    if (item.type === 'ImportDeclaration') return item.typeOnly ? [] : [item.source.value];
    if (item.type === 'ExportAllDeclaration') return [item.source.value];
    if (item.type === 'ExportNamedDeclaration' && item.source) return item.typeOnly ? [] : [item.source.value];
    return [];
  });
}

const activitiesByValue = (source: string) => runtimeImports(source).filter((name) => name.includes('/activities/'));

test('workflows import activities as types only', () => {
  expect(activitiesByValue("import { sendMail } from '../activities/mail.ts';")).toHaveLength(1);
  expect(activitiesByValue("export * from '../activities/mail.ts';")).toHaveLength(1);
  expect(activitiesByValue("import type { Activities } from '../activities/activities.ts';")).toEqual([]);

  const files = readdirSync('workflows', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect([file, ...activitiesByValue(readFileSync(join('workflows', file), 'utf8'))]).toEqual([file]);
  }
});
