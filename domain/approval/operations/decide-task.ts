import type { Outcome } from '../../process.ts';
import type { Command } from '../commands.ts';
import { type ApprovalContext, conclude, draftOn } from '../draft.ts';
import type { ApprovalEvent } from '../events.ts';
import type { ApprovalState } from '../model.ts';
import { commentRequired, decidableTask, isRefusal, otherDocument } from '../refusals.ts';
import { settle } from '../settle.ts';

/** 同意 / 拒绝: the holder decides, or gives the opinion they were asked for. */
export function decideTask(
  state: ApprovalState,
  command: Command<'approve' | 'reject'>,
  context: ApprovalContext,
): Outcome<ApprovalEvent> {
  const task = decidableTask(state, command.taskId, context);
  if (isRefusal(task)) return task;
  if (command.documentHash !== state.document.sha256) return otherDocument(state);
  const comment = command.comment?.trim() || null;
  if (command.type === 'reject' && comment === null) return commentRequired('A rejection');
  const draft = draftOn(state, context);
  settle(draft, task.id, { decision: command.type === 'approve' ? 'approved' : 'rejected', comment, cause: 'person' });
  return conclude(draft);
}
