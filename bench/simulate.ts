import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '../domain/calendar.ts';

/**
 * How long 100,000 past invoices take through the rules of collection, and how much memory: `npm run bench:simulate`.
 * The file is made up: invoices of thirty months with five terms, paid from ten days early to seventy late or not at all.
 */
const invoices = 100_000;
const goalSeconds = 20;
const terms = [15, 30, 45, 60, 90];
const delays = [-10, -3, 0, 0, 1, 3, 7, 12, 20, 35, 70];

/** A small generator, so that every run measures the same file. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function fileOf(folder: string): string {
  const next = numbers(7);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const lines = ['number,customer,invoice_date,due_date,amount,settled_date,disputed'];
  for (let index = 0; index < invoices; index += 1) {
    const invoiced = addDays('2023-01-02', Math.floor(next() * 900));
    const due = addDays(invoiced, pick(terms));
    const settled = next() < 0.05 ? '' : addDays(due, pick(delays));
    const amount = (100 + Math.floor(next() * 500_000)) / 100;
    lines.push(
      `IV-${index},C-${index % 1_700},${invoiced},${due},${amount.toFixed(2)},${settled},${next() < 0.02 ? 'yes' : ''}`,
    );
  }
  const file = join(folder, 'invoices.csv');
  writeFileSync(file, lines.join('\n'));
  return file;
}

const folder = mkdtempSync(join(tmpdir(), 'fairway-simulate-'));
try {
  const file = fileOf(folder);
  const args = ['--receivables', file, '--variant', 'paymentPlan.standard', '--errors', join(folder, 'errors.csv')];
  const began = Date.now();
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'cli/simulate.ts', ...args], { stdio: 'inherit' });
  const seconds = (Date.now() - began) / 1_000;
  console.log(`\n${invoices.toLocaleString('en')} invoices in ${seconds.toFixed(1)} s (goal ${goalSeconds} s)`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
