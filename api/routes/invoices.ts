import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { amountsOfGross, type InvoiceAmounts } from '../../domain/invoice/amounts.ts';
import type { InvoiceInput, InvoiceState } from '../../domain/invoice/model.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import {
  ContractMoney,
  ContractMoneyQuery,
  InvoiceCommandInput,
  NewInvoice,
  NewRedLetter,
} from '../contracts/invoices.ts';
import { ProcessParams } from '../contracts/processes.ts';
import { type Answer, ok } from '../http/answer.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { contractMoney } from '../invoices/contract-money.ts';
import { type Claimed, claimRoom, leftOf, releaseRoom, roomOf } from '../invoices/room.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { type CommandDependencies, giveCommand } from '../processes/command.ts';
import { findProcess } from '../processes/find.ts';
import { customerRef, open, openedId, requireActive, requireDeal } from '../processes/open.ts';
import { isTaken } from '../unique.ts';
import { beginningAnswers, commandAnswers, type KindResource, readingRoutes } from './kind.ts';

const resource: KindResource = {
  kind: 'invoice',
  path: '/invoices',
  tag: 'Money',
  scope: 'finance',
  one: 'an invoice',
  many: 'invoices',
};

const beginningProblems = [
  'OVER_INVOICED',
  'FIELDS_MISSING',
  'CURRENCY_MISMATCH',
  'UNKNOWN_REFERENCE',
  'PERSON_UNAVAILABLE',
  'UNAVAILABLE',
] as const;

/** Invoices, and what of a contract is invoiced, received and open. */
export function invoiceRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [
    ...readingRoutes(dependencies, resource),
    requestRoute(dependencies),
    redLetterRoute(dependencies),
    commandRoute(dependencies),
    contractRoute(dependencies),
  ];
}

function requestRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'post',
    path: resource.path,
    tag: resource.tag,
    summary: 'Ask for an invoice',
    description:
      'It waits for finance to issue it. No more is invoiced under a contract than was agreed, by currency, unless finance gives a reason.',
    roles: ['sales', 'manager', 'sales-ops', 'finance', 'admin'],
    body: NewInvoice,
    bodyExamples: {
      digital: {
        summary: 'A fully digitalised invoice for one instalment',
        value: {
          reference: 'C-2026-0188',
          customerId: 'cu-yunhai',
          form: 'digital',
          instalmentIds: ['i1'],
          gross: { minor: 6_000_000, currency: 'CNY' },
          rate: 600,
          buyer: { title: '云海软件有限公司', taxNumber: '91310000MA1K35XX0B' },
        },
      },
    },
    takesIdempotencyKey: true,
    answers: beginningAnswers,
    problems: beginningProblems,
    handle: async ({ body, caller, request }) => {
      const { reference, form, customerId, dealId, note, buyer, overrideReason, instalmentIds, receipts } = body;
      const owner = body.owner ?? caller.id;
      await requireActive(prisma, owner, 'owner');
      if (dealId !== null) await requireDeal(prisma, caller, dealId);
      const planId = await planOf(prisma, body);
      const input = {
        title: body.title ?? reference,
        customer: await customerRef(prisma, customerId, 'customerId'),
        owner,
        dealId,
        form,
        scope: { reference, planId, instalmentIds, receipts },
        amounts: amountsOf(body),
        buyer,
        note,
        original: null,
        overrideReason,
      };
      return await begin(dependencies, caller, commandIdOf(body, request), input);
    },
  });
}

function amountsOf({ gross, net, tax, rate }: z.output<typeof NewInvoice>): InvoiceAmounts {
  return net && tax ? { net, tax, gross, rate } : amountsOfGross(gross, rate);
}

/** The plan an invoice belongs to, by name or by the reference they share. Its instalments have to be there. */
async function planOf(
  prisma: PrismaClient,
  { planId, reference, instalmentIds }: z.output<typeof NewInvoice>,
): Promise<string | null> {
  const where = planId === null ? { reference } : { planId };
  const rows = await prisma.receivable.findMany({
    where,
    select: { planId: true, instalmentId: true, reference: true },
  });
  const [first] = rows;
  if (planId !== null && first?.reference !== reference) {
    throw fieldProblem('UNKNOWN_REFERENCE', 'planId', `There is no plan ${planId} under ${reference}`);
  }
  const missing = instalmentIds.find((id) => !rows.some(({ instalmentId }) => instalmentId === id));
  if (missing !== undefined) {
    throw fieldProblem('UNKNOWN_REFERENCE', 'instalmentIds', `Nothing under ${reference} has an instalment ${missing}`);
  }
  const plans = new Set(rows.map((row) => row.planId));
  return plans.size === 1 ? (first?.planId ?? null) : null;
}

function redLetterRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'post',
    path: `${resource.path}/{id}/red-letters`,
    tag: resource.tag,
    summary: 'Take an invoice back',
    description:
      'Asks for a red-letter invoice (红冲) over all of an issued invoice or part of it. An issued invoice is never changed or removed.',
    roles: ['sales', 'manager', 'sales-ops', 'finance', 'admin'],
    scope: 'finance',
    params: ProcessParams,
    body: NewRedLetter,
    bodyExamples: { all: { summary: 'All of it', value: { reason: '客户退货' } } },
    takesIdempotencyKey: true,
    answers: beginningAnswers,
    problems: [...beginningProblems, 'ILLEGAL_NOW'],
    handle: async ({ params, body, caller, request }) => {
      await findProcess(prisma, caller, params.id, 'invoice');
      const original = await stateOf(prisma, params.id);
      const { number, amounts } = original;
      if (number === null || amounts.gross.minor < 0) {
        throw new Problem('ILLEGAL_NOW', 'Only an issued invoice can be taken back', {
          facts: { stage: original.stage },
        });
      }
      const gross = body.gross ?? (await leftOf(prisma, { id: params.id, gross: amounts.gross }, dependencies.now()));
      const { title, customer, owner, dealId, form, scope, buyer } = original;
      const input = {
        title,
        customer,
        owner,
        dealId,
        form,
        scope,
        amounts: amountsOfGross({ minor: -gross.minor, currency: gross.currency }, amounts.rate),
        buyer,
        note: body.reason,
        original: { id: params.id, number, gross: amounts.gross },
        overrideReason: null,
      };
      return await begin(dependencies, caller, commandIdOf(body, request), input);
    },
  });
}

