import { upcoming } from '../ladder.ts';
import type { Summary } from '../process.ts';
import type { NextStep, Wait, WaitAction, WaitOn } from '../wait.ts';
import type { OpportunityState } from './model.ts';

/** An open deal waits with one question: its follow-up, or once it is won its contract. */
export function waits(state: OpportunityState): readonly Wait[] {
  if (state.closedAt !== null) return [];
  const { action, on } = question(state);
  const { deal, owner, standIn, ladder, waitNo, waitSince, id } = state;
  return [
    {
      id: `w${waitNo}`,
      on,
      action,
      holder: standIn ?? owner,
      principal: standIn ? owner : null,
      openedAt: waitSince,
      dueAt: ladder.anchor,
      next: nextStep(state),
      subject: { number: id, title: deal.title, customer: deal.customer, amount: deal.amount },
    },
  ];
}

function question({ contract, nextAction }: OpportunityState): { action: WaitAction; on: WaitOn } {
  if (contract?.status === 'inReview') return { action: 'contract.await', on: 'system' };
  if (contract) return { action: 'contract.revise', on: 'person' };
  return { action: nextAction ? 'opportunity.followUp' : 'opportunity.planNextAction', on: 'person' };
}

function nextStep({ ladder, owner, standIn }: OpportunityState): NextStep | null {
  const rung = upcoming(ladder);
  const what = rung?.do[0];
  if (!rung || !what) return null;
  return { at: rung.at, what, who: what === 'remind' ? { user: standIn ?? owner } : { office: 'manager' } };
}

export function summarise(state: OpportunityState): Summary {
  const { deal, closedAt, outcome } = state;
  return {
    title: deal.title,
    status: closedAt === null ? 'open' : 'closed',
    stage: state.stage,
    outcome,
    owner: state.owner,
    customer: deal.customer,
    amount: deal.amount,
    dealId: state.id,
    openedAt: state.openedAt,
    closedAt,
  };
}
