import type { LocalDate } from '../../domain/calendar.ts';
import { processIdFor } from '../../workflows/messages.ts';
import { readTable } from './csv-file.ts';
import { type Field, optionalAmount, optionalDay, optionalText, requiredText } from './fields.ts';
import type { Corrections, KnownNames } from './names.ts';
import { type Checked, checkRows, type RowCheck } from './row-check.ts';

const stages = ['Prospecting', 'Engaging', 'Won', 'Lost'] as const;
type DealStage = (typeof stages)[number];

/** A deal as sales_pipeline.csv tells it, with the names of the other files. */
export interface Deal {
  readonly line: number;
  readonly processId: string;
  readonly agent: string;
  readonly product: string;
  readonly account: string | null;
  readonly stage: DealStage;
  /** First contact; null where a deal has only been looked at. */
  readonly engagedOn: LocalDate | null;
  readonly closedOn: LocalDate | null;
  readonly closeMinor: number | null;
}

/** Columns a deal is read from. The quarters beside the dates follow from them and are passed over. */
export const dealColumns = [
  'opportunity_id',
  'sales_agent',
  'product',
  'account',
  'deal_stage',
  'engage_date',
  'close_date',
  'close_value',
] as const;
export type DealColumn = (typeof dealColumns)[number];

/** What the rows of the pipeline are checked against. */
export interface DealSurroundings {
  readonly accounts: KnownNames;
  readonly products: KnownNames;
  readonly agents: KnownNames;
  readonly currency: string;
  /** Nothing in the file lies after this day. */
  readonly today: LocalDate;
}

type DealRow = RowCheck<DealColumn>;

/** Reads the deals. All faults of a row's fields are noted; what they say together is checked once each is good. */
export function readDeals(folder: string, surroundings: DealSurroundings, corrections: Corrections): Checked<Deal> {
  const { accounts, products, agents, currency, today } = surroundings;
  const seen = new Set<string>();
  const reference = (row: DealRow, column: DealColumn, names: KnownNames, file: string): string | null => {
    const written = row.take(column, optionalText) ?? null;
    if (written === null) return null;
    const known = names.find(written);
    if (known === undefined) row.fault(column, `Is not in ${file}, or its row there cannot be used`);
    return corrections.corrected(written, known ?? written);
  };
  return checkRows(readTable(folder, 'sales_pipeline.csv', dealColumns), (row, line): Deal | undefined => {
    const id = row.take('opportunity_id', dealId);
    if (id !== undefined && seen.has(id)) row.fault('opportunity_id', 'Is the id of an earlier row already');
    if (id !== undefined) seen.add(id);
    const agent = reference(row, 'sales_agent', agents, 'sales_teams.csv');
    const product = reference(row, 'product', products, 'products.csv');
    const account = reference(row, 'account', accounts, 'accounts.csv');
    const stage = row.take('deal_stage', dealStage);
    const engagedOn = row.take('engage_date', (text) => pastDay(text, today)) ?? null;
    const closedOn = row.take('close_date', (text) => pastDay(text, today)) ?? null;
    const closeMinor = row.take('close_value', (text) => optionalAmount(text, currency)) ?? null;
    if (row.faults.length > 0 || id === undefined || stage === undefined) return undefined;
    if (agent === null) row.fault('sales_agent', 'Is empty');
    if (product === null) row.fault('product', 'Is empty');
    checkStage(row, { stage, account, engagedOn, closedOn, closeMinor });
    if (agent === null || product === null) return undefined;
    return {
      line,
      processId: processIdFor('opportunity', id),
      agent,
      product,
      account,
      stage,
      engagedOn,
      closedOn,
      closeMinor,
    };
  });
}

function dealId(text: string): Field<string> {
  const field = requiredText(text);
  if ('fault' in field || /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(field.value)) return field;
  return { fault: 'Is no id of at most 40 letters, digits, dots and dashes' };
}

function dealStage(text: string): Field<DealStage> {
  const value = stages.find((stage) => stage.toLowerCase() === text.toLowerCase());
  return value ? { value } : { fault: `Is none of ${stages.join(', ')}` };
}

function pastDay(text: string, today: LocalDate): Field<LocalDate | null> {
  const field = optionalDay(text);
  return 'value' in field && field.value !== null && field.value > today ? { fault: 'Lies in the future' } : field;
}

/** What a deal has to tell depends on how far it has come. */
function checkStage(
  row: DealRow,
  {
    stage,
    account,
    engagedOn,
    closedOn,
    closeMinor,
  }: Pick<Deal, 'stage' | 'account' | 'engagedOn' | 'closedOn' | 'closeMinor'>,
): void {
  if (stage !== 'Prospecting' && engagedOn === null) row.fault('engage_date', `Is empty for a deal that is ${stage}`);
  if (stage === 'Won' || stage === 'Lost') {
    if (closedOn === null) row.fault('close_date', `Is empty for a deal that is ${stage}`);
    else if (engagedOn !== null && closedOn < engagedOn) row.fault('close_date', 'Lies before the engage date');
  } else {
    if (closedOn !== null) row.fault('close_date', `Is given for a deal that is ${stage} and so still open`);
    if (closeMinor !== null) row.fault('close_value', `Is given for a deal that is ${stage} and so still open`);
  }
  if (stage === 'Won' && account === null) row.fault('account', 'Is empty for a deal that is Won');
  if (stage === 'Won' && !closeMinor) row.fault('close_value', 'Is not above 0 for a deal that is Won');
}