type Asked = Omit<InvoiceInput, 'room' | 'original'> & {
  readonly original: { readonly id: string; readonly number: string; readonly gross: InvoiceAmounts['gross'] } | null;
};

/** Claims the room the invoice takes under its contract, then begins it; a refusal gives the room back. */
async function begin(
  dependencies: CommandDependencies,
  caller: Caller,
  commandId: string | undefined,
  asked: Asked,
): Promise<Answer> {
  const { prisma, now } = dependencies;
  const id = openedId('invoice', caller, commandId ?? randomUUID());
  const { amounts, original, scope } = asked;
  const { gross } = amounts;
  const claim: Claimed = { id, reference: scope.reference, originalId: original?.id ?? null, gross };
  const input = async (): Promise<InvoiceInput> => {
    const at = now();
    if (original) {
      const left = await claimRoom(prisma, claim, at, (database) => leftOf(database, original, at));
      return { ...asked, original: { id: original.id, number: original.number, left }, room: null };
    }
    const room = await claimRoom(prisma, claim, at, (database) =>
      roomOf(database, scope.reference, gross.currency, at),
    );
    return { ...asked, original: null, room };
  };
  try {
    return await open(dependencies, caller, {
      kind: 'invoice',
      path: resource.path,
      id,
      commandId: commandId ?? id,
      variant: undefined,
      facts: { form: asked.form, amount: gross },
      input,
    });
  } catch (error) {
    if (error instanceof Problem && error.status < 500) await releaseRoom(prisma, id);
    throw error;
  }
}

async function stateOf(prisma: PrismaClient, id: string): Promise<InvoiceState> {
  const { snapshot } = await prisma.process.findUniqueOrThrow({ where: { id }, select: { snapshot: true } });
  return (snapshot as unknown as { state: InvoiceState }).state;
}

function commandRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'post',
    path: `${resource.path}/{id}/commands`,
    tag: resource.tag,
    summary: 'Give an invoice a command',
    description:
      'Finance issues it under its number, which is used once, or sends the request back; whoever asked for it corrects it, sends it to the customer and notes that it was accepted.',
    scope: 'finance',
    params: ProcessParams,
    body: InvoiceCommandInput,
    bodyExamples: {
      issue: { summary: 'Issued', value: { type: 'issue', number: '26312000000012345678', issuedOn: '2026-11-25' } },
      sendBack: { summary: 'Something is wrong', value: { type: 'sendBack', reason: '税号有误' } },
      send: { summary: 'On its way', value: { type: 'send', via: 'taxPlatform', to: 'ap@customer.example' } },
    },
    takesIdempotencyKey: true,
    answers: commandAnswers,
    problems: [
      'COMMAND_ID_TAKEN',
      'STALE_VERSION',
      'CLOSED',
      'ILLEGAL_NOW',
      'NOT_ALLOWED',
      'TAKEN',
      'FIELDS_MISSING',
      'REASON_REQUIRED',
      'PERSON_UNAVAILABLE',
      'UNAVAILABLE',
      'PROCESS_NOT_RUNNING',
    ],
    handle: async ({ params, body, caller, request }) => {
      const invoice = await findProcess(prisma, caller, params.id, 'invoice');
      const { commandId: _given, expectedVersion, ...command } = body;
      const give = () =>
        giveCommand(dependencies, caller, invoice, { commandId: commandIdOf(body, request), expectedVersion, command });
      return command.type === 'issue' ? await numbered(prisma, invoice.id, command.number, give) : await give();
    },
  });
}

/** A number belongs to one invoice: it is claimed first, and given back when the invoice refuses it. */
async function numbered(
  prisma: PrismaClient,
  id: string,
  number: string,
  give: () => Promise<Answer>,
): Promise<Answer> {
  const before = await prisma.invoiceClaim.findUnique({ where: { id }, select: { number: true } });
  if (before?.number === null) {
    try {
      await prisma.invoiceClaim.update({ where: { id }, data: { number } });
    } catch (error) {
      if (!isTaken(error)) throw error;
      const held = await prisma.invoiceClaim.findUnique({ where: { number }, select: { id: true } });
      throw fieldProblem('TAKEN', 'number', `Another invoice has the number ${number}`, {
        invoiceId: held?.id ?? null,
      });
    }
  }
  try {
    return await give();
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && before?.number === null) {
      await prisma.invoiceClaim.updateMany({ where: { id, number }, data: { number: null } });
    }
    throw error;
  }
}

function contractRoute({ prisma }: CommandDependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/contract-money',
    tag: resource.tag,
    summary: 'What of a contract is invoiced, received and open',
    description:
      'By currency, with every instalment, invoice and receipt behind it: each payment leads to its contract, its invoices and whoever recorded it. As far as the caller may see them.',
    query: ContractMoneyQuery,
    answers: { 200: { description: 'The figures and what is behind them.', schema: ContractMoney } },
    problems: ['NOT_FOUND'],
    handle: async ({ query, caller }) => ok(await contractMoney(prisma, caller, query.reference)),
  });
}
