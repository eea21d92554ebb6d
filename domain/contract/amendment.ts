import { reject } from '../errors.ts';
import { accept, type Outcome } from '../process.ts';
import { agreedChanges, faultInFacts } from './check.ts';
import { closingMails } from './mails.ts';
import type {
  Amended,
  ContractChanges,
  ContractCommand,
  ContractContext,
  ContractEndedCommand,
  ContractEvent,
  ContractRequest,
  ContractState,
} from './model.ts';
import { amendmentNumber } from './number.ts';

type Decided = Outcome<ContractEvent>;

/**
 * Begins an amendment: a contract of its own, linked to this one, which stays in force until the amendment has been
 * approved.
 */
export function amend(
  state: ContractState,
  { changes: asked, reason }: Extract<ContractCommand, { type: 'amend' }>,
  context: ContractContext,
): Decided {
  const { approved, id, number } = state;
  if (!approved) {
    return reject('ILLEGAL_NOW', 'A contract that has not been approved is simply edited', {
      facts: { phase: state.phase },
    });
  }
  const pending = state.amendments.find(({ status }) => status === 'pending');
  if (pending) {
    return reject('ILLEGAL_NOW', `An amendment is under way already: ${pending.contractId}`, {
      facts: { contract: pending.contractId, since: pending.begunAt },
    });
  }
  const why = reason.trim();
  if (why === '') return reject('REASON_REQUIRED', 'Say why the contract is amended', { field: 'reason' });
  const changes = agreedChanges(asked);
  const changed = changedFacts(state, changes);
  if (changed.length === 0) return reject('INVALID', 'Nothing would change', { field: 'changes' });
  const fault = faultInFacts({ ...state, ...changes }, 'changes.');
  if (fault) return fault;
  const count = state.amendments.length + 1;
  const contractId = `${id}-A${count}`;
  const { approvalId, sha256: documentHash, fields, passed } = approved;
  const earlier = { approvalId, documentHash, amount: state.amount, fields, passed };
  const amends: Amended = { contractId: id, number, approvalId, changed, earlier };
  return accept(
    [{ at: context.now, by: context.actor.id, type: 'AmendmentBegun', contractId, changes, reason: why }],
    [{ type: 'launch', kind: 'contract', processId: contractId, input: amendmentOf(state, changes, amends, count) }],
  );
}

function amendmentOf(state: ContractState, changes: ContractChanges, amends: Amended, count: number): ContractRequest {
  const { type, title, parties, customer, amount, term, terms, owner, dealId, orderId, planId } = state;
  return {
    type,
    title,
    parties,
    customer,
    amount,
    term,
    terms,
    ...changes,
    number: amendmentNumber(state.number, count),
    owner,
    submit: false,
    origin: null,
    dealId,
    orderId,
    planId,
    amends,
  };
}

/** Names of the facts that would really be others. */
function changedFacts(state: ContractState, changes: ContractChanges): readonly string[] {
  const names = Object.keys(changes) as (keyof ContractChanges)[];
  return names.filter((name) => JSON.stringify(changes[name]) !== JSON.stringify(state[name]));
}

/** An amendment has been approved and takes this contract's place, or it has been given up. */
export function amendmentEnded(
  state: ContractState,
  { contractId, outcome, comment }: ContractEndedCommand,
  context: ContractContext,
): Decided {
  if (context.actor.id !== 'system') return reject('NOT_ALLOWED', 'Only the amendment itself says how it ended');
  const amendment = state.amendments.find((each) => each.contractId === contractId);
  if (amendment?.status !== 'pending') return accept([]);
  const base = { at: context.now, by: context.actor.id } as const;
  if (outcome === 'void') {
    return accept([{ ...base, type: 'AmendmentGivenUp', contractId, reason: comment }]);
  }
  return accept(
    [{ ...base, type: 'ContractAmended', contractId }],
    closingMails(state, { outcome: 'amended', successor: contractId }, context),
  );
}
