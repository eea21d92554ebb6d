import type { Prisma, PrismaClient } from './client.ts';

/** The channel of PostgreSQL on which every API hears whose notices have changed. */
export const noticeSignal = 'fairway_notice';

/**
 * Adds a notice for its reader, once for each key, and tells every API. The row of the reader is locked until the
 * notice can be seen, so that none ever appears behind one that has been read already.
 */
export async function publishNotice(
  prisma: PrismaClient,
  notice: Omit<Prisma.NoticeCreateManyInput, 'position' | 'readAt'>,
): Promise<void> {
  const { userId, outboxKey, createdAt } = notice;
  await prisma.$transaction(async (database) => {
    const [reader] = await database.$queryRaw<{ position: number }[]>`
      INSERT INTO notice_reader (user_id, position) VALUES (${userId}, 1)
      ON CONFLICT (user_id) DO UPDATE SET position = notice_reader.position + 1 RETURNING position`;
    const known = await database.notice.findUnique({ where: { outboxKey }, select: { position: true } });
    if (!known) await database.notice.create({ data: { ...notice, position: reader?.position ?? 1 } });
    await database.delivery.updateMany({
      where: { outboxKey, channel: 'inApp', status: 'pending' },
      data: { status: 'sent', attempts: { increment: 1 }, settledAt: createdAt },
    });
    await database.$executeRaw`SELECT pg_notify(${noticeSignal}, ${userId})`;
  });
}
