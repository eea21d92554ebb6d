import type { Effect } from '../effects.ts';
import { type Accepted, accept, type Context } from '../process.ts';
import type { Definition } from '../variant.ts';
import type { ApprovalEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { nodesIn } from './flow.ts';
import type { ApprovalState, Task, TaskStatus } from './model.ts';
import type { DocumentFields } from './subject.ts';
import type { ApprovalNode, ApprovalVariant } from './variant.ts';

/** What a rule of an approval may know besides its state. */
export type ApprovalContext = Context<Definition<ApprovalVariant>>;

type Unstamped<Event> = Event extends ApprovalEvent ? Omit<Event, 'at' | 'by'> : never;

/** An event before it is known when it happened and who made it happen. */
export type Happening = Unstamped<ApprovalEvent>;

/**
 * An answer in the making. One command can have many consequences, each decided on what the one before has left; a
 * draft collects them and is thrown away when the command is refused after all.
 */
export interface Draft {
  readonly context: ApprovalContext;
  readonly before: ApprovalState | undefined;
  readonly events: ApprovalEvent[];
  readonly effects: Effect[];
  state: ApprovalState;
}

function stamped(context: ApprovalContext, happening: Happening): ApprovalEvent {
  return { ...happening, at: context.now, by: context.actor.id } as ApprovalEvent;
}

/** A draft that begins with an approval's first event. */
export function firstDraft(context: ApprovalContext, happening: Happening): Draft {
  const event = stamped(context, happening);
  return { context, before: undefined, events: [event], effects: [], state: evolve(undefined, event) };
}

export function draftOn(state: ApprovalState, context: ApprovalContext): Draft {
  return { context, before: state, events: [], effects: [], state };
}

/** Records a consequence; from here on the draft's state is the one after it. */
export function happens(draft: Draft, happening: Happening): void {
  const event = stamped(draft.context, happening);
  draft.events.push(event);
  draft.state = evolve(draft.state, event);
}

/**
 * The draft as an answer: other processes come before mails. A task that came and went within the draft was never open
 * to anybody, so no mail speaks of it.
 */
export function conclude({ before, state, events, effects }: Draft): Accepted<ApprovalEvent> {
  const known = [...(before ? waitIds(before) : []), ...waitIds(state)];
  const mails = effects.filter((effect) => effect.type === 'mail' && known.includes(effect.waitId));
  return accept(events, [...effects.filter(({ type }) => type !== 'mail'), ...mails]);
}

function waitIds(state: ApprovalState): readonly string[] {
  return [...activeTasks(state).map(({ id }) => id), ...(state.revision ? [state.revision.id] : [])];
}

/** The tasks somebody is asked to decide now. */
export function activeTasks(state: ApprovalState): readonly Task[] {
  return state.tasks.filter(({ status }) => status === 'ACTIVE');
}

const openStatuses: readonly TaskStatus[] = ['ACTIVE', 'QUEUED', 'WAITING', 'APPROVED_PENDING'];

/** Whether a task still plays a part in what is being decided. */
export function isOpen({ status }: Task): boolean {
  return openStatuses.includes(status);
}

/** Everything asked at a node since it was entered last. */
export function tasksOn(state: ApprovalState, node: string): readonly Task[] {
  const { visit } = nodeProgress(state, node);
  return state.tasks.filter((task) => task.node === node && task.visit === visit);
}

/** The tasks by which a node decides: its own, and those added beside them. */
export function votersOn(state: ApprovalState, node: string): readonly Task[] {
  return tasksOn(state, node).filter(({ added }) => added === null || added.kind === 'node');
}

/** Everything added to a task, and to what was added to it, that is still open. */
export function additionsTo(state: ApprovalState, id: string): readonly Task[] {
  const direct = state.tasks.filter((task) => isOpen(task) && task.added?.to === id && task.added.kind !== 'node');
  return direct.flatMap((task) => [task, ...additionsTo(state, task.id)]);
}

/** A node as it stands. Throws a RangeError when there is none of that name. */
export function nodeProgress(state: ApprovalState, name: string) {
  const node = state.nodes.find((candidate) => candidate.name === name);
  if (!node) throw new RangeError(`Approval ${state.id} has no node ${name}`);
  return node;
}

/** Everything conditions may ask about. */
export function fieldsOf({
  fields,
  amount,
  subject,
}: Pick<ApprovalState, 'fields' | 'amount' | 'subject'>): DocumentFields {
  return { ...fields, amount, subject };
}

/** A task by its id. Throws a RangeError when there is none: rules check what a person names before they ask for it. */
export function taskOf(state: ApprovalState, id: string): Task {
  const task = state.tasks.find((candidate) => candidate.id === id);
  if (!task) throw new RangeError(`Approval ${state.id} has no task ${id}`);
  return task;
}

/** A node by its name. Throws a RangeError when the variant has none of that name. */
export function nodeOf({ variant }: ApprovalContext, name: string): ApprovalNode {
  const node = nodesIn(variant.nodes).find((candidate) => candidate.name === name);
  if (!node) throw new RangeError(`Variant ${variant.id} has no node ${name}`);
  return node;
}

/** The task whose time runs while a task is open: for an opinion that of whoever asked for it. */
export function clockOf(state: ApprovalState, task: Task): Task {
  return task.added?.kind === 'opinion' ? taskOf(state, task.added.to) : task;
}
