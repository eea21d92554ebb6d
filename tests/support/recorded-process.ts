import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { realTime } from '../../domain/clock.ts';
import type { StampedMail } from '../../domain/effects.ts';
import type { Rejection } from '../../domain/errors.ts';
import {
  type Envelope,
  type Handled,
  type Instance,
  isClosed,
  summaryOf,
  unborn,
  waitsOf,
} from '../../domain/instance.ts';
import { kindRules } from '../../domain/kinds.ts';
import type { Actor } from '../../domain/process.ts';
import { nextInstant } from '../../domain/wait.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { recordEvents } from '../../prisma/record.ts';
import { type CommandResult, type FreshProcess, genesisHash, workflowIdFor } from '../../workflows/messages.ts';
import { type Organisation, run, start } from './organisation.ts';

/** Who works for the company, and what time it is. */
interface Circumstances {
  readonly prisma: PrismaClient;
  readonly organisation: Organisation;
  readonly now: () => number;
}

/**
 * A process carried on by its real rules and recorded in the real database, but without a workflow around it: what is
 * left out is only Temporal. Answers a repeated command id like the first time, as Temporal does.
 */
export class RecordedProcess {
  instance: Instance;
  /** Mails the process has asked for, oldest first; each has its row in the outbox. */
  readonly mails: StampedMail[] = [];
  /** Commands as they came in. */
  readonly received: Envelope[] = [];
  private headHash = genesisHash;
  private readonly answers = new Map<string, CommandResult>();
  private readonly circumstances: Circumstances;

  private constructor(circumstances: Circumstances, instance: Instance) {
    this.circumstances = circumstances;
    this.instance = instance;
  }

  /** Begins a process. Throws when its rules refuse. */
  static async open(circumstances: Circumstances, fresh: FreshProcess): Promise<RecordedProcess> {
    const { organisation, now } = circumstances;
    const born = unborn(fresh.id, fresh.kind, fresh.variant, fresh.calendar);
    const process = new RecordedProcess(circumstances, born);
    const begun = start(kindRules[fresh.kind], born, fresh.input, fresh.actor, { now: now(), organisation });
    if (!begun.ok) throw new Error(`${fresh.id} may not begin: ${begun.code} ${begun.message}`);
    await process.record(begun, fresh.commandId, fresh.actor);
    return process;
  }

  get closed(): boolean {
    return isClosed(kindRules[this.instance.kind], this.instance);
  }

  /** Carries a command out and records it, or says why not. */
  async give(envelope: Envelope): Promise<CommandResult | Rejection> {
    const known = this.answers.get(envelope.commandId);
    if (known) return known;
    this.received.push(envelope);
    const { organisation, now } = this.circumstances;
    const handled = run(kindRules[this.instance.kind], this.instance, envelope, { now: now(), organisation });
    return handled.ok ? await this.record(handled, envelope.commandId, envelope.actor) : handled;
  }

  private async record(handled: Handled, commandId: string, actor: Actor): Promise<CommandResult> {
    const { prisma, now } = this.circumstances;
    const before = this.instance;
    const after = handled.instance;
    const rules = kindRules[after.kind];
    const waits = waitsOf(rules, after);
    const mails = handled.effects.flatMap((effect) => (effect.type === 'mail' ? [effect] : []));
    if (handled.events.length > 0) {
      this.headHash = await recordEvents(
        prisma,
        {
          tenant: 'test',
          processId: after.id,
          kind: after.kind,
          workflowId: workflowIdFor(after.kind, 'test', after.id),
          variantId: after.variant.id,
          variantHash: after.variant.hash,
          calendar: { id: after.calendar.id, version: after.calendar.version },
          previousVersion: before.version,
          previousHash: this.headHash,
          events: handled.events.map((event, index) => ({ seq: before.version + index + 1, event, actor, commandId })),
          snapshot: { state: after.state, failures: after.failures },
          summary: summaryOf(rules, after),
          waits,
          nextAt: nextInstant(waits) ?? null,
          mails,
        },
        'fairway.test',
      );
    }
    this.instance = after;
    this.mails.push(...mails.map(({ mail }) => mail));
    const types = handled.events.map(({ type }) => type);
    const result = { processId: after.id, commandId, version: after.version, events: types, at: now() };
    this.answers.set(commandId, result);
    return result;
  }
}

/** How the way to the processes behaves: well, not at all, or losing the answer after the command was carried out. */
export type Line = 'good' | 'down' | 'answerLost';

/** A gateway to recorded processes that can be cut; `line` is looked at on every call. */
export function gatewayTo(processes: readonly RecordedProcess[], line: () => Line = () => 'good'): Gateway {
  const executeUpdate = async (workflowId: string, envelope: Envelope): Promise<CommandResult> => {
    if (line() === 'down') throw unavailable();
    const process = processes.find(({ instance: { kind, id } }) => workflowIdFor(kind, 'test', id) === workflowId);
    if (!process || process.closed) throw new WorkflowNotFoundError('not found', workflowId, undefined);
    const answer = await process.give(envelope);
    if (line() === 'answerLost') throw unavailable();
    if ('code' in answer) throw refused(answer);
    return answer;
  };
  const client = {
    withDeadline: <T>(_deadline: number, call: () => Promise<T>) => call(),
    workflow: {
      getHandle: (workflowId: string) => ({
        executeUpdate: (_update: unknown, { args: [envelope] }: { args: [Envelope] }) =>
          executeUpdate(workflowId, envelope),
      }),
    },
  } as unknown as Client;
  return { client, taskQueue: 'test', tenant: 'test', clock: realTime };
}

function refused(rejection: Rejection): WorkflowUpdateFailedError {
  const { code, message } = rejection;
  const failure = ApplicationFailure.create({ type: code, message, details: [rejection], nonRetryable: true });
  return new WorkflowUpdateFailedError('refused', failure);
}

/** The error gRPC gives when nobody listens. */
function unavailable(): Error {
  return Object.assign(new Error('14 UNAVAILABLE: no connection'), {
    code: 14,
    details: 'no connection',
    metadata: {},
  });
}
