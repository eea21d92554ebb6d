import type { z } from 'zod';
import type { Kind } from '../../domain/effects.ts';
import type { WaitAction } from '../../domain/wait.ts';
import type { Prisma, PrismaClient } from '../../prisma/client.ts';
import type { ProcessRow } from '../contracts/processes.ts';
import { customerOf, iso, isoOrNull, moneyOf } from '../rows.ts';

/** A process as the lists select it. */
export interface StoredRow {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly status: string;
  readonly stage: string;
  readonly outcome: string | null;
  readonly ownerId: string;
  readonly ownerName: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly dealId: string | null;
  readonly variantId: string;
  readonly version: number;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  readonly nextAt: Date | null;
  /** The last day of a contract. */
  readonly endsOn: string | null;
  readonly waits: readonly StoredHolding[] | null;
}

interface StoredHolding {
  readonly id: string;
  readonly action: WaitAction;
  readonly on: string;
  readonly holder: string;
  readonly name: string | null;
  readonly openedAt: number;
  readonly dueAt: number | null;
}

/**
 * Reads processes `p` by a condition, in an order. The page is cut before anything is looked up beside it, so that
 * only its own rows cost anything.
 */
export async function readRows(
  prisma: PrismaClient,
  { where, order, limit }: { where: Prisma.Sql; order: Prisma.Sql; limit: number },
): Promise<StoredRow[]> {
  return await prisma.$queryRaw<StoredRow[]>`
    SELECT p.id, p.kind, p.title, p.status, p.stage, p.outcome, p.owner_id AS "ownerId", o.name AS "ownerName",
      p.customer_id AS "customerId", p.customer_name AS "customerName", p.amount_minor AS "amountMinor", p.currency,
      p.deal_id AS "dealId", p.variant_id AS "variantId", p.version, p.opened_at AS "openedAt",
      p.updated_at AS "updatedAt", p.closed_at AS "closedAt", p.next_at AS "nextAt",
      p.snapshot #>> '{state,term,until}' AS "endsOn", held.waits
    FROM (SELECT * FROM process p WHERE ${where} ORDER BY ${order} LIMIT ${limit}) p
    LEFT JOIN app_user o ON o.id = p.owner_id
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', w.id, 'action', w.action, 'on', w.waits_on, 'holder', w.holder_id,
        'name', h.name, 'openedAt', extract(epoch FROM w.opened_at) * 1000, 'dueAt', extract(epoch FROM w.due_at) * 1000)
        ORDER BY w.opened_at, w.id) AS waits
      FROM wait w LEFT JOIN app_user h ON h.id = w.holder_id
      WHERE w.process_id = p.id AND w.closed_at IS NULL
    ) held ON TRUE
    ORDER BY ${order}`;
}

/** A row as it is answered. */
export function rowView(row: StoredRow): z.output<typeof ProcessRow> {
  return {
    id: row.id,
    kind: row.kind as Kind,
    title: row.title,
    status: row.status as 'open' | 'closed',
    stage: row.stage,
    outcome: row.outcome,
    owner: { id: row.ownerId, name: row.ownerName ?? row.ownerId },
    customer: customerOf(row.customerId, row.customerName),
    amount: moneyOf(row.amountMinor, row.currency),
    dealId: row.dealId,
    variant: row.variantId,
    version: row.version,
    openedAt: iso(row.openedAt),
    updatedAt: iso(row.updatedAt),
    closedAt: isoOrNull(row.closedAt),
    nextAt: isoOrNull(row.nextAt),
    waitsFor: (row.waits ?? []).map(({ id, action, on, holder, name, openedAt, dueAt }) => ({
      id,
      action,
      on,
      holder: { id: holder, name: name ?? holder },
      openedAt: iso(openedAt),
      dueAt: isoOrNull(dueAt),
    })),
  };
}
