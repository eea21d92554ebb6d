import { presenceOf, type UserId } from '../people.ts';
import { presentPerson, substituteFor, successorOf } from './approvers.ts';
import { type Draft, happens, taskOf } from './draft.ts';
import type { TransferCause } from './events.ts';

/** Who takes over from the holder of a task. */
interface Successor {
  readonly to: UserId;
  readonly onBehalfOf: UserId | null;
  readonly cause: TransferCause;
}

/**
 * Who holds a task instead of somebody who is gone: their substitute while they are away, else the next manager up. For
 * somebody away without a substitute `waitsFor` says whether the task waits for their return.
 */
export function successionOf(draft: Draft, id: string, waitsFor: 'return' | 'nobody'): Successor | undefined {
  const task = taskOf(draft.state, id);
  const { directory } = draft.context;
  if (task.onBehalfOf !== null && presentPerson(draft, task.onBehalfOf)) {
    return { to: task.onBehalfOf, onBehalfOf: null, cause: 'return' };
  }
  const presence = presenceOf(directory, task.holder);
  if (presence === 'present') return undefined;
  const substitute = substituteFor(draft, task, task.onBehalfOf ?? task.holder);
  if (substitute) return { to: substitute.holder, onBehalfOf: substitute.onBehalfOf, cause: 'absence' };
  if (presence === 'away' && waitsFor === 'return') return undefined;
  const to = successorOf(draft, task);
  return to === undefined ? undefined : { to, onBehalfOf: null, cause: presence === 'left' ? 'departure' : 'absence' };
}

/** Gives a task whose turn has come to somebody present, where its holder is not. */
export function replaceIfGone(draft: Draft, id: string): void {
  const { holder: from } = taskOf(draft.state, id);
  const successor = successionOf(draft, id, 'nobody');
  if (successor) happens(draft, { type: 'TaskTransferred', task: id, from, ...successor, comment: null });
}
