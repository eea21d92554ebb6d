import { type Rejection, reject } from '../errors.ts';
import { people } from '../people.ts';
import { accept, type Context, hasRole, type KernelCommand, type Outcome } from '../process.ts';
import type { Definition } from '../variant.ts';
import { contractEnded, submitContract } from './contract.ts';
import { faultInDeal, missingFields } from './deal-facts.ts';
import { climbLadder, followUpLadder, movedDeadlines } from './follow-up.ts';
import type {
  DealChanges,
  EndStage,
  NextAction,
  OpenStage,
  OpportunityCommand,
  OpportunityEvent,
  OpportunityInput,
  OpportunityState,
  OpportunityVariant,
} from './model.ts';
import { peopleChanged } from './people-changed.ts';

type Ctx = Context<Definition<OpportunityVariant>>;
type Result = Outcome<OpportunityEvent>;

function isEnd(stage: OpenStage<string> | EndStage): stage is EndStage {
  return 'outcome' in stage;
}

const base = ({ now, actor }: Ctx) => ({ at: now, by: actor.id });

/** The first decision about a deal: who owns it, where it begins and when it is to be followed up. */
export function start(input: OpportunityInput, context: Ctx): Result {
  const { variant, now, directory, processId } = context;
  const { owner, nextAction, engagedAt, firstFollowUpAt, stage: askedStage, ...deal } = input;
  const fault = faultInDeal(deal) ?? faultInNextAction(nextAction, now);
  if (fault) return fault;
  const stageName = askedStage ?? variant.start;
  const stage = variant.stages[stageName];
  if (!stage || isEnd(stage)) {
    return reject('UNKNOWN_STAGE', `${stageName} is no open stage of ${variant.id}`, { field: 'stage' });
  }
  const missing = missingFields(stage.requires, deal);
  if (missing.length > 0) {
    return reject('FIELDS_MISSING', `To begin in ${stageName} a deal needs ${missing.join(', ')}`, {
      field: missing[0],
      facts: { stage: stageName, missing },
    });
  }
  if (people(directory, { find: 'person', id: owner }).length === 0) {
    return reject('PERSON_UNAVAILABLE', `${owner} is not active and present`, {
      field: 'owner',
      facts: { person: owner },
    });
  }
  const dueAt = nextAction?.at ?? firstFollowUpAt ?? undefined;
  const { title, customer, amount, expectedClose, product, source } = deal;
  const opened: OpportunityEvent = {
    ...base(context),
    type: 'OpportunityOpened',
    id: processId,
    deal: { title, customer, amount, expectedClose, product, source },
    owner,
    engagedAt: engagedAt ?? now,
    stage: stageName,
    probability: stage.probability,
    nextAction,
    ladder: followUpLadder(stageName, dueAt, context),
  };
  return accept([opened]);
}

/** What follows from a command about a deal. */
export function decide(state: OpportunityState, command: OpportunityCommand | KernelCommand, context: Ctx): Result {
  if (state.closedAt !== null) return alreadyClosed(state);
  switch (command.type) {
    case 'tick':
      return climbLadder(state, context);
    case 'calendarChanged':
      return movedDeadlines(state, context);
    case 'peopleChanged':
      return peopleChanged(state, context);
    case 'contractEnded':
      return contractEnded(state, command, context);
    case 'recordEnd':
      return recordEnd(state, command, context);
    default:
  }
  if (!mayAct(state, context)) {
    return reject(
      'NOT_ALLOWED',
      'Only the owner, whoever stands in, a manager, sales ops or an admin may change this deal',
      {
        facts: { owner: state.owner },
      },
    );
  }
  switch (command.type) {
    case 'edit':
      return edit(state, command.changes, context);
    case 'logFollowUp':
      return logFollowUp(state, command, context);
    case 'planNextAction':
      return scheduleNext(state, command.nextAction, context, []);
    case 'moveStage':
      return moveStage(state, command, context);
    case 'changeOwner':
      return changeOwner(state, command, context);
    case 'submitContract':
      return resubmitContract(state, command, context);
    default:
      return command satisfies never;
  }
}

function alreadyClosed(state: OpportunityState): Rejection {
  return reject('CLOSED', `The deal has ended: ${state.outcome}`, {
    facts: { outcome: state.outcome, closedAt: state.closedAt },
  });
}

