import { reject } from '../errors.ts';
import type { KernelCommand, Outcome } from '../process.ts';
import { presentPerson } from './approvers.ts';
import type { ApprovalCommand } from './commands.ts';
import { type ApprovalContext, conclude, type Draft, firstDraft } from './draft.ts';
import type { ApprovalEvent } from './events.ts';
import { nodesIn } from './flow.ts';
import type { ApprovalInput, ApprovalState } from './model.ts';
import { decideTask } from './operations/decide-task.ts';
import { asksSomebody, isCovered, noApprover, replaceDocument, resubmit } from './operations/documents.ts';
import { cc, comment, urge } from './operations/notes.ts';
import { override } from './operations/override.ts';
import { peopleChanged } from './operations/people-changed.ts';
import { sendBack } from './operations/send-back.ts';
import { addSigners, delegate, removeSigner } from './operations/signers.ts';
import { takeBack } from './operations/take-back.ts';
import { transfer } from './operations/transfer.ts';
import { withdraw } from './operations/withdraw.ts';
import { alreadyOver, badFields, badHash, otherAmount, unavailable } from './refusals.ts';
import { moveDeadlines, tick } from './timeout.ts';
import { walkOn } from './walk.ts';

type Answer = Outcome<ApprovalEvent>;

/** Begins an approval at its first node. */
export function start(input: ApprovalInput, context: ApprovalContext): Answer {
  const unfit = badHash(input.document) ?? badFields(input.fields);
  if (unfit) return unfit;
  if (!isCovered(context, input)) return otherAmount(context);
  const draft = startedDraft(input, context);
  const badChoice = choiceFault(draft);
  if (badChoice) return badChoice;
  walkOn(draft, null);
  return asksSomebody(draft) ? conclude(draft) : noApprover();
}

/** An approval that has begun and not yet come to any node. */
function startedDraft(input: ApprovalInput, context: ApprovalContext): Draft {
  const nodes = nodesIn(context.variant.nodes).map(({ name, title, mode }) => ({ name, title, mode }));
  return firstDraft(context, { type: 'ApprovalStarted', id: context.processId, input, nodes });
}

/** Why the people the starter has chosen cannot be asked, or null. */
function choiceFault(draft: Draft) {
  const { chosen = {}, starter } = draft.state;
  for (const { name, approvers } of nodesIn(draft.context.variant.nodes)) {
    const field = `chosen.${name}`;
    const most = approvers.flatMap((source) => ('chosenByStarter' in source ? [source.chosenByStarter] : []))[0];
    const ids = chosen[name] ?? [];
    if (most === undefined && ids.length > 0) {
      return reject('INVALID', `The variant says who is asked at ${name}; leave it out`, { field });
    }
    if (most !== undefined && (ids.length === 0 || ids.length > most || new Set(ids).size < ids.length)) {
      return reject('INVALID', `Choose between 1 and ${most} people for ${name}, each once`, { field });
    }
    if (ids.includes(starter)) return reject('NOT_ALLOWED', 'Nobody decides on a document of their own', { field });
    const missing = ids.find((id) => !presentPerson(draft, id));
    if (missing !== undefined) return unavailable(missing, field);
  }
  return null;
}

/** Says what follows from a command. */
export function decide(
  state: ApprovalState,
  command: ApprovalCommand | KernelCommand,
  context: ApprovalContext,
): Answer {
  if (command.type === 'tick') return tick(state, context);
  if (command.type === 'calendarChanged') return moveDeadlines(state, context);
  if (command.type === 'peopleChanged') return peopleChanged(state, command.users, context);
  if (state.ending) return alreadyOver(state.ending);
  switch (command.type) {
    case 'approve':
    case 'reject':
      return decideTask(state, command, context);
    case 'transfer':
      return transfer(state, command, context);
    case 'delegate':
      return delegate(state, command, context);
    case 'addSigners':
      return addSigners(state, command, context);
    case 'removeSigner':
      return removeSigner(state, command, context);
    case 'sendBack':
      return sendBack(state, command, context);
    case 'resubmit':
      return resubmit(state, command, context);
    case 'withdraw':
      return withdraw(state, command, context);
    case 'takeBack':
      return takeBack(state, command, context);
    case 'urge':
      return urge(state, command, context);
    case 'cc':
      return cc(state, command, context);
    case 'comment':
      return comment(state, command, context);
    case 'replaceDocument':
      return replaceDocument(state, command, context);
    case 'override':
      return override(state, command, context);
    default:
      return unknown(command);
  }
}

function unknown(command: never): Answer {
  const { type } = command as { type: string };
  return reject('INVALID', `An approval knows no command "${type}"`, { field: 'type' });
}
