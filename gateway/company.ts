import {
  type AbsenceInput,
  absenceChanged,
  absenceWorkflowId,
  companyWorkflows,
  type RolloutInput,
  type RolloutSubject,
  rolloutWorkflowId,
  untold,
} from '../workflows/company-messages.ts';
import { type Gateway, reaching } from './gateway.ts';

/** Something to be told to many processes, under an id of its own. */
export interface RolloutRequest {
  readonly id: string;
  readonly subject: RolloutSubject;
  readonly attempt: number;
}

/**
 * Begins to tell the processes concerned, without waiting for it. Beginning what is under way changes nothing.
 * Throws `ProcessesUnavailable` when Temporal is out of reach.
 */
export async function startRollout({ client, taskQueue, tenant }: Gateway, request: RolloutRequest): Promise<void> {
  const input: RolloutInput = { ...request, tenant, progress: untold };
  await reaching(() =>
    client.workflow.start(companyWorkflows.rollout, {
      workflowId: rolloutWorkflowId(tenant, request.id, request.attempt),
      taskQueue,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: request.id,
    }),
  );
}

/**
 * Sees to it that an absence is read (again): its workflow is started where it does not run. Throws
 * `ProcessesUnavailable` when Temporal is out of reach.
 */
export async function announceAbsence(gateway: Gateway, absenceId: string, told: number | null = null): Promise<void> {
  const { client, taskQueue, tenant, clock } = gateway;
  const input: AbsenceInput = { tenant, clock, absenceId, told };
  await reaching(() =>
    client.workflow.signalWithStart(companyWorkflows.absence, {
      workflowId: absenceWorkflowId(tenant, absenceId),
      taskQueue,
      args: [input],
      signal: absenceChanged,
      signalArgs: [],
      staticSummary: absenceId,
    }),
  );
}
