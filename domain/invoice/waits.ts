import { nextOf } from '../desk.ts';
import type { Summary } from '../process.ts';
import type { Wait, WaitAction, WaitOn } from '../wait.ts';
import type { InvoiceStage, InvoiceState } from './model.ts';

const question = {
  requested: { action: 'invoice.issue', on: 'person' },
  sentBack: { action: 'invoice.correct', on: 'person' },
  issued: { action: 'invoice.send', on: 'person' },
  sent: { action: 'invoice.acknowledge', on: 'customer' },
  accepted: null,
  withdrawn: null,
} as const satisfies Record<InvoiceStage, { action: WaitAction; on: WaitOn } | null>;

/** The number people know an invoice by: its own once it is issued. */
export const numberOf = ({ number, id }: InvoiceState): string => number ?? id;

/** An invoice waits with one question at a time. */
export function waits(state: InvoiceState): readonly Wait[] {
  const asked = question[state.stage];
  if (!asked) return [];
  const { task, title, customer, amounts } = state;
  const { minor, currency } = amounts.gross;
  return [
    {
      id: `${state.stage}.${task.since}`,
      ...asked,
      holder: task.holder,
      openedAt: task.since,
      dueAt: task.ladder.anchor,
      next: nextOf(task),
      subject: { number: numberOf(state), title, customer, amount: { minor: Math.abs(minor), currency } },
    },
  ];
}

/** The invoice's row in lists, with its gross amount. */
export function summarise(state: InvoiceState): Summary & { stage: InvoiceStage } {
  const { title, stage, closedAt, owner, customer, amounts, dealId, openedAt } = state;
  return {
    title,
    status: closedAt === null ? 'open' : 'closed',
    stage,
    outcome: closedAt === null ? null : stage,
    owner,
    customer,
    amount: amounts.gross,
    dealId,
    openedAt,
    closedAt,
  };
}
