import { ApplicationFailure } from '@temporalio/common';
import { realTime } from '../domain/clock.ts';
import type { StampedEffect } from '../domain/effects.ts';
import { CommandRefused, NoRunningProcess, sendCommand } from '../gateway/gateway.ts';
import type { ActivityDependencies } from './dependencies.ts';

/**
 * Tells another process something that has happened. One that has ended meanwhile no longer needs to know; a refusal
 * is final and becomes a wait for a person.
 */
export async function tell(
  { client, taskQueue, log }: ActivityDependencies,
  { tenant, from, effect }: { tenant: string; from: string; effect: Extract<StampedEffect, { type: 'tell' }> },
): Promise<void> {
  const { processId, command, key } = effect;
  try {
    await sendCommand({ client, taskQueue, tenant, clock: realTime }, processId, {
      commandId: `tell/${key}`,
      command,
      actor: { id: 'system', roles: [], channel: 'process' },
    });
  } catch (error) {
    if (error instanceof NoRunningProcess) {
      log.info({ from, processId, command: command.type }, 'told a process that has ended');
      return;
    }
    if (error instanceof CommandRefused && error.rejection.code === 'CLOSED') return;
    if (error instanceof CommandRefused) {
      const { code, message } = error.rejection;
      throw ApplicationFailure.nonRetryable(`${processId} refused ${command.type}: ${message}`, code);
    }
    throw error;
  }
}
