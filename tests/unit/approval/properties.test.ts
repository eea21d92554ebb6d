import fc from 'fast-check';
import type { ApprovalEvent } from '../../../domain/approval/events.ts';
import { nodesIn } from '../../../domain/approval/flow.ts';
import { approvalKind } from '../../../domain/approval/kind.ts';
import type { ApprovalState, Task } from '../../../domain/approval/model.ts';
import type {
  ApprovalNode,
  ApprovalVariant,
  ApproverSource,
  FlowStep,
  TimeoutAction,
} from '../../../domain/approval/variant.ts';
import type { Instant, Offset } from '../../../domain/calendar.ts';
import type { StampedEffect } from '../../../domain/effects.ts';
import type { Rejection } from '../../../domain/errors.ts';
import { evolveInstance, type Handled, type Instance, unborn, waitsOf } from '../../../domain/instance.ts';
import type { EventBase } from '../../../domain/process.ts';
import { definitionOf } from '../../../domain/variant.ts';
import { company, contract, input, monday, node, variantOf, without, yuan } from '../../support/approval.ts';
import { chinaCalendar } from '../../support/calendar.ts';
import { actor, run, start } from '../../support/organisation.ts';

const everybody = company.map(({ id }) => id);
const person = fc.constantFrom(...everybody);

const source: fc.Arbitrary<ApproverSource> = fc.oneof(
  fc.constantFrom<ApproverSource>(
    { role: 'legal' },
    { role: 'legal', weight: 2 },
    { role: 'finance' },
    { role: 'sales' },
    { managerOfStarter: 1 },
    { managersOfStarterUpTo: 2 },
  ),
  person.map((id) => ({ person: id })),
);
const actions: TimeoutAction[] = [
  'remind',
  'escalateToManager',
  'transferToManager',
  'addManager',
  'autoApprove',
  'autoReject',
];
const rung = fc.record({
  after: fc.constantFrom<Offset>('0 workdays', '1 workdays', '3 workhours', '2 days'),
  do: fc.subarray(actions, { minLength: 1, maxLength: 2 }),
});
const shape = fc
  .record({
    mode: fc.constantFrom<ApprovalNode['mode']>('ALL', 'ANY', 'SEQ', 'VOTE'),
    approvers: fc.array(source, { minLength: 1, maxLength: 3 }),
    within: fc.constantFrom<Offset>('1 workdays', '4 workhours', '1 days'),
    timeout: fc.array(rung, { maxLength: 3, size: 'max' }),
    waits: fc.boolean(),
    mustSign: fc.boolean(),
    empty: fc.constantFrom<NonNullable<ApprovalNode['empty']>>('ADMIN', 'PASS', { named: 'fay' }),
    selfApproval: fc.constantFrom<NonNullable<ApprovalNode['selfApproval']>>('SKIP', 'MANAGER'),
    cc: fc.constantFrom<readonly ApproverSource[]>([], [{ role: 'finance' }]),
  })
  .map(({ waits, ...rest }) => ({
    ...rest,
    ...(rest.mode === 'ANY' && waits ? { anyReject: 'wait' as const } : {}),
    ...(rest.mode === 'VOTE' ? { passAt: waits ? 50 : 67 } : {}),
  }));
const forms = ['row', 'condition', 'lanes', 'fork'] as const;
const variant = fc
  .record({
    shapes: fc.array(shape, { minLength: 3, maxLength: 4, size: 'max' }),
    form: fc.constantFrom(...forms),
    dedup: fc.constantFrom('ADJACENT' as const, 'ANY_EARLIER' as const, undefined),
    resets: fc.boolean(),
  })
  .map(({ shapes, form, dedup, resets }) => {
    const [first, second, third, ...rest] = shapes.map((changes, index) => node(`n${index}`, changes));
    if (!first || !second || !third) throw new Error('Three nodes at least');
    const large = { field: 'amount', is: 'atLeast', value: yuan(200_000) } as const;
    const conditional = node('n1', { ...shapes[1], when: large, empty: 'ADMIN' });
    const ways: Record<(typeof forms)[number], readonly FlowStep[]> = {
      row: [first, second, third, ...rest],
      condition: [first, conditional, third, ...rest],
      lanes: [{ lanes: [[first], [second, third]] }, ...rest],
      fork: [
        first,
        {
          fork: 'size',
          branches: [{ title: { 'zh-CN': '大', en: 'Large' }, when: large, nodes: [second] }],
          otherwise: { title: { 'zh-CN': '小', en: 'Small' }, nodes: [third] },
        },
        ...rest,
      ],
    };
    return variantOf(ways[form], {
      takeBackWithin: '1 days',
      ...(dedup ? { dedup } : {}),
      ...(resets ? { transferResetsDeadline: true } : {}),
    });
  });

