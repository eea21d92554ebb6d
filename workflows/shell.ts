import {
  ApplicationFailure,
  condition,
  isCancellation,
  proxyActivities,
  rootCause,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/activities.ts';
import { toBusinessTime } from '../domain/clock.ts';
import type { StampedEffect } from '../domain/effects.ts';
import type { Rejection } from '../domain/errors.ts';
import {
  type AnyCommand,
  begin,
  type Envelope,
  type Handled,
  type Handling,
  handle,
  type Instance,
  isClosed,
  summaryOf,
  unborn,
  waitsOf,
} from '../domain/instance.ts';
import { type LedgerEntry, ledgerEntries } from '../domain/ledger/entries.ts';
import type { Directory } from '../domain/people.ts';
import { type AnyKind, systemActor } from '../domain/process.ts';
import { nextInstant, type Wait } from '../domain/wait.ts';
import {
  type CarriedProcess,
  type CommandResult,
  type FreshProcess,
  genesisHash,
  type LiveProcess,
  type ProcessWorkflowInput,
  type RecordedEvent,
} from './messages.ts';
import { RememberedCommands } from './remembered.ts';

/**
 * Neither is a local activity. Those run before the server has stored what was decided, so that a worker that dies in
 * between would leave in Postgres what the process itself never comes to know; and where many commands arrive at once
 * the server withdraws tasks that wait for one, and the replayed process is not the one that was recorded.
 */
const { lookUpPeople, record } = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '15 seconds' },
});

/** A step is tried for this long before it becomes a wait for a named person. */
const { sendMail, launchProcess, tellProcess } = proxyActivities<Activities>({
  startToCloseTimeout: '60 seconds',
  // A worker that dies in the middle of a step is noticed this soon, and the step begins again elsewhere.
  heartbeatTimeout: '12 seconds',
  scheduleToCloseTimeout: '15 minutes',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});

/**
 * One process inside its workflow: the instance, what of it is not recorded yet, and the effects still to be carried
 * out. Its methods are the steps of `runProcess`; the rules themselves are in `domain/`.
 */
export class ProcessShell {
  instance: Instance;
  /** Why the process may not begin at all, once that is known. */
  refusedStart: Rejection | undefined;
  private readonly kind: AnyKind;
  private readonly input: ProcessWorkflowInput;
  private readonly fresh: FreshProcess | null;
  private readonly remembered: RememberedCommands;
  private readonly effects: StampedEffect[];
  private unrecorded: RecordedEvent[] = [];
  private unrecordedEntries: LedgerEntry[] = [];
  private unrecordedEffects: StampedEffect[] = [];
  private recordedVersion: number;
  private headHash: string;
  private effectUnderWay = false;
  private leaving = false;
  /** An ended process that was started again waits for the command it was started for. */
  private expectant: boolean;

  constructor(kind: AnyKind, input: ProcessWorkflowInput) {
    this.kind = kind;
    this.input = input;
    this.fresh = input.begin;
    this.instance = startingPoint(input);
    this.headHash = input.carried?.headHash ?? genesisHash;
    this.recordedVersion = this.instance.version;
    this.remembered = new RememberedCommands(input.carried?.remembered ?? []);
    this.effects = [...(input.carried?.effects ?? [])];
    this.expectant = input.reopened ?? false;
  }

  now(): number {
    return toBusinessTime(this.input.clock, Date.now());
  }

  get begun(): boolean {
    return this.recordedVersion > 0;
  }

  get version(): number {
    return this.recordedVersion;
  }

  get closed(): boolean {
    return isClosed(this.kind, this.instance);
  }

  /** Something has been decided that Postgres does not know yet. */
  get hasUnrecorded(): boolean {
    return this.unrecorded.length > 0 || this.unrecordedEffects.length > 0;
  }

  /** Nothing is under way, so that the run may end. With effects left over it may only continue as new. */
  get idle(): boolean {
    return !this.hasUnrecorded && !this.effectUnderWay;
  }

  get finished(): boolean {
    return this.closed && this.idle && this.effects.length === 0 && !this.expectant;
  }

