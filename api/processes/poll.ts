import { kindOf } from '../../workflows/messages.ts';
import type { Caller } from '../auth/caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Answer, ok } from '../http/answer.ts';
import { Problem } from '../problem.ts';
import { pending, processRow, resultView } from './command.ts';
import { findProcess } from './find.ts';
import { openedId } from './open.ts';
import { recordedCommand } from './recorded.ts';

/** What is known of a command by its id; of a process that is not on record yet only to whoever asked for it. */
export async function pollCommand(
  dependencies: ApiDependencies,
  caller: Caller,
  processId: string,
  commandId: string,
): Promise<Answer> {
  const kind = kindOf(processId);
  const asked = kind !== undefined && openedId(kind, caller, commandId) === processId;
  const found = await findProcess(dependencies.prisma, caller, processId).catch((error: unknown) => {
    if (asked && error instanceof Problem && error.code === 'NOT_FOUND') return undefined;
    throw error;
  });
  const recorded = found && (await recordedCommand(dependencies.prisma, processId, commandId));
  if (!recorded) return pending(processId, commandId);
  return ok({ result: resultView(recorded.result), process: await processRow(dependencies, processId) });
}
