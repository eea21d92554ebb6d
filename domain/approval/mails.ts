import type { Notice, NoticeDetails } from '../effects.ts';
import type { UserId } from '../people.ts';
import { activeTasks, type Draft, happens, nodeOf, taskOf } from './draft.ts';
import type { Ending, SendingBack, Task } from './model.ts';

interface Letter {
  readonly notice: Notice;
  readonly to: UserId;
  readonly step: string;
  readonly details?: NoticeDetails;
  readonly onlyWhileOpen: boolean;
}

function documentDetails({ state }: Draft): NoticeDetails {
  const { id: documentId, sha256: documentHash, version: documentVersion } = state.document;
  return { documentId, documentHash, documentVersion, starter: state.starter };
}

function send(draft: Draft, task: Task, { notice, to, step, details, onlyWhileOpen }: Letter) {
  const { title, mode } = nodeOf(draft.context, task.node);
  draft.effects.push({
    type: 'mail',
    notice,
    to: { user: to },
    waitId: task.id,
    step,
    onlyWhileOpen,
    details: {
      ...documentDetails(draft),
      taskId: task.id,
      round: task.round,
      node: task.node,
      'nodeTitle.zh-CN': title['zh-CN'],
      'nodeTitle.en': title.en,
      mode,
      holder: task.holder,
      onBehalfOf: task.onBehalfOf,
      dueAt: task.dueAt,
      ...details,
    },
  });
}

/** The name of a message that can come more than once about the same task: `requested`, `requested.2` … */
function numbered(step: string, times: number): string {
  return times > 1 ? `${step}.${times}` : step;
}

/** Asks the holder of a task that has just been opened: for a decision, or for an opinion. */
export function mailRequest(draft: Draft, id: string, details: NoticeDetails = {}): void {
  const task = taskOf(draft.state, id);
  const notice = task.added?.kind === 'opinion' ? 'approval.opinionRequested' : 'approval.requested';
  const addedBy = task.added && task.added.by !== 'system' ? task.added.by : null;
  const step = numbered('requested', task.asked);
  send(draft, task, { notice, to: task.holder, step, details: { addedBy, ...details }, onlyWhileOpen: true });
}

/** Puts a task before its holder again, with what those asked in between have said. */
export function mailReturn(draft: Draft, id: string, from: Task): void {
  const { decidedBy, comment, decision, added } = from;
  const opinion = added?.kind === 'opinion' ? decision : null;
  mailRequest(draft, id, { from: decidedBy, comment, opinion, returned: true });
}

/** Asks the holder once more because time is up. */
export function mailReminder(draft: Draft, id: string, step: number): void {
  const task = taskOf(draft.state, id);
  const name = numbered(`remind.${step}`, task.asked);
  send(draft, task, { notice: 'approval.reminder', to: task.holder, step: name, onlyWhileOpen: true });
}

/** Tells a manager that the holder does not answer. */
export function mailEscalation(draft: Draft, id: string, step: number, to: UserId): void {
  const task = taskOf(draft.state, id);
  const name = numbered(`escalate.${step}`, task.asked);
  send(draft, task, { notice: 'approval.escalated', to, step: name, onlyWhileOpen: true });
}

/** Asks the new holder of a task that was given on, and tells the old one where it was taken without their doing. */
export function mailTransfer(
  draft: Draft,
  id: string,
  { from, comment, taken }: { from: UserId; comment: string | null; taken: boolean },
): void {
  const task = taskOf(draft.state, id);
  const details = { from, comment };
  const letter = { to: task.holder, step: numbered('transferred', task.moved), details, onlyWhileOpen: true };
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
export type LossCause =
  | 'withdrawn'
  | 'replaced'
  | 'rejected'
  | 'sibling'
  | 'transferred'
  | 'sentBack'
  | 'takenBack'
  | 'removed'
  | 'overridden'
  | 'terminated';

/** Tells somebody that the task they held is no longer theirs to decide. */
export function mailLoss(draft: Draft, task: Task, to: UserId, cause: LossCause, comment: string | null = null): void {
  if (to === draft.context.actor.id) return;
  const details = { cause, endedBy: draft.context.actor.id, comment };
  const step = numbered('withdrawn', task.asked + task.moved);
  send(draft, task, { notice: 'approval.withdrawn', to, step, details, onlyWhileOpen: false });
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

/** Tells the starter that the document has come back and why, and that it is their turn. */
export function mailSentBack(draft: Draft, { by, comment, resubmission }: SendingBack): void {
  const { revision } = draft.state;
  if (!revision) return;
  draft.effects.push({
    type: 'mail',
    notice: 'approval.sentBack',
    to: { user: revision.holder },
    waitId: revision.id,
    step: 'sentBack',
    onlyWhileOpen: true,
    details: { ...documentDetails(draft), from: by, comment, resubmission },
  });
}

/** Gives people something to read who are not asked; each of them once an approval. `about` is a task it concerns. */
export function sendCopies(
  draft: Draft,
  people: readonly UserId[],
  about: string | null,
  comment: string | null,
): void {
  const { state, before, context } = draft;
  const told = [state.starter, ...state.cc];
  const fresh = [...new Set(people)].filter((id) => !told.includes(id));
  if (fresh.length === 0) return;
  happens(draft, { type: 'CopiesSent', people: fresh, comment });
  const task = about ?? activeTasks(draft.state)[0]?.id ?? (before && activeTasks(before)[0]?.id);
  if (task === undefined) return;
  const details = { from: context.actor.id, comment };
  for (const to of fresh) {
    send(draft, taskOf(state, task), { notice: 'approval.cc', to, step: 'cc', details, onlyWhileOpen: false });
  }
}

/** Puts a question to the starter, or tells whoever asked what the answer is. */
export function mailComment(draft: Draft, id: string, to: UserId, details: NoticeDetails): void {
  const task = taskOf(draft.state, id);
  send(draft, task, {
    notice: details.asks === true ? 'approval.question' : 'approval.answer',
    to,
    step: `comment.${draft.state.comments}`,
    details: { from: draft.context.actor.id, ...details },
    onlyWhileOpen: true,
  });
}

/** Tells the starter that an admin has forced something, and why. `about` is a task it concerns. */
export function mailOverride(draft: Draft, about: string | null, reason: string): void {
  const details = { by: draft.context.actor.id, comment: reason };
  const letter = { notice: 'approval.overridden', to: draft.state.starter, details, onlyWhileOpen: false } as const;
  const step = `overridden.${draft.events.length + (draft.before?.comments ?? 0)}`;
  const revision = draft.before?.revision;
  if (about !== null) send(draft, taskOf(draft.state, about), { ...letter, step });
  else if (revision) {
    const { notice, to, onlyWhileOpen } = letter;
    const all = { ...documentDetails(draft), ...details };
    draft.effects.push({
      type: 'mail',
      notice,
      to: { user: to },
      waitId: revision.id,
      step,
      onlyWhileOpen,
      details: all,
    });
  }
}
