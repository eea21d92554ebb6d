import type { ApprovalRequest } from '../approval/model.ts';
import { faultInTerms, type PaymentTerm } from '../deal.ts';
import type { Effect } from '../effects.ts';
import { reject } from '../errors.ts';
import type { PaymentPlanInput } from '../payment-plan/model.ts';
import { accept, type Context, type Outcome } from '../process.ts';
import type { Definition } from '../variant.ts';
import { contractText } from './contract-text.ts';
import { ladderWithin } from './follow-up.ts';
import type {
  FollowUpLadder,
  OpportunityCommand,
  OpportunityEvent,
  OpportunityState,
  OpportunityVariant,
} from './model.ts';

type Ctx = Context<Definition<OpportunityVariant>>;

function contractLadder({ variant, calendar, now }: Ctx): FollowUpLadder {
  return ladderWithin(variant.contract.ladder, now, variant.contract.within, calendar);
}

/** Has the contract of a won deal approved; once it is, the payment plan begins by itself. */
export function submitContract(
  state: OpportunityState,
  terms: readonly PaymentTerm[] | undefined,
  context: Ctx,
  before: readonly OpportunityEvent[],
): Outcome<OpportunityEvent> {
  const { customer, amount } = state.deal;
  if (!customer || !amount) return reject('FIELDS_MISSING', 'A contract needs a customer and an amount');
  const agreed = terms ?? context.variant.contract.terms;
  const fault = faultInTerms(agreed);
  if (fault) return reject('INVALID', fault.message, { field: fault.field });
  const attempt = (state.contract?.attempt ?? 0) + 1;
  const code = state.id.slice(state.id.indexOf('-') + 1);
  const approvalId = `AP-${code}-${attempt}`;
  const number = `C-${code}`;
  const plan: PaymentPlanInput = {
    reference: number,
    title: state.deal.title,
    customer,
    contact: null,
    owner: state.owner,
    financeOwner: null,
    total: amount,
    terms: agreed,
    instalments: null,
    origin: state.id,
    dealId: state.id,
  };
  const { title } = state.deal;
  const draft = { number, version: attempt, title, customer, amount, terms: agreed };
  const request: ApprovalRequest = {
    subject: 'contract',
    draft: { number, version: attempt, title, text: contractText(draft) },
    customer,
    amount,
    fields: {},
    starter: state.owner,
    origin: state.id,
    dealId: state.id,
    onApproved: { kind: 'paymentPlan', processId: `PP-${code}-${attempt}`, input: plan },
  };
  const submitted: OpportunityEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'ContractSubmitted',
    approvalId,
    attempt,
    ladder: contractLadder(context),
  };
  const launch: Effect = { type: 'launch', kind: 'approval', processId: approvalId, input: request };
  return accept([...before, submitted], [launch]);
}

/** The approval has ended: the deal is done, or its owner has to revise the contract. */
export function approvalEnded(
  state: OpportunityState,
  { approvalId, outcome, endedBy, comment }: Extract<OpportunityCommand, { type: 'approvalEnded' }>,
  context: Ctx,
): Outcome<OpportunityEvent> {
  if (context.actor.id !== 'system') return reject('NOT_ALLOWED', 'Only the approval itself says how it ended');
  // News of an earlier attempt, or the same news twice, changes nothing.
  if (state.contract?.approvalId !== approvalId || state.contract.status !== 'inReview') return accept([]);
  const ended: OpportunityEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'ContractEnded',
    approvalId,
    outcome,
    endedBy,
    comment,
    ladder: outcome === 'approved' ? null : contractLadder(context),
  };
  if (outcome === 'approved') return accept([ended]);
  return accept(
    [ended],
    [
      {
        type: 'mail',
        notice: 'contract.ended',
        to: { user: state.owner },
        waitId: `w${state.waitNo + 1}`,
        step: 'ended',
        details: { outcome, comment, endedBy },
      },
    ],
  );
}
