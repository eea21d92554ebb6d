import { addOffset } from '../../calendar.ts';
import { type Rejection, reject } from '../../errors.ts';
import { hasRole, type Outcome } from '../../process.ts';
import { presentPerson } from '../approvers.ts';
import type { Command } from '../commands.ts';
import { type ApprovalContext, activeTasks, conclude, draftOn, happens } from '../draft.ts';
import type { ApprovalEvent } from '../events.ts';
import { mailComment, mailUrging, sendCopies } from '../mails.ts';
import type { ApprovalState } from '../model.ts';
import { isRefusal, onlyStarter, openTask, unavailable } from '../refusals.ts';

type Answer = Outcome<ApprovalEvent>;

/** Most people one copy goes to, and most comments an approval takes. */
const mostCopies = 50;
const mostComments = 500;

/** 催办: asks the holder of a task once more; nothing else changes. */
export function urge(state: ApprovalState, { taskId }: Command<'urge'>, context: ApprovalContext): Answer {
  const refused = onlyStarter(state, context, { orAdmin: true });
  if (refused) return refused;
  const task = openTask(state, taskId);
  if (isRefusal(task)) return task;
  const { calendar, now, variant } = context;
  const possibleAt = task.urgedAt === null ? now : addOffset(calendar, task.urgedAt, variant.urgeEvery);
  if (now < possibleAt) {
    return reject('URGED_RECENTLY', `The holder was urged less than ${variant.urgeEvery} ago`, {
      field: 'taskId',
      facts: { urgedAt: task.urgedAt, possibleAt, urged: task.urged },
    });
  }
  const draft = draftOn(state, context);
  happens(draft, { type: 'TaskUrged', task: taskId, holder: task.holder });
  mailUrging(draft, taskId);
  return conclude(draft);
}

/** 抄送: gives people something to read who are not asked; each of them is told once. */
export function cc(state: ApprovalState, { people, comment }: Command<'cc'>, context: ApprovalContext): Answer {
  const refused = onlyParticipant(state, context);
  if (refused) return refused;
  if (people.length === 0 || people.length > mostCopies || state.cc.length + people.length > mostCopies * 4) {
    return reject('INVALID', `Name between 1 and ${mostCopies} people`, { field: 'people' });
  }
  const draft = draftOn(state, context);
  const missing = people.findIndex((id) => !presentPerson(draft, id));
  if (missing >= 0) return unavailable(people[missing] ?? '', `people.${missing}`);
  sendCopies(draft, people, null, comment?.trim() || null);
  return conclude(draft);
}

/** 评论 / 沟通: a remark for everybody to read. A question to the starter shows as waiting for an answer; no clock stops. */
export function comment(
  state: ApprovalState,
  { text, ask = false, taskId }: Command<'comment'>,
  context: ApprovalContext,
): Answer {
  const refused = onlyParticipant(state, context);
  if (refused) return refused;
  const { actor } = context;
  const trimmed = text.trim();
  if (trimmed === '') return reject('COMMENT_REQUIRED', 'A comment says something', { field: 'text' });
  if (state.comments >= mostComments) {
    return reject('ILLEGAL_NOW', `An approval takes ${mostComments} comments; talk to each other`);
  }
  const byStarter = actor.id === state.starter;
  if (ask && byStarter) return reject('INVALID', 'Questions are put to the starter by others', { field: 'ask' });
  const task =
    taskId === undefined ? activeTasks(state).find(({ holder }) => holder === actor.id) : openTask(state, taskId);
  if (task && isRefusal(task)) return task;
  const draft = draftOn(state, context);
  const open = state.questions;
  const answers = byStarter && open.length > 0;
  happens(draft, { type: 'Commented', text: trimmed, task: task?.id ?? null, asks: ask, answers });
  const about = task?.id ?? activeTasks(state)[0]?.id;
  if (about === undefined) return conclude(draft);
  const details = { text: trimmed, asks: ask };
  if (ask) mailComment(draft, about, state.starter, details);
  const askers = answers ? [...new Set(open.map(({ by }) => by))] : [];
  for (const to of askers) mailComment(draft, about, to, details);
  return conclude(draft);
}

/** The starter, everybody who has been asked or told, and admins take part. */
function onlyParticipant({ starter, tasks, cc: told }: ApprovalState, { actor }: ApprovalContext): Rejection | null {
  const asked = tasks.flatMap(({ chain, onBehalfOf }) => [...chain, ...(onBehalfOf ? [onBehalfOf] : [])]);
  if ([starter, ...asked, ...told].includes(actor.id) || hasRole(actor, 'admin')) return null;
  return reject('NOT_ALLOWED', 'Only people who take part in this approval may do this', {
    facts: { person: starter },
  });
}
