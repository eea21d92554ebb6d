import { localTime } from '../calendar.ts';
import type { Effect } from '../effects.ts';
import { type Rejection, reject } from '../errors.ts';
import { accept, hasRole, type Outcome } from '../process.ts';
import { faultInFile, faultInPastDay } from './check.ts';
import { copyChecker, endClock, startClock, stepClock } from './clock.ts';
import { contractMail } from './mails.ts';
import type { ContractCommand, ContractContext, ContractEvent, ContractState, SignedCopy } from './model.ts';
import { lastDay } from './term.ts';

type Decided = Outcome<ContractEvent>;
type Judging = Extract<ContractCommand, { type: 'confirmSignedCopy' | 'refuseSignedCopy' }>;

/** Number under which the signed copies of a contract are kept, apart from its versions. */
export function signedCopyNumber(number: string): string {
  return `${number}-S`;
}

/**
 * Files what both sides have signed. The very bytes that were approved make the contract signed; anything else, as
 * every scan is, has to be compared by somebody of legal first.
 */
export function fileSignedCopy(
  state: ContractState,
  { file, signedOn, note = '' }: Extract<ContractCommand, { type: 'fileSignedCopy' }>,
  context: ContractContext,
): Decided {
  const refused = notAwaitingCopy(state);
  if (refused) return refused;
  const last = state.signedCopies.at(-1)?.document.version ?? 0;
  const today = localTime(context.calendar, context.now).date;
  const fault = faultInFile(file, signedCopyNumber(state.number), last) ?? faultInPastDay(signedOn, today, 'signedOn');
  if (fault) return fault;
  const matches = file.document.sha256 === state.approved?.sha256;
  const filed = { at: context.now, by: context.actor.id, type: 'SignedCopyFiled', file, signedOn, matches } as const;
  const remark = { note: note.trim() || null };
  if (matches) {
    const signed = sign(state, signedOn, context);
    return accept([{ ...filed, ...remark, checker: null, clock: null }, ...signed.events], signed.effects);
  }
  const checker = copyChecker(context.actor.id, context);
  if (checker === undefined) {
    return reject(
      'NO_APPROVER',
      'Nobody of legal, and no admin, is present to compare the copy with what was approved',
    );
  }
  return accept(
    [{ ...filed, ...remark, checker, clock: stepClock('copyCheck', context) }],
    [
      contractMail(
        state,
        {
          notice: 'contract.copyToConfirm',
          to: checker,
          step: 'copyToConfirm',
          onlyWhileOpen: true,
          details: {
            by: context.actor.id,
            signedOn,
            fileName: file.fileName,
            sha256: file.document.sha256,
            approvedSha256: state.approved?.sha256 ?? null,
          },
        },
        1,
      ),
    ],
  );
}

function notAwaitingCopy({ phase, signedCopies }: ContractState): Rejection | undefined {
  const open = signedCopies.find(({ status }) => status === 'toConfirm');
  if (open) {
    return reject('ILLEGAL_NOW', 'A signed copy is being compared with what was approved; let that be decided first', {
      facts: { sha256: open.document.sha256, filedBy: open.author, filedAt: open.at },
    });
  }
  if (phase === 'approved') return undefined;
  return reject('ILLEGAL_NOW', 'A signed copy is filed once the contract has been approved and is not signed yet', {
    facts: { phase },
  });
}

/** Says whether a signed copy is what was approved: for legal and admins, and never for whoever filed it. */
export function judgeSignedCopy(state: ContractState, command: Judging, context: ContractContext): Decided {
  const copy = state.signedCopies.find(({ document }) => document.sha256 === command.sha256);
  const refused = mayNotJudge(state, copy, context);
  if (refused || !copy || !state.approved) return refused ?? reject('ILLEGAL_NOW', 'Nothing has been approved yet');
  const reason = command.reason.trim();
  if (reason === '') {
    return reject('REASON_REQUIRED', 'Say what the copy was compared with and what came of it', { field: 'reason' });
  }
  const verdict = command.type === 'confirmSignedCopy' ? 'confirmed' : 'refused';
  const judged = {
    at: context.now,
    by: context.actor.id,
    type: 'SignedCopyJudged',
    sha256: copy.document.sha256,
    approvedSha256: state.approved.sha256,
    verdict,
    reason,
  } as const;
  if (verdict === 'confirmed') {
    const signed = sign(state, copy.signedOn, context);
    return accept([{ ...judged, clock: null }, ...signed.events], signed.effects);
  }
  return accept(
    [{ ...judged, clock: stepClock('signature', context) }],
    [
      contractMail(
        state,
        {
          notice: 'contract.copyRefused',
          to: state.owner,
          step: 'copyRefused',
          details: { by: context.actor.id, comment: reason, fileName: copy.fileName },
        },
        1,
      ),
    ],
  );
}

function mayNotJudge(
  state: ContractState,
  copy: SignedCopy | undefined,
  { actor }: ContractContext,
): Rejection | undefined {
  if (!copy) return reject('INVALID', 'There is no signed copy with this hash', { field: 'sha256' });
  if (copy.status !== 'toConfirm') {
    return reject('ALREADY_DECIDED', `The copy is ${copy.status} already`, {
      facts: { decision: copy.status, decidedBy: copy.judgedBy, decidedAt: copy.judgedAt },
    });
  }
  if (!hasRole(actor, 'legal', 'admin')) {
    return reject('NOT_HOLDER', 'Legal, or an admin, says whether a signed copy is what was approved', {
      facts: { holder: state.checker, heldSince: state.waitSince },
    });
  }
  if (actor.id === copy.author) {
    return reject('NOT_ALLOWED', 'Whoever filed a copy does not confirm it; somebody else of legal does');
  }
  return undefined;
}

/** The contract is signed. It takes effect at once, or on the day it says. */
function sign(
  state: ContractState,
  signedOn: string,
  context: ContractContext,
): { events: readonly ContractEvent[]; effects: readonly Effect[] } {
  const { term, planId } = state;
  const from = term.from ?? signedOn;
  const until = term.until ?? lastDay(from, term.months);
  const base = { at: context.now, by: context.actor.id } as const;
  const signed: ContractEvent = {
    ...base,
    type: 'ContractSigned',
    signedOn,
    from,
    until,
    clock: startClock(from, context),
  };
  const tellPlan: Effect[] =
    planId === null
      ? []
      : [{ type: 'tell', processId: planId, command: { type: 'noteEvent', event: 'signed', on: signedOn } }];
  if (from > localTime(context.calendar, context.now).date) return { events: [signed], effects: tellPlan };
  const clock = endClock({ ...term, from, until }, until, context);
  return { events: [signed, { ...base, type: 'ContractTookEffect', clock }], effects: tellPlan };
}
