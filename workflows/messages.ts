import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { WorkingCalendar } from '../domain/calendar.ts';
import type { BusinessClock } from '../domain/clock.ts';
import type { Kind, StampedEffect } from '../domain/effects.ts';
import type { Envelope, FrozenVariant, Instance } from '../domain/instance.ts';
import type { LedgerEntry } from '../domain/ledger/entries.ts';
import type { NoticeChannel } from '../domain/notices/matrix.ts';
import type { Actor, EventBase, Summary } from '../domain/process.ts';
import type { Wait } from '../domain/wait.ts';

/** The workflow type of each kind, by the name it is registered under. */
export const workflowTypes = {
  opportunity: 'opportunity',
  contract: 'contract',
  approval: 'approval',
  paymentPlan: 'paymentPlan',
  incident: 'incident',
  receipt: 'receipt',
  invoice: 'invoice',
  order: 'order',
} as const satisfies Record<Kind, string>;

const prefixes = {
  opportunity: 'OP',
  contract: 'CT',
  approval: 'AP',
  paymentPlan: 'PP',
  incident: 'IN',
  receipt: 'RC',
  invoice: 'IV',
  order: 'SO',
} as const satisfies Record<Kind, string>;

/** The id people see: its kind's prefix, a dash and a code, as in `OP-…`. */
export function processIdFor(kind: Kind, code: string): string {
  return `${prefixes[kind]}-${code}`;
}

/** The kind a process id belongs to, or undefined when it is none. */
export function kindOf(processId: string): Kind | undefined {
  const prefix = processId.split('-', 1)[0];
  return (Object.keys(prefixes) as Kind[]).find((kind) => prefixes[kind] === prefix);
}

/** The workflow id of a process: `<kind>:<tenant>:<process id>`. */
export function workflowIdFor(kind: Kind, tenant: string, processId: string): string {
  return `${kind}:${tenant}:${processId}`;
}

/** What became of a command: the process's version after it. A repeated command id gets the same answer. */
export interface CommandResult {
  readonly processId: string;
  readonly commandId: string;
  readonly version: number;
  readonly events: readonly string[];
  readonly at: number;
}

/** What a process begins with. */
export interface FreshProcess {
  readonly id: string;
  readonly kind: Kind;
  readonly variant: FrozenVariant;
  readonly calendar: WorkingCalendar;
  readonly input: unknown;
  readonly actor: Actor;
  readonly commandId: string;
}

/** What one run hands to the next, so that nothing is forgotten when history is cut. */
export interface CarriedProcess {
  readonly instance: Instance;
  readonly headHash: string;
  /** Recorded, not yet carried out. */
  readonly effects: readonly StampedEffect[];
  /** Commands already carried out, oldest first. */
  readonly remembered: readonly CommandResult[];
}

/** Input of every process workflow. `schema` is raised when the shape changes; older inputs are migrated when read. */
export interface ProcessWorkflowInput {
  readonly schema: 1;
  readonly tenant: string;
  readonly clock: BusinessClock;
  /** The run continues as new at the latest after this many history events. */
  readonly historyLimit: number;
  readonly begin: FreshProcess | null;
  readonly carried: CarriedProcess | null;
  /** It had ended and goes on with the command it is started with. */
  readonly reopened?: boolean;
}

/** The live state as the workflow itself knows it. */
export interface LiveProcess {
  readonly instance: Instance;
  readonly waits: readonly Wait[];
  readonly summary: Summary | null;
  /** Effects still to be carried out, the one under way first. */
  readonly effects: readonly StampedEffect[];
  /** Version up to which everything has been recorded. */
  readonly recordedVersion: number;
  readonly nextAt: number | null;
}

/** Gives a command. Rejected with an ApplicationFailure whose type is the rejection code and whose detail is the rejection. */
export const commandUpdate = defineUpdate<CommandResult, [Envelope]>('command');

/** Answered once the process's beginning has been recorded. */
export const begunUpdate = defineUpdate<{ processId: string; version: number }, []>('begun');

export const liveQuery = defineQuery<LiveProcess>('live');

/** One process's new events with everything that is derived from them, as one transaction records it. */
export interface RecordRequest {
  readonly tenant: string;
  readonly processId: string;
  readonly kind: Kind;
  readonly workflowId: string;
  readonly variantId: string;
  readonly variantHash: string;
  /** The working calendar the process runs by now; absent in recordings from before it was written down. */
  readonly calendar?: { readonly id: string; readonly version: number };
  /** Version and chain hash the record must stand at before. */
  readonly previousVersion: number;
  readonly previousHash: string;
  readonly events: readonly RecordedEvent[];
  readonly snapshot: unknown;
  readonly summary: Summary;
  readonly waits: readonly Wait[];
  readonly nextAt: number | null;
  /** What the events write into the books; absent in recordings older than the books. */
  readonly entries?: readonly LedgerEntry[];
  readonly mails: readonly Extract<StampedEffect, { type: 'mail' }>[];
}

/** An event with who gave the command it follows from, and how. */
export interface RecordedEvent {
  readonly seq: number;
  readonly event: EventBase;
  readonly actor: Actor;
  readonly commandId: string;
}

/** `hash` chain value before the first event of any process. */
export const genesisHash = '0'.repeat(64);

/** Input of the workflow that carries out one delivery. */
export interface DeliverInput {
  readonly tenant: string;
  readonly clock: BusinessClock;
  readonly delivery: {
    readonly key: string;
    readonly channel: NoticeChannel;
    readonly target: string;
    /** Not before this moment, in business time. */
    readonly at: number;
  };
}

/** Input of the workflow that delivers to one webhook. */
export interface WebhookInput {
  readonly tenant: string;
  readonly webhookId: string;
}

/** Input of the workflow that sends the daily summaries. */
export interface DigestsInput {
  readonly tenant: string;
  readonly clock: BusinessClock;
}

/** Input of the workflow that does what follows when a mail has come back. */
export interface BounceInput {
  readonly tenant: string;
  readonly bounceId: string;
}

/** Says that there may be something to do. */
export const wakeSignal = defineSignal('wake');

/** The names the workflows beside the processes are registered under. */
export const webhookWorkflow = 'webhook';
export const digestsWorkflow = 'digests';
export const bounceWorkflow = 'bounce';

export const webhookWorkflowId = (tenant: string, webhookId: string): string => `webhook:${tenant}:${webhookId}`;
export const digestsWorkflowId = (tenant: string): string => `digests:${tenant}`;
export const bounceWorkflowId = (tenant: string, bounceId: string): string => `bounce:${tenant}:${bounceId}`;

/** The name the workflow of deliveries is registered under. */
export const deliverWorkflow = 'deliver';

/** One workflow for each way of each notice. */
export function deliveryWorkflowId(tenant: string, { key, channel, target }: DeliverInput['delivery']): string {
  return `delivery:${tenant}:${channel}${target && `:${target}`}:${key}`;
}
