import fc from 'fast-check';
import type { ApprovalEvent } from '../../../domain/approval/events.ts';
import { approvalKind } from '../../../domain/approval/kind.ts';
import type {
  ApprovalNode,
  ApprovalState,
  ApproverSource,
  Task,
  TimeoutAction,
} from '../../../domain/approval/model.ts';
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
  fc.constantFrom<ApproverSource>({ role: 'legal' }, { role: 'finance' }, { role: 'sales' }, { managerOfStarter: 1 }),
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
const shape = fc.record({
  mode: fc.constantFrom<ApprovalNode['mode']>('ALL', 'ANY', 'SEQ'),
  approvers: fc.array(source, { minLength: 1, maxLength: 3 }),
  within: fc.constantFrom<Offset>('1 workdays', '4 workhours', '1 days'),
  timeout: fc.array(rung, { maxLength: 3, size: 'max' }),
});
const variant = fc
  .tuple(fc.array(shape, { minLength: 1, maxLength: 3, size: 'max' }), fc.boolean())
  .map(([shapes, conditional]) =>
    variantOf(
      shapes.map((changes, index) =>
        node(
          `n${index}`,
          conditional && index === 1 ? { ...changes, when: { amountAtLeast: yuan(200_000) } } : changes,
        ),
      ),
    ),
  );

