import { upcoming } from '../ladder.ts';
import type { Summary } from '../process.ts';
import type { Addressee, NextStep, Subject, Wait } from '../wait.ts';
import { activeTasks, clockOf } from './draft.ts';
import type { ApprovalState, Revision, Task } from './model.ts';
import type { TimeoutAction } from './variant.ts';

/** Of several things that happen at once, the one that changes most is what people are told to expect. */
const weightiestFirst = [
  'autoReject',
  'autoApprove',
  'transferToManager',
  'addManager',
  'escalateToManager',
  'remind',
] as const satisfies readonly TimeoutAction[];

function addressee(action: TimeoutAction, { holder }: Task): Addressee {
  switch (action) {
    case 'remind':
    case 'autoApprove':
    case 'autoReject':
      return { user: holder };
    case 'escalateToManager':
    case 'transferToManager':
    case 'addManager':
      return { office: 'manager' };
    default:
      return action satisfies never;
  }
}

function nextStep({ ladder }: Task, asked: Task): NextStep | null {
  const rung = ladder ? upcoming(ladder) : undefined;
  const what = weightiestFirst.find((action) => rung?.do.includes(action));
  return rung && what ? { at: rung.at, what, who: addressee(what, asked) } : null;
}

function documentOf({ document, customer, amount }: ApprovalState): Subject {
  const { number, title, version: documentVersion } = document;
  return { number, title, customer, amount, documentVersion };
}

function subjectOf(state: ApprovalState, { id, capacity }: Task): Subject {
  const asked = state.questions.some(({ task }) => task === id);
  return { ...documentOf(state), capacity, ...(asked ? { awaitsAnswer: true } : {}) };
}

function waitFor(state: ApprovalState, task: Task): Wait {
  const clock = clockOf(state, task);
  return {
    id: task.id,
    on: 'person',
    action: task.added?.kind === 'opinion' ? 'approval.advise' : 'approval.decide',
    holder: task.holder,
    ...(task.onBehalfOf === null ? {} : { principal: task.onBehalfOf }),
    openedAt: task.openedAt ?? state.startedAt,
    dueAt: clock.dueAt,
    next: nextStep(clock, task),
    subject: subjectOf(state, task),
  };
}

/** The starter has no deadline of the variant's: nothing happens by itself until they submit again or withdraw. */
function revisionWait(state: ApprovalState, { id, holder, since }: Revision): Wait {
  const subject = documentOf(state);
  return { id, on: 'person', action: 'approval.revise', holder, openedAt: since, dueAt: null, next: null, subject };
}

/** An approval waits for everybody who has been asked and has not answered, or for its starter to revise the document. */
export function waits(state: ApprovalState): readonly Wait[] {
  const asked = activeTasks(state).map((task) => waitFor(state, task));
  return state.revision ? [...asked, revisionWait(state, state.revision)] : asked;
}

/** The approval's row in lists; its stage is the node it stands at or stood at last. */
export function summarise(state: ApprovalState): Summary {
  const { document, ending, nodes, starter, customer, amount, dealId } = state;
  const reached = nodes.filter(({ enteredAt }) => enteredAt !== null);
  const current = nodes.find(({ status }) => status === 'CURRENT');
  return {
    title: document.title,
    status: ending ? 'closed' : 'open',
    stage: state.revision ? 'revision' : ((current ?? reached.at(-1))?.name ?? ''),
    outcome: ending?.outcome ?? null,
    owner: starter,
    customer,
    amount,
    dealId,
    openedAt: state.startedAt,
    closedAt: ending?.at ?? null,
  };
}
