import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { DocumentStore } from '../documents/store.ts';
import type { PrismaClient } from '../prisma/client.ts';

/** What has been on its way, or without a row, for this long is nobody's any more, in milliseconds. */
const abandonedAfter = 24 * 3_600_000;
const everyHour = 3_600_000;

interface Tidying {
  readonly prisma: PrismaClient;
  readonly documents: DocumentStore;
  readonly log: Logger;
}

/**
 * Removes what uploads have left behind that were cut off or refused: files on their way, versions that no process has
 * taken, and files without a version. Files are kept for a day whatever they are, so that nothing under way is touched;
 * doing it in several places at once does no harm. `now` is in real time.
 */
export async function tidyDocuments({ prisma, documents }: Omit<Tidying, 'log'>, now: number): Promise<number> {
  const before = now - abandonedAfter;
  let removed = await tidyIncoming(documents.incoming, before);
  const { count } = await prisma.document.deleteMany({ where: { id: { in: await untaken(prisma, before) } } });
  removed += count;
  for await (const { sha256, keptAt } of documents.list()) {
    if (keptAt.getTime() >= before) continue;
    const row = await prisma.document.findFirst({ where: { sha256 }, select: { id: true } });
    if (row) continue;
    await documents.remove(sha256);
    removed += 1;
  }
  return removed;
}

async function tidyIncoming(folder: string, before: number): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

/** Uploaded versions of which their process has no event. */
async function untaken(prisma: PrismaClient, before: number): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM document d
    WHERE d.bytes IS NULL AND d.process_id IS NOT NULL AND d.created_at < ${new Date(before)}
      AND NOT EXISTS (SELECT FROM event e WHERE e.process_id = d.process_id AND e.data #>> '{file,document,id}' = d.id)`;
  return rows.map(({ id }) => id);
}

/** Tidies up now and then until it is told to stop. A failure is logged; the next time may do better. */
export function keepTidy(tidying: Tidying): () => void {
  const tidy = async () => {
    try {
      const removed = await tidyDocuments(tidying, Date.now());
      if (removed > 0) tidying.log.info({ removed }, 'removed files that belong to nothing');
    } catch (err) {
      tidying.log.warn({ err }, 'could not tidy the document store');
    }
  };
  const timer = setInterval(() => void tidy(), everyHour);
  timer.unref();
  void tidy();
  return () => clearInterval(timer);
}
