/**
 * Runs the checks and the tests and closes with their sum on the last line. Every jest test counts as one, and so does
 * every check that is not a jest test.
 *
 *   tsx tests/run.ts                 everything: `npm test`
 *   tsx tests/run.ts --quick         without a server: `npm run check`
 *   tsx tests/run.ts --only NAME     one part
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Counts, closingLine, countsOf, hasSucceeded, sumOf } from './support/counts.ts';

interface Part {
  readonly name: string;
  readonly quick: boolean;
  /** Checks run side by side, tests one after the other. */
  readonly kind: 'check' | 'tests';
  run(): Promise<Counts>;
}

const bin = (name: string) => join('node_modules', '.bin', name);
const SOURCES = [
  'domain',
  'workflows',
  'gateway',
  'documents',
  'activities',
  'api',
  'prisma',
  'cli',
  'tests',
  'docker',
  'bench',
  'web',
];
const present = [...SOURCES, 'config.ts', 'worker.ts'].filter((path) => existsSync(path));

const parts: readonly Part[] = [
  check('types', [bin('tsc'), '--noEmit']),
  check('types of web', [bin('tsc'), '--noEmit', '--project', 'web']),
  check('format and lint', [bin('biome'), 'check', '--error-on-warnings', '.']),
  check('import rules', [bin('depcruise'), '--config', '.dependency-cruiser.mjs', '--output-type', 'err', ...present]),
  check('dead exports', [bin('knip'), '--no-progress', '--no-config-hints']),
  tests('unit', true, ['--maxWorkers=100%']),
  tests('replay', false, []),
  tests('timeskip', false, ['--runInBand']),
  // Each file has a database, a task queue and a tenant of its own, and waits more than it works.
  tests('integration', false, ['--maxWorkers=2']),
  tests('e2e', false, ['--runInBand']),
];

process.exitCode = await main();

async function main(): Promise<number> {
  const { quick, only } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' } } }).values;
  const chosen = parts.filter((part) => (only === undefined ? part.quick || !quick : part.name === only));
  const checks = chosen.filter(({ kind }) => kind === 'check');
  const results = await Promise.all(checks.map(reported));
  for (const part of chosen.filter(({ kind }) => kind === 'tests')) results.push(await reported(part));
  const total = sumOf(results);
  console.log(`\n${closingLine(total)}`);
  return hasSucceeded(total) ? 0 : 1;
}

/** Runs a part and prints its result. */
async function reported(part: Part): Promise<Counts> {
  const started = Date.now();
  const counts = await part.run();
  const seconds = ((Date.now() - started) / 1_000).toFixed(1);
  const verdict = hasSucceeded(counts) ? 'ok    ' : 'FAILED';
  console.log(`${verdict} ${part.name.padEnd(16)} ${closingLine(counts)} (${seconds} s)`);
  return counts;
}

/** A tool that is content or not. It is quiet unless it is not. */
function check(name: string, command: readonly string[]): Part {
  return {
    name,
    quick: true,
    kind: 'check',
    run: async () => {
      const { code, output } = await finished(command, 'pipe');
      if (code === 0) return { passed: 1, failed: 0, skipped: 0 };
      console.log(output.trimEnd());
      return { passed: 0, failed: 1, skipped: 0 };
    },
  };
}

/** One project of jest, whose own count is taken from its report. A project without a test has failed. */
function tests(name: string, quick: boolean, options: readonly string[]): Part {
  return {
    name,
    quick,
    kind: 'tests',
    run: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'fairway-report-'));
      const report = join(folder, 'report.json');
      try {
        const reporting = ['--json', `--outputFile=${report}`, '--selectProjects', name];
        const { code } = await finished([bin('jest'), ...reporting, ...options], 'inherit');
        return countsOf(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined, code);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** Runs a program to its end; `inherit` shows what it says on the way, to standard error. */
function finished(command: readonly string[], words: 'pipe' | 'inherit'): Promise<{ code: number; output: string }> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', words === 'pipe' ? 'pipe' : 'ignore', words] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
