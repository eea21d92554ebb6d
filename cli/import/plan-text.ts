import { momentText } from '../../domain/moment.ts';
import type { OpportunityInput } from '../../domain/opportunity/model.ts';
import type { ImportPlan } from './plan.ts';
import { badRowCount, type Checked } from './row-check.ts';

const number = (count: number): string => count.toLocaleString('en');
const counted = (count: number, one: string, many: string): string => `${number(count)} ${count === 1 ? one : many}`;

/** What an import found and what it will do, as a table with remarks. */
export function planText(plan: ImportPlan, currency: string): string {
  const { accounts, products, teams, deals, ids, ended, open } = plan;
  const people = ids.people.created.size;
  const deal = `${counted(open.length, 'running process', 'running processes')}, ${counted(ended.length, 'finished record', 'finished records')}`;
  const rows = [
    ['file', 'rows', 'good', 'bad', 'already there', 'will create'],
    line(
      accounts,
      accounts.good.length - ids.customers.created.size,
      counted(ids.customers.created.size, 'customer', 'customers'),
    ),
    line(
      products,
      products.good.length - ids.products.created.size,
      counted(ids.products.created.size, 'product', 'products'),
    ),
    line(teams, teams.people.length - people, counted(people, 'person', 'people')),
    line(deals, plan.present, deal),
  ];
  return `${table(rows)}\n${remarks(plan, currency)
    .map((remark) => `  ${remark}\n`)
    .join('')}`;
}

function line(file: Checked<unknown>, present: number, creates: string): string[] {
  return [file.file, number(file.rows), number(file.good.length), number(badRowCount(file)), number(present), creates];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) =>
    column > 0 && column < 5 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  return rows.map((row) => `  ${row.map(cell).join('   ').trimEnd()}\n`).join('');
}

function remarks({ corrections, open, deals, factory }: ImportPlan, currency: string): string[] {
  const read = corrections.all().map(([what, times]) => `${what} (${number(times)})`);
  const unengaged = deals.good.filter(({ stage, engagedOn }) => stage === 'Prospecting' && engagedOn === null).length;
  const unnamed = deals.good.filter(({ account }) => account === null).length;
  return [
    `Prices and values are in ${currency}. Deals not won have their list price as the amount expected.`,
    ...(read.length > 0 ? [`Read: ${read.join(', ')}.`] : []),
    ...(unnamed > 0 ? [`${counted(unnamed, 'deal names', 'deals name')} no customer.`] : []),
    ...(unengaged > 0
      ? [
          `${counted(unengaged, 'deal has', 'deals have')} no engage date and ${unengaged === 1 ? 'counts' : 'count'} as first contacted today.`,
        ]
      : []),
    ...(open.length > 0 ? [followUps(open, factory)] : []),
  ];
}

function followUps(open: ImportPlan['open'], { calendar, now }: ImportPlan['factory']): string {
  const inputs = open.map(({ input }) => input as OpportunityInput);
  const agents = new Set(inputs.map(({ owner }) => owner)).size;
  const [first, ...others] = inputs.flatMap(({ firstFollowUpAt }) => firstFollowUpAt ?? []).sort((a, b) => a - b);
  const moment = (at: number) => momentText(at, { locale: 'en', calendar, now });
  const last = others.at(-1);
  const when = first === undefined ? '' : `: ${moment(first)}${last === undefined ? '' : ` to ${moment(last)}`}`;
  return `The first follow-ups of ${counted(agents, 'agent', 'agents')} are spread${when} (${calendar.zone}).`;
}
