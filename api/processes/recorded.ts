import type { PrismaClient } from '../../prisma/client.ts';
import type { CommandResult } from '../../workflows/messages.ts';

/** A command as the record knows it, and who gave it. */
export interface RecordedCommand {
  readonly result: CommandResult;
  readonly actorId: string;
}

/** What became of a command, by the record alone; undefined when it led to no event, or never arrived. */
export async function recordedCommand(
  prisma: PrismaClient,
  processId: string,
  commandId: string,
): Promise<RecordedCommand | undefined> {
  const events = await prisma.event.findMany({
    where: { processId, commandId },
    orderBy: { seq: 'asc' },
    select: { seq: true, type: true, at: true, actorId: true },
  });
  const last = events.at(-1);
  if (!last) return undefined;
  const result = {
    processId,
    commandId,
    version: last.seq,
    events: events.map(({ type }) => type),
    at: last.at.getTime(),
  };
  return { result, actorId: last.actorId };
}
