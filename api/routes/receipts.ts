import { z } from 'zod';
import type { CustomerRef } from '../../domain/deal.ts';
import { suggestionsFor } from '../../domain/receipt/match.ts';
import type { AllocationPart, ReceiptCommand, ReceiptState } from '../../domain/receipt/model.ts';
import { openAmount } from '../../domain/receipt/state.ts';
import { variantById } from '../../domain/variants/index.ts';
import { Prisma } from '../../prisma/client.ts';
import { ProcessParams } from '../contracts/processes.ts';
import {
  NewReceipt,
  PayerAliasPage,
  PayerAliasParams,
  PayerAliasQuery,
  ReceiptCommandInput,
  SuggestionList,
} from '../contracts/receipts.ts';
import { noContent, ok } from '../http/answer.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { cursorFor, idPosition, page, positionOf } from '../keyset.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { type CommandDependencies, giveCommand } from '../processes/command.ts';
import { findProcess } from '../processes/find.ts';
import { customerRef, requireActive } from '../processes/open.ts';
import { candidateById, candidatesFor } from '../receipts/candidates.ts';
import { openReceipt } from '../receipts/open.ts';
import { customerOfPayer, learnPayer } from '../receipts/payer.ts';
import { allOf, iso } from '../rows.ts';
import { beginningAnswers, commandAnswers, type KindResource, readingRoutes } from './kind.ts';

const resource: KindResource = {
  kind: 'receipt',
  path: '/receipts',
  tag: 'Money',
  scope: 'finance',
  one: 'a receipt',
  many: 'receipts',
};
const roles = ['finance', 'sales-ops', 'admin'] as const;

/** Money that has arrived, until it is said what all of it is for. */
export function receiptRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [
    ...readingRoutes(dependencies, resource),
    recordRoute(dependencies),
    commandRoute(dependencies),
    suggestionRoute(dependencies),
    ...aliasRoutes(dependencies),
  ];
}

function recordRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'post',
    path: resource.path,
    tag: resource.tag,
    summary: 'Record a receipt',
    description:
      'What is beyond doubt is matched at once: by the exact reference, else by the amount of a known payer, else by what the only plan of this payer has due first. Everything else waits for a person of finance. A bank reference names one receipt in the whole company, however often it is sent.',
    roles,
    scope: 'finance',
    body: NewReceipt,
    bodyExamples: {
      transfer: {
        summary: 'A bank transfer',
        value: {
          bankReference: 'ICBC-20261124-000318',
          amount: { minor: 14_400_000, currency: 'CNY' },
          receivedOn: '2026-11-24',
          payer: '杭州泵业有限公司',
          remittance: '货款 XS-2026-114',
        },
      },
      draft: {
        summary: 'An acceptance draft',
        value: {
          bankReference: 'BA-130210000012',
          amount: { minor: 20_000_000, currency: 'CNY' },
          receivedOn: '2026-11-24',
          payer: '北辰重工',
          method: 'draft',
          draft: { number: '130210000012', drawer: '北辰重工', maturesOn: '2027-05-24' },
        },
      },
    },
    answers: beginningAnswers,
    problems: ['DUPLICATE_RECEIPT', 'UNKNOWN_REFERENCE', 'PERSON_UNAVAILABLE', 'UNAVAILABLE'],
    handle: async ({ body, caller }) => {
      const { customerId, ...receipt } = body;
      if (receipt.holder !== null) await requireActive(prisma, receipt.holder, 'holder');
      const customer =
        customerId === null
          ? await customerOfPayer(prisma, receipt.payer)
          : await customerRef(prisma, customerId, 'customerId');
      const candidates = await candidatesFor(prisma, { ...receipt, customer });
      return await openReceipt(dependencies, caller, { ...receipt, customer, candidates });
    },
  });
}

function commandRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'post',
    path: `${resource.path}/{id}/commands`,
    tag: resource.tag,
    summary: 'Give a receipt a command',
    description:
      'Allocate it to instalments, take an allocation back, keep what is left as credit of the customer, refuse money that is not for us, reverse what the bank has taken back, or give it to somebody else of finance. Whoever allocates also teaches who this payer is. Refunds are not made from here: money that has to go back is refused before anything is allocated.',
    roles,
    params: ProcessParams,
    body: ReceiptCommandInput,
    bodyExamples: {
      allocate: {
        summary: 'Pay two instalments',
        value: {
          type: 'allocate',
          parts: [
            { planId: 'PP-DEMO05', instalmentId: 'i1', amount: { minor: 6_000_000, currency: 'CNY' } },
            { planId: 'PP-DEMO05', instalmentId: 'i2', amount: { minor: 2_000_000, currency: 'CNY' } },
          ],
        },
      },
      keepAsCredit: { summary: 'Keep the rest', value: { type: 'keepAsCredit' } },
      reverse: { summary: 'The draft bounced', value: { type: 'reverse', reason: '到期未兑付' } },
    },
    takesIdempotencyKey: true,
    answers: commandAnswers,
    problems: [
      'COMMAND_ID_TAKEN',
      'STALE_VERSION',
      'CLOSED',
      'ILLEGAL_NOW',
      'NOT_ALLOWED',
      'EXCEEDS_OPEN',
      'CURRENCY_MISMATCH',
      'FIELDS_MISSING',
      'REASON_REQUIRED',
      'PERSON_UNAVAILABLE',
      'UNKNOWN_REFERENCE',
      'UNAVAILABLE',
      'PROCESS_NOT_RUNNING',
    ],
    handle: async ({ params, body, caller, request }) => {
      const receipt = await findProcess(prisma, caller, params.id, 'receipt');
      const { expectedVersion } = body;
      const command = await commandFrom(dependencies, body);
      const answer = await giveCommand(dependencies, caller, receipt, {
        commandId: commandIdOf(body, request),
        expectedVersion,
        command,
        reopens: command.type === 'reverse',
      });
      if (command.type === 'allocate' && answer.status === 200) {
        await learnFrom(dependencies, params.id, command.parts, caller.id);
      }
      return answer;
    },
  });
}

async function commandFrom(
  { prisma }: CommandDependencies,
  body: z.output<typeof ReceiptCommandInput>,
): Promise<ReceiptCommand> {
  if (body.type === 'allocate') {
    const parts: AllocationPart[] = [];
    for (const [index, { planId, instalmentId, amount }] of body.parts.entries()) {
      const candidate = await candidateById(prisma, planId, instalmentId);
      if (!candidate) {
        throw fieldProblem('UNKNOWN_REFERENCE', `parts.${index}`, `${planId} has no instalment ${instalmentId}`);
      }
      parts.push({ candidate, amount });
    }
    return { type: 'allocate', parts };
  }
  if (body.type === 'keepAsCredit') {
    const { customerId } = body;
    const customer: CustomerRef | null =
      customerId === null ? null : await customerRef(prisma, customerId, 'customerId');
    return { type: 'keepAsCredit', customer };
  }
  const { commandId: _id, expectedVersion: _version, ...command } = body;
  return command;
}

/** A payer all of whose money goes to one customer is that customer, from now on. */
async function learnFrom(
  { prisma, now }: CommandDependencies,
  receiptId: string,
  parts: readonly AllocationPart[],
  learnedBy: string,
): Promise<void> {
  const { payer } = await stateOf({ prisma }, receiptId);
  const [customerId, ...others] = new Set(parts.map(({ candidate }) => candidate.customer.id));
  if (payer === null || customerId === undefined || others.length > 0) return;
  await learnPayer(prisma, { payer, customerId, receiptId, learnedBy, at: now() });
}

async function stateOf({ prisma }: Pick<CommandDependencies, 'prisma'>, id: string): Promise<ReceiptState> {
  const { snapshot } = await prisma.process.findUniqueOrThrow({ where: { id }, select: { snapshot: true } });
  return (snapshot as unknown as { state: ReceiptState }).state;
}

function suggestionRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'get',
    path: `${resource.path}/{id}/suggestions`,
    tag: resource.tag,
    summary: 'What a receipt may be for',
    description:
      'Open instalments as they stand now, the likeliest first, each with a score of 0 to 100 and what speaks for it.',
    params: ProcessParams,
    answers: { 200: { description: 'The suggestions.', schema: SuggestionList } },
    handle: async ({ params, caller }) => {
      await findProcess(prisma, caller, params.id, 'receipt');
      const state = await stateOf(dependencies, params.id);
      const row = await prisma.process.findUniqueOrThrow({ where: { id: params.id }, select: { variantId: true } });
      const variant = variantById(row.variantId);
      const tolerance = variant?.kind === 'receipt' ? variant.tolerance : 0;
      const customer = state.customer ?? (await customerOfPayer(prisma, state.payer));
      const open = state.credit.minor > 0 ? state.credit : openAmount(state);
      const candidates = await candidatesFor(prisma, { amount: open, remittance: state.remittance, customer });
      const found = suggestionsFor({ ...state, customer }, candidates, open, tolerance);
      const items = found.map(({ candidate, amount, score, reasons }) => {
        const { planId, instalmentId, number, reference, customer: owing, dueOn, outstanding } = candidate;
        return { planId, instalmentId, number, reference, customer: owing, dueOn, outstanding, amount, score, reasons };
      });
      return ok({ open, items });
    },
  });
}

function aliasRoutes({ prisma }: CommandDependencies): Endpoint[] {
  const order = 'payer';
  return [
    endpoint({
      method: 'get',
      path: '/payer-aliases',
      tag: resource.tag,
      summary: 'Who payers are',
      description: 'What decisions of finance have taught: which name on a statement is which customer.',
      roles,
      query: PayerAliasQuery,
      answers: { 200: { description: 'A page.', schema: PayerAliasPage } },
      problems: ['MALFORMED'],
      handle: async ({ query: { customer, limit, cursor } }) => {
        const after = cursor === undefined ? undefined : positionOf(cursor, order, z.tuple([idPosition]))[0];
        const where = allOf([
          customer === undefined ? undefined : Prisma.sql`a.customer_id = ${customer}`,
          after === undefined ? undefined : Prisma.sql`a.payer > ${after}`,
        ]);
        const rows = await prisma.$queryRaw<AliasRow[]>`
          SELECT a.payer, a.customer_id AS "customerId", c.name, a.receipt_id AS "receiptId",
            a.learned_by AS "learnedBy", a.learned_at AS "learnedAt"
          FROM payer_alias a JOIN customer c ON c.id = a.customer_id
          WHERE ${where} ORDER BY a.payer LIMIT ${limit + 1}`;
        const { items, next } = page(rows, limit, ({ payer }) => cursorFor(order, [payer]));
        return ok({ items: items.map(aliasView), next });
      },
    }),
    endpoint({
      method: 'delete',
      path: '/payer-aliases/{payer}',
      tag: resource.tag,
      summary: 'Forget who a payer is',
      description: 'Receipts that were matched by it stay as they are.',
      roles,
      params: PayerAliasParams,
      answers: { 204: { description: 'It is forgotten.' } },
      handle: async ({ params: { payer } }) => {
        const { count } = await prisma.payerAlias.deleteMany({ where: { payer } });
        if (count === 0) throw new Problem('NOT_FOUND', `Nothing is known about the payer ${payer}`);
        return noContent;
      },
    }),
  ];
}

interface AliasRow {
  readonly payer: string;
  readonly customerId: string;
  readonly name: string;
  readonly receiptId: string;
  readonly learnedBy: string;
  readonly learnedAt: Date;
}

function aliasView({ customerId, name, learnedAt, ...rest }: AliasRow) {
  return { ...rest, customer: { id: customerId, name }, learnedAt: iso(learnedAt) };
}
