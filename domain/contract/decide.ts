import { type Rejection, reject } from '../errors.ts';
import { people } from '../people.ts';
import { accept, type KernelCommand, type Outcome } from '../process.ts';
import { amend, amendmentEnded } from './amendment.ts';
import { agreedChanges, faultInFacts, faultInFile, mayAct } from './check.ts';
import { movedDeadlines, stepClock } from './clock.ts';
import { evolve } from './evolve.ts';
import { closingMails, contractMail } from './mails.ts';
import type {
  ContractChanges,
  ContractCommand,
  ContractContext,
  ContractEvent,
  ContractInput,
  ContractState,
} from './model.ts';
import { peopleChanged } from './people-changed.ts';
import { approvalEnded, submit } from './review.ts';
import { tick } from './running.ts';
import { fileSignedCopy, judgeSignedCopy } from './signing.ts';
import { letExpire, renew } from './term-decision.ts';

type Decided = Outcome<ContractEvent>;
type CommandOf<Type extends ContractCommand['type']> = Extract<ContractCommand, { type: Type }>;

/** Begins a contract as a draft; asked to, it goes to approval at once. */
export function start(input: ContractInput, context: ContractContext): Decided {
  const { file, submit: atOnce, ...rest } = input;
  const fault = faultInFacts(input) ?? (file ? faultInFile(file, input.number, 0) : undefined);
  if (fault) return fault;
  if (people(context.directory, { find: 'person', id: input.owner }).length === 0) {
    return reject('PERSON_UNAVAILABLE', `${input.owner} is not active and present`, {
      field: 'owner',
      facts: { person: input.owner },
    });
  }
  const drafted: ContractEvent = {
    ...base(context),
    type: 'ContractDrafted',
    id: context.processId,
    input: rest,
    file,
    clock: stepClock('draft', context),
  };
  if (!atOnce) return accept([drafted]);
  const submitted = submit(evolve(undefined, drafted), context);
  return submitted.ok ? { ...submitted, events: [drafted, ...submitted.events] } : submitted;
}

/** What follows from a command on a contract. */
export function decide(
  state: ContractState,
  command: ContractCommand | KernelCommand,
  context: ContractContext,
): Decided {
  if (state.closed) return ended(state.closed);
  switch (command.type) {
    case 'tick':
      return tick(state, context);
    case 'calendarChanged':
      return movedDeadlines(state, context);
    case 'peopleChanged':
      return peopleChanged(state, context);
    case 'approvalEnded':
      return approvalEnded(state, command, context);
    case 'contractEnded':
      return amendmentEnded(state, command, context);
    default:
  }
  if (command.type === 'linkOrder' && context.actor.id === 'system') return linkOrder(state, command, context);
  if (!mayAct(state, context)) {
    return reject('NOT_ALLOWED', 'Only its owner, a manager, legal, sales ops or an admin may change a contract', {
      facts: { owner: state.owner },
    });
  }
  switch (command.type) {
    case 'edit':
      return edit(state, agreedChanges(command.changes), context);
    case 'addVersion':
      return addVersion(state, command, context);
    case 'submit':
      return submit(state, context);
    case 'fileSignedCopy':
      return fileSignedCopy(state, command, context);
    case 'confirmSignedCopy':
    case 'refuseSignedCopy':
      return judgeSignedCopy(state, command, context);
    case 'renew':
      return renew(state, command, context);
    case 'letExpire':
      return letExpire(state, command, context);
    case 'amend':
      return amend(state, command, context);
    case 'void':
      return voidContract(state, command, context);
    case 'linkOrder':
      return linkOrder(state, command, context);
    case 'changeOwner':
      return changeOwner(state, command, context);
    default:
      command satisfies never;
      return reject('INVALID', 'A contract knows no such command', { field: 'type' });
  }
}

const base = ({ now, actor }: ContractContext) => ({ at: now, by: actor.id });

function ended(closed: NonNullable<ContractState['closed']>): Rejection {
  return reject('CLOSED', `The contract has ended: ${closed.outcome}`, {
    facts: { outcome: closed.outcome, closedAt: closed.at, closedBy: closed.by },
  });
}

