import { reject } from '../../errors.ts';
import type { Outcome } from '../../process.ts';
import type { Command } from '../commands.ts';
import { type ApprovalContext, conclude, draftOn, happens, isOpen, nodeProgress } from '../draft.ts';
import type { ApprovalEvent } from '../events.ts';
import { comesBefore, forksIn, nodesIn, onwardsFrom } from '../flow.ts';
import { mailLoss, mailSentBack } from '../mails.ts';
import type { ApprovalState, SendingBack } from '../model.ts';
import { commentRequired, decidableTask, isRefusal } from '../refusals.ts';
import { resubmissions } from '../variant.ts';
import { walkOn } from '../walk.ts';

/** 退回: the document goes back to the starter or to a node that was asked before; what came after is void. */
export function sendBack(
  state: ApprovalState,
  { taskId, to, resubmission, comment }: Command<'sendBack'>,
  context: ApprovalContext,
): Outcome<ApprovalEvent> {
  const task = decidableTask(state, taskId, context);
  if (isRefusal(task)) return task;
  if (task.added?.kind === 'opinion') {
    return reject('ILLEGAL_NOW', 'Whoever is asked for an opinion gives it; the decision is for the one who asked', {
      field: 'taskId',
    });
  }
  if (!comment.trim()) return commentRequired('Sending back');
  const { variant, actor, now } = context;
  const allowed = variant.resubmission ?? resubmissions;
  if (!allowed.includes(resubmission)) {
    return reject('INVALID', `${variant.id} allows ${allowed.join(' and ')} after sending back`, {
      field: 'resubmission',
      facts: { allowed },
    });
  }
  const steps = variant.nodes;
  const visited = nodesIn(steps).filter(({ name }) => comesBefore(steps, name, task.node) && wasAsked(state, name));
  if (to !== 'starter' && !visited.some(({ name }) => name === to)) {
    return reject('INVALID', 'Send it back to the starter or to a node that has been asked before this one', {
      field: 'to',
      facts: { possible: ['starter', ...visited.map(({ name }) => name)] },
    });
  }
  const behind = to === 'starter' ? steps : onwardsFrom(steps, to);
  const nodes = nodesIn(behind).map(({ name }) => name);
  const concerned = state.tasks.filter(
    (one) => one.id !== taskId && nodes.includes(one.node) && (isOpen(one) || one.status === 'APPROVED'),
  );
  const sent: SendingBack = {
    task: taskId,
    from: task.node,
    to: to === 'starter' ? to : { node: to },
    resubmission,
    by: actor.id,
    at: now,
    comment: comment.trim(),
  };
  const draft = draftOn(state, context);
  const forks = forksIn(behind).map(({ fork }) => fork);
  happens(draft, { type: 'SentBack', sent, nodes, forks, tasks: concerned.map(({ id }) => id) });
  for (const one of concerned) {
    if (one.status === 'ACTIVE') mailLoss(draft, one, one.holder, 'sentBack', sent.comment);
  }
  if (to === 'starter') mailSentBack(draft, sent);
  else walkOn(draft, taskId);
  return conclude(draft);
}

/** Whether people have been asked at a node in this approval, in whatever round. */
function wasAsked(state: ApprovalState, name: string): boolean {
  return nodeProgress(state, name).visit > 0 && state.tasks.some(({ node, asked }) => node === name && asked > 0);
}
