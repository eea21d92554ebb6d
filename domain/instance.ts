import { AnswerNeeded } from './answer-needed.ts';
import type { WorkingCalendar } from './calendar.ts';
import type { Effect, Kind, StampedEffect } from './effects.ts';
import { type Rejection, reject } from './errors.ts';
import type { Directory } from './people.ts';
import {
  type Actor,
  type AnyKind,
  accept,
  type Context,
  type EventBase,
  type KernelCommand,
  type Outcome,
  type Summary,
} from './process.ts';
import type { Question } from './question.ts';
import {
  decideRepair,
  type FailedStep,
  handOverSteps,
  type RepairCommand,
  type RepairEvent,
  repairWait,
} from './repair.ts';
import type { Wait } from './wait.ts';

/** A variant as it is frozen into a process at its start: data only, with the hash of its content. */
export interface FrozenVariant {
  readonly id: string;
  readonly hash: string;
  readonly definition: unknown;
}

/** One running process: its rules' state and what all kinds have in common. Plain data; it travels from run to run. */
export interface Instance {
  readonly id: string;
  readonly kind: Kind;
  readonly variant: FrozenVariant;
  readonly calendar: WorkingCalendar;
  /** Number of events so far. */
  readonly version: number;
  readonly state: unknown;
  readonly failures: readonly FailedStep[];
}

/** Events of the kernel itself, beside those of each kind. */
export type KernelEvent =
  | RepairEvent
  | (EventBase & { readonly type: 'CalendarReplaced'; readonly calendar: WorkingCalendar });

type PeopleCommand = Extract<KernelCommand, { type: 'peopleChanged' }>;

interface CalendarCommand {
  readonly type: 'replaceCalendar';
  readonly calendar: WorkingCalendar;
}

/** Commands that the kernel answers for every kind, or beside it. */
export type InstanceCommand = RepairCommand | CalendarCommand | PeopleCommand;