function mayAct(state: OpportunityState, { actor }: Ctx): boolean {
  return actor.id === state.owner || actor.id === state.standIn || hasRole(actor, 'manager', 'sales-ops', 'admin');
}

function faultInNextAction(nextAction: NextAction | null | undefined, now: number): Rejection | undefined {
  if (!nextAction) return undefined;
  if (nextAction.what.trim() === '') {
    return reject('INVALID', 'Say what the next action is', { field: 'nextAction.what' });
  }
  if (!Number.isSafeInteger(nextAction.at) || nextAction.at <= now) {
    return reject('INVALID', 'The next action lies in the future', { field: 'nextAction.at' });
  }
  return undefined;
}

/** While the contract is read, what it says about the deal stays as it is. */
function underReview(state: OpportunityState): Rejection | undefined {
  if (state.contract?.status !== 'inReview') return undefined;
  return reject('ILLEGAL_NOW', 'The contract of this deal is being approved; have it declared void first', {
    facts: { contract: state.contract.contractId },
  });
}

function edit(state: OpportunityState, changes: DealChanges, context: Ctx): Result {
  const fault = underReview(state) ?? faultInDeal({ ...state.deal, ...changes });
  if (fault) return fault;
  const stage = context.variant.stages[state.stage];
  const missing = missingFields(stage?.requires ?? [], { ...state.deal, ...changes });
  if (missing.length > 0) {
    return reject('FIELDS_MISSING', `The stage ${state.stage} needs ${missing.join(', ')}`, {
      field: `changes.${missing[0]}`,
      facts: { stage: state.stage, missing },
    });
  }
  return accept([{ ...base(context), type: 'DealEdited', changes }]);
}

function logFollowUp(
  state: OpportunityState,
  command: Extract<OpportunityCommand, { type: 'logFollowUp' }>,
  context: Ctx,
): Result {
  if (command.note.trim() === '') return reject('INVALID', 'Say what was talked about', { field: 'note' });
  const logged: OpportunityEvent = { ...base(context), type: 'FollowUpLogged', note: command.note, via: command.via };
  // A won deal is no longer followed up: its clock belongs to the contract.
  if (state.outcome !== null) return accept([logged]);
  return scheduleNext(state, command.nextAction ?? null, context, [logged]);
}

function scheduleNext(
  state: OpportunityState,
  nextAction: NextAction | null,
  context: Ctx,
  before: readonly OpportunityEvent[],
): Result {
  if (state.outcome !== null) return reject('ILLEGAL_NOW', 'The deal is won; its contract decides what comes next');
  const fault = faultInNextAction(nextAction, context.now);
  if (fault) return fault;
  const ladder = followUpLadder(state.stage, nextAction?.at, context);
  return accept([...before, { ...base(context), type: 'FollowUpScheduled', nextAction, ladder }]);
}

function moveStage(
  state: OpportunityState,
  command: Extract<OpportunityCommand, { type: 'moveStage' }>,
  context: Ctx,
): Result {
  const { variant } = context;
  const { to, changes } = command;
  const from = variant.stages[state.stage];
  const target = variant.stages[to];
  if (!target) {
    return reject('UNKNOWN_STAGE', `${to} is no stage of ${variant.id}`, {
      field: 'to',
      facts: { stages: Object.keys(variant.stages) },
    });
  }
  if (!from || isEnd(from) || !from.moves.includes(to)) {
    return reject('MOVE_NOT_ALLOWED', `From ${state.stage} a deal cannot move to ${to}`, {
      field: 'to',
      facts: { from: state.stage, allowed: from && !isEnd(from) ? from.moves : [] },
    });
  }
  const deal = { ...state.deal, ...changes };
  const required =
    isEnd(target) && target.outcome === 'won' ? ([...target.requires, 'customer', 'amount'] as const) : target.requires;
  const missing = missingFields(required, deal);
  const fault = faultInDeal(deal);
  if (fault) return fault;
  if (missing.length > 0) {
    return reject('FIELDS_MISSING', `To enter ${to} the deal needs ${missing.join(', ')}`, {
      field: `changes.${missing[0]}`,
      facts: { stage: to, missing },
    });
  }
  const entered: OpportunityEvent[] = [
    ...(changes ? [{ ...base(context), type: 'DealEdited', changes } as const] : []),
    {
      ...base(context),
      type: 'StageEntered',
      from: state.stage,
      to,
      probability: isEnd(target) ? endProbability(target) : target.probability,
    },
  ];
  if (!isEnd(target)) {
    // An action that is overdue already has been chased; the new stage begins with a clock of its own.
    const nextAction = state.nextAction && state.nextAction.at > context.now ? state.nextAction : null;
    const ladder = followUpLadder(to, nextAction?.at, context);
    return accept([...entered, { ...base(context), type: 'FollowUpScheduled', nextAction, ladder }]);
  }
  if (target.outcome === 'lost') return lose(entered, command, context);
  return submitContract({ ...state, deal }, command.terms, context, [
    ...entered,
    { ...base(context), type: 'OpportunityWon' },
  ]);
}

