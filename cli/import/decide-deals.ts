import type { Instant } from '../../domain/calendar.ts';
import type { Rejection } from '../../domain/errors.ts';
import type { FreshProcess } from '../../workflows/messages.ts';
import type { BadRow } from './bad-rows.ts';
import { type DealFactory, endedDeal, openDeal } from './deal-process.ts';
import type { Deal, DealColumn } from './deals-file.ts';
import { spreadFollowUps } from './spread.ts';

/** What becomes of the deals: those that have ended are recorded, those that are open become processes. */
interface DecidedDeals {
  readonly ended: readonly Deal[];
  readonly open: readonly FreshProcess[];
  readonly refused: readonly BadRow[];
}

/** Asks the rules about every deal; those they refuse become bad rows. */
export function decideDeals(deals: readonly Deal[], factory: DealFactory, spreadWorkdays: number): DecidedDeals {
  const followUps = followUpsByAgent(deals.filter(isOpen), factory, spreadWorkdays);
  const ended: Deal[] = [];
  const open: FreshProcess[] = [];
  const refused: BadRow[] = [];
  for (const deal of deals) {
    if (isOpen(deal)) {
      const made = openDeal(deal, followUps.get(deal.agent)?.shift() ?? factory.now, factory);
      if ('code' in made) refused.push(refusal(deal, made));
      else open.push(made);
    } else {
      const made = endedDeal(deal, factory);
      if ('code' in made) refused.push(refusal(deal, made));
      else ended.push(deal);
    }
  }
  return { ended, open, refused };
}

const isOpen = ({ stage }: Deal): boolean => stage === 'Prospecting' || stage === 'Engaging';

function followUpsByAgent(deals: readonly Deal[], factory: DealFactory, workdays: number): Map<string, Instant[]> {
  const counts = new Map<string, number>();
  for (const { agent } of deals) counts.set(agent, (counts.get(agent) ?? 0) + 1);
  const { calendar, now } = factory;
  return new Map([...counts].map(([agent, count]) => [agent, spreadFollowUps(count, workdays, calendar, now)]));
}

/** The column a person has to look at when the rules name a field of the deal, and what it says. */
const columns: Readonly<Record<string, readonly [column: DealColumn, value: (deal: Deal) => string | null]>> = {
  owner: ['sales_agent', ({ agent }) => agent],
  title: ['product', ({ product }) => product],
  product: ['product', ({ product }) => product],
  amount: ['product', ({ product }) => product],
  customer: ['account', ({ account }) => account],
  stage: ['deal_stage', ({ stage }) => stage],
};

function refusal(deal: Deal, { message, code, field = '' }: Rejection): BadRow {
  const [column, value] = columns[field] ?? ['', ({ processId }: Deal) => processId];
  return {
    file: 'sales_pipeline.csv',
    row: deal.line,
    column,
    reason: `${message} (${code})`,
    value: value(deal) ?? '',
  };
}
