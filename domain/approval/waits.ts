import { upcoming } from '../ladder.ts';
import type { Summary } from '../process.ts';
import type { Addressee, NextStep, Subject, Wait } from '../wait.ts';
import { activeTasks } from './draft.ts';
import type { ApprovalState, Task, TimeoutAction } from './model.ts';

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

function nextStep(task: Task): NextStep | null {
  const rung = task.ladder ? upcoming(task.ladder) : undefined;
  const what = weightiestFirst.find((action) => rung?.do.includes(action));
  return rung && what ? { at: rung.at, what, who: addressee(what, task) } : null;
}

function subjectOf({ document, customer, amount }: ApprovalState, { capacity }: Task): Subject {
  const { number, title, version: documentVersion } = document;
  return { number, title, customer, amount, documentVersion, capacity };
}

/** An approval waits for everybody who has been asked and has not decided. */
export function waits(state: ApprovalState): readonly Wait[] {
  return activeTasks(state).map((task) => ({
    id: task.id,
    on: 'person',
    action: 'approval.decide',
    holder: task.holder,
    openedAt: task.openedAt ?? state.startedAt,
    dueAt: task.dueAt,
    next: nextStep(task),
    subject: subjectOf(state, task),
  }));
}

/** The approval's row in lists; its stage is the node it stands at or stood at last. */
export function summarise(state: ApprovalState): Summary {
  const { document, ending, nodes, starter, customer, amount, dealId } = state;
  const reached = nodes.filter(({ enteredAt }) => enteredAt !== null);
  return {
    title: document.title,
    status: ending ? 'closed' : 'open',
    stage: reached.at(-1)?.name ?? '',
    outcome: ending?.outcome ?? null,
    owner: starter,
    customer,
    amount,
    dealId,
    openedAt: state.startedAt,
    closedAt: ending?.at ?? null,
  };
}
