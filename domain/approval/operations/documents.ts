import { type Rejection, reject } from '../../errors.ts';
import type { Outcome } from '../../process.ts';
import { decidesAlone } from '../approvers.ts';
import type { Command } from '../commands.ts';
import { evaluate } from '../condition.ts';
import {
  type ApprovalContext,
  activeTasks,
  conclude,
  type Draft,
  draftOn,
  fieldsOf,
  happens,
  nodeOf,
} from '../draft.ts';
import { closeTasks } from '../ending.ts';
import type { ApprovalEvent } from '../events.ts';
import { routingFields } from '../flow.ts';
import { mailLoss } from '../mails.ts';
import type { ApprovalState, Jump, Revision } from '../model.ts';
import { badFields, badHash, onlyStarter, otherAmount } from '../refusals.ts';
import { changedFields, walkOn } from '../walk.ts';

type Answer = Outcome<ApprovalEvent>;

/** Whether a variant may decide on a document; one it cannot judge it may not. */
export function isCovered({ variant }: ApprovalContext, facts: Parameters<typeof fieldsOf>[0]): boolean {
  return evaluate(variant.covers, fieldsOf(facts)).verdict === 'met';
}

/** The starter replaces the document: what was decided so far is void and a new round begins. */
export function replaceDocument(
  state: ApprovalState,
  { document, amount = state.amount, fields = state.fields }: Command<'replaceDocument'>,
  context: ApprovalContext,
): Answer {
  const refused =
    mayNotReplace(state, context) ?? unfitDocument(state, document) ?? unfitFacts(state, { amount, fields }, context);
  if (refused) return refused;
  const draft = draftOn(state, context);
  const closed = closeTasks(draft, 'VOID', null);
  happens(draft, { type: 'DocumentReplaced', document, amount, fields });
  walkOn(draft, null);
  if (!asksSomebody(draft)) return noApprover();
  const askedAgain = activeTasks(draft.state).map(({ holder }) => holder);
  for (const task of closed) {
    if (!askedAgain.includes(task.holder)) mailLoss(draft, task, task.holder, 'replaced');
  }
  return conclude(draft);
}

/** 重新提交: after it was sent back, the starter submits the document again, changed or as it was. */
export function resubmit(state: ApprovalState, command: Command<'resubmit'>, context: ApprovalContext): Answer {
  const { revision } = state;
  if (!revision) return reject('ILLEGAL_NOW', 'Only a document that was sent back to its starter is submitted again');
  if (context.actor.id !== revision.holder) {
    return reject('NOT_HOLDER', `It is ${revision.holder} who submits it again`, {
      facts: { holder: revision.holder, heldSince: revision.since },
    });
  }
  const { document = state.document, amount = state.amount, fields = state.fields } = command;
  const unfit =
    (command.document && (keptElsewhere(state) ?? unfitDocument(state, command.document))) ??
    unfitFacts(state, { amount, fields }, context);
  if (unfit) return unfit;
  const draft = draftOn(state, context);
  const jump = jumpAfter(state, revision, { amount, fields }, context);
  happens(draft, { type: 'Resubmitted', document, amount, fields, comment: command.comment?.trim() || null, jump });
  walkOn(draft, null);
  return asksSomebody(draft) ? conclude(draft) : noApprover();
}

/**
 * The way straight back to the sender, where they have asked for it. A changed field by which the way is chosen leads
 * through the first node it concerns and all after that one.
 */
function jumpAfter(
  state: ApprovalState,
  { sent }: Revision,
  next: Pick<ApprovalState, 'amount' | 'fields'>,
  { variant }: ApprovalContext,
): Jump | null {
  if (sent.resubmission !== 'JUMP') return null;
  const routing = routingFields(variant.nodes);
  const { amount, fields } = next;
  const changed = changedFields({ ...state.fields, amount: state.amount }, { ...fields, amount });
  return { to: sent.from, changed: changed.filter((name) => routing.includes(name)) };
}

/** A contract keeps its versions itself and says when one replaces another; anything else is its starter's to replace. */
function mayNotReplace(state: ApprovalState, context: ApprovalContext): Rejection | null {
  const byOrigin = state.origin !== null && context.actor.channel === 'process';
  return byOrigin ? null : (onlyStarter(state, context, { orAdmin: false }) ?? keptElsewhere(state));
}

function keptElsewhere({ subject, origin }: ApprovalState): Rejection | null {
  if (subject !== 'contract' || origin === null) return null;
  return reject('ILLEGAL_NOW', `Hand the new version in with ${origin}, which keeps its versions`, {
    facts: { contract: origin },
  });
}

function unfitFacts(
  { subject }: ApprovalState,
  { amount, fields }: Pick<ApprovalState, 'amount' | 'fields'>,
  context: ApprovalContext,
): Rejection | null {
  return badFields(fields) ?? (isCovered(context, { subject, amount, fields }) ? null : otherAmount(context));
}

function unfitDocument({ document }: ApprovalState, next: ApprovalState['document']): Rejection | null {
  const bad = badHash(next);
  if (bad) return bad;
  if (next.number !== document.number) {
    return reject('INVALID', `A version of ${document.number} is expected; approve another document on its own`, {
      field: 'document.number',
    });
  }
  if (next.version <= document.version) {
    return reject('INVALID', `A version later than ${document.version} is expected`, { field: 'document.version' });
  }
  if (next.sha256 === document.sha256) {
    return reject('INVALID', 'The document is the one under approval already', { field: 'document.sha256' });
  }
  return null;
}

/** Whether it has ended by itself or somebody is asked who may decide. */
export function asksSomebody({ state, context }: Draft): boolean {
  if (state.ending) return true;
  return activeTasks(state).some(
    ({ holder, node }) => holder !== state.starter || decidesAlone(state, nodeOf(context, node), holder),
  );
}

export function noApprover(): Rejection {
  return reject('NO_APPROVER', 'Nobody present can be asked to approve this; appoint an approver or an admin first');
}
