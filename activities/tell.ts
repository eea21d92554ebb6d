import { ApplicationFailure } from '@temporalio/common';
import { toBusinessTime } from '../domain/clock.ts';
import type { StampedEffect } from '../domain/effects.ts';
import type { Envelope } from '../domain/instance.ts';
import { variantById } from '../domain/variants/index.ts';
import { freeze } from '../gateway/digest.ts';
import { CommandRefused, NoRunningProcess, reopenProcess, sendCommand } from '../gateway/gateway.ts';
import { companyFacts } from '../prisma/company.ts';
import { readEnded } from '../prisma/ended-process.ts';
import type { ActivityDependencies } from './dependencies.ts';

type TellEffect = Extract<StampedEffect, { type: 'tell' }>;

const envelopeOf = ({ key, command }: TellEffect): Envelope => ({
  commandId: `tell/${key}`,
  command,
  actor: { id: 'system', roles: [], channel: 'process' },
});

/**
 * Tells another process something that has happened. One that has ended meanwhile no longer needs to know, unless the
 * asking process wants to hear of it; a refusal is final, and is the asking process's own matter or a person's.
 */
export async function tell(
  dependencies: ActivityDependencies,
  { tenant, from, effect }: { tenant: string; from: string; effect: TellEffect },
): Promise<void> {
  const { processId, command } = effect;
  try {
    await reach(dependencies, tenant, effect);
  } catch (error) {
    // Whoever asked wants to know when the other one no longer listens.
    if (error instanceof NoRunningProcess && effect.ifRefused) {
      throw ApplicationFailure.nonRetryable(`${processId} has ended`, 'CLOSED');
    }
    if (error instanceof NoRunningProcess) {
      dependencies.log.info({ from, processId, command: command.type }, 'told a process that has ended');
      return;
    }
    if (error instanceof CommandRefused && error.rejection.code === 'CLOSED' && !effect.ifRefused) return;
    if (error instanceof CommandRefused) {
      const { code, message } = error.rejection;
      throw ApplicationFailure.nonRetryable(`${processId} refused ${command.type}: ${message}`, code);
    }
    throw error;
  }
}

/** Gives the command to the process, or lets one that has ended go on with it where that is asked for. */
async function reach(
  { prisma, client, taskQueue, clock, mailSettings }: ActivityDependencies,
  tenant: string,
  effect: TellEffect,
): Promise<void> {
  const gateway = { client, taskQueue, tenant, clock };
  try {
    await sendCommand(gateway, effect.processId, envelopeOf(effect));
  } catch (error) {
    if (!(error instanceof NoRunningProcess) || !effect.reopens) throw error;
    const now = toBusinessTime(clock, Date.now());
    const calendar = await companyFacts(prisma, mailSettings.timeZone).calendar(now);
    const ended = await readEnded(prisma, effect.processId, frozenById, calendar);
    if (!ended) throw error;
    await reopenProcess(gateway, ended, envelopeOf(effect));
  }
}

/** The variant of an id as it stands now, by which an ended process goes on. */
function frozenById(id: string) {
  const variant = variantById(id);
  return variant && freeze(variant);
}
