import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { scaffoldVariant } from '../../cli/new-variant/scaffold.ts';
import { Sentence } from '../../cli/sentence.ts';
import { faultsIn, faultsInRegistry, type Registry } from '../support/variant-checks.ts';

let project: string;
let folder: string;

/** A copy of the rules, in which variants can be added without touching the real ones. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'new-variant-'));
  folder = join(project, 'domain', 'variants');
  cpSync('domain', join(project, 'domain'), { recursive: true });
  const settings = { extends: resolve('tsconfig.json'), compilerOptions: { types: [] }, include: ['domain'] };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(settings));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
});

afterEach(() => rmSync(project, { recursive: true }));

/** What the compiler has to say about the copy; empty when it is content. */
function compile(): string {
  try {
    execFileSync(resolve('node_modules/.bin/tsc'), ['--noEmit', '-p', project], { encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** All faults in the copy's registry, by the checks every variant has to pass. */
function faults(): string[] {
  const { variants } = require(join(folder, 'index.ts')) as { variants: Registry };
  const files = readdirSync(folder).filter((file) => file !== 'index.ts');
  return [...faultsInRegistry(variants, files), ...Object.values(variants).flat().flatMap(faultsIn)];
}

function formatted(file: string): string {
  const biome = [
    resolve('node_modules/.bin/biome'),
    'check',
    '--write',
    `--stdin-file-path=${resolve('domain/variants', file)}`,
  ] as const;
  return execFileSync(biome[0], biome.slice(1), { input: readFileSync(join(folder, file)), encoding: 'utf8' });
}

test.each([
  ['opportunity', 'public-sector', 'opportunity.public-sector', 'publicSectorOpportunity'],
  ['approval', 'a-first', 'approval.a-first', 'aFirstApproval'],
  ['payment-plan', 'zero-tolerance', 'paymentPlan.zero-tolerance', 'zeroToleranceCollections'],
  ['paymentPlan', 'export', 'paymentPlan.export', 'exportCollections'],
  ['incident', 'webhook', 'incident.webhook', 'webhookIncident'],
])('a new %s compiles, is formatted, and passes every check', (kind, name, id, constant) => {
  const { file, ...scaffolded } = scaffoldVariant(folder, kind, name);
  expect(scaffolded.id).toBe(id);
  expect(compile()).toBe('');
  expect(faults()).toEqual([]);
  for (const written of ['index.ts', file.slice(folder.length + 1)]) {
    expect(formatted(written)).toBe(readFileSync(join(folder, written), 'utf8'));
  }
  const { variants } = require(join(folder, 'index.ts')) as { variants: Registry };
  const variant = Object.values(variants)
    .flat()
    .find((listed) => listed.id === id);
  expect(variant?.appliesTo({} as never)).toBe(false);
  expect(readFileSync(file, 'utf8')).toContain(`export const ${constant} = define`);
});

test('a list that grows too long for its line is broken', () => {
  for (const name of ['one-very-long-name', 'another-very-long-name', 'a-third-very-long-name'])
    scaffoldVariant(folder, 'approval', name);
  expect(formatted('index.ts')).toBe(readFileSync(join(folder, 'index.ts'), 'utf8'));
});

test.each([
  ['quotation', 'fast', 'There is no kind "quotation"'],
  ['opportunity', 'PublicSector', '"PublicSector" is no name'],
  ['opportunity', 'public_sector', 'is no name'],
  ['opportunity', '-x', 'is no name'],
  ['opportunity', '../evil', 'is no name'],
  ['opportunity', 'standard', 'opportunity.standard exists already'],
  ['payment-plan', 'key-account', 'paymentPlan.key-account exists already'],
])('%s %s is refused with one sentence and changes nothing', (kind, name, sentence) => {
  const before = readFileSync(join(folder, 'index.ts'), 'utf8');
  const files = readdirSync(folder);
  expect(() => scaffoldVariant(folder, kind, name)).toThrow(Sentence);
  expect(() => scaffoldVariant(folder, kind, name)).toThrow(sentence);
  expect(readFileSync(join(folder, 'index.ts'), 'utf8')).toBe(before);
  expect(readdirSync(folder)).toEqual(files);
});

test('a registry that is laid out otherwise is left alone', () => {
  writeFileSync(join(folder, 'index.ts'), 'export const variants = {};\n');
  expect(() => scaffoldVariant(folder, 'approval', 'fast')).toThrow(/by hand/);
  expect(existsSync(join(folder, 'approval-fast.ts'))).toBe(false);
});

describe('the example in docs/adding-a-variant.md', () => {
  const page = readFileSync('docs/adding-a-variant.md', 'utf8');
  const [, command = ''] = /npm run new:variant -- (\S+ \S+)\n/.exec(page) ?? [];
  const [, example = ''] = /```ts\n(.*?)```/s.exec(page) ?? [];

  /** Follows the page: make the file, then replace it by the example. */
  function follow(text: string): void {
    const [kind = '', name = ''] = command.split(' ');
    const { file } = scaffoldVariant(folder, kind, name);
    writeFileSync(file, text);
  }

  test('compiles, is formatted, passes every check, and is chosen', () => {
    follow(example);
    expect(compile()).toBe('');
    expect(formatted('opportunity-partner.ts')).toBe(example);
    expect(faults()).toEqual([]);
    const { chooseVariant } = require(join(folder, 'index.ts')) as typeof import('../../domain/variants/index.ts');
    const facts = { amount: null, source: 'partner', product: null };
    expect(chooseVariant('opportunity', facts)?.id).toBe('opportunity.partner');
    expect(chooseVariant('opportunity', { ...facts, source: 'fair' })?.id).toBe('opportunity.standard');
  });

  test.each([
    ["start: 'offering'", "start: 'offring'", "'offring'"],
    ["moves: ['offering', 'won', 'lost']", "moves: ['offering', 'wonn', 'lost']", "'wonn'"],
    ["do: ['remind']", "do: ['remined']", "'remined'"],
    ["requires: ['customer', 'amount']", "requires: ['customer', 'amont']", "'amont'"],
    ["followUpWithin: '2 workdays'", "followUpWithin: '2 wokdays'", "'2 wokdays'"],
    ['probability: 40', 'probabilty: 40', 'probabilty'],
  ])('with %s misspelt as %s does not compile', (right, wrong, named) => {
    expect(example).toContain(right);
    follow(example.replace(right, wrong));
    const said = compile();
    expect(said).toContain('opportunity-partner.ts');
    expect(said.replaceAll('"', "'")).toContain(named);
  });
});
