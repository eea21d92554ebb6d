import { canonicalJson } from '../../domain/canonical.ts';
import type { Kind } from '../../domain/effects.ts';
import { kindRules } from '../../domain/kinds.ts';
import type { LedgerEntry } from '../../domain/ledger/entries.ts';
import type { Summary } from '../../domain/process.ts';
import { nextInstant, type Wait } from '../../domain/wait.ts';
import type {
  Process as ProcessRow,
  Receivable as ReceivableRow,
  Wait as WaitRow,
} from '../../prisma/generated/client.ts';
import { receivableRow } from '../../prisma/record.ts';

/** A process as its workflow or its events know it: what its projections have to say. */
export interface Standing {
  readonly id: string;
  readonly kind: Kind;
  readonly workflowId: string;
  readonly variant: { readonly id: string; readonly hash: string };
  readonly version: number;
  readonly headHash: string;
  readonly updatedAt: Date;
  readonly snapshot: { readonly state: unknown; readonly failures: unknown };
  readonly summary: Summary;
  readonly waits: readonly Wait[];
  /** The working calendar it runs by; null where its row never named one. */
  readonly calendar: { readonly id: string; readonly version: number } | null;
  /** What its events write into the books. */
  readonly entries: readonly LedgerEntry[];
}

const dateOf = (at: number | null | undefined): Date | null => (at === null || at === undefined ? null : new Date(at));
const bigintOf = (minor: number | undefined): bigint | null => (minor === undefined ? null : BigInt(minor));

/** The row of `process` that belongs to a standing. */
export function processRowOf(standing: Standing) {
  const { summary, waits, variant, calendar } = standing;
  return {
    id: standing.id,
    kind: standing.kind as string,
    workflowId: standing.workflowId,
    variantId: variant.id,
    variantHash: variant.hash,
    calendarId: calendar?.id ?? null,
    calendarVersion: calendar?.version ?? null,
    version: standing.version,
    headHash: standing.headHash,
    title: summary.title,
    status: summary.status as string,
    stage: summary.stage,
    outcome: summary.outcome,
    ownerId: summary.owner,
    customerId: summary.customer?.id ?? null,
    customerName: summary.customer?.name ?? null,
    amountMinor: bigintOf(summary.amount?.minor),
    currency: summary.amount?.currency ?? null,
    dealId: summary.dealId,
    nextAt: dateOf(nextInstant(waits)),
    snapshot: standing.snapshot,
    openedAt: new Date(summary.openedAt),
    updatedAt: standing.updatedAt,
    closedAt: dateOf(summary.closedAt),
  };
}

/** The rows of open waits that belong to a standing. */
export function waitRowsOf({ id: processId, kind, summary, waits }: Standing) {
  return waits.map((wait) => ({
    id: `${processId}/${wait.id}`,
    processId,
    kind: kind as string,
    on: wait.on as string,
    action: wait.action as string,
    holderId: wait.holder,
    principalId: wait.principal ?? null,
    openedAt: new Date(wait.openedAt),
    dueAt: dateOf(wait.dueAt),
    nextAt: dateOf(wait.next?.at),
    nextWhat: wait.next?.what ?? null,
    nextWho: wait.next?.who ?? null,
    subject: wait.subject,
    stage: summary.stage,
    customerId: wait.subject.customer?.id ?? null,
    amountMinor: bigintOf(wait.subject.amount?.minor),
    currency: wait.subject.amount?.currency ?? null,
  }));
}

/** The rows of what is owed that belong to a standing. */
export function receivableRowsOf({ id, kind, snapshot }: Standing) {
  const receivables = kindRules[kind].receivables?.(snapshot.state) ?? [];
  return receivables.map((receivable) => {
    const row = receivableRow(id, receivable);
    return {
      ...row,
      dueOn: row.dueOn === null ? null : new Date(row.dueOn),
      settledOn: row.settledOn === null ? null : new Date(row.settledOn),
      amountMinor: BigInt(row.amountMinor),
      receivedMinor: BigInt(row.receivedMinor),
      outstandingMinor: BigInt(row.outstandingMinor),
    };
  });
}

/** The rows that are derived from a process. */
interface ProjectedRows {
  readonly row: ProcessRow | null;
  readonly openWaits: readonly WaitRow[];
  readonly receivables: readonly ReceivableRow[];
}

/** Where the projections say something else than the process: one line for each row or field. */
export function differences(standing: Standing, { row, openWaits, receivables }: ProjectedRows): string[] {
  const rows = new Map<string, object>(openWaits.map((wait) => [wait.id, wait]));
  const wanted = waitRowsOf(standing);
  return [
    ...(row ? fieldsThatDiffer('process', processRowOf(standing), row) : ['process: there is no row']),
    ...wanted.flatMap((wait) => {
      const found = rows.get(wait.id);
      return found ? fieldsThatDiffer(`wait ${wait.id}`, wait, found) : [`wait ${wait.id}: no row is open`];
    }),
    ...openWaits
      .filter(({ id }) => wanted.every((wait) => wait.id !== id))
      .map(({ id }) => `wait ${id}: it is over, its row is open`),
    ...differencesInReceivables(standing, receivables),
  ];
}

function differencesInReceivables(standing: Standing, found: readonly ReceivableRow[]): string[] {
  const wanted = receivableRowsOf(standing);
  return [
    ...wanted.flatMap((receivable) => {
      const row = found.find(({ instalmentId }) => instalmentId === receivable.instalmentId);
      const what = `receivable ${receivable.instalmentId}`;
      return row ? fieldsThatDiffer(what, receivable, row) : [`${what}: there is no row`];
    }),
    ...found
      .filter(({ instalmentId }) => wanted.every((receivable) => receivable.instalmentId !== instalmentId))
      .map(({ instalmentId }) => `receivable ${instalmentId}: the plan has no such instalment`),
  ];
}

function fieldsThatDiffer(what: string, wanted: object, found: object): string[] {
  const foundFields = found as Record<string, unknown>;
  return Object.entries(wanted).flatMap(([field, value]) => {
    const [is, should] = [text(foundFields[field]), text(value)];
    if (is === should) return [];
    return [
      is.length + should.length > 200
        ? `${what}.${field} differs`
        : `${what}.${field} is ${is} and should be ${should}`,
    ];
  });
}

function text(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  return canonicalJson(value) ?? 'undefined';
}