  /** Once the history has grown long enough no further effect is begun, so that the run can hand over when idle. */
  watchHistory(): void {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    this.leaving ||= continueAsNewSuggested || historyLength > this.input.historyLimit;
  }

  get readyToHandOver(): boolean {
    return this.leaving && !this.closed && this.idle;
  }

  /** A process that has ended carries out what is left in this run: there is no next one. */
  private get holdsEffects(): boolean {
    return this.leaving && !this.closed;
  }

  /** When something is to happen by itself next, in business time. */
  nextAt(): number | undefined {
    return this.begun && !this.closed ? nextInstant(this.waits()) : undefined;
  }

  waits(): readonly Wait[] {
    return waitsOf(this.kind, this.instance);
  }

  /** What a validator may say without looking anything up: undefined when the command may go ahead. */
  objection(envelope: Envelope): Rejection | undefined {
    if (this.instance.version === 0 || this.remembered.find(envelope.commandId)) return undefined;
    const handling = this.decide(envelope, {}, this.now());
    return handling.ok === false ? handling : undefined;
  }

  /** Begins the process with its first command. */
  async open(fresh: FreshProcess): Promise<void> {
    const outcome = await this.carryOut({
      commandId: fresh.commandId,
      command: { type: 'start' },
      actor: fresh.actor,
    });
    if ('code' in outcome) this.refusedStart = outcome;
  }

  /**
   * Carries a command out and answers once it is recorded. The rules are asked again after each look-up, on the state
   * as it then stands, so nothing that happens meanwhile is overlooked and no lock is needed.
   */
  async carryOut(envelope: Envelope): Promise<CommandResult | Rejection> {
    try {
      return await this.decided(envelope);
    } finally {
      this.expectant = false;
    }
  }

  /** The command an ended process was started again for has not been accepted: it ends as it had ended. */
  giveUpExpecting(): void {
    this.expectant = false;
  }

  private async decided(envelope: Envelope): Promise<CommandResult | Rejection> {
    let directory: Directory = {};
    for (;;) {
      const known = this.remembered.find(envelope.commandId);
      if (known) return await this.whenRecorded(known);
      const at = this.now();
      const handling = this.decide(envelope, directory, at);
      if (handling.ok === false) return handling;
      if (handling.ok === true) return await this.whenRecorded(this.accept(envelope, handling, at));
      directory = { ...directory, ...(await lookUpPeople({ queries: handling.queries, at })) };
    }
  }

  /** A command the process gives itself. Its own rules never refuse those: a refusal is a defect and must be seen. */
  async give(commandId: string, command: AnyCommand): Promise<void> {
    const outcome = await this.carryOut({ commandId, command, actor: systemActor });
    if ('code' in outcome)
      throw new Error(`Own command ${command.type} was refused: ${outcome.code}: ${outcome.message}`);
  }

  /** Records what has gathered in one transaction, then frees the callers and effects that waited for it. */
  async flush(): Promise<void> {
    const events = this.unrecorded;
    const entries = this.unrecordedEntries;
    const following = this.unrecordedEffects;
    this.unrecorded = [];
    this.unrecordedEntries = [];
    this.unrecordedEffects = [];
    const { instance } = this;
    if (events.length > 0) {
      const waits = this.waits();
      this.headHash = await record({
        tenant: this.input.tenant,
        processId: instance.id,
        kind: instance.kind,
        workflowId: workflowInfo().workflowId,
        variantId: instance.variant.id,
        variantHash: instance.variant.hash,
        calendar: { id: instance.calendar.id, version: instance.calendar.version },
        previousVersion: this.recordedVersion,
        previousHash: this.headHash,
        events,
        snapshot: { state: instance.state, failures: instance.failures },
        summary: summaryOf(this.kind, instance),
        waits,
        nextAt: nextInstant(waits) ?? null,
        entries,
        mails: following.filter((effect) => effect.type === 'mail'),
      });
    }
    this.recordedVersion = instance.version;
    this.effects.push(...following);
  }

