import {
  type Client,
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import type { BusinessClock } from '../domain/clock.ts';
import type { Rejection, RejectionCode } from '../domain/errors.ts';
import type { Envelope } from '../domain/instance.ts';
import {
  begunUpdate,
  type CarriedProcess,
  type CommandResult,
  commandUpdate,
  type FreshProcess,
  kindOf,
  type LiveProcess,
  liveQuery,
  type ProcessWorkflowInput,
  workflowIdFor,
  workflowTypes,
} from '../workflows/messages.ts';

/** How to reach the processes of one tenant. */
export interface Gateway {
  readonly client: Client;
  readonly taskQueue: string;
  readonly tenant: string;
  readonly clock: BusinessClock;
}

/** A run hands over to the next after this many history events: a cold replay then stays far within a task's ten seconds. */
const historyLimit = 4_000;

/** How long a caller is kept waiting before being told to ask again. */
const deadline = 15_000;

/** Thrown when the rules refused a command. */
export class CommandRefused extends Error {
  readonly rejection: Rejection;
  constructor(rejection: Rejection) {
    super(rejection.message);
    this.name = 'CommandRefused';
    this.rejection = rejection;
  }
}

/** Thrown when no running process has the id: it never began, or it has ended. */
export class NoRunningProcess extends Error {
  constructor(processId: string) {
    super(`No process ${processId} is running`);
    this.name = 'NoRunningProcess';
  }
}

/** Thrown when no answer came in time: the command may still be carried out; sending it again with its id is safe. */
export class CommandPending extends Error {
  readonly commandId: string;
  constructor(commandId: string) {
    super(`Command ${commandId} has not been answered yet`);
    this.name = 'CommandPending';
    this.commandId = commandId;
  }
}

/** Thrown when Temporal, or every worker, is out of reach. */
export class ProcessesUnavailable extends Error {
  constructor(cause: unknown) {
    super('The process engine cannot be reached', { cause });
    this.name = 'ProcessesUnavailable';
  }
}

function workflowInput(gateway: Gateway, begin: FreshProcess): ProcessWorkflowInput {
  return { schema: 1, tenant: gateway.tenant, clock: gateway.clock, historyLimit, begin, carried: null };
}

function startOptions(gateway: Gateway, begin: FreshProcess) {
  return {
    workflowId: workflowIdFor(begin.kind, gateway.tenant, begin.id),
    taskQueue: gateway.taskQueue,
    args: [workflowInput(gateway, begin)],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    staticSummary: begin.id,
  } as const;
}

/**
 * Starts a process without waiting for it. Starting one that runs already changes nothing.
 * Throws `WorkflowExecutionAlreadyStartedError` when it has ended before, `ProcessesUnavailable` when out of reach.
 */
export async function startProcess(gateway: Gateway, begin: FreshProcess): Promise<void> {
  await reaching(() => gateway.client.workflow.start(workflowTypes[begin.kind], startOptions(gateway, begin)));
}

/**
 * Starts a process and answers once its beginning is recorded, so that the caller reads its own write.
 * Throws `CommandRefused` when the rules refuse the beginning.
 */
export async function startAndAwaitProcess(gateway: Gateway, begin: FreshProcess): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation(
    workflowTypes[begin.kind],
    startOptions(gateway, begin),
  );
  await answered(begin.commandId, gateway, () =>
    gateway.client.workflow.executeUpdateWithStart(begunUpdate, {
      startWorkflowOperation,
      updateId: `begun/${begin.commandId}`,
    }),
  );
}

/** Gives a process a command. Throws one of the errors above; a repeated command id is answered like the first time. */
export async function sendCommand(gateway: Gateway, processId: string, envelope: Envelope): Promise<CommandResult> {
  return await answered(envelope.commandId, gateway, () =>
    handleOf(gateway, processId).executeUpdate(commandUpdate, { args: [envelope], updateId: envelope.commandId }),
  );
}

/**
 * Goes on with a process that has ended, from where its record stands, with a command it has an answer to. Throws like
 * `sendCommand`; a process that runs already takes the command as any other.
 */
export async function reopenProcess(
  gateway: Gateway,
  carried: Pick<CarriedProcess, 'instance' | 'headHash'>,
  envelope: Envelope,
): Promise<CommandResult> {
  const { instance, headHash } = carried;
  const { tenant, clock, taskQueue } = gateway;
  const state: CarriedProcess = { instance, headHash, effects: [], remembered: [] };
  const input: ProcessWorkflowInput = {
    schema: 1,
    tenant,
    clock,
    historyLimit,
    begin: null,
    carried: state,
    reopened: true,
  };
  const startWorkflowOperation = new WithStartWorkflowOperation(workflowTypes[instance.kind], {
    workflowId: workflowIdFor(instance.kind, tenant, instance.id),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: instance.id,
  });
  return await answered(envelope.commandId, gateway, () =>
    gateway.client.workflow.executeUpdateWithStart(commandUpdate, {
      startWorkflowOperation,
      args: [envelope],
      updateId: envelope.commandId,
    }),
  );
}

/** The state as the running workflow knows it. Throws `NoRunningProcess` once its history is gone. */
export async function readLive(gateway: Gateway, processId: string): Promise<LiveProcess> {
  return await answered(processId, gateway, () => handleOf(gateway, processId).query(liveQuery));
}

function handleOf({ client, tenant }: Gateway, processId: string) {
  const kind = kindOf(processId);
  if (!kind) throw new NoRunningProcess(processId);
  return client.workflow.getHandle(workflowIdFor(kind, tenant, processId));
}

async function answered<T>(id: string, { client }: Gateway, call: () => Promise<T>): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + deadline, call);
  } catch (error) {
    throw translated(error, id);
  }
}

/** Turns whatever keeps Temporal out of reach into `ProcessesUnavailable`. */
export async function reaching<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw isGrpcServiceError(error) ? new ProcessesUnavailable(error) : error;
  }
}

function translated(error: unknown, id: string): unknown {
  if (error instanceof WorkflowNotFoundError) return new NoRunningProcess(id);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return new CommandPending(id);
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    if (cause instanceof ApplicationFailure) {
      if (cause.type === 'AcceptedUpdateCompletedWorkflow') return new NoRunningProcess(id);
      // No worker got as far as looking at it: nothing has been decided, and the same id may be sent again.
      if (cause.type === 'UnprocessedUpdate') return new ProcessesUnavailable(error);
      return new CommandRefused(rejectionIn(cause));
    }
    if (cause instanceof TimeoutFailure) return new CommandPending(id);
    return new ProcessesUnavailable(error);
  }
  if (isGrpcServiceError(error)) {
    const deadlineExceeded = 4;
    return error.code === deadlineExceeded ? new CommandPending(id) : new ProcessesUnavailable(error);
  }
  return error;
}

function rejectionIn(failure: ApplicationFailure): Rejection {
  const [detail] = failure.details ?? [];
  return (
    (detail as Rejection | undefined) ?? { ok: false, code: failure.type as RejectionCode, message: failure.message }
  );
}
