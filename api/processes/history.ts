import { z } from 'zod';
import type { PrismaClient } from '../../prisma/client.ts';
import { Prisma } from '../../prisma/client.ts';
import { type Caller, seesEverything } from '../auth/caller.ts';
import type { EventQuery, MailQuery } from '../contracts/processes.ts';
import { cursorFor, idPosition, instantPosition, page, positionOf } from '../keyset.ts';
import { iso, isoOrNull, namesOf } from '../rows.ts';

/** A page of what happened in a process. Where somebody acted from is told to those who see everything. */
export async function listEvents(
  prisma: PrismaClient,
  caller: Caller,
  processId: string,
  { order, limit, cursor }: z.output<typeof EventQuery>,
) {
  const [after] = cursor === undefined ? [] : positionOf(cursor, order, z.tuple([z.int().min(0).max(2_147_483_647)]));
  const beyond = after === undefined ? {} : { seq: order === 'asc' ? { gt: after } : { lt: after } };
  const rows = await prisma.event.findMany({
    where: { processId, ...beyond },
    orderBy: { seq: order },
    take: limit + 1,
  });
  const { items, next } = page(rows, limit, ({ seq }) => cursorFor(order, [seq]));
  const names = await namesOf(
    prisma,
    items.map(({ actorId }) => actorId),
  );
  const tellsWhere = seesEverything(caller);
  return {
    items: items.map(({ seq, type, data, at, actorId, channel, commandId, address, userAgent, prevHash, hash }) => ({
      seq,
      type,
      data,
      at: iso(at),
      actor: { id: actorId, name: names(actorId) },
      channel,
      commandId,
      address: tellsWhere ? address : null,
      userAgent: tellsWhere ? userAgent : null,
      prevHash,
      hash,
    })),
    next,
  };
}

const MailPosition = z.tuple([instantPosition, idPosition]);

/** A page of the mails a process has caused, the newest first. */
export async function listMails(
  prisma: PrismaClient,
  processId: string,
  { limit, cursor }: z.output<typeof MailQuery>,
) {
  const after = cursor === undefined ? undefined : positionOf(cursor, 'mails', MailPosition);
  const past = after
    ? Prisma.sql`(o.created_at, o.key) < (${new Date(after[0])}::timestamptz, ${after[1]})`
    : Prisma.sql`TRUE`;
  const keys = await prisma.$queryRaw<{ key: string; createdAt: Date }[]>`
    SELECT o.key, o.created_at AS "createdAt" FROM outbox o WHERE o.process_id = ${processId} AND ${past}
    ORDER BY o.created_at DESC, o.key DESC LIMIT ${limit + 1}`;
  const { items, next } = page(keys, limit, ({ createdAt, key }) => cursorFor('mails', [createdAt.getTime(), key]));
  const ofThese = items.map(({ key }) => key);
  const [mails, deliveries, robots] = await Promise.all([
    prisma.outbox.findMany({
      where: { key: { in: ofThese } },
      orderBy: [{ createdAt: 'desc' }, { key: 'desc' }],
      omit: { payload: true, processId: true },
    }),
    prisma.delivery.findMany({
      where: { outboxKey: { in: ofThese } },
      orderBy: [{ channel: 'asc' }, { target: 'asc' }],
    }),
    prisma.robot.findMany({ select: { id: true, name: true } }),
  ]);
  const robotName = (id: string) => robots.find((robot) => robot.id === id)?.name ?? id;
  return {
    items: mails.map(({ createdAt, sentAt, ...mail }) => ({
      ...mail,
      createdAt: iso(createdAt),
      sentAt: isoOrNull(sentAt),
      deliveries: deliveries
        .filter(({ outboxKey }) => outboxKey === mail.key)
        .map(({ channel, target, status, dueAt, attempts, lastError, settledAt }) => ({
          channel,
          robot: target === '' ? null : robotName(target),
          status,
          dueAt: iso(dueAt),
          attempts,
          lastError,
          settledAt: isoOrNull(settledAt),
        })),
    })),
    next,
  };
}
