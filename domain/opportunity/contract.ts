import type { ContractRequest } from '../contract/model.ts';
import { faultInTerms, type PaymentTerm } from '../deal.ts';
import type { Effect } from '../effects.ts';
import { reject } from '../errors.ts';
import { accept, type Context, type Outcome } from '../process.ts';
import type { Definition } from '../variant.ts';
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

/** Begins the contract of a won deal, which goes to approval at once; the deal waits until it is approved. */
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
  const contractId = attempt === 1 ? `CT-${code}` : `CT-${code}-${attempt}`;
  const request: ContractRequest = {
    type: 'sale',
    title: state.deal.title,
    customer,
    amount,
    terms: agreed,
    owner: state.owner,
    submit: true,
    origin: state.id,
    dealId: state.id,
    orderId: null,
    planId: null,
    amends: null,
  };
  const submitted: OpportunityEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'ContractSubmitted',
    contractId,
    attempt,
    ladder: contractLadder(context),
  };
  const launch: Effect = { type: 'launch', kind: 'contract', processId: contractId, input: request };
  return accept([...before, submitted], [launch]);
}

/** The contract is approved and the deal is done, or it is void and its owner has to have another one approved. */
export function contractEnded(
  state: OpportunityState,
  { contractId, outcome, endedBy, comment }: Extract<OpportunityCommand, { type: 'contractEnded' }>,
  context: Ctx,
): Outcome<OpportunityEvent> {
  if (context.actor.id !== 'system') return reject('NOT_ALLOWED', 'Only the contract itself says how it ended');
  // News of an earlier attempt, or the same news twice, changes nothing.
  if (state.contract?.contractId !== contractId || state.contract.status !== 'inReview') return accept([]);
  const ended: OpportunityEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'ContractEnded',
    contractId,
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
