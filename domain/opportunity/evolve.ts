import { climb } from '../ladder.ts';
import type { OpportunityEvent, OpportunityState } from './model.ts';

/** The state of a deal after one more event. */
export function evolve(state: OpportunityState | undefined, event: OpportunityEvent): OpportunityState {
  if (event.type === 'OpportunityOpened') return opened(event);
  if (!state) throw new RangeError(`A deal cannot begin with ${event.type}`);
  switch (event.type) {
    case 'DealEdited':
      return { ...state, deal: { ...state.deal, ...event.changes } };
    case 'FollowUpLogged':
      return { ...state, lastContactAt: event.at };
    case 'FollowUpScheduled':
      return { ...newWait(state, event.at), nextAction: event.nextAction, ladder: event.ladder };
    case 'FollowUpRungReached':
      return { ...state, ladder: climb(state.ladder, event.step) };
    case 'StageEntered':
      return {
        ...state,
        stage: event.to,
        probability: event.probability,
        path: [...state.path, { stage: event.to, at: event.at }],
      };
    case 'OwnerChanged':
      return { ...state, owner: event.to, standIn: null };
    case 'StandInChanged':
      return { ...state, standIn: event.to };
    case 'OpportunityLost':
      return { ...state, outcome: 'lost', lostReason: event.reason, lostNote: event.note, closedAt: event.at };
    case 'OpportunityWon':
      return { ...state, outcome: 'won', nextAction: null };
    case 'EndRecorded':
      return { ...state, closedAt: event.at };
    case 'ContractSubmitted': {
      const { contractId, attempt, ladder } = event;
      return {
        ...newWait(state, event.at),
        contract: { contractId, attempt, status: 'inReview', comment: null },
        ladder,
      };
    }
    case 'ContractEnded': {
      const { contractId, outcome: status, comment } = event;
      const contract = { contractId, attempt: state.contract?.attempt ?? 1, status, comment };
      if (!event.ladder) return { ...state, contract, closedAt: event.at };
      return { ...newWait(state, event.at), contract, ladder: event.ladder };
    }
    case 'DeadlinesMoved':
      return { ...state, ladder: event.ladder };
    default:
      return event satisfies never;
  }
}

function newWait(state: OpportunityState, at: number): OpportunityState {
  return { ...state, waitNo: state.waitNo + 1, waitSince: at };
}

function opened(event: Extract<OpportunityEvent, { type: 'OpportunityOpened' }>): OpportunityState {
  const { id, deal, owner, engagedAt, stage, probability, nextAction, ladder, at } = event;
  return {
    id,
    deal,
    owner,
    standIn: null,
    engagedAt,
    openedAt: at,
    stage,
    probability,
    path: [{ stage, at }],
    nextAction,
    lastContactAt: engagedAt,
    waitNo: 1,
    waitSince: at,
    ladder,
    outcome: null,
    lostReason: null,
    lostNote: null,
    contract: null,
    closedAt: null,
  };
}
