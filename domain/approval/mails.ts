import type { Notice, NoticeDetails } from '../effects.ts';
import type { UserId } from '../people.ts';
import { type Draft, nodeOf, taskOf } from './draft.ts';
import type { Ending, Task } from './model.ts';

interface Letter {
  readonly notice: Notice;
  readonly to: UserId;
  readonly step: string;
  readonly details?: NoticeDetails;
  readonly onlyWhileOpen: boolean;
}

function send({ state, context, effects }: Draft, task: Task, { notice, to, step, details, onlyWhileOpen }: Letter) {
  const { title, mode } = nodeOf(context, task.node);
  const { id: documentId, sha256: documentHash, version: documentVersion } = state.document;
  effects.push({
    type: 'mail',
    notice,
    to: { user: to },
    waitId: task.id,
    step,
    onlyWhileOpen,
    details: {
      documentId,
      documentHash,
      documentVersion,
      taskId: task.id,
      round: task.round,
      node: task.node,
      'nodeTitle.zh-CN': title['zh-CN'],
      'nodeTitle.en': title.en,
      mode,
      starter: state.starter,
      holder: task.holder,
      dueAt: task.dueAt,
      ...details,
    },
  });
}

/** Asks the holder of a task that has just been opened. */
export function mailRequest(draft: Draft, id: string): void {
  const task = taskOf(draft.state, id);
  send(draft, task, { notice: 'approval.requested', to: task.holder, step: 'requested', onlyWhileOpen: true });
}

/** Asks the holder once more because time is up. */
export function mailReminder(draft: Draft, id: string, step: number): void {
  const task = taskOf(draft.state, id);
  send(draft, task, { notice: 'approval.reminder', to: task.holder, step: `remind.${step}`, onlyWhileOpen: true });
}

/** Tells a manager that the holder does not answer. */
export function mailEscalation(draft: Draft, id: string, step: number, to: UserId): void {
  const task = taskOf(draft.state, id);
  send(draft, task, { notice: 'approval.escalated', to, step: `escalate.${step}`, onlyWhileOpen: true });
}

/** Asks the new holder of a task that was given on, and tells the old one where it was taken without their doing. */
export function mailTransfer(
  draft: Draft,
  id: string,
  { from, comment, taken }: { from: UserId; comment: string | null; taken: boolean },
): void {
  const task = taskOf(draft.state, id);
  const details = { from, comment };
  const letter = { to: task.holder, step: 'transferred', details, onlyWhileOpen: true };
  send(draft, task, { ...letter, notice: 'approval.transferred' });
  if (taken) mailLoss(draft, task, from, 'transferred');
}

/** Asks the holder on behalf of the starter. */
export function mailUrging(draft: Draft, id: string): void {
  const task = taskOf(draft.state, id);
  const details = { urgedBy: draft.context.actor.id, urged: task.urged };
  send(draft, task, {
    notice: 'approval.urged',
    to: task.holder,
    step: `urge.${task.urged}`,
    details,
    onlyWhileOpen: true,
  });
}

/** Why a person does not have to decide any more. */
export type LossCause = 'withdrawn' | 'replaced' | 'rejected' | 'sibling' | 'transferred';

/** Tells somebody that the task they held is no longer theirs to decide. */
export function mailLoss(draft: Draft, task: Task, to: UserId, cause: LossCause): void {
  const details = { cause, endedBy: draft.context.actor.id };
  send(draft, task, { notice: 'approval.withdrawn', to, step: 'withdrawn', details, onlyWhileOpen: false });
}

/** Tells the starter how it ended, about the task that stood last. */
export function mailEnding(draft: Draft, id: string, { outcome, by, comment }: Omit<Ending, 'at' | 'task'>): void {
  const details = { outcome, endedBy: by, comment };
  const to = draft.state.starter;
  send(draft, taskOf(draft.state, id), {
    notice: 'approval.decided',
    to,
    step: 'decided',
    details,
    onlyWhileOpen: false,
  });
}
