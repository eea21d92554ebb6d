import type { Role } from '../../domain/people.ts';
import { readTable } from './csv-file.ts';
import { optionalAmount, optionalDecimal, optionalInteger, optionalText, requiredText } from './fields.ts';
import { type Corrections, KnownNames } from './names.ts';
import { type Checked, checkRows, type RowCheck } from './row-check.ts';

/** A customer as accounts.csv tells it. */
export interface Account {
  readonly name: string;
  readonly sector: string | null;
  readonly yearEstablished: number | null;
  readonly revenueMillions: number | null;
  readonly employees: number | null;
  readonly location: string | null;
  readonly parentName: string | null;
}

/** A product as products.csv tells it. */
export interface PricedProduct {
  readonly name: string;
  readonly series: string | null;
  readonly priceMinor: number | null;
}

/** An agent or a manager of sales_teams.csv. */
export interface TeamMember {
  readonly name: string;
  readonly roles: readonly Role[];
  /** Name of the manager; null for somebody who only manages. */
  readonly manager: string | null;
  readonly region: string | null;
}

/** A file with the names by which other files refer to its good rows. */
export interface Named<T> extends Checked<T> {
  readonly names: KnownNames;
}

const accountColumns = [
  'account',
  'sector',
  'year_established',
  'revenue',
  'employees',
  'office_location',
  'subsidiary_of',
] as const;

/** Reads the customers. A parent company is kept by its name and need not be a customer itself. */
export function readAccounts(folder: string, corrections: Corrections): Named<Account> {
  const names = new KnownNames();
  const spelt = (text: string | null | undefined) => (text ? corrections.spelling(text) : null);
  const checked = checkRows(readTable(folder, 'accounts.csv', accountColumns), (row): Account | undefined => {
    const name = row.take('account', requiredText);
    const account = {
      sector: spelt(row.take('sector', optionalText)),
      yearEstablished: row.take('year_established', (text) => optionalInteger(text, 1000, 2100)) ?? null,
      revenueMillions: row.take('revenue', optionalDecimal) ?? null,
      employees: row.take('employees', (text) => optionalInteger(text, 0, 100_000_000)) ?? null,
      location: spelt(row.take('office_location', optionalText)),
      parentName: row.take('subsidiary_of', optionalText) ?? null,
    };
    return claimed(row, 'account', name, names) ? { name, ...account } : undefined;
  });
  return { ...checked, names };
}

/** Reads the products with their list prices. */
export function readProducts(folder: string, currency: string): Named<PricedProduct> {
  const names = new KnownNames();
  const table = readTable(folder, 'products.csv', ['product', 'series', 'sales_price']);
  const checked = checkRows(table, (row): PricedProduct | undefined => {
    const name = row.take('product', requiredText);
    const series = row.take('series', optionalText) ?? null;
    const priceMinor = row.take('sales_price', (text) => optionalAmount(text, currency)) ?? null;
    return claimed(row, 'product', name, names) ? { name, series, priceMinor } : undefined;
  });
  return { ...checked, names };
}

/** A name counts as known only when its row is good, and only once. */
function claimed<Column extends string>(
  row: RowCheck<Column>,
  column: Column,
  name: string | undefined,
  names: KnownNames,
): name is string {
  if (name === undefined || row.faults.length > 0) return false;
  if (names.add(name)) return true;
  row.fault(column, 'Is named in an earlier row already');
  return false;
}

/** Reads who sells and who manages whom: agents, and the managers they name. */
export function readTeams(folder: string): Named<TeamMember> & { readonly people: readonly TeamMember[] } {
  const names = new KnownNames();
  const table = readTable(folder, 'sales_teams.csv', ['sales_agent', 'manager', 'regional_office']);
  const checked = checkRows(table, (row): TeamMember | undefined => {
    const name = row.take('sales_agent', requiredText);
    const manager = row.take('manager', requiredText);
    const region = row.take('regional_office', optionalText) ?? null;
    if (name !== undefined && name === manager) row.fault('manager', 'Is the agent, who cannot be their own manager');
    if (!claimed(row, 'sales_agent', name, names)) return undefined;
    return { name, manager: manager ?? null, region, roles: ['sales'] };
  });
  return { ...checked, names, people: withManagers(checked.good) };
}

/** Somebody who both sells and manages is one person with both roles. */
function withManagers(agents: readonly TeamMember[]): TeamMember[] {
  const people = new Map(agents.map((agent) => [agent.name, agent]));
  for (const { manager, region } of agents) {
    if (manager === null) continue;
    const known = people.get(manager) ?? { name: manager, manager: null, region, roles: [] };
    if (!known.roles.includes('manager')) people.set(manager, { ...known, roles: [...known.roles, 'manager'] });
  }
  return [...people.values()];
}