function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const step = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constant('approve') },
    { weight: 4, arbitrary: fc.constant('tick') },
    { weight: 3, arbitrary: fc.constant('transfer') },
    {
      weight: 4,
      arbitrary: fc.constantFrom('urge', 'replaceDocument', 'replaceCalendar', 'reject', 'withdraw', 'tick'),
    },
  ),
  task: fc.nat(20),
  /** Mostly the right person acts. */
  by: seldom(person),
  to: person,
  version: seldom(fc.constantFrom(1, 2, 3)),
  pass: fc.constantFrom(0, 1, 30, 240, 1_440, 7_200),
  away: fc.subarray(everybody, { maxLength: 4 }),
  amount: fc.constantFrom(yuan(50), yuan(500_000)),
  holiday: fc.constantFrom('2026-09-15', '2026-09-16', '2026-09-18'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const stateOf = ({ state }: Instance) => state as ApprovalState;

function commandOf({ what, task, to, version, amount, holiday }: Step, state: ApprovalState) {
  const picked = state.tasks.filter(({ status }) => status === 'ACTIVE' || status === 'QUEUED');
  const chosen =
    (task % 4 === 0 ? state.tasks[task % state.tasks.length] : undefined) ?? picked[task % Math.max(1, picked.length)];
  const { id: taskId, holder, chain } = chosen ?? { id: 't0', holder: 'sam', chain: [] };
  const [first = to] = chain;
  const documentHash = version ? contract(version).sha256 : state.document.sha256;
  switch (what) {
    case 'approve':
      return { holder, command: { type: what, taskId, documentHash } };
    case 'reject':
      return { holder, command: { type: what, taskId, documentHash, comment: 'No' } };
    case 'transfer':
      // Every third one tries to hand the task back to where it came from.
      return { holder, command: { type: what, taskId, to: task % 3 === 1 ? first : to } };
    case 'withdraw':
      return { holder: state.starter, command: { type: what } };
    case 'urge':
      return { holder: state.starter, command: { type: what, taskId } };
    case 'replaceDocument':
      return { holder: state.starter, command: { type: what, document: contract(state.document.version + 1), amount } };
    case 'replaceCalendar': {
      const exceptions = { ...chinaCalendar.exceptions, [holiday]: 'holiday' };
      return { holder: 'system', command: { type: what, calendar: { ...chinaCalendar, exceptions } } };
    }
    default:
      return { holder: 'system', command: { type: what } };
  }
}

interface Told {
  readonly born: Instance;
  readonly events: EventBase[];
  readonly keys: string[];
}

const isOpen = ({ status }: Task) => status === 'ACTIVE' || status === 'QUEUED';
const counted = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

function checkInstance(instance: Instance, { events, keys }: Told): void {
  const state = stateOf(instance);
  const waits = waitsOf(approvalKind, instance);
  const active = state.tasks.filter(({ status }) => status === 'ACTIVE');
  // An approval that is over asks nobody; one that runs always asks somebody, by exactly one wait a task.
  expect(state.ending === null).toBe(state.status === 'RUNNING');
  if (state.ending) expect(state.tasks.filter(isOpen)).toEqual([]);
  else expect(waits.length).toBeGreaterThan(0);
  expect(waits.map(({ id, holder }) => `${id} ${holder}`)).toEqual(active.map(({ id, holder }) => `${id} ${holder}`));
  for (const { holder } of waits) expect(everybody).toContain(holder);
  // Everything that is current belongs to one node of this round.
  expect(new Set(state.tasks.filter(isOpen).map(({ round, node: name }) => `${round} ${name}`)).size).toBe(
    state.ending ? 0 : 1,
  );
  expect(instance.version).toBe(events.length);
  // No mail, launch or message is ever given the key of another.
  expect(counted(keys)).toEqual([]);
  // A running approval stands at one node.
  expect(state.nodes.filter(({ status }) => status === 'CURRENT')).toHaveLength(state.ending ? 0 : 1);
  // Nobody is asked twice at a node within a round or has a task twice, and only its holder decides it, never the starter.
  expect(counted(state.tasks.map((task) => `${task.round} ${task.node} ${task.holder}`))).toEqual([]);
  for (const { chain, holder, decidedBy } of state.tasks) {
    expect(counted(chain)).toEqual([]);
    if (decidedBy !== null) expect([holder, 'system']).toContain(decidedBy);
    expect(decidedBy).not.toBe(state.starter);
  }
}

function checkPassing(before: ApprovalState | undefined, after: ApprovalState, events: readonly ApprovalEvent[]): void {
  for (const event of events) {
    if (event.type !== 'NodePassed') continue;
    const round = before?.round ?? 1;
    const asked = after.tasks.filter((task) => task.node === event.node && task.round === round);
    const { mode } = after.nodes.find(({ name }) => name === event.node) ?? {};
    const approved = asked.filter(({ status }) => status === 'APPROVED');
    expect(asked.map(({ status }) => status)).not.toContain('REJECTED');
    if (mode === 'ANY') expect(approved).toHaveLength(1);
    else expect(approved).toEqual(asked);
  }
  if (after.status === 'APPROVED') {
    expect(after.nodes.filter(({ status }) => status !== 'PASSED' && status !== 'SKIPPED')).toEqual([]);
    expect(after.nodes.some(({ status }) => status === 'PASSED')).toBe(true);
  }
  // What has been closed stays exactly as it was.
  for (const task of before?.tasks.filter(({ closedAt }) => closedAt !== null) ?? [])
    expect(after.tasks).toContainEqual(task);
}

function checkReplay(instance: Instance, { born, events }: Told): void {
  expect(events.reduce((current, event) => evolveInstance(approvalKind, current, event), born)).toEqual(instance);
}

function checkOnce(events: readonly EventBase[]): void {
  let round = 1;
  const moves: string[] = [];
  for (const event of events as readonly ApprovalEvent[]) {
    if (event.type === 'DocumentReplaced') round += 1;
    if (event.type === 'NodePassed' || event.type === 'NodeEntered') moves.push(`${round} ${event.type} ${event.node}`);
  }
  expect(counted(moves)).toEqual([]);
}

function checkAsked(events: readonly ApprovalEvent[], after: ApprovalState, away: readonly string[]): void {
  const asked = events.flatMap((event) => {
    if (event.type === 'NodeEntered' && event.standIn !== 'starter') return event.tasks.map(({ holder }) => holder);
    if (event.type === 'TaskTransferred') return [event.to];
    return event.type === 'TaskAdded' ? [event.task.holder] : [];
  });
  expect(asked.filter((id) => away.includes(id) || id === after.starter)).toEqual([]);
  for (const event of events) {
    if (event.type !== 'TaskOpened') continue;
    const opened = after.tasks.find(({ id }) => id === event.task);
    if (!opened || !away.includes(opened.holder)) continue;
    // Somebody absent is asked only where not even the admin could take it over.
    const others = after.tasks.filter(({ node: name, round }) => name === opened.node && round === opened.round);
    expect([...away, after.starter, ...opened.chain, ...others.map(({ holder }) => holder)]).toContain('ada');
  }
}

function checkTimeouts(events: readonly ApprovalEvent[]): void {
  const closed: string[] = [];
  for (const event of events) {
    if (event.type === 'TaskDecided') closed.push(event.task);
    if (event.type === 'TasksClosed') closed.push(...event.tasks);
    if (event.type === 'TimeoutReached') expect(closed).not.toContain(event.task);
  }
}

function checkClosedTasks(instance: Instance, now: Instant): void {
  const { tasks, document } = stateOf(instance);
  for (const task of tasks.filter(({ status }) => status !== 'ACTIVE')) {
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
        const by = command.type === 'tick' || command.type === 'replaceCalendar' ? 'system' : (one.by ?? holder);
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
        checkPassing(before, stateOf(instance), events);
        checkAsked(events, stateOf(instance), one.away);
        checkTimeouts(events);
        if (command.type === 'tick') {
          expect(waitsOf(approvalKind, instance).filter(({ next }) => next !== null && next.at <= now)).toEqual([]);
        }
      }
      checkReplay(instance, told);
      checkOnce(told.events);
      checkClosedTasks(instance, now);
    }),
    { numRuns: 250 },
  );
  // The runs have to have reached what they claim to have tried.
  for (const reached of [
    ...['approve', 'reject', 'transfer', 'withdraw', 'urge', 'replaceDocument', 'tick'],
    ...['NodeSkipped', 'NodePassed', 'TaskOpened', 'TaskAdded', 'TasksClosed', 'TimeoutReached', 'DeadlinesMoved'],
    ...['NOT_HOLDER', 'STALE_DOCUMENT', 'ALREADY_DECIDED', 'CLOSED', 'PERSON_UNAVAILABLE', 'TRANSFER_CYCLE'],
  ]) {
    expect([...seen]).toContain(reached);
  }
});
