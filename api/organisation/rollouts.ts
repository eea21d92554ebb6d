import type { z } from 'zod';
import { startRollout } from '../../gateway/company.ts';
import { ProcessesUnavailable } from '../../gateway/gateway.ts';
import type { Rollout } from '../../prisma/generated/client.ts';
import { countConcerned, type Untold } from '../../prisma/rollout.ts';
import type { RolloutSubject } from '../../workflows/company-messages.ts';
import type { RolloutView } from '../contracts/rollouts.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { iso, isoOrNull } from '../rows.ts';

const subjectOf = ({ subject }: Rollout) => subject as unknown as RolloutSubject;

/**
 * Begins a rollout that has been requested. What brought it about stands either way: where the process engine is out of
 * reach it stays waiting, and a worker begins it when it starts.
 */
export async function beginRollout({ prisma, gateway, log }: ApiDependencies, id: string): Promise<void> {
  const row = await prisma.rollout.findUniqueOrThrow({ where: { id } });
  try {
    await startRollout(gateway, { id, subject: subjectOf(row), attempt: row.attempt });
  } catch (error) {
    if (!(error instanceof ProcessesUnavailable)) throw error;
    log.warn({ err: error, rollout: id }, 'rollout waits for the process engine');
  }
}

/** Tells those again that could not be told. Throws a problem for one that is complete or still under way. */
export async function retryRollout(dependencies: ApiDependencies, id: string): Promise<void> {
  const retried = await dependencies.prisma.rollout.updateMany({
    where: { id, status: 'incomplete' },
    data: { status: 'waiting', attempt: { increment: 1 }, pass: 1, after: '', finishedAt: null },
  });
  if (retried.count === 0) {
    const { status } = await findRollout(dependencies, id);
    if (status !== 'waiting') {
      throw new Problem('ILLEGAL_NOW', `The rollout is ${status}; only an incomplete one is done again`, {
        facts: { status },
      });
    }
  }
  await beginRollout(dependencies, id);
}

/** A rollout as it is shown. Throws NOT_FOUND. */
export async function readRollout(dependencies: ApiDependencies, id: string): Promise<z.output<typeof RolloutView>> {
  return await rolloutView(dependencies, await findRollout(dependencies, id));
}

async function findRollout({ prisma }: ApiDependencies, id: string): Promise<Rollout> {
  const row = await prisma.rollout.findUnique({ where: { id } });
  if (!row) throw new Problem('NOT_FOUND', `There is no rollout ${id}`);
  return row;
}

/** A row as it is shown, with how many processes are left. */
export async function rolloutView({ prisma }: ApiDependencies, row: Rollout): Promise<z.output<typeof RolloutView>> {
  const { id, status, pass, after, told, changed, requestedBy, startedAt, finishedAt } = row;
  const subject = subjectOf(row);
  const isUnderWay = (status === 'waiting' || status === 'running') && pass === 1;
  return {
    id,
    kind: subject.kind,
    about: [...(subject.kind === 'peopleChanged' ? subject.users : subject.calendars)],
    status: status as z.output<typeof RolloutView>['status'],
    left: isUnderWay ? await countConcerned(prisma, subject, after) : 0,
    told,
    changed,
    failures: row.failures as unknown as Untold[],
    requestedBy,
    startedAt: iso(startedAt),
    finishedAt: isoOrNull(finishedAt),
  };
}