const endProbability = ({ outcome }: EndStage): number => (outcome === 'won' ? 100 : 0);

function lose(
  entered: readonly OpportunityEvent[],
  { lostReason, lostNote }: { lostReason?: string; lostNote?: string },
  context: Ctx,
): Result {
  const { lostReasons } = context.variant;
  if (!lostReason || !lostReasons.includes(lostReason)) {
    return reject('REASON_REQUIRED', `Say why the deal was lost: one of ${lostReasons.join(', ')}`, {
      field: 'lostReason',
      facts: { allowed: lostReasons },
    });
  }
  if (lostReason === 'other' && !lostNote?.trim()) {
    return reject('REASON_REQUIRED', 'The reason "other" needs a note', { field: 'lostNote' });
  }
  return accept([
    ...entered,
    { ...base(context), type: 'OpportunityLost', reason: lostReason, note: lostNote ?? null },
  ]);
}

function changeOwner(
  state: OpportunityState,
  { to, reason }: Extract<OpportunityCommand, { type: 'changeOwner' }>,
  context: Ctx,
): Result {
  if (to === state.owner) return accept([]);
  if (people(context.directory, { find: 'person', id: to }).length === 0) {
    return reject('PERSON_UNAVAILABLE', `${to} is not active and present`, { field: 'to', facts: { person: to } });
  }
  return accept(
    [{ ...base(context), type: 'OwnerChanged', from: state.owner, to, reason: reason ?? null }],
    [
      {
        type: 'mail',
        notice: 'opportunity.assigned',
        to: { user: to },
        waitId: `w${state.waitNo}`,
        step: `assigned.${context.now}`,
        details: { from: state.owner, by: context.actor.id },
      },
    ],
  );
}

function resubmitContract(
  state: OpportunityState,
  { terms, changes }: Extract<OpportunityCommand, { type: 'submitContract' }>,
  context: Ctx,
): Result {
  const status = state.contract?.status;
  if (status !== 'void') {
    return reject('ILLEGAL_NOW', 'A deal gets another contract once the one it has is void');
  }
  const deal = { ...state.deal, ...changes };
  const fault = faultInDeal(deal);
  if (fault) return fault;
  const edited = changes ? [{ ...base(context), type: 'DealEdited', changes } as const] : [];
  return submitContract({ ...state, deal }, terms, context, edited);
}

function recordEnd(
  state: OpportunityState,
  { outcome, lostReason }: Extract<OpportunityCommand, { type: 'recordEnd' }>,
  context: Ctx,
): Result {
  if (context.actor.channel !== 'import') return reject('NOT_ALLOWED', 'Only an import records deals that have ended');
  const stages = Object.entries(context.variant.stages);
  const end = stages.find(([, stage]) => isEnd(stage) && stage.outcome === outcome);
  if (!end)
    return reject('UNKNOWN_STAGE', `${context.variant.id} has no stage that is ${outcome}`, { field: 'outcome' });
  const entered: OpportunityEvent = {
    ...base(context),
    type: 'StageEntered',
    from: state.stage,
    to: end[0],
    probability: outcome === 'won' ? 100 : 0,
  };
  if (outcome === 'lost') return lose([entered], { lostReason }, context);
  return accept([entered, { ...base(context), type: 'OpportunityWon' }, { ...base(context), type: 'EndRecorded' }]);
}
