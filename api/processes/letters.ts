import { z } from 'zod';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import type { Letter } from '../../prisma/generated/client.ts';
import type { Caller } from '../auth/caller.ts';
import type { LetterQuery } from '../contracts/letters.ts';
import { cursorFor, idPosition, instantPosition, page, positionOf } from '../keyset.ts';
import { Problem } from '../problem.ts';
import { iso, isoOrNull } from '../rows.ts';
import { viewOf } from '../visibility.ts';

const LetterPosition = z.tuple([instantPosition, idPosition]);

interface Row extends Letter {
  readonly status: string | null;
}

/** A page of the letters in which a plan was asked for, the newest first. */
export async function listLetters(
  prisma: PrismaClient,
  planId: string,
  { limit, cursor }: z.output<typeof LetterQuery>,
) {
  const after = cursor === undefined ? undefined : positionOf(cursor, 'letters', LetterPosition);
  const past = after
    ? Prisma.sql`(l.created_at, l.id) < (${new Date(after[0])}::timestamptz, ${after[1]})`
    : Prisma.sql`TRUE`;
  const keys = await prisma.$queryRaw<{ id: string; createdAt: Date }[]>`
    SELECT l.id, l.created_at AS "createdAt" FROM letter l
    JOIN process p ON p.customer_id = l.customer_id
    WHERE p.id = ${planId} AND l.plan_ids @> ARRAY[p.id] AND ${past}
    ORDER BY l.created_at DESC, l.id DESC LIMIT ${limit + 1}`;
  const { items, next } = page(keys, limit, ({ createdAt, id }) => cursorFor('letters', [createdAt.getTime(), id]));
  const letters = await withStatus(
    prisma,
    await prisma.letter.findMany({
      where: { id: { in: items.map(({ id }) => id) } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    }),
  );
  return { items: letters.map(letterView), next };
}

async function withStatus(prisma: PrismaClient, letters: readonly Letter[]): Promise<readonly Row[]> {
  const rows = await prisma.outbox.findMany({
    where: { key: { in: letters.map(({ outboxKey }) => outboxKey) } },
    select: { key: true, status: true },
  });
  const statusOf = new Map(rows.map(({ key, status }) => [key, status]));
  return letters.map((letter) => ({ ...letter, status: statusOf.get(letter.outboxKey) ?? null }));
}

function letterView(letter: Row) {
  const { id, day, contactName, email, notice, wording, locale, subject, status, sentAt, createdAt, planIds } = letter;
  return {
    id,
    day: day.toISOString().slice(0, 10),
    to: { name: contactName, email },
    notice,
    wording,
    locale,
    subject,
    status: status ?? 'pending',
    sentAt: isoOrNull(sentAt),
    createdAt: iso(createdAt),
    planIds,
    lines: letter.lines,
  };
}

/**
 * A letter as it went out. It lists everything the contact owes, so it is shown to whoever may see every plan in it.
 * Throws NOT_FOUND to anybody else, and while it has not gone out.
 */
export async function letterPage(prisma: PrismaClient, caller: Caller, id: string): Promise<string> {
  const letter = await prisma.letter.findUnique({ where: { id } });
  const missing = new Problem('NOT_FOUND', `There is no letter ${id} that has gone out`);
  if (!letter?.html) throw missing;
  const { process } = await viewOf(prisma, caller, { ids: letter.planIds });
  const seen = await prisma.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM process p WHERE p.id = ANY (${letter.planIds}::text[]) AND ${process}`;
  if (seen.length < letter.planIds.length) throw missing;
  return letter.html;
}
