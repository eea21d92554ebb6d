import { z } from 'zod';
import type { Kind } from '../../domain/effects.ts';
import { Prisma, type PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import type { ProcessListQuery, SortKey } from '../contracts/processes.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { cursorFor, idPosition, instantPosition, page, positionOf } from '../keyset.ts';
import { containing } from '../names.ts';
import { allOf, anyOf, toNumber } from '../rows.ts';
import { viewOf } from '../visibility.ts';
import { readRows, rowView, type StoredRow } from './rows.ts';

/** A value rows are sorted by. */
type SortValue = number | string;

/** How rows are sorted, by a column that an index holds beside the kind. */
export interface Sort {
  readonly column: Prisma.Sql;
  /** Whether the index has its ids run against the values; ties are broken the way it stands, read either way. */
  readonly idsRunAgainst: boolean;
  readonly shape: z.ZodType<SortValue>;
  readonly position: (row: StoredRow) => SortValue | null;
  readonly parameter: (position: SortValue) => Prisma.Sql;
}

const atInstant = (position: SortValue) => Prisma.sql`${new Date(position)}::timestamptz`;

const sorts: Readonly<Record<SortKey, Sort>> = {
  updatedAt: {
    column: Prisma.sql`p.updated_at`,
    idsRunAgainst: true,
    shape: instantPosition,
    position: ({ updatedAt }) => updatedAt.getTime(),
    parameter: atInstant,
  },
  openedAt: {
    column: Prisma.sql`p.opened_at`,
    idsRunAgainst: true,
    shape: instantPosition,
    position: ({ openedAt }) => openedAt.getTime(),
    parameter: atInstant,
  },
  amount: {
    column: Prisma.sql`p.amount_minor`,
    idsRunAgainst: true,
    shape: z.int(),
    position: ({ amountMinor }) => (amountMinor === null ? null : toNumber(amountMinor)),
    parameter: (position) => Prisma.sql`${position}::bigint`,
  },
  nextAt: {
    column: Prisma.sql`p.next_at`,
    idsRunAgainst: false,
    shape: instantPosition,
    position: ({ nextAt }) => nextAt?.getTime() ?? null,
    parameter: atInstant,
  },
};

type Position = readonly [value: SortValue | null, id: string];

/** A page of the processes of one kind that the caller may see. */
export async function listProcesses(
  { prisma, now }: Pick<ApiDependencies, 'prisma' | 'now'>,
  caller: Caller,
  kind: Kind,
  query: ProcessListQuery,
) {
  const own = { conditions: [overdueIs(query, now())], sorts: {} };
  const { items, next } = await readPage(prisma, caller, kind, query, own);
  return { items: items.map(rowView), next };
}

/** What the lists of a kind have beyond those of all kinds. */
export interface OwnList {
  readonly conditions: readonly (Prisma.Sql | undefined)[];
  /** By the name of the sort. */
  readonly sorts: Readonly<Record<string, Sort>>;
}

type ListQuery = Omit<ProcessListQuery, 'sort'> & { readonly sort: string };

/** A page of rows as they are stored, by the filters and sorts of all kinds and those of its own. */
export async function readPage(
  prisma: PrismaClient,
  caller: Caller,
  kind: Kind,
  query: ListQuery,
  own: OwnList = { conditions: [], sorts: {} },
) {
  const { sort: order, limit, cursor } = query;
  const falling = order.startsWith('-');
  const name = falling ? order.slice(1) : order;
  const sort = own.sorts[name] ?? sorts[name as SortKey];
  const Position = z.tuple([sort.shape.nullable(), idPosition]);
  const after = cursor === undefined ? undefined : positionOf(cursor, order, Position);
  const { process } = await viewOf(prisma, caller, { kind });
  const where = allOf([Prisma.sql`p.kind = ${kind}`, ...filters(kind, query, caller), ...own.conditions, process]);
  const read = (valued: boolean, wanted: number) =>
    readRows(prisma, { ...segment(sort, { falling, valued, where, after }), limit: wanted });

  const rows = after && after[0] === null ? [] : await read(true, limit + 1);
  // Rows without a value come last either way; an index holds them at one end, so they are a segment of their own.
  if (rows.length <= limit) rows.push(...(await read(false, limit + 1 - rows.length)));
  return page(rows, limit, (last) => cursorFor(order, [sort.position(last), last.id]));
}

interface Segment {
  readonly falling: boolean;
  readonly valued: boolean;
  readonly where: Prisma.Sql;
  readonly after: Position | undefined;
}

function segment({ column, idsRunAgainst, parameter }: Sort, { falling, valued, where, after }: Segment) {
  if (!valued) {
    const beyond = after && after[0] === null ? Prisma.sql`p.id > ${after[1]}` : undefined;
    return { where: allOf([where, Prisma.sql`${column} IS NULL`, beyond]), order: Prisma.sql`p.id` };
  }
  const idsFall = falling !== idsRunAgainst;
  const order = Prisma.sql`${column} ${direction(falling)}, p.id ${direction(idsFall)}`;
  const beyond = after && after[0] !== null ? past(column, parameter(after[0]), after[1], falling, idsFall) : undefined;
  return { where: allOf([where, Prisma.sql`${column} IS NOT NULL`, beyond]), order };
}

const direction = (falls: boolean) => (falls ? Prisma.sql`DESC` : Prisma.sql`ASC`);

/** Past a row in the order; the first comparison is what an index can start from. */
function past(column: Prisma.Sql, value: Prisma.Sql, id: string, falling: boolean, idsFall: boolean): Prisma.Sql {
  const beyond = falling ? Prisma.sql`<` : Prisma.sql`>`;
  const idBeyond = idsFall ? Prisma.sql`p.id < ${id}` : Prisma.sql`p.id > ${id}`;
  return Prisma.sql`${column} ${beyond}= ${value} AND (${column} ${beyond} ${value} OR ${idBeyond})`;
}

function filters(
  kind: Kind,
  { status, stage, variant, owner, customer, deal, currency, q }: ListQuery,
  caller: Caller,
) {
  return [
    status && Prisma.sql`p.status = ${status}`,
    stage && Prisma.sql`p.stage = ${stage}`,
    variant && Prisma.sql`p.variant_id = ${variant}`,
    owner && Prisma.sql`p.owner_id = ${owner === 'me' ? caller.id : owner}`,
    customer && Prisma.sql`p.customer_id = ${customer}`,
    deal && Prisma.sql`p.deal_id = ${deal}`,
    currency && Prisma.sql`p.currency = ${currency}`,
    q && matches(kind, q),
  ].filter((condition) => condition instanceof Prisma.Sql);
}

/** Whether something the process waits for is past its due instant. */
export function overdueIs({ overdue }: Pick<ProcessListQuery, 'overdue'>, now: number): Prisma.Sql | undefined {
  if (overdue === undefined) return undefined;
  const late = Prisma.sql`EXISTS (SELECT FROM wait w
    WHERE w.process_id = p.id AND w.closed_at IS NULL AND w.due_at < ${new Date(now)}::timestamptz)`;
  return overdue ? late : Prisma.sql`NOT ${late}`;
}

/** The number people know a thing by, where it is not its id: of a document, or of what is owed for. */
const numbers: Readonly<Record<Kind, readonly Prisma.Sql[]>> = {
  opportunity: [],
  contract: [Prisma.sql`p.snapshot #>> '{state,number}'`],
  approval: [Prisma.sql`p.snapshot #>> '{state,document,number}'`],
  paymentPlan: [Prisma.sql`p.snapshot #>> '{state,reference}'`],
  incident: [],
  receipt: [Prisma.sql`p.snapshot #>> '{state,bankReference}'`],
  invoice: [Prisma.sql`p.snapshot #>> '{state,number}'`, Prisma.sql`p.snapshot #>> '{state,scope,reference}'`],
  order: [Prisma.sql`p.snapshot #>> '{state,content,customerReference}'`],
};

/** Part of a title or of a number. */
function matches(kind: Kind, part: string): Prisma.Sql {
  const pattern = containing(part);
  const texts = [Prisma.sql`p.title`, Prisma.sql`p.id`, ...numbers[kind]];
  return anyOf(texts.map((text) => Prisma.sql`${text} ILIKE ${pattern}`));
}