  /** Starts carrying out effects, one after the other, unless that is under way or the run is about to hand over. */
  startEffects(): void {
    if (this.effects.length === 0 || this.effectUnderWay || this.holdsEffects) return;
    this.effectUnderWay = true;
    void this.runEffects();
  }

  live(): LiveProcess {
    return {
      instance: this.instance,
      waits: this.waits(),
      summary: this.instance.version > 0 ? summaryOf(this.kind, this.instance) : null,
      effects: this.effects,
      recordedVersion: this.recordedVersion,
      nextAt: this.nextAt() ?? null,
    };
  }

  handOver(): CarriedProcess {
    return {
      instance: this.instance,
      headHash: this.headHash,
      effects: this.effects,
      remembered: this.remembered.all(),
    };
  }

  private decide(envelope: Envelope, directory: Directory, at: number): Handling {
    if (this.instance.version > 0) return handle(this.kind, this.instance, envelope, { now: at, directory });
    if (!this.fresh) throw new Error(`Process ${this.instance.id} has neither events nor a beginning`);
    return begin(this.kind, this.instance, this.fresh.input, { now: at, actor: this.fresh.actor, directory });
  }

  private accept({ commandId, actor }: Envelope, handled: Handled, at: number): CommandResult {
    const from = this.instance.version;
    const events = handled.events.map((event, index) => ({ seq: from + index + 1, event, actor, commandId }));
    this.unrecorded.push(...events);
    this.unrecordedEntries.push(...ledgerEntries(this.kind, this.instance, handled.events));
    this.unrecordedEffects.push(...handled.effects);
    this.instance = handled.instance;
    const types = handled.events.map(({ type }) => type);
    const result = { processId: this.instance.id, commandId, version: this.instance.version, events: types, at };
    if (actor.channel !== 'timer') this.remembered.keep(result);
    return result;
  }

  private async whenRecorded(result: CommandResult): Promise<CommandResult> {
    await condition(() => this.recordedVersion >= result.version);
    return result;
  }

  private async runEffects(): Promise<void> {
    for (let effect = this.effects[0]; effect && !this.holdsEffects; effect = this.effects[0]) {
      try {
        await this.carryOutEffect(effect);
      } catch (error) {
        if (isCancellation(error)) throw error;
        await this.settleFailure(effect, error);
      }
      this.effects.shift();
    }
    this.effectUnderWay = false;
  }

  /** A refusal the rules have an answer to is theirs; everything else waits for a named person. */
  private async settleFailure(effect: StampedEffect, error: unknown): Promise<void> {
    const code = refusalCode(error);
    if (effect.type === 'tell' && effect.ifRefused && code !== undefined) {
      await this.give(`refused/${effect.key}`, { ...effect.ifRefused, code });
      return;
    }
    const cause = rootCause(error) ?? 'The step failed without a cause';
    await this.give(`failed/${effect.key}/${this.instance.version}`, { type: 'stepFailed', effect, cause });
  }

  private async carryOutEffect(effect: StampedEffect): Promise<void> {
    const { tenant, clock } = this.input;
    const processId = this.instance.id;
    switch (effect.type) {
      case 'mail':
        return await sendMail({ tenant, processId, mail: effect.mail });
      case 'launch':
        return await launchProcess({ tenant, clock, from: processId, effect });
      case 'tell':
        return await tellProcess({ tenant, from: processId, effect });
      default:
        return effect satisfies never;
    }
  }
}

/** The code with which another process refused what it was told; undefined when the step failed for another reason. */
function refusalCode(error: unknown): string | undefined {
  const { cause } = error as { cause?: unknown };
  return cause instanceof ApplicationFailure && cause.nonRetryable ? (cause.type ?? undefined) : undefined;
}

function startingPoint({ begin: fresh, carried }: ProcessWorkflowInput): Instance {
  if (carried) return carried.instance;
  if (!fresh) throw ApplicationFailure.nonRetryable('A process needs a beginning or a carried state', 'INVALID');
  return unborn(fresh.id, fresh.kind, fresh.variant, fresh.calendar);
}
