import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical.ts';
import { kindRules } from '../domain/kinds.ts';
import type { LedgerEntry } from '../domain/ledger/entries.ts';
import type { Receivable } from '../domain/ledger/ledger.ts';
import type { RecordedEvent, RecordRequest } from '../workflows/messages.ts';
import type { PrismaClient } from './client.ts';

/** Thrown when the record does not stand where the process believes it stands, as after restoring an older backup. */
class RecordGap extends Error {
  constructor(processId: string, expected: number, found: number | undefined) {
    super(`The record of ${processId} stands at version ${found ?? 'none'}, the process expects ${expected}`);
    this.name = 'RecordGap';
  }
}

interface EventRow {
  readonly processId: string;
  readonly seq: number;
  readonly type: string;
  readonly data: unknown;
  readonly at: string;
  readonly actorId: string;
  readonly channel: string;
  readonly commandId: string;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** The hash of an event: SHA-256 over the hash before it, a line feed and the row as canonical JSON. */
export function chainHash(previous: string, row: EventRow): string {
  return createHash('sha256').update(previous).update('\n').update(canonicalJson(row)).digest('hex');
}

function eventRow(processId: string, { seq, event, actor, commandId }: RecordedEvent): EventRow {
  const { type, at, by, ...data } = event;
  return {
    processId,
    seq,
    type,
    data,
    at: new Date(at).toISOString(),
    actorId: by,
    channel: actor.channel,
    commandId,
    address: actor.address ?? null,
    userAgent: actor.userAgent ?? null,
  };
}

/** A ledger entry as its row. */
export function ledgerRow(processId: string, { seq, line, at, account, amount, customer, item }: LedgerEntry) {
  return {
    processId,
    seq,
    line,
    at: new Date(at).toISOString(),
    account: account as string,
    amountMinor: amount.minor,
    currency: amount.currency,
    customerId: customer,
    item,
  };
}

/** An instalment as its row. */
export function receivableRow(planId: string, receivable: Receivable) {
  const { customer, owner, amount, received, outstanding, ...rest } = receivable;
  return {
    planId,
    ...rest,
    customerId: customer.id,
    customerName: customer.name,
    ownerId: owner,
    currency: amount.currency,
    amountMinor: amount.minor,
    receivedMinor: received.minor,
    outstandingMinor: outstanding.minor,
  };
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The Message-ID a mail has for good, however often it is sent: from its key, under the sender's domain. */
export function messageIdFor(key: string, mailDomain: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${mailDomain}>`;
}

const stateOf = ({ snapshot }: RecordRequest): unknown => (snapshot as { readonly state: unknown }).state;

function rowsOf(request: RecordRequest, mailDomain: string) {
  const { processId, kind, summary, waits } = request;
  let head = request.previousHash;
  const events = request.events.map((recorded) => {
    const row = eventRow(processId, recorded);
    const prevHash = head;
    head = chainHash(prevHash, row);
    return { ...row, prevHash, hash: head };
  });
  const at = events.at(-1)?.at;
  return {
    head,
    process: {
      id: processId,
      kind,
      workflowId: request.workflowId,
      variantId: request.variantId,
      variantHash: request.variantHash,
      calendarId: request.calendar?.id ?? null,
      calendarVersion: request.calendar?.version ?? null,
      version: request.previousVersion + events.length,
      headHash: head,
      title: summary.title,
      status: summary.status,
      stage: summary.stage,
      outcome: summary.outcome,
      ownerId: summary.owner,
      customerId: summary.customer?.id ?? null,
      customerName: summary.customer?.name ?? null,
      amountMinor: summary.amount?.minor ?? null,
      currency: summary.amount?.currency ?? null,
      dealId: summary.dealId,
      nextAt: iso(request.nextAt),
      snapshot: request.snapshot,
      openedAt: iso(summary.openedAt),
      updatedAt: at,
      closedAt: iso(summary.closedAt),
    },
    events,
    waits: waits.map((wait) => ({
      id: `${processId}/${wait.id}`,
      processId,
      kind,
      on: wait.on,
      action: wait.action,
      holderId: wait.holder,
      principalId: wait.principal ?? null,
      openedAt: iso(wait.openedAt),
      dueAt: iso(wait.dueAt),
      nextAt: iso(wait.next?.at ?? null),
      nextWhat: wait.next?.what ?? null,
      nextWho: wait.next?.who ?? null,
      subject: wait.subject,
      stage: summary.stage,
      customerId: wait.subject.customer?.id ?? null,
      amountMinor: wait.subject.amount?.minor ?? null,
      currency: wait.subject.amount?.currency ?? null,
    })),
    entries: (request.entries ?? []).map((entry) => ledgerRow(processId, entry)),
    receivables: (kindRules[kind].receivables?.(stateOf(request)) ?? []).map((each) => receivableRow(processId, each)),
    mails: request.mails.map(({ key, mail }) => ({
      key,
      processId,
      waitId: `${processId}/${mail.wait.id}`,
      notice: mail.notice,
      step: mail.step,
      payload: mail,
      messageId: messageIdFor(key, mailDomain),
      createdAt: at,
    })),
  };
}

/**
 * Appends a process's new events and brings its projections up to them, in one statement and so in one transaction.
 * Recording the same events again changes nothing. Answers the new head of the hash chain.
 *
 * Throws `RecordGap` when the record is not at `previousVersion`; the process keeps trying until somebody has mended it.
 */
export async function recordEvents(prisma: PrismaClient, request: RecordRequest, mailDomain: string): Promise<string> {
  const { head, ...rows } = rowsOf(request, mailDomain);
  const [done] = await prisma.$queryRaw<{ recorded: number }[]>`
    WITH input AS (SELECT ${JSON.stringify(rows)}::jsonb AS r),
    head AS (
      INSERT INTO process (id, kind, workflow_id, variant_id, variant_hash, calendar_id, calendar_version, version, head_hash, title, status, stage,
        outcome, owner_id, customer_id, customer_name, amount_minor, currency, deal_id, next_at, snapshot, opened_at,
        updated_at, closed_at)
      SELECT p.id, p.kind, p."workflowId", p."variantId", p."variantHash", p."calendarId", p."calendarVersion", p.version, p."headHash", p.title, p.status,
        p.stage, p.outcome, p."ownerId", p."customerId", p."customerName", p."amountMinor", p.currency, p."dealId",
        p."nextAt", p.snapshot, p."openedAt", p."updatedAt", p."closedAt"
      FROM input, jsonb_to_record(r->'process') AS p (id text, kind text, "workflowId" text, "variantId" text,
        "variantHash" text, "calendarId" text, "calendarVersion" int, version int, "headHash" text, title text, status text, stage text, outcome text,
        "ownerId" text, "customerId" text, "customerName" text, "amountMinor" bigint, currency text, "dealId" text,
        "nextAt" timestamptz, snapshot jsonb, "openedAt" timestamptz, "updatedAt" timestamptz, "closedAt" timestamptz)
      WHERE ${request.previousVersion}::int = 0 OR EXISTS (SELECT FROM process WHERE process.id = p.id)
      ON CONFLICT (id) DO UPDATE SET
        version = excluded.version, head_hash = excluded.head_hash, title = excluded.title, status = excluded.status,
        stage = excluded.stage, outcome = excluded.outcome, owner_id = excluded.owner_id,
        customer_id = excluded.customer_id, customer_name = excluded.customer_name,
        amount_minor = excluded.amount_minor, currency = excluded.currency, deal_id = excluded.deal_id,
        next_at = excluded.next_at, snapshot = excluded.snapshot, updated_at = excluded.updated_at,
        closed_at = excluded.closed_at, variant_id = excluded.variant_id, variant_hash = excluded.variant_hash,
        calendar_id = coalesce(excluded.calendar_id, process.calendar_id),
        calendar_version = coalesce(excluded.calendar_version, process.calendar_version)
      WHERE process.version = ${request.previousVersion}::int AND process.head_hash = ${request.previousHash}
      RETURNING id, version, updated_at
    ),
    appended AS (
      INSERT INTO event (process_id, seq, type, data, at, actor_id, channel, command_id, address, user_agent,
        prev_hash, hash)
      SELECT e."processId", e.seq, e.type, e.data, e.at, e."actorId", e.channel, e."commandId", e.address,
        e."userAgent", e."prevHash", e.hash
      FROM head, input, jsonb_to_recordset(r->'events') AS e ("processId" text, seq int, type text, data jsonb,
        at timestamptz, "actorId" text, channel text, "commandId" text, address text, "userAgent" text,
        "prevHash" text, hash text)
    ),
    answered AS (
      UPDATE wait SET closed_at = head.updated_at, closed_version = head.version
      FROM head, input
      WHERE wait.process_id = head.id AND wait.closed_at IS NULL
        AND NOT EXISTS (SELECT FROM jsonb_array_elements(r->'waits') AS w WHERE w->>'id' = wait.id)
    ),
    waiting AS (
      INSERT INTO wait (id, process_id, kind, waits_on, action, holder_id, principal_id, opened_at, due_at, next_at,
        next_what, next_who, subject, stage, customer_id, amount_minor, currency)
      SELECT w.id, w."processId", w.kind, w."on", w.action, w."holderId", w."principalId", w."openedAt", w."dueAt",
        w."nextAt", w."nextWhat", w."nextWho", w.subject, w.stage, w."customerId", w."amountMinor", w.currency
      FROM head, input, jsonb_to_recordset(r->'waits') AS w (id text, "processId" text, kind text, "on" text,
        action text, "holderId" text, "principalId" text, "openedAt" timestamptz, "dueAt" timestamptz, "nextAt" timestamptz,
        "nextWhat" text, "nextWho" jsonb, subject jsonb, stage text, "customerId" text, "amountMinor" bigint,
        currency text)
      ON CONFLICT (id) DO UPDATE SET
        waits_on = excluded.waits_on, action = excluded.action, holder_id = excluded.holder_id,
        principal_id = excluded.principal_id, opened_at = excluded.opened_at, due_at = excluded.due_at, next_at = excluded.next_at,
        next_what = excluded.next_what, next_who = excluded.next_who, subject = excluded.subject,
        stage = excluded.stage, customer_id = excluded.customer_id, amount_minor = excluded.amount_minor,
        currency = excluded.currency, closed_at = NULL, closed_version = NULL
    ),
    booked AS (
      INSERT INTO ledger_entry (process_id, seq, line, at, account, amount_minor, currency, customer_id, item)
      SELECT l."processId", l.seq, l.line, l.at, l.account, l."amountMinor", l.currency, l."customerId", l.item
      FROM head, input, jsonb_to_recordset(r->'entries') AS l ("processId" text, seq int, line int, at timestamptz,
        account text, "amountMinor" bigint, currency text, "customerId" text, item text)
      ON CONFLICT DO NOTHING
    ),
    owed AS (
      INSERT INTO receivable (plan_id, instalment_id, number, reference, label, customer_id, customer_name, owner_id,
        deal_id, due_on, currency, amount_minor, received_minor, outstanding_minor, settled_on)
      SELECT o."planId", o."instalmentId", o.number, o.reference, o.label, o."customerId", o."customerName",
        o."ownerId", o."dealId", o."dueOn", o.currency, o."amountMinor", o."receivedMinor", o."outstandingMinor",
        o."settledOn"
      FROM head, input, jsonb_to_recordset(r->'receivables') AS o ("planId" text, "instalmentId" text, number text,
        reference text, label text, "customerId" text, "customerName" text, "ownerId" text, "dealId" text,
        "dueOn" date, currency text, "amountMinor" bigint, "receivedMinor" bigint, "outstandingMinor" bigint,
        "settledOn" date)
      ON CONFLICT (plan_id, instalment_id) DO UPDATE SET
        number = excluded.number, reference = excluded.reference, label = excluded.label,
        customer_id = excluded.customer_id, customer_name = excluded.customer_name, owner_id = excluded.owner_id,
        deal_id = excluded.deal_id, due_on = excluded.due_on, amount_minor = excluded.amount_minor,
        received_minor = excluded.received_minor, outstanding_minor = excluded.outstanding_minor,
        settled_on = excluded.settled_on
    ),
    hooked AS (
      INSERT INTO webhook_message (webhook_id, process_id, seq, type, data, at, due_at)
      SELECT w.id, e."processId", e.seq, p.kind || '.' || e.type,
        jsonb_build_object('process', jsonb_build_object('id', e."processId", 'kind', p.kind), 'seq', e.seq,
          'by', e."actorId", 'event', e.data), e.at, now()
      FROM head, input, jsonb_to_record(r->'process') AS p (kind text),
        jsonb_to_recordset(r->'events') AS e ("processId" text, seq int, type text, data jsonb, at timestamptz,
          "actorId" text),
        webhook w
      WHERE w.status <> 'off' AND (w.kinds = '{}' OR p.kind = ANY (w.kinds))
        AND (w.events = '{}' OR e.type = ANY (w.events))
      ORDER BY e.seq
      ON CONFLICT DO NOTHING
    ),
    mailing AS (
      INSERT INTO outbox (key, process_id, wait_id, notice, step, payload, message_id, created_at)
      SELECT m.key, m."processId", m."waitId", m.notice, m.step, m.payload, m."messageId", m."createdAt"
      FROM head, input, jsonb_to_recordset(r->'mails') AS m (key text, "processId" text, "waitId" text, notice text,
        step text, payload jsonb, "messageId" text, "createdAt" timestamptz)
      ON CONFLICT DO NOTHING
    )
    SELECT count(*)::int AS recorded FROM head`;
  if (done?.recorded === 1) return head;
  const stored = await prisma.event.findUnique({
    where: { processId_seq: { processId: request.processId, seq: rows.process.version } },
    select: { hash: true },
  });
  if (stored?.hash === head) return head;
  const found = await prisma.process.findUnique({ where: { id: request.processId }, select: { version: true } });
  throw new RecordGap(request.processId, request.previousVersion, found?.version);
}
