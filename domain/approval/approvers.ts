import { type Directory, firstOf, type Person, people, type UserId } from '../people.ts';
import { type Draft, tasksOn } from './draft.ts';
import type { StandIn } from './events.ts';
import type { ApprovalState, Task } from './model.ts';
import type { ApprovalNode, ApproverSource } from './variant.ts';

/** A person to ask, in which capacity, with what weight, and in whose place. */
export interface Approver {
  readonly holder: UserId;
  readonly onBehalfOf: UserId | null;
  readonly capacity: string;
  readonly weight: number;
}

/** Whom a node asks: people, or nobody because its variant says that it then passes or rejects. */
export type Asked =
  | { readonly approvers: readonly Approver[]; readonly standIn: StandIn | null }
  | { readonly nobody: 'PASS' | 'REJECT' };

/** Steps up the chain of managers that are tried before it counts as endless. */
const highest = 20;

interface Named {
  readonly id: UserId;
  readonly capacity: string;
  readonly weight: number;
}

function named(draft: Draft, node: ApprovalNode, source: ApproverSource): readonly Named[] {
  const { directory } = draft.context;
  const { starter, chosen } = draft.state;
  const weight = source.weight ?? 1;
  const as = (capacity: string, found: readonly { id: UserId }[]) => found.map(({ id }) => ({ id, capacity, weight }));
  const manager = (level: number) => managerOrSubstituted(draft, level);
  if ('role' in source) return as(source.role, people(directory, { find: 'role', role: source.role, awayToo: true }));
  if ('person' in source) return as(node.name, [{ id: source.person }]);
  if ('chosenByStarter' in source)
    return as(
      node.name,
      (chosen?.[node.name] ?? []).map((id) => ({ id })),
    );
  if ('headOf' in source) return as('manager', people(directory, { find: 'head', of: starter }));
  if ('managerOfStarter' in source) return as('manager', manager(source.managerOfStarter));
  const levels = Array.from({ length: source.managersOfStarterUpTo }, (_, index) => index + 1);
  return as('manager', levels.flatMap(manager));
}

/** A manager of the starter: whoever it is by right where they or a substitute can be asked, else the next one up. */
function managerOrSubstituted(draft: Draft, level: number): readonly { id: UserId }[] {
  const query = { find: 'manager', of: draft.state.starter, level } as const;
  const { directory } = draft.context;
  const byRight = people(directory, { ...query, awayToo: true });
  return byRight.some(({ id }) => acting(draft, id)) ? byRight : people(directory, query);
}

/** The person who answers for somebody now: that person or a substitute; nobody where there is neither. */
function acting({ state, context }: Draft, id: UserId): Pick<Approver, 'holder' | 'onBehalfOf'> | undefined {
  const scope = { variant: context.variant.id, amount: state.amount };
  const [found] = people(context.directory, { find: 'actingFor', id, scope, except: [state.starter] });
  return found && { holder: found.id, onBehalfOf: found.id === id ? null : id };
}

/** Whether the starter may decide on their own document at a node. */
export function decidesAlone({ starter, amount }: ApprovalState, { selfApproval }: ApprovalNode, id: UserId): boolean {
  if (id !== starter || typeof selfApproval !== 'object') return false;
  const { selfUpTo } = selfApproval;
  return selfUpTo.currency === amount.currency && amount.minor <= selfUpTo.minor;
}

/** Who is asked for the people a source names, each of them once. */
export function askedBy(draft: Draft, node: ApprovalNode, sources: readonly ApproverSource[]): readonly Approver[] {
  return sources
    .flatMap((source) => named(draft, node, source))
    .flatMap(({ id, capacity, weight }) => {
      const found = id === draft.state.starter ? { holder: id, onBehalfOf: null } : acting(draft, id);
      return found ? [{ ...found, capacity, weight }] : [];
    })
    .filter(({ holder }, index, all) => all.findIndex((one) => one.holder === holder) === index);
}

/**
 * Who is asked at a node: everybody its sources name, each once; somebody away is stood in for by their substitute. The
 * starter decides only where the node says so. Where that leaves nobody the node's own rules say who stands in, and where
 * not even an admin can be found the task stays with the starter, who cannot decide it but has to find somebody who can.
 */
