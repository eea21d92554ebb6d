import { type Rejection, reject } from '../../errors.ts';
import type { Outcome } from '../../process.ts';
import type { Command } from '../commands.ts';
import { type ApprovalContext, conclude, draftOn } from '../draft.ts';
import { closeTasks, end } from '../ending.ts';
import type { ApprovalEvent } from '../events.ts';
import { mailLoss } from '../mails.ts';
import type { ApprovalState } from '../model.ts';
import { onlyStarter } from '../refusals.ts';

/**
 * 撤销: the starter takes the request back; every link that was sent is dead. The process that asked may do so at any
 * time: what it asked about is no longer wanted.
 */
export function withdraw(
  state: ApprovalState,
  { reason }: Command<'withdraw'>,
  context: ApprovalContext,
): Outcome<ApprovalEvent> {
  const byAsker = context.actor.id === 'system';
  const refused = byAsker ? null : (onlyStarter(state, context, { orAdmin: false }) ?? tooLate(state, context));
  if (refused) return refused;
  const draft = draftOn(state, context);
  const closed = closeTasks(draft, 'CANCELLED', null);
  for (const task of closed) mailLoss(draft, task, task.holder, 'withdrawn', reason?.trim() || null);
  end(draft, 'withdrawn', closed[0]?.id ?? null, reason?.trim() || null);
  return conclude(draft);
}

function tooLate(state: ApprovalState, { variant: { withdraw: policy } }: ApprovalContext): Rejection | null {
  if (policy === 'anyTime') return null;
  // What was decided before a document came back is void, and the document is the starter's again.
  if (state.revision) return null;
  if (policy === 'beforeFirstDecision') {
    const decided = state.tasks.find(
      ({ status, decidedAt }) => decidedAt !== null && (status === 'APPROVED' || status === 'APPROVED_PENDING'),
    );
    if (!decided) return null;
    const { decidedBy, decidedAt } = decided;
    return reject('ILLEGAL_NOW', 'Somebody has decided already; only an undecided approval can be withdrawn', {
      facts: { decidedBy, decidedAt },
    });
  }
  const reached = state.nodes.slice(state.nodes.findIndex(({ name }) => name === policy.beforeNode));
  const entered = reached.find(({ enteredAt }) => enteredAt !== null);
  if (!entered) return null;
  return reject('ILLEGAL_NOW', `The approval can be withdrawn only before ${policy.beforeNode} is asked`, {
    facts: { node: entered.name, enteredAt: entered.enteredAt },
  });
}
