import { climb } from '../ladder.ts';
import type { ContractEvent, ContractFile, ContractState, ContractVersion, StepClock } from './model.ts';

type Drafted = Extract<ContractEvent, { type: 'ContractDrafted' }>;
type Later = Exclude<ContractEvent, Drafted>;

/** The contract after one more event. */
export function evolve(before: ContractState | undefined, event: ContractEvent): ContractState {
  if (event.type === 'ContractDrafted') return drafted(event);
  if (!before) throw new RangeError(`A contract begins with ContractDrafted, not with ${event.type}`);
  return continued(before, event);
}

function drafted({ id, input, file, clock, at, by }: Drafted): ContractState {
  return {
    ...input,
    id,
    phase: 'draft',
    versions: file ? [version(file, { at, by }, null)] : [],
    reviews: [],
    standIn: null,
    approved: null,
    signedCopies: [],
    checker: null,
    signedOn: null,
    renewals: [],
    endReason: null,
    amendments: [],
    openedAt: at,
    waitNo: 1,
    waitSince: at,
    clock,
    closed: null,
  };
}

function version(
  file: ContractFile,
  { at, by }: Pick<ContractEvent, 'at' | 'by'>,
  note: string | null,
): ContractVersion {
  return { ...file, author: by, at, note };
}

/** The contract waits for something else from now on. */
function waiting(state: ContractState, at: number, clock: StepClock | null): ContractState {
  return clock ? { ...state, clock, waitNo: state.waitNo + 1, waitSince: at } : state;
}

function review(state: ContractState, changed: Partial<ContractState['reviews'][number]>): ContractState {
  return {
    ...state,
    reviews: state.reviews.map((each, index, all) => (index === all.length - 1 ? { ...each, ...changed } : each)),
  };
}

function continued(state: ContractState, event: Later): ContractState {
  switch (event.type) {
    case 'ContractEdited':
      return { ...state, ...event.changes };
    case 'VersionAdded':
      return { ...state, versions: [...state.versions, version(event.file, event, event.note)] };
    case 'ReviewStarted': {
      const { approvalId, version: number, sha256, at, clock } = event;
      const started = {
        approvalId,
        version: number,
        sha256,
        startedAt: at,
        outcome: 'running',
        comment: null,
      } as const;
      return waiting({ ...state, phase: 'inReview', reviews: [...state.reviews, started] }, at, clock);
    }
    case 'ReviewRestarted':
      return review(state, { version: event.version, sha256: event.sha256 });
    case 'ReviewEnded': {
      const { outcome, comment, at, clock } = event;
      return waiting({ ...review(state, { outcome, comment }), phase: 'draft' }, at, clock);
    }
    case 'ContractApproved': {
      const { approvalId, version: number, sha256, at, endedBy: by, fields, passed, planId, clock } = event;
      const approved = { approvalId, version: number, sha256, at, by, fields, passed };
      return waiting({ ...review(state, { outcome: 'approved' }), phase: 'approved', approved, planId }, at, clock);
    }
    case 'SignedCopyFiled':
    case 'SignedCopyJudged':
      return waiting(withCopy(state, event), event.at, event.clock);
    case 'ContractSigned': {
      const { signedOn, from, until, at, clock } = event;
      return waiting({ ...state, phase: 'signed', signedOn, term: { ...state.term, from, until } }, at, clock);
    }
    case 'ContractTookEffect':
      return waiting({ ...state, phase: 'effective' }, event.at, event.clock);
    case 'RungReached':
      return { ...state, clock: { ...state.clock, ladder: climb(state.clock.ladder, event.step) } };
    case 'ContractExpiring':
      return { ...state, phase: 'expiring' };
    case 'ContractRenewed': {
      const { from, until, automatic, at, clock } = event;
      const renewals = [...state.renewals, { from, until, at, automatic }];
      return waiting(
        { ...state, phase: 'effective', endReason: null, renewals, term: { ...state.term, until } },
        at,
        clock,
      );
    }
    case 'EndDecided':
      return waiting({ ...state, endReason: event.reason }, event.at, event.clock);
    case 'AmendmentBegun': {
      const { contractId, reason, at: begunAt } = event;
      return { ...state, amendments: [...state.amendments, { contractId, reason, begunAt, status: 'pending' }] };
    }
    case 'AmendmentGivenUp':
      return amendment(state, event.contractId, 'givenUp');
    case 'ContractAmended':
      return closed(amendment(state, event.contractId, 'approved'), event, 'amended', null);
    case 'ContractExpired':
      return closed(state, event, 'expired', state.endReason);
    case 'ContractVoided':
      return closed(state, event, 'void', event.reason);
    case 'OrderLinked':
      return { ...state, orderId: event.orderId };
    case 'OwnerChanged':
      return { ...state, owner: event.to, standIn: null };
    case 'StandInChanged':
      return { ...state, standIn: event.to };
    case 'CheckerChanged':
      return { ...state, checker: event.to };
    case 'DeadlinesMoved':
      return { ...state, clock: { ...state.clock, ladder: event.ladder } };
    default:
      return event satisfies never;
  }
}

function withCopy(
  state: ContractState,
  event: Extract<ContractEvent, { type: 'SignedCopyFiled' | 'SignedCopyJudged' }>,
): ContractState {
  if (event.type === 'SignedCopyFiled') {
    const { file, note, signedOn, matches, checker, at } = event;
    const judged = matches
      ? ({ status: 'identical', judgedBy: 'system', judgedAt: at } as const)
      : ({ status: 'toConfirm', judgedBy: null, judgedAt: null } as const);
    const copy = { ...version(file, event, note), signedOn, ...judged, reason: null };
    return { ...state, checker, signedCopies: [...state.signedCopies, copy] };
  }
  const { sha256, verdict: status, by: judgedBy, at: judgedAt, reason } = event;
  const signedCopies = state.signedCopies.map((copy) =>
    copy.document.sha256 === sha256 && copy.status === 'toConfirm'
      ? { ...copy, status, judgedBy, judgedAt, reason }
      : copy,
  );
  return { ...state, checker: null, signedCopies };
}

function amendment(state: ContractState, contractId: string, status: 'approved' | 'givenUp'): ContractState {
  const amendments = state.amendments.map((each) => (each.contractId === contractId ? { ...each, status } : each));
  return { ...state, amendments };
}

function closed(
  state: ContractState,
  { at, by }: Pick<ContractEvent, 'at' | 'by'>,
  outcome: 'expired' | 'amended' | 'void',
  reason: string | null,
): ContractState {
  return { ...state, phase: outcome, closed: { outcome, reason, at, by } };
}