/** A command of any kind, as the shell carries it; the rules of the kind know its fields. */
export interface AnyCommand {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A command on its way to a process. */
export interface Envelope {
  /** Made by the caller; the same id is carried out once, however often it arrives. */
  readonly commandId: string;
  readonly command: AnyCommand;
  readonly actor: Actor;
  /** Refuses the command when the process has moved on since the caller read it. */
  readonly expectedVersion?: number;
}

/** What became of a command. */
export interface Handled {
  readonly ok: true;
  readonly instance: Instance;
  readonly events: readonly EventBase[];
  readonly effects: readonly StampedEffect[];
}

/** The rule could not be answered yet: these questions have to be looked up first. */
export interface NeedsAnswers {
  readonly ok: 'needs';
  readonly queries: readonly Question[];
}

export type Handling = Handled | Rejection | NeedsAnswers;

/** A process before its first event. */
export function unborn(id: string, kind: Kind, variant: FrozenVariant, calendar: WorkingCalendar): Instance {
  return { id, kind, variant, calendar, version: 0, state: undefined, failures: [] };
}

/** Everything the process waits for: what its kind says, and any step that failed. */
export function waitsOf(kind: AnyKind, instance: Instance): readonly Wait[] {
  if (instance.state === undefined) return [];
  const summary = kind.summarise(instance.state);
  return [
    ...kind.waits(instance.state),
    ...instance.failures.map((failed) => repairWait(instance.id, failed, summary)),
  ];
}

/** The process's row in lists; it stays open for as long as a failed step is not settled. */
export function summaryOf(kind: AnyKind, instance: Instance): Summary {
  const summary = kind.summarise(instance.state);
  return instance.failures.length > 0 ? { ...summary, status: 'open' } : summary;
}

export function isClosed(kind: AnyKind, instance: Instance): boolean {
  return instance.state !== undefined && summaryOf(kind, instance).status === 'closed';
}

const kernelEvents: readonly string[] = [
  'StepFailed',
  'StepRetried',
  'StepAbandoned',
  'StepHandedOver',
  'CalendarReplaced',
] satisfies KernelEvent['type'][];

function evolveKernel(instance: Instance, event: KernelEvent): Instance {
  switch (event.type) {
    case 'StepFailed': {
      const { effect, cause, holder } = event;
      return { ...instance, failures: [...instance.failures, { effect, cause, holder, since: event.at }] };
    }
    case 'StepRetried':
    case 'StepAbandoned':
      return { ...instance, failures: instance.failures.filter((failed) => failed.effect.key !== event.key) };
    case 'StepHandedOver': {
      const { key, to: holder } = event;
      const failures = instance.failures.map((failed) => (failed.effect.key === key ? { ...failed, holder } : failed));
      return { ...instance, failures };
    }
    case 'CalendarReplaced':
      return { ...instance, calendar: event.calendar };
    default:
      return event satisfies never;
  }
}

/** The instance after one more event. Replaying all events from `unborn` gives the instance as it stands. */
export function evolveInstance(kind: AnyKind, instance: Instance, event: EventBase): Instance {
  const evolved = kernelEvents.includes(event.type)
    ? evolveKernel(instance, event as KernelEvent)
    : { ...instance, state: kind.evolve(instance.state, event) };
  return { ...evolved, version: instance.version + 1 };
}

function stamp(before: readonly Wait[], after: Instance, kind: AnyKind, effects: readonly Effect[]): StampedEffect[] {
  const waits = [...waitsOf(kind, after), ...before];
  return effects.map((effect, index) => {
    if (effect.type !== 'mail') return { ...effect, key: `${after.id}/${after.version}.${index}` };
    const wait = waits.find(({ id }) => id === effect.waitId);
    if (!wait)
      throw new RangeError(`Mail ${effect.notice} names wait ${effect.waitId}, which ${after.id} does not have`);
    const recipient = 'user' in effect.to ? effect.to.user : effect.to.contact.email;
    const key = `${after.id}/${effect.waitId}/${effect.step}/${recipient}`;
    const { notice, to, step, details = {}, onlyWhileOpen = false } = effect;
    return { key, type: 'mail', mail: { key, notice, to, wait, step, details, onlyWhileOpen } };
  });
}

function apply(kind: AnyKind, instance: Instance, outcome: Outcome<EventBase>): Handled | Rejection {
  if (!outcome.ok) return outcome;
  const after = outcome.events.reduce((current, event) => evolveInstance(kind, current, event), instance);
  const effects = stamp(waitsOf(kind, instance), after, kind, outcome.effects);
  return { ok: true, instance: after, events: outcome.events, effects };
}

function contextFor(instance: Instance, now: number, actor: Actor, directory: Directory): Context<unknown> {
  return {
    processId: instance.id,
    now,
    actor,
    variant: instance.variant.definition,
    calendar: instance.calendar,
    directory,
  };
}

function asking(rule: () => Handled | Rejection): Handling {
  try {
    return rule();
  } catch (error) {
    if (error instanceof AnswerNeeded) return { ok: 'needs', queries: [error.query as Question] };
    throw error;
  }
}

/** Begins a process. Answers `needs` until the directory holds what the rules ask for. */
export function begin(
  kind: AnyKind,
  instance: Instance,
  input: unknown,
  facts: { now: number; actor: Actor; directory: Directory },
): Handling {
  return asking(() =>
    apply(kind, instance, kind.start(input, contextFor(instance, facts.now, facts.actor, facts.directory))),
  );
}

/** Carries out one command on an instance, or says why not. Pure: the same arguments always give the same answer. */
export function handle(
  kind: AnyKind,
  instance: Instance,
  envelope: Envelope,
  facts: { now: number; directory: Directory },
): Handling {
  const { command, actor, expectedVersion } = envelope;
  if (expectedVersion !== undefined && expectedVersion !== instance.version) {
    return reject('STALE_VERSION', `The process is at version ${instance.version}, not ${expectedVersion}`, {
      field: 'expectedVersion',
      facts: { version: instance.version },
    });
  }
  return asking(() => {
    // The timer may ring in the very moment in which a process ends.
    if (command.type === 'tick' && isClosed(kind, instance)) return { ok: true, instance, events: [], effects: [] };
    const context = contextFor(instance, facts.now, actor, facts.directory);
    if (systemCommands.includes(command.type) && actor.id !== 'system') {
      return reject('NOT_ALLOWED', `Only the system itself gives ${command.type}`, { field: 'type' });
    }
    switch (command.type as InstanceCommand['type']) {
      case 'stepFailed':
      case 'retryStep':
      case 'abandonStep':
        return settleStep(kind, instance, command as unknown as RepairCommand, context);
      case 'replaceCalendar':
        return replaceCalendar(kind, instance, (command as unknown as CalendarCommand).calendar, context);
      case 'peopleChanged':
        return handOver(kind, instance, command as unknown as PeopleCommand, context);
      default:
        return apply(kind, instance, kind.decide(instance.state, command, context));
    }
  });
}

/** Commands that only the system gives, whoever else may reach a process. */
const systemCommands: readonly string[] = ['tick', 'calendarChanged', 'peopleChanged', 'stepFailed', 'replaceCalendar'];

function settleStep(
  kind: AnyKind,
  instance: Instance,
  command: RepairCommand,
  context: Context<unknown>,
): Handled | Rejection {
  const { owner } = kind.summarise(instance.state);
  const settled = apply(kind, instance, decideRepair(instance.failures, owner, command, context));
  if (!settled.ok || command.type !== 'retryStep') return settled;
  // The step goes out under the key it has always had, so that what did arrive the first time is not done again.
  const retried = instance.failures.filter(({ effect }) => effect.key === command.key).map(({ effect }) => effect);
  return { ...settled, effects: retried };
}

function replaceCalendar(
  kind: AnyKind,
  instance: Instance,
  calendar: WorkingCalendar,
  context: Context<unknown>,
): Handled | Rejection {
  const replaced: KernelEvent = { at: context.now, by: context.actor.id, type: 'CalendarReplaced', calendar };
  const after = evolveInstance(kind, instance, replaced);
  const moved = kind.decide(after.state, { type: 'calendarChanged' }, { ...context, calendar });
  return apply(kind, instance, moved.ok ? { ...moved, events: [replaced, ...moved.events] } : moved);
}

/** Failed steps change hands by the kernel's own rule, everything else by the kind's. */
function handOver(
  kind: AnyKind,
  instance: Instance,
  command: PeopleCommand,
  context: Context<unknown>,
): Handled | Rejection {
  const steps = handOverSteps(instance.failures, command.users, context);
  const over = kind.summarise(instance.state).status === 'closed';
  const own: Outcome<EventBase> = over ? accept([]) : kind.decide(instance.state, command, context);
  if (!own.ok) return own;
  const events = [...steps.events, ...own.events];
  return apply(kind, instance, accept(events, [...steps.effects, ...own.effects]));
}
