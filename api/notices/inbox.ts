import type { z } from 'zod';
import type { Locale, Notice } from '../../domain/effects.ts';
import { catalogue } from '../../domain/notices/catalogue.ts';
import { processUrl } from '../../domain/notices/place.ts';
import type { Prisma, PrismaClient } from '../../prisma/client.ts';
import type { Notice as NoticeRow } from '../../prisma/generated/client.ts';
import { noticeSignal } from '../../prisma/notices.ts';
import type { NoticeView } from '../contracts/notices.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { iso, isoOrNull } from '../rows.ts';

/** A notice as its reader sees it. */
export function noticeView(
  { position, notice, texts, processId, createdAt, readAt }: NoticeRow,
  locale: Locale,
  publicUrl: string,
): z.output<typeof NoticeView> {
  const { title, body } = (texts as Record<Locale, { title: string; body: string }>)[locale];
  return {
    position,
    notice: notice as Notice,
    label: catalogue[notice as Notice].label,
    title,
    body,
    process: { id: processId, url: processUrl(publicUrl, processId) },
    createdAt: iso(createdAt),
    readAt: isoOrNull(readAt),
  };
}

export async function unreadCount(prisma: PrismaClient, userId: string): Promise<number> {
  return await prisma.notice.count({ where: { userId, readAt: null } });
}

/** Marks notices of a person as read and tells every API, so that other windows of theirs see it. */
export async function markRead(
  { prisma, now }: ApiDependencies,
  userId: string,
  which: Pick<Prisma.NoticeWhereInput, 'position'>,
): Promise<void> {
  const { count } = await prisma.notice.updateMany({
    where: { userId, readAt: null, ...which },
    data: { readAt: new Date(now()) },
  });
  if (count > 0) await prisma.$executeRaw`SELECT pg_notify(${noticeSignal}, ${userId})`;
}