/** What a contract says may be changed as long as nobody reads or has approved it. */
function edit(state: ContractState, changes: ContractChanges, context: ContractContext): Decided {
  if (state.phase === 'inReview') {
    return underReview(state);
  }
  if (state.phase !== 'draft') {
    return alreadyApproved(state);
  }
  const fault = faultInFacts({ ...state, ...changes }, 'changes.');
  if (fault) return fault;
  return accept([{ ...base(context), type: 'ContractEdited', changes }]);
}

function underReview({ reviews }: ContractState): Rejection {
  return reject('ILLEGAL_NOW', 'The contract is being approved; withdraw the approval first', {
    facts: { approval: reviews.at(-1)?.approvalId ?? null },
  });
}

function alreadyApproved({ approved }: ContractState): Rejection {
  return reject('ILLEGAL_NOW', 'What has been approved is changed by an amendment', {
    facts: { decidedBy: approved?.by ?? null, decidedAt: approved?.at ?? null },
  });
}

/** A new version of a draft, or of what is under review: then everything decided about the old one is void. */
function addVersion(state: ContractState, { file, note }: CommandOf<'addVersion'>, context: ContractContext): Decided {
  if (state.phase !== 'draft' && state.phase !== 'inReview') {
    return alreadyApproved(state);
  }
  const current = state.versions.at(-1);
  const fault = faultInFile(file, state.number, current?.document.version ?? 0);
  if (fault) return fault;
  if (file.document.sha256 === current?.document.sha256) {
    return reject('INVALID', `The file is the one of version ${current.document.version}`, {
      field: 'file',
      facts: { version: current.document.version },
    });
  }
  const added: ContractEvent = { ...base(context), type: 'VersionAdded', file, note: note?.trim() || null };
  const review = state.reviews.at(-1);
  if (state.phase === 'draft' || !review) return accept([added]);
  const { version, sha256 } = file.document;
  return accept(
    [added, { ...base(context), type: 'ReviewRestarted', version, sha256 }],
    [{ type: 'tell', processId: review.approvalId, command: { type: 'replaceDocument', document: file.document } }],
  );
}

function voidContract(state: ContractState, { reason }: CommandOf<'void'>, context: ContractContext): Decided {
  if (state.phase === 'inReview') {
    return underReview(state);
  }
  const { actor } = context;
  if (state.phase !== 'draft' && !actor.roles.some((role) => ['legal', 'manager', 'admin'].includes(role))) {
    return reject('NOT_ALLOWED', 'An approved contract is declared void by legal, a manager or an admin');
  }
  const why = reason.trim();
  if (why === '') return reject('REASON_REQUIRED', 'Say why the contract is void', { field: 'reason' });
  const voided: ContractEvent = { ...base(context), type: 'ContractVoided', reason: why };
  const told = { type: 'contractEnded', contractId: state.id, outcome: 'void', endedBy: actor.id, comment: why };
  const concerned = [state.origin, state.amends?.contractId].filter((id) => typeof id === 'string');
  return accept(
    [voided],
    [
      ...closingMails(state, { outcome: 'void', by: actor.id, comment: why }, context),
      ...concerned.map((processId) => ({ type: 'tell', processId, command: told }) as const),
    ],
  );
}

function linkOrder(state: ContractState, { orderId }: CommandOf<'linkOrder'>, context: ContractContext): Decided {
  if (orderId === state.orderId) return accept([]);
  if (state.orderId !== null) {
    return reject('ILLEGAL_NOW', `The contract belongs to order ${state.orderId} already`, {
      field: 'orderId',
      facts: { order: state.orderId },
    });
  }
  return accept([{ ...base(context), type: 'OrderLinked', orderId }]);
}

function changeOwner(
  state: ContractState,
  { to, reason }: CommandOf<'changeOwner'>,
  context: ContractContext,
): Decided {
  if (to === state.owner) return accept([]);
  if (people(context.directory, { find: 'person', id: to }).length === 0) {
    return reject('PERSON_UNAVAILABLE', `${to} is not active and present`, { field: 'to', facts: { person: to } });
  }
  return accept(
    [{ ...base(context), type: 'OwnerChanged', from: state.owner, to, reason: reason ?? null, cause: 'command' }],
    [
      contractMail(state, {
        notice: 'contract.assigned',
        to,
        step: `assigned.${context.now}`,
        details: { from: state.owner, by: context.actor.id },
      }),
    ],
  );
}
