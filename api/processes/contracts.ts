import { z } from 'zod';
import { addDays, type LocalDate } from '../../domain/calendar.ts';
import type { ContractFile, ContractState, ContractVersion } from '../../domain/contract/model.ts';
import { addMonths, decideBy } from '../../domain/contract/term.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import type { ContractListQuery, ContractRow, ExpiryCalendar, VersionsView } from '../contracts/contracts.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { iso, isoOrNull, type Names, namesOf } from '../rows.ts';
import { viewOf } from '../visibility.ts';
import { type OwnList, overdueIs, readPage } from './list.ts';
import { readRows, rowView, type StoredRow } from './rows.ts';

type Row = z.output<typeof ContractRow>;

const endsOn = Prisma.sql`p.snapshot #>> '{state,term,until}'`;

const byEnd: OwnList['sorts'] = {
  endsOn: {
    column: endsOn,
    idsRunAgainst: false,
    shape: z.iso.date(),
    position: (row) => row.endsOn,
    parameter: (position) => Prisma.sql`${String(position)}`,
  },
};

/** A page of the contracts the caller may see. */
export async function listContracts(
  { prisma, now }: Pick<ApiDependencies, 'prisma' | 'now'>,
  caller: Caller,
  query: ContractListQuery,
) {
  const { type, endsBefore, endsFrom } = query;
  const conditions = [
    type && Prisma.sql`p.snapshot #>> '{state,type}' = ${type}`,
    endsBefore && Prisma.sql`${endsOn} < ${endsBefore}`,
    endsFrom && Prisma.sql`${endsOn} >= ${endsFrom}`,
    overdueIs(query, now()),
  ].filter((condition) => condition instanceof Prisma.Sql);
  const { items, next } = await readPage(prisma, caller, 'contract', query, { conditions, sorts: byEnd });
  return { items: await contractRows(prisma, items), next };
}

/** The state of a contract on record. */
export async function contractState(prisma: PrismaClient, id: string): Promise<ContractState> {
  const { snapshot } = await prisma.process.findUniqueOrThrow({ where: { id }, select: { snapshot: true } });
  return (snapshot as unknown as { state: ContractState }).state;
}

async function contractRows(prisma: PrismaClient, rows: readonly StoredRow[]): Promise<Row[]> {
  const stored = await prisma.process.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    select: { id: true, snapshot: true },
  });
  const states = new Map(
    stored.map(({ id, snapshot }) => [id, (snapshot as unknown as { state: ContractState }).state]),
  );
  return rows.flatMap((row) => {
    const state = states.get(row.id);
    return state ? [contractRow(row, state)] : [];
  });
}

function contractRow(row: StoredRow, state: ContractState): Row {
  const { number, type, term, approved, planId, orderId, amends, versions } = state;
  const current = versions.at(-1)?.document;
  return {
    ...rowView(row),
    number,
    type,
    from: term.from,
    endsOn: term.until,
    autoRenew: term.autoRenew,
    current: current ? { version: current.version, sha256: current.sha256 } : null,
    approved: approved && { version: approved.version, sha256: approved.sha256 },
    planId,
    orderId,
    amends: amends?.contractId ?? null,
  };
}

/** Every version of a contract and every signed copy, the newest first. */
export async function versionsView(prisma: PrismaClient, id: string): Promise<z.output<typeof VersionsView>> {
  const { number, versions, signedCopies, approved, reviews } = await contractState(prisma, id);
  const people = [...versions, ...signedCopies].flatMap(({ author }) => author);
  const names = await namesOf(prisma, [...people, ...signedCopies.flatMap(({ judgedBy }) => judgedBy ?? [])]);
  const person = (who: string) => ({ id: who, name: names(who) });
  const current = versions.at(-1);
  return {
    number,
    versions: versions.toReversed().map((version) => ({
      ...fileView(version, names),
      isCurrent: version === current,
      isApproved: version.document.sha256 === approved?.sha256,
      reviews: reviews
        .filter(({ sha256 }) => sha256 === version.document.sha256)
        .map(({ approvalId, outcome }) => ({ approvalId, outcome })),
    })),
    signedCopies: signedCopies.toReversed().map((copy) => ({
      ...fileView(copy, names),
      signedOn: copy.signedOn,
      status: copy.status,
      approvedSha256: approved?.sha256 ?? null,
      judgedBy: copy.judgedBy === null ? null : person(copy.judgedBy),
      judgedAt: isoOrNull(copy.judgedAt),
      reason: copy.reason,
    })),
  };
}

function fileView(version: ContractVersion, names: Names) {
  const { document, fileName, mime, size, remarks, author, at, note }: ContractFile & ContractVersion = version;
  return {
    documentId: document.id,
    version: document.version,
    sha256: document.sha256,
    fileName,
    mime,
    size,
    remarks: [...remarks],
    author: { id: author, name: names(author) },
    at: iso(at),
    note,
  };
}

/** Most contracts a month shows; a company with more filters by owner. */
const mostInMonth = 500;
const open = Prisma.sql`p.status = 'open' AND p.stage IN ('signed', 'effective', 'expiring')`;

/** What ends, and what has to be decided, day by day of a month. */
export async function expiryCalendar(
  prisma: PrismaClient,
  caller: Caller,
  { month, owner }: { month: string; owner?: string | undefined },
): Promise<z.output<typeof ExpiryCalendar>> {
  const first = `${month}-01`;
  const after = addMonths(first, 1);
  const { process } = await viewOf(prisma, caller, { kind: 'contract' });
  const owned = owner ? Prisma.sql`p.owner_id = ${owner === 'me' ? caller.id : owner}` : Prisma.sql`TRUE`;
  // Notice is given a year ahead at the most, so that nothing later has to be decided within the month.
  const latest = addDays(after, 366);
  const rows = await readRows(prisma, {
    where: Prisma.sql`p.kind = 'contract' AND ${endsOn} >= ${first} AND ${endsOn} < ${latest} AND ${open} AND ${owned} AND ${process}`,
    order: Prisma.sql`${endsOn}, p.id`,
    limit: mostInMonth,
  });
  const states = await Promise.all(rows.map(async (row) => ({ row, state: await contractState(prisma, row.id) })));
  const days = new Map<LocalDate, { ending: Row[]; toDecide: Row[] }>();
  const on = (day: LocalDate) => {
    const found = days.get(day) ?? { ending: [], toDecide: [] };
    days.set(day, found);
    return found;
  };
  const within = (day: LocalDate) => day >= first && day < after;
  for (const { row, state } of states) {
    const { term, endReason } = state;
    if (term.until === null) continue;
    const view = contractRow(row, state);
    const decision = decideBy(term, term.until);
    if (within(term.until)) on(term.until).ending.push(view);
    if (endReason === null && within(decision)) on(decision).toDecide.push(view);
  }
  const sorted = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  return { month, days: sorted.map(([day, found]) => ({ day, ...found })) };
}