function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const step = fc.record({
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constant('approve') },
    { weight: 4, arbitrary: fc.constant('tick') },
    { weight: 3, arbitrary: fc.constantFrom('transfer', 'delegate', 'before', 'after', 'parallel', 'removeSigner') },
    {
      weight: 4,
      arbitrary: fc.constantFrom('sendBack', 'resubmit', 'resubmit', 'takeBack', 'takeBack', 'peopleChanged'),
    },
    { weight: 2, arbitrary: fc.constantFrom('urge', 'cc', 'comment', 'ask', 'pass', 'jump') },
    { weight: 1, arbitrary: fc.constant('replaceCalendar') },
    { weight: 2, arbitrary: fc.constantFrom('replaceDocument', 'reject', 'withdraw', 'terminate', 'tick') },
  ),
  task: fc.nat(20),
  /** Mostly the right person acts. */
  by: seldom(person),
  to: person,
  also: person,
  node: fc.constantFrom('n0', 'n1', 'n2', 'n3', 'starter'),
  resubmission: fc.constantFrom('REPLAY' as const, 'JUMP' as const),
  mode: fc.constantFrom('ALL' as const, 'ANY' as const, 'SEQ' as const),
  version: seldom(fc.constantFrom(1, 2, 3)),
  pass: fc.constantFrom(0, 1, 30, 240, 1_440, 7_200),
  away: fc.subarray(everybody, { maxLength: 4 }),
  amount: fc.constantFrom(yuan(50), yuan(500_000)),
  holiday: fc.constantFrom('2026-09-15', '2026-09-16', '2026-09-18'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const stateOf = ({ state }: Instance) => state as ApprovalState;
/** Commands the system gives by itself. */
const own = ['tick', 'replaceCalendar', 'peopleChanged'];

/** Mostly a task that may be acted on, sometimes any. */
function pick(state: ApprovalState, index: number, isApt: (task: Task) => boolean): Task | undefined {
  const apt = state.tasks.filter(isApt);
  return index % 6 === 0 ? state.tasks[index % state.tasks.length] : apt[index % Math.max(1, apt.length)];
}

function commandOf(one: Step, state: ApprovalState) {
  const { what, task, to, also, version, amount, holiday, node: name, resubmission, mode, away } = one;
  const decided = what === 'takeBack';
  const removed = what === 'removeSigner';
  const chosen = pick(state, task, ({ status, added }) => {
    if (decided) return status === 'APPROVED';
    return removed ? added !== null && (status === 'ACTIVE' || status === 'QUEUED') : status === 'ACTIVE';
  });
  const { id: taskId, holder, chain } = chosen ?? { id: 't0', holder: 'sam', chain: [] };
  const [first = to] = chain;
  const { sha256 } = state.document;
  const documentHash = version ? contract(version).sha256 : sha256;
  const next = contract(state.document.version + 1);
  switch (what) {
    case 'approve':
      return { holder, command: { type: what, taskId, documentHash } };
    case 'reject':
      return { holder, command: { type: what, taskId, documentHash, comment: 'No' } };
    case 'transfer':
      // Every third one tries to hand the task back to where it came from.
      return { holder, command: { type: what, taskId, to: task % 3 === 1 ? first : to } };
    case 'delegate':
      return { holder, command: { type: what, taskId, to } };
    case 'before':
    case 'after':
    case 'parallel': {
      const people = [...new Set([to, also])];
      return { holder, command: { type: 'addSigners', position: what, taskId, people, mode, documentHash } };
    }
    case 'removeSigner':
      return { holder: chosen?.added?.by ?? 'ada', command: { type: what, taskId, comment: 'Not needed' } };
    case 'sendBack':
      return {
        holder,
        command: { type: what, taskId, to: task % 2 === 0 ? 'starter' : name, resubmission, comment: 'Wrong' },
      };
    case 'resubmit':
      return {
        holder: state.revision?.holder ?? state.starter,
        command: { type: what, ...(task % 2 === 0 ? { document: next, amount } : {}) },
      };
    case 'takeBack':
      return { holder: chosen?.decidedBy ?? holder, command: { type: what, taskId } };
    case 'withdraw':
      return { holder: state.starter, command: { type: what } };
    case 'urge':
      return { holder: state.starter, command: { type: what, taskId } };
    case 'cc':
      return { holder: state.starter, command: { type: what, people: [to, also] } };
    case 'comment':
      return { holder: state.starter, command: { type: what, text: 'Well' } };
    case 'ask':
      return { holder, command: { type: 'comment', text: 'Why?', ask: true } };
    case 'pass':
    case 'jump':
    case 'terminate':
      return { holder: 'ada', command: { type: 'override', action: what, reason: 'Stuck', node: name } };
    case 'replaceDocument':
      return { holder: state.starter, command: { type: what, document: next, amount } };
    case 'replaceCalendar': {
      const exceptions = { ...chinaCalendar.exceptions, [holiday]: 'holiday' };
      return { holder: 'system', command: { type: what, calendar: { ...chinaCalendar, exceptions } } };
    }
    case 'peopleChanged':
      return { holder: 'system', command: { type: what, users: [...away, to] } };
    default:
      return { holder: 'system', command: { type: what } };
  }
}

interface Told {
  readonly born: Instance;
  readonly events: EventBase[];
  readonly keys: string[];
}

const isOpen = ({ status }: Task) => ['ACTIVE', 'QUEUED', 'WAITING', 'APPROVED_PENDING'].includes(status);
const counted = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

function checkInstance(instance: Instance, { events, keys }: Told): void {
  const state = stateOf(instance);
  const waits = waitsOf(approvalKind, instance);
  const active = state.tasks.filter(({ status }) => status === 'ACTIVE');
  const current = state.nodes.filter(({ status }) => status === 'CURRENT').map(({ name }) => name);
  // An approval that is over asks nobody; one that runs always waits for somebody, by exactly one wait a task.
  expect(state.ending === null).toBe(state.status === 'RUNNING');
  if (state.ending) expect([...state.tasks.filter(isOpen), ...current, ...waits]).toEqual([]);
  else expect(waits.length).toBeGreaterThan(0);
  const revision = state.revision ? [`${state.revision.id} ${state.revision.holder}`] : [];
  expect(waits.map(({ id, holder }) => `${id} ${holder}`)).toEqual([
    ...active.map(({ id, holder }) => `${id} ${holder}`),
    ...revision,
  ]);
  // Every task that is asked has one holder and one deadline; only a revision plainly has none.
  for (const { holder, dueAt, action } of waits) {
    expect(everybody).toContain(holder);
    expect(dueAt === null).toBe(action === 'approval.revise');
  }
  // While the starter revises the document nobody else is asked.
  if (state.revision) expect([...active, ...current]).toEqual([]);
  // Everything open belongs to a node that is current, at its present visit, and every current node asks somebody.
  for (const { node: name, visit } of state.tasks.filter(isOpen)) {
    expect(state.nodes).toContainEqual(expect.objectContaining({ name, visit, status: 'CURRENT' }));
  }
  for (const name of current) expect(active.some((task) => task.node === name)).toBe(true);
  // Whoever waits for others waits for somebody who is asked.
  for (const { id } of state.tasks.filter(({ status }) => status === 'WAITING' || status === 'APPROVED_PENDING')) {
    expect(state.tasks.some((task) => isOpen(task) && task.added?.to === id)).toBe(true);
  }
  expect(instance.version).toBe(events.length);
  // No mail, launch or message is ever given the key of another.
  expect(counted(keys)).toEqual([]);
  // Nobody is asked twice at a node at a time, only holders decide, and never the starter.
  const asked = state.tasks.filter(isOpen).map((task) => `${task.node} ${task.holder}`);
  expect(counted(asked)).toEqual([]);
  for (const { decidedBy, chain, onBehalfOf } of state.tasks) {
    if (decidedBy !== null) expect([...chain, onBehalfOf, 'system']).toContain(decidedBy);
    expect(decidedBy).not.toBe(state.starter);
  }
  expect(counted(state.cc)).toEqual([]);
}

const share = (tasks: readonly Task[]) => tasks.reduce((sum, { weight }) => sum + weight, 0);

function checkPassing(
  chosen: ApprovalVariant,
  before: ApprovalState | undefined,
  after: ApprovalState,
  events: readonly ApprovalEvent[],
): void {
  for (const event of events) {
    if (event.type !== 'NodePassed' || event.because !== 'decisions') continue;
    const { mode, visit } = after.nodes.find(({ name }) => name === event.node) ?? {};
    const asked = after.tasks.filter(
      ({ node: name, visit: which, added, status }) =>
        name === event.node &&
        which === visit &&
        (added === null || added.kind === 'node') &&
        (status === 'APPROVED' || status === 'REJECTED' || status === 'CANCELLED_BY_SIBLING'),
    );
    const approved = asked.filter(({ status }) => status === 'APPROVED');
    if (mode === 'ALL' || mode === 'SEQ') expect(approved).toEqual(asked);
    if (mode === 'ANY') expect(approved.length).toBeGreaterThan(0);
    if (mode === 'VOTE') {
      const { passAt = 100 } = nodesIn(chosen.nodes).find(({ name }) => name === event.node) ?? {};
      expect(share(approved) * 100).toBeGreaterThanOrEqual(share(asked) * passAt);
    }
  }
  if (after.status === 'APPROVED') {
    const open = after.nodes.filter(({ status }) => !['PASSED', 'SKIPPED', 'KEPT'].includes(status));
    expect(open).toEqual([]);
  }
  // A decision that was made stays readable for good, unless whoever made it takes it back.
  for (const task of before?.tasks.filter(({ decidedAt }) => decidedAt !== null) ?? []) {
    if (events.some(({ type }) => type === 'DecisionTakenBack')) continue;
    const { id, decision, decidedAt, decidedBy, comment } = task;
    expect(after.tasks).toContainEqual(expect.objectContaining({ id, decision, decidedAt, decidedBy, comment }));
  }
}

function checkReplay(instance: Instance, { born, events }: Told): void {
  expect(events.reduce((current, event) => evolveInstance(approvalKind, current, event), born)).toEqual(instance);
}

/** A node that has passed does not pass again, unless it has been entered anew or that decision was taken back. */
function checkOnce(events: readonly EventBase[]): void {
  const passed = new Set<string>();
  for (const event of events as readonly ApprovalEvent[]) {
    if (event.type === 'NodePassed') {
      expect(passed.has(event.node)).toBe(false);
      passed.add(event.node);
    }
    if (event.type === 'NodeEntered' || event.type === 'DecisionTakenBack') passed.delete(event.node);
  }
}

function checkAsked(events: readonly ApprovalEvent[], after: ApprovalState, away: readonly string[]): void {
  const asked = events.flatMap((event) => {
    if (event.type === 'NodeEntered' && event.standIn !== 'starter') return event.tasks.map(({ holder }) => holder);
    if (event.type === 'TaskTransferred') return [event.to];
    if (event.type === 'SignersAdded') return event.tasks.map(({ holder }) => holder);
    return event.type === 'TaskAdded' ? [event.task.holder] : [];
  });
  expect(asked.filter((id) => away.includes(id) || id === after.starter)).toEqual([]);
}

function checkClosedTasks(instance: Instance, now: Instant): void {
  const { tasks, document } = stateOf(instance);
  for (const task of tasks.filter(({ status }) => status !== 'ACTIVE')) {
    // What is closed, void or waits for others decides nothing, by whatever link.
    for (const type of ['approve', 'reject']) {
      const command = { type, taskId: task.id, documentHash: document.sha256, comment: 'Late' };
      const envelope = { commandId: 'late', command, actor: actor(task.holder) };
      expect(run(approvalKind, instance, envelope, { now, organisation: company }).ok).toBe(false);
    }
  }
}

const keysOf = (effects: readonly StampedEffect[]) => effects.map(({ key }) => key);

const steps = fc.array(step, { minLength: 1, maxLength: 25, size: 'max' });

test('whatever people and the clock do, the rules hold', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(variant, person, steps, (chosen, starter, taken) => {
      const definition = JSON.parse(JSON.stringify(definitionOf(chosen)));
      const born = unborn('a1', 'approval', { id: chosen.id, hash: 'h', definition }, chinaCalendar);
      let now = monday;
      const setting = { now, organisation: company };
      const whole = {
        ...input,
        starter,
        subject: 'order',
        origin: 'o1',
        onApproved: { kind: 'paymentPlan', processId: 'p1', input: {} },
      };
      const begun = start(approvalKind, born, whole, actor(starter), setting);
      // Only an admin who is named alone finds nobody to ask.
      fc.pre(begun.ok);
      const told: Told = { born, events: [...begun.events], keys: keysOf(begun.effects) };
      let { instance } = begun;
      let late = 0;
      checkInstance(instance, told);
      for (const one of taken) {
        // What comes after the end is refused for good; two commands are enough to see it.
        const before = stateOf(instance);
        if (before.ending) late += 1;
        if (late > 2) break;
        now += one.pass * 60_000;
        const { holder, command } = commandOf(one, before);
        const by = own.includes(command.type) ? 'system' : (one.by ?? holder);
        const envelope = { commandId: 'c', command, actor: actor(by, ...(by === 'ada' ? (['admin'] as const) : [])) };
        const handled: Handled | Rejection = run(approvalKind, instance, envelope, {
          now,
          organisation: without(...one.away),
        });
        seen.add(handled.ok ? command.type : handled.code);
        if (!handled.ok) continue;
        const events = handled.events as readonly ApprovalEvent[];
        for (const { type } of events) seen.add(type);
        instance = JSON.parse(JSON.stringify(handled.instance));
        told.events.push(...events);
        told.keys.push(...keysOf(handled.effects));
        checkInstance(instance, told);
        checkPassing(chosen, before, stateOf(instance), events);
        checkAsked(events, stateOf(instance), one.away);
        if (command.type === 'tick') {
          expect(waitsOf(approvalKind, instance).filter(({ next }) => next !== null && next.at <= now)).toEqual([]);
        }
      }
      checkReplay(instance, told);
      checkOnce(told.events);
      checkClosedTasks(instance, now);
    }),
    // Always the same stories, so that it is certain what they reach; another seed tells others.
    { numRuns: 150, seed: 3 },
  );
  // The runs have to have reached what they claim to have tried.
  for (const reached of [
    ...['approve', 'reject', 'transfer', 'delegate', 'addSigners', 'removeSigner', 'sendBack', 'resubmit', 'takeBack'],
    ...['withdraw', 'urge', 'cc', 'comment', 'replaceDocument', 'override', 'tick', 'peopleChanged'],
    ...['NodeSkipped', 'NodePassed', 'BranchTaken', 'TaskOpened', 'TaskAdded', 'TasksClosed', 'SentBack'],
    ...['TimeoutReached', 'DeadlinesMoved', 'CopiesSent', 'Commented'],
    ...['NOT_HOLDER', 'STALE_DOCUMENT', 'ALREADY_DECIDED', 'CLOSED', 'PERSON_UNAVAILABLE', 'TRANSFER_CYCLE'],
    'ILLEGAL_NOW',
  ]) {
    expect([...seen]).toContain(reached);
  }
});
