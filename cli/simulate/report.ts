import type { CollectionAction } from '../../domain/payment-plan/model.ts';
import { nextLabel } from '../../domain/sentence.ts';
import { type History, percentile, type Tally } from './tally.ts';

/** What a simulation came to. */
export interface Outcome {
  readonly history: History;
  readonly variants: readonly { readonly id: string; readonly tally: Tally }[];
}

const number = (count: number): string => count.toLocaleString('en');
const signed = (count: number): string => `${count > 0 ? '+' : ''}${number(count)}`;

const order: readonly CollectionAction[] = [
  'remind',
  'sendNotice',
  'sendReminder',
  'sendSecondReminder',
  'sendFormalLetter',
  'escalateToManager',
  'escalateToFinance',
  'escalateToLegal',
];

/** The report as a person reads it: the invoices, then a line for each kind of step with a column for each variant. */
export function reportText({ history, variants }: Outcome): string {
  const { invoices, open, disputed, paidLate } = history;
  const two = variants.length === 2;
  const columns = [...variants.map(({ id }) => id), ...(two ? ['difference'] : [])];
  const line = (label: string, figures: readonly number[]): string[] => {
    const [first = 0, second = 0] = figures;
    return [label, ...figures.map(number), ...(two ? [signed(second - first)] : [])];
  };
  const tallies = variants.map(({ tally }) => tally);
  const rows = [
    ['', ...columns],
    ...order
      .filter((action) => tallies.some(({ actions }) => (actions[action] ?? 0) > 0))
      .map((action) =>
        line(
          nextLabel(action, 'en'),
          tallies.map(({ actions }) => actions[action] ?? 0),
        ),
      ),
    line(
      'Invoices chased after their due day',
      tallies.map(({ chased }) => chased),
    ),
    line('Days late at the first chase, on average', tallies.map(firstChase)),
    line(
      'Steps on or after the day of payment',
      tallies.map(({ afterPayment }) => afterPayment),
    ),
  ];
  return [
    `${number(invoices)} invoices: ${number(paidLate)} paid late, ${number(open)} still open, ${number(disputed)} disputed.`,
    `Days late of those paid: median ${percentile(history, 0.5)}, nine in ten within ${percentile(history, 0.9)}.`,
    '',
    ...aligned(rows),
  ].join('\n');
}

const firstChase = ({ chased, firstChaseDays }: Tally): number =>
  chased === 0 ? 0 : Math.round((firstChaseDays / chased) * 10) / 10;

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
