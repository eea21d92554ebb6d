import type { ApprovalEndedCommand, ApprovalRequest } from '../approval/model.ts';
import type { DocumentFields } from '../approval/subject.ts';
import type { Effect } from '../effects.ts';
import { reject } from '../errors.ts';
import type { PaymentPlanInput } from '../payment-plan/model.ts';
import { accept, type Outcome } from '../process.ts';
import { stepClock } from './clock.ts';
import { evolve } from './evolve.ts';
import { contractMail } from './mails.ts';
import type { ContractContext, ContractEvent, ContractState } from './model.ts';

type Decided = Outcome<ContractEvent>;

/** The part of an id after its kind; ids of what belongs together share it. */
function codeOf(id: string): string {
  return id.slice(id.indexOf('-') + 1);
}

/** Has the current version approved. */
export function submit(state: ContractState, context: ContractContext): Decided {
  if (state.phase !== 'draft') {
    return reject('ILLEGAL_NOW', 'Only a draft is handed in for approval', { facts: { phase: state.phase } });
  }
  const current = state.versions.at(-1);
  if (!current) {
    return reject('FIELDS_MISSING', 'The contract has no text yet; hand in its first version', {
      field: 'file',
      facts: { missing: ['file'] },
    });
  }
  const { document } = current;
  const round = state.reviews.length + 1;
  const approvalId = `AP-${codeOf(state.id)}-${round}`;
  const { customer, amount, owner, id, dealId } = state;
  const request: ApprovalRequest = {
    subject: 'contract',
    document,
    customer,
    amount,
    fields: fieldsOf(state),
    starter: owner,
    origin: id,
    dealId,
    onApproved: null,
    ...(state.amends ? { amends: state.amends.earlier } : {}),
  };
  const started: ContractEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'ReviewStarted',
    approvalId,
    round,
    version: document.version,
    sha256: document.sha256,
    clock: stepClock('review', context),
  };
  return accept([started], [{ type: 'launch', kind: 'approval', processId: approvalId, input: request }]);
}

/** What the way of the approval may be chosen by, besides the amount. */
function fieldsOf({ type, term, terms, amends, parties }: ContractState): DocumentFields {
  return {
    contractType: type,
    months: term.months,
    autoRenew: term.autoRenew,
    noticeDays: term.noticeDays,
    longestPaymentDays: Math.max(0, ...terms.map(({ dueDays }) => dueDays)),
    firstSharePercent: terms[0]?.percent ?? 0,
    ownParty: parties.own.name,
    customerParty: parties.customer.name,
    amendment: amends !== null,
  };
}

/** The approval has ended: the contract is ready to be signed, or a draft again. */
export function approvalEnded(state: ContractState, command: ApprovalEndedCommand, context: ContractContext): Decided {
  if (context.actor.id !== 'system') return reject('NOT_ALLOWED', 'Only the approval itself says how it ended');
  const review = state.reviews.at(-1);
  // News of an earlier approval, or the same news twice, changes nothing.
  if (state.phase !== 'inReview' || review?.approvalId !== command.approvalId) return accept([]);
  const { approvalId, outcome, endedBy, comment } = command;
  const base = { at: context.now, by: context.actor.id } as const;
  if (outcome === 'approved') {
    return command.documentHash === review.sha256
      ? approved(state, review, command, context)
      : superseded(state, command, context);
  }
  return accept(
    [{ ...base, type: 'ReviewEnded', approvalId, outcome, endedBy, comment, clock: stepClock('draft', context) }],
    [
      contractMail(
        state,
        {
          notice: 'contract.reviewEnded',
          to: state.owner,
          step: 'reviewEnded',
          details: { outcome, comment, endedBy },
        },
        1,
      ),
    ],
  );
}

/**
 * The last approval was given in the very moment in which a new version was handed in. Nobody has read that one, so
 * that it goes to an approval of its own.
 */
function superseded(state: ContractState, command: ApprovalEndedCommand, context: ContractContext): Decided {
  const { approvalId, endedBy, comment } = command;
  const ended: ContractEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'ReviewEnded',
    approvalId,
    outcome: 'superseded',
    endedBy,
    comment,
    clock: stepClock('draft', context),
  };
  const again = submit(evolve(state, ended), context);
  return again.ok ? { ...again, events: [ended, ...again.events] } : again;
}

function approved(
  state: ContractState,
  { approvalId, version, sha256 }: ContractState['reviews'][number],
  { endedBy, comment, passed = [] }: ApprovalEndedCommand,
  context: ContractContext,
): Decided {
  const collects = state.planId === null && state.terms.length > 0 && state.amount.minor > 0;
  const planId = collects ? `PP-${codeOf(state.id)}-1` : state.planId;
  const event: ContractEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'ContractApproved',
    approvalId,
    version,
    sha256,
    endedBy,
    fields: fieldsOf(state),
    passed,
    planId,
    clock: stepClock('signature', context),
  };
  const effects: Effect[] = [];
  if (collects && planId !== null) {
    effects.push({ type: 'launch', kind: 'paymentPlan', processId: planId, input: planOf(state) });
  }
  const told = { type: 'contractEnded', contractId: state.id, outcome: 'approved', endedBy, comment };
  for (const processId of [state.origin, state.amends?.contractId]) {
    if (processId) effects.push({ type: 'tell', processId, command: told });
  }
  return accept([event], effects);
}

function planOf({ number, title, customer, owner, amount, terms, id, dealId }: ContractState): PaymentPlanInput {
  return {
    reference: number,
    title,
    customer,
    contact: null,
    owner,
    financeOwner: null,
    total: amount,
    terms,
    instalments: null,
    origin: id,
    dealId,
  };
}
