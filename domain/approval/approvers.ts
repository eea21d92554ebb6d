import { type Directory, type Person, people, type UserId } from '../people.ts';
import { type Draft, tasksOn } from './draft.ts';
import type { StandIn } from './events.ts';
import type { ApprovalNode, ApproverSource, Task } from './model.ts';

/** A person to ask, and in which capacity. */
export interface Approver {
  readonly holder: UserId;
  readonly capacity: string;
}

/** Steps up the chain of managers that are tried before it counts as endless. */
const highest = 20;

function asked(directory: Directory, source: ApproverSource, node: ApprovalNode, starter: UserId): Approver[] {
  const as = (capacity: string, found: readonly Person[]) => found.map(({ id }) => ({ holder: id, capacity }));
  if ('role' in source) return as(source.role, people(directory, { find: 'role', role: source.role }));
  if ('person' in source) return as(node.name, people(directory, { find: 'person', id: source.person }));
  return as('manager', people(directory, { find: 'manager', of: starter, level: source.managerOfStarter }));
}

/**
 * Who is asked at a node: everybody its sources name, each once, and never the starter. Where that leaves nobody, one
 * stand-in is asked: the starter's manager, else an admin. Where there is no admin either the task stays with the
 * starter, who cannot decide it but has to find somebody who can.
 */
export function approversOf(
  { state: { starter }, context: { directory } }: Draft,
  node: ApprovalNode,
): { approvers: readonly Approver[]; standIn: StandIn | null } {
  const named = node.approvers
    .flatMap((source) => asked(directory, source, node, starter))
    .filter(({ holder }, index, all) => holder !== starter && all.findIndex((one) => one.holder === holder) === index);
  if (named.length > 0) return { approvers: named, standIn: null };
  const manager = managerAbove(directory, starter, [starter]);
  if (manager) return { approvers: [{ holder: manager, capacity: 'manager' }], standIn: 'managerOfStarter' };
  const admin = anyAdmin(directory, [starter]);
  if (admin) return { approvers: [{ holder: admin, capacity: 'admin' }], standIn: 'admin' };
  return { approvers: [{ holder: starter, capacity: 'starter' }], standIn: 'starter' };
}

/** The nearest manager above a person who is none of the excluded. */
function managerAbove(directory: Directory, of: UserId, excluded: readonly UserId[]): UserId | undefined {
  for (let level = 1; level <= highest; level += 1) {
    const [manager] = people(directory, { find: 'manager', of, level });
    if (!manager) return undefined;
    if (!excluded.includes(manager.id)) return manager.id;
  }
  return undefined;
}

function anyAdmin(directory: Directory, excluded: readonly UserId[]): UserId | undefined {
  return people(directory, { find: 'role', role: 'admin' }).find(({ id }) => !excluded.includes(id))?.id;
}

/** Who is told that the holder of a task does not answer, or undefined where there is nobody to tell. */
export function superiorOf({ state, context: { directory } }: Draft, { holder }: Task): UserId | undefined {
  const excluded = [holder, state.starter];
  return managerAbove(directory, holder, excluded) ?? anyAdmin(directory, excluded);
}

/** People who may not receive a task: the starter, whoever has held it, and whoever is or was asked at its node in this round. */
export function barredFrom({ state }: Pick<Draft, 'state'>, task: Task): readonly UserId[] {
  return [state.starter, ...task.chain, ...tasksOn(state, task.node).map(({ holder }) => holder)];
}

/** The manager who can be asked beside the holder of a task, or undefined where there is none. */
export function managerBeside(draft: Draft, task: Task): UserId | undefined {
  return managerAbove(draft.context.directory, task.holder, barredFrom(draft, task));
}

/** Who takes a task over from a holder who does not answer or is absent: the next manager up, else an admin. */
export function successorOf(draft: Draft, task: Task): UserId | undefined {
  return managerBeside(draft, task) ?? anyAdmin(draft.context.directory, barredFrom(draft, task));
}
