import { nextOf } from '../desk.ts';
import type { Summary } from '../process.ts';
import type { Subject, Wait } from '../wait.ts';
import type { ReceiptState } from './model.ts';
import { isHeldDraft, openAmount } from './state.ts';

function subjectOf({ bankReference, payer, customer, amount }: ReceiptState): Subject {
  return { number: bankReference, title: payer ?? '', customer, amount };
}

/** What a receipt waits for: to be matched, to mature where it is a draft, and for the use of what is left over. */
export function waits(state: ReceiptState): readonly Wait[] {
  const { task, credit, maturesAt, openedAt } = state;
  const subject = subjectOf(state);
  const open = openAmount(state);
  const found: Wait[] = [];
  if (open.minor > 0) {
    found.push({
      id: `match.${task.since}`,
      on: 'person',
      action: 'receipt.match',
      holder: task.holder,
      openedAt: task.since,
      dueAt: task.ladder.anchor,
      next: nextOf(task),
      subject: { ...subject, amount: open },
    });
  }
  if (isHeldDraft(state) && maturesAt !== null) {
    found.push({
      id: 'maturity',
      on: 'date',
      action: 'receipt.mature',
      holder: task.holder,
      openedAt,
      dueAt: maturesAt,
      next: { at: maturesAt, what: 'bookDraft', who: { office: 'finance' } },
      subject,
    });
  }
  if (credit.minor > 0) {
    found.push({
      id: 'credit',
      on: 'date',
      action: 'receipt.useCredit',
      holder: task.holder,
      openedAt,
      dueAt: null,
      next: null,
      subject: { ...subject, amount: credit },
    });
  }
  return found;
}

/** Where a receipt stands. */
export type ReceiptStage = 'matching' | 'credit' | 'draftHeld' | 'settled' | 'rejected' | 'reversed';

function stageOf(state: ReceiptState): ReceiptStage {
  if (state.ended) return state.ended.how;
  if (openAmount(state).minor > 0) return 'matching';
  if (isHeldDraft(state)) return 'draftHeld';
  return state.credit.minor > 0 ? 'credit' : 'settled';
}

/** The receipt's row in lists, with its whole amount. */
export function summarise(state: ReceiptState): Summary & { stage: ReceiptStage } {
  const { payer, remittance, bankReference, settledAt, task, customer, amount, openedAt, allocations } = state;
  const stage = stageOf(state);
  const deals = new Set(allocations.map(({ candidate }) => candidate.dealId));
  const [dealId = null] = deals.size === 1 ? deals : [];
  return {
    title: payer ?? remittance ?? bankReference,
    status: settledAt === null ? 'open' : 'closed',
    stage,
    outcome: settledAt === null ? null : stage,
    owner: task.holder,
    customer,
    amount,
    dealId,
    openedAt,
    closedAt: settledAt,
  };
}
