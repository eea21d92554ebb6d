import { z } from 'zod';
import type { Kind } from '../../domain/effects.ts';
import { Prisma } from '../../prisma/client.ts';
import type { Wait as WaitRow } from '../../prisma/generated/client.ts';
import { waitOf } from '../../prisma/wait.ts';
import type { Caller } from '../auth/caller.ts';
import { shownCalendar } from '../calendar.ts';
import type { WaitListQuery } from '../contracts/waits.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { cursorFor, instantPosition, page, positionOf } from '../keyset.ts';
import { waitCondition } from './filter.ts';
import { rankBy, type Sorted, valueAt, waitOrders } from './order.ts';
import { type PlacedWait, waitViews } from './view.ts';

type StoredWait = WaitRow & Sorted & { readonly title: string };

/** A page of the waits in the caller's view. Ages are those at the moment the first page was read. */
export async function listWaits(dependencies: ApiDependencies, caller: Caller, query: WaitListQuery) {
  const { prisma, config, now } = dependencies;
  const { sort, limit, cursor } = query;
  const order = waitOrders[sort];
  const Position = z.tuple([instantPosition, order.shape]);
  const [asOf, after] = cursor === undefined ? [now(), undefined] : positionOf(cursor, sort, Position);
  const past = after ? order.past(after) : Prisma.sql`TRUE`;
  const value = sort === 'value' ? valueAt(asOf) : Prisma.sql`0::float8`;
  const where = await waitCondition(prisma, query, caller, asOf);
  const rows = await prisma.$queryRaw<StoredWait[]>`
    SELECT whole.id, whole.process_id AS "processId", whole.kind, whole.waits_on AS "on", whole.action,
      whole.holder_id AS "holderId", whole.principal_id AS "principalId", whole.opened_at AS "openedAt",
      whole.due_at AS "dueAt", whole.next_at AS "nextAt", whole.next_what AS "nextWhat", whole.next_who AS "nextWho", whole.subject, whole.stage, w.rank, w.unit, w.value,
      p.title
    FROM (
      SELECT w.* FROM (
        SELECT w.id, w.closed_at, w.opened_at, w.due_at, ${rankBy(config.currency)} AS rank,
          coalesce(w.currency, '') AS unit, ${value} AS value
        FROM wait w WHERE ${where}
      ) w WHERE ${past} ORDER BY ${order.by} LIMIT ${limit + 1}
    ) w JOIN wait whole ON whole.id = w.id JOIN process p ON p.id = whole.process_id
    ORDER BY ${order.by}`;
  const cursorOf = (last: StoredWait) => cursorFor(sort, [asOf, order.position(last)]);
  const { items, next } = page(rows, limit, cursorOf);
  const present = { calendar: await shownCalendar(dependencies), now: now() };
  return { items: await waitViews(prisma, items.map(placed), present), next };
}

function placed(row: StoredWait): PlacedWait {
  const { processId, kind, title, stage } = row;
  return { wait: waitOf(row), process: { id: processId, kind: kind as Kind, title, stage } };
}