export function approversOf(draft: Draft, node: ApprovalNode): Asked {
  const { starter } = draft.state;
  const all = askedBy(draft, node, node.approvers);
  const others = all.filter(({ holder }) => holder !== starter || decidesAlone(draft.state, node, holder));
  const themselves = all.length > others.length;
  const insteadOfStarter = themselves && node.selfApproval !== undefined && node.selfApproval !== 'SKIP';
  if (insteadOfStarter) {
    const superior = superiors(draft, [starter, ...others.map(({ holder }) => holder)]);
    if (superior) return { approvers: [...others, superior.approver], standIn: others.length > 0 ? null : superior.as };
  }
  if (others.length > 0) return { approvers: others, standIn: null };
  if (themselves) return standingIn(superiors(draft, [starter]), starter);
  return nobodyFor(draft, node.empty ?? 'ADMIN');
}

interface Found {
  readonly approver: Approver;
  readonly as: StandIn;
}

function nobodyFor(draft: Draft, empty: NonNullable<ApprovalNode['empty']>): Asked {
  const { starter } = draft.state;
  if (empty === 'PASS' || empty === 'REJECT') return { nobody: empty };
  if (typeof empty === 'object' && empty.named !== starter) {
    const found = acting(draft, empty.named);
    if (found) return { approvers: [{ ...found, capacity: 'named', weight: 1 }], standIn: 'named' };
  }
  const admin = anyOf(draft, 'admin', [starter]);
  return standingIn(admin ?? superiors(draft, [starter]), starter);
}

function standingIn(found: Found | undefined, starter: UserId): Asked {
  if (found) return { approvers: [found.approver], standIn: found.as };
  const approver = { holder: starter, onBehalfOf: null, capacity: 'starter', weight: 1 };
  return { approvers: [approver], standIn: 'starter' };
}

/** Who decides in the starter's place: their manager; at the top of the tree finance, then an admin. */
export function superiors(draft: Draft, excluded: readonly UserId[]): Found | undefined {
  const manager = managerAbove(draft.context.directory, draft.state.starter, excluded);
  if (manager) return found(manager, 'manager', 'managerOfStarter');
  return anyOf(draft, 'finance', excluded) ?? anyOf(draft, 'admin', excluded);
}

function anyOf({ context }: Draft, role: 'finance' | 'admin', excluded: readonly UserId[]): Found | undefined {
  const person = people(context.directory, { find: 'role', role }).find(({ id }) => !excluded.includes(id));
  return person && found(person.id, role, role);
}

function found(holder: UserId, capacity: string, as: StandIn): Found {
  return { approver: { holder, onBehalfOf: null, capacity, weight: 1 }, as };
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

/** Who is told that the holder of a task does not answer, or undefined where there is nobody to tell. */
export function superiorOf(draft: Draft, { holder }: Task): UserId | undefined {
  const excluded = [holder, draft.state.starter];
  return managerAbove(draft.context.directory, holder, excluded) ?? anyOf(draft, 'admin', excluded)?.approver.holder;
}

/** People who may not receive a task: the starter, whoever has held it, and whoever is or was asked at its node this time. */
export function barredFrom({ state }: Pick<Draft, 'state'>, task: Task): readonly UserId[] {
  return [state.starter, ...task.chain, ...tasksOn(state, task.node).map(({ holder }) => holder)];
}

/** The manager who can be asked beside the holder of a task, or undefined where there is none. */
export function managerBeside(draft: Draft, task: Task): UserId | undefined {
  return managerAbove(draft.context.directory, task.holder, barredFrom(draft, task));
}

/** Who takes a task over from a holder who does not answer or is gone: the next manager up, else an admin. */
export function successorOf(draft: Draft, task: Task): UserId | undefined {
  return managerBeside(draft, task) ?? anyOf(draft, 'admin', barredFrom(draft, task))?.approver.holder;
}

/** The substitute of somebody who is away, unless that one is barred from the task. */
export function substituteFor(
  draft: Draft,
  task: Task,
  id: UserId,
): Pick<Approver, 'holder' | 'onBehalfOf'> | undefined {
  const found = acting(draft, id);
  if (!found || found.onBehalfOf === null) return undefined;
  const others = barredFrom(draft, task).filter((one) => one !== id);
  return others.includes(found.holder) ? undefined : found;
}

/** Somebody present by id, or undefined. */
export function presentPerson({ context: { directory } }: Pick<Draft, 'context'>, id: UserId): Person | undefined {
  return firstOf(directory, [{ find: 'person', id }]);
}
