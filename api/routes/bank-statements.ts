import { z } from 'zod';
import { Prisma } from '../../prisma/client.ts';
import type { BankFormat, BankStatement } from '../../prisma/generated/client.ts';
import {
  BankFormatInput,
  BankFormatList,
  BankFormatParams,
  BankFormatSettings,
  BankFormatView,
  FeedList,
  StatementInput,
  StatementPage,
  StatementQuery,
  StatementReport,
} from '../contracts/bank-statements.ts';
import { noContent, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { cursorFor, idPosition, instantPosition, page, positionOf } from '../keyset.ts';
import { Problem } from '../problem.ts';
import type { CommandDependencies } from '../processes/command.ts';
import { iso } from '../rows.ts';
import { importStatement } from '../statements/import.ts';

const tag = 'Money';
const roles = ['finance', 'sales-ops', 'admin'] as const;
/** A file of five megabytes, in base64 and with what is around it. */
const statementLimit = 7_200_000;

/** Bank statements: how each bank writes them, reading them in, and how fresh what is known of each account is. */
export function bankStatementRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [
    importRoute(dependencies),
    statementsRoute(dependencies),
    feedRoute(dependencies),
    ...formatRoutes(dependencies),
  ];
}

function importRoute(dependencies: CommandDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: '/bank-statements',
    tag,
    summary: 'Read a bank statement in',
    description:
      'A camt.053 file, or columns in the way a bank format says. Each payment received becomes a receipt under its reference of the bank; what is known already is left as it is, so that the same file can be sent again. `dryRun` says what would happen.',
    roles,
    scope: 'finance',
    body: StatementInput,
    bodyExamples: {
      columns: {
        summary: 'Columns, tried out first',
        value: { format: 'icbc', fileName: 'icbc-20261124.csv', content: '5Lqk5piT5pel5pyfLOi0t+aWuQ==', dryRun: true },
      },
    },
    bodyLimit: statementLimit,
    answers: { 200: { description: 'What became of each line.', schema: StatementReport } },
    problems: ['UNKNOWN_REFERENCE', 'FIELDS_MISSING', 'UNAVAILABLE'],
    handle: async ({ body, caller }) => ok(await importStatement(dependencies, caller, body)),
  });
}

function statementsRoute({ prisma }: CommandDependencies): Endpoint {
  const order = '-importedAt';
  return endpoint({
    method: 'get',
    path: '/bank-statements',
    tag,
    summary: 'Statements that were read in',
    description: 'The latest first.',
    roles,
    query: StatementQuery,
    answers: { 200: { description: 'A page.', schema: StatementPage } },
    problems: ['MALFORMED'],
    handle: async ({ query: { limit, cursor } }) => {
      const Position = z.tuple([instantPosition, idPosition]);
      const after = cursor === undefined ? undefined : positionOf(cursor, order, Position);
      const where = after
        ? Prisma.sql`(s.imported_at, s.sha256) < (${new Date(after[0])}, ${after[1]})`
        : Prisma.sql`TRUE`;
      const rows = await prisma.$queryRaw<BankStatement[]>`
        SELECT s.sha256, s.file_name AS "fileName", s.format, s.account, s.booked_to AS "bookedTo", s.receipts,
          s.imported_by AS "importedBy", s.imported_at AS "importedAt"
        FROM bank_statement s WHERE ${where} ORDER BY s.imported_at DESC, s.sha256 DESC LIMIT ${limit + 1}`;
      const last = ({ importedAt, sha256 }: BankStatement) => cursorFor(order, [importedAt.getTime(), sha256]);
      const { items, next } = page(rows, limit, last);
      return ok({ items: items.map(statementView), next });
    },
  });
}

const dayOf = (date: Date | null): string | null => date?.toISOString().slice(0, 10) ?? null;

function statementView({ bookedTo, importedAt, ...rest }: BankStatement) {
  return { ...rest, bookedTo: dayOf(bookedTo), importedAt: iso(importedAt) };
}

function feedRoute({ prisma }: CommandDependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/bank-feeds',
    tag,
    summary: 'How fresh what the bank says is',
    description:
      'For each account of ours up to when its bookings are known. Letters to late payers wait while one is stale.',
    answers: { 200: { description: 'The accounts.', schema: FeedList } },
    handle: async () => {
      const feeds = await prisma.bankFeed.findMany({ orderBy: { account: 'asc' } });
      const items = feeds.map(({ account, readUntil, updatedAt }) => ({
        account,
        readUntil: iso(readUntil),
        updatedAt: iso(updatedAt),
      }));
      return ok({ items });
    },
  });
}

function formatRoutes({ prisma, now }: CommandDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/bank-formats',
      tag,
      summary: 'How banks write their statements',
      description: 'Delimiter, encoding, columns and dates of each bank.',
      roles,
      answers: { 200: { description: 'The formats.', schema: BankFormatList } },
      handle: async () => ok({ items: (await prisma.bankFormat.findMany({ orderBy: { id: 'asc' } })).map(formatView) }),
    }),
    endpoint({
      method: 'put',
      path: '/bank-formats/{id}',
      tag,
      summary: 'Say how a bank writes its statements',
      description: 'Made, or replaced as a whole. Try a file with `dryRun` before it is read in.',
      roles,
      params: BankFormatParams,
      body: BankFormatInput,
      bodyExamples: {
        icbc: {
          summary: 'In GBK, with a column for what is received',
          value: {
            name: '工商银行',
            settings: {
              encoding: 'gbk',
              skipRows: 2,
              dateFormat: 'YYYYMMDD',
              account: '6222-0210-0000-1234',
              columns: {
                date: '交易日期',
                credit: '贷方发生额',
                payer: '对方户名',
                reference: '交易流水号',
                remittance: '摘要',
              },
            },
          },
        },
      },
      answers: { 200: { description: 'The format.', schema: BankFormatView } },
      handle: async ({ params: { id }, body, caller }) => {
        const row = { ...body, updatedBy: caller.id, updatedAt: new Date(now()) };
        return ok(formatView(await prisma.bankFormat.upsert({ where: { id }, create: { id, ...row }, update: row })));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/bank-formats/{id}',
      tag,
      summary: 'Remove a bank format',
      description: 'Statements that were read in by it stay.',
      roles,
      params: BankFormatParams,
      answers: { 204: { description: 'It is gone.' } },
      handle: async ({ params: { id } }) => {
        const { count } = await prisma.bankFormat.deleteMany({ where: { id } });
        if (count === 0) throw new Problem('NOT_FOUND', `There is no bank format ${id}`);
        return noContent;
      },
    }),
  ];
}

function formatView({ settings, updatedAt, ...rest }: BankFormat) {
  return { ...rest, settings: BankFormatSettings.parse(settings), updatedAt: iso(updatedAt) };
}
