import type { Rejection } from '../errors.ts';
import { start } from './decide.ts';
import { type ApprovalContext, activeTasks, draftOn } from './draft.ts';
import { evolve } from './evolve.ts';
import type { ApprovalInput, ApprovalState } from './model.ts';
import { resubmit } from './operations/documents.ts';
import { settle } from './settle.ts';

/** More decisions than any approval takes; a way that is longer is not looked along to its end. */
const farthest = 1_000;

/** The approval as it would stand at its first node, or why it may not begin. */
export function foreseeBeginning(input: ApprovalInput, context: ApprovalContext): ApprovalState | Rejection {
  const outcome = start(input, context);
  if (!outcome.ok) return outcome;
  const [first, ...rest] = outcome.events;
  if (!first) throw new RangeError('An approval begins with an event');
  return rest.reduce((state, event) => evolve(state, event), evolve(undefined, first));
}

/**
 * The approval as it would end if everybody who is asked approved the document as it is, one after the other: whom each
 * node to come would ask, and which would be passed by. Nothing of it happens.
 */
export function foresee(present: ApprovalState, context: ApprovalContext): ApprovalState {
  let state = present;
  for (let step = 0; step < farthest && !state.ending; step += 1) {
    const next = decideNext(state, context);
    if (!next) return state;
    state = next;
  }
  return state;
}

function as(context: ApprovalContext, id: string): ApprovalContext {
  return { ...context, actor: { ...context.actor, id } };
}

function decideNext(state: ApprovalState, context: ApprovalContext): ApprovalState | undefined {
  if (state.revision) {
    const again = resubmit(state, { type: 'resubmit' }, as(context, state.revision.holder));
    return again.ok ? again.events.reduce(evolve, state) : undefined;
  }
  const [task] = activeTasks(state);
  if (!task) return undefined;
  const draft = draftOn(state, as(context, task.holder));
  settle(draft, task.id, { decision: 'approved', comment: null, cause: 'person' });
  return draft.state;
}
