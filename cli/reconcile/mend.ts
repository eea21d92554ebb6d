import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import { writeMissingLines } from './books.ts';
import { type Drift, examine, type Looking, type OnRecord, readRecord } from './examine.ts';
import { recoverEvents } from './lost-events.ts';
import { processRowOf, receivableRowsOf, type Standing, waitRowsOf } from './projection.ts';

/** Lost events first, then what is derived from them, then a last look. */
const rounds = 3;

/** Mends what can be mended about a process and answers what is left. */
export async function mend(
  looking: Looking,
  record: OnRecord,
  found: { readonly workflowId: string; readonly messageIdDomain: string },
): Promise<readonly Drift[]> {
  let examination = await examine(looking, record);
  for (let round = 0; round < rounds && examination.drifts.length > 0; round += 1) {
    const { standing, recordedUpTo } = examination;
    if (standing) {
      await rewriteProjections(looking.prisma, standing);
      await writeMissingLines(looking.prisma, standing.id, standing.entries);
    }
    if (recordedUpTo !== null) {
      await recoverEvents(looking, record.id, found.workflowId, recordedUpTo, found.messageIdDomain);
    } else if (!standing) break;
    examination = await examine(looking, await readRecord(looking.prisma, record.id));
  }
  return examination.drifts;
}

/** Brings a process's rows to what they should say, unless an event has been recorded meanwhile: then the next look tells. */
async function rewriteProjections(prisma: PrismaClient, standing: Standing): Promise<void> {
  const { id, version, headHash } = standing;
  const process = { ...processRowOf(standing), snapshot: standing.snapshot as Prisma.InputJsonValue };
  await prisma.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM process WHERE id = ${id} FOR UPDATE`;
    const last = await transaction.event.findFirst({ where: { processId: id }, orderBy: { seq: 'desc' } });
    if (last?.seq !== version || last.hash !== headHash) return;
    await transaction.process.upsert({ where: { id }, create: process, update: process });
    const open: string[] = [];
    for (const { nextWho, subject, ...fields } of waitRowsOf(standing)) {
      const wait = {
        ...fields,
        nextWho: nextWho === null ? Prisma.DbNull : { ...nextWho },
        subject: subject as unknown as Prisma.InputJsonValue,
        closedAt: null,
        closedVersion: null,
      };
      await transaction.wait.upsert({ where: { id: wait.id }, create: wait, update: wait });
      open.push(wait.id);
    }
    await transaction.wait.updateMany({
      where: { processId: id, closedAt: null, id: { notIn: open } },
      data: { closedAt: standing.updatedAt, closedVersion: version },
    });
    await transaction.receivable.deleteMany({ where: { planId: id } });
    await transaction.receivable.createMany({ data: receivableRowsOf(standing) });
  });
}
