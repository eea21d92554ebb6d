import type { BillingContact } from '../../domain/deal.ts';
import type { Locale } from '../../domain/effects.ts';
import type { PaymentPlanCommand } from '../../domain/payment-plan/commands.ts';
import type { PaymentPlanInput } from '../../domain/payment-plan/model.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { IdParams } from '../contracts/customers.ts';
import { InstalmentList } from '../contracts/instalments.ts';
import { LetterPage, LetterQuery } from '../contracts/letters.ts';
import { NewPaymentPlan, PaymentPlanCommandInput, ReceiptInput } from '../contracts/payment-plans.ts';
import { ProcessParams } from '../contracts/processes.ts';
import { ok } from '../http/answer.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { type CommandDependencies, giveCommand } from '../processes/command.ts';
import { findProcess } from '../processes/find.ts';
import { instalmentList } from '../processes/instalments.ts';
import { letterPage, listLetters } from '../processes/letters.ts';
import { customerRef, open, requireActive, requireDeal } from '../processes/open.ts';
import { recordReceipt } from '../processes/receipts.ts';
import { beginningAnswers, commandAnswers, type KindResource, readingRoutes } from './kind.ts';

const resource: KindResource = {
  kind: 'paymentPlan',
  path: '/payment-plans',
  tag: 'Payment plans',
  one: 'a payment plan',
  many: 'payment plans',
};

const exampleReceipt = {
  bankReference: 'ICBC-20261124-000318',
  amount: { minor: 14_400_000, currency: 'CNY' },
  receivedOn: '2026-11-24',
  payer: '杭州泵业有限公司',
};

/** What customers owe, instalment by instalment, until it is paid or given up. */
export function paymentPlanRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [
    ...readingRoutes(dependencies, resource),
    openRoute(dependencies),
    commandRoute(dependencies),
    receiptRoute(dependencies),
    instalmentsRoute(dependencies),
    ...letterRoutes(dependencies),
  ];
}

function openRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'post',
    path: resource.path,
    tag: resource.tag,
    summary: 'Begin a payment plan',
    description:
      'Starts collecting: by terms, whose days count from today, or by exact instalments. The same `commandId` (or `Idempotency-Key`) of the same person always names the same plan.',
    roles: ['sales', 'manager', 'sales-ops', 'finance', 'admin'],
    body: NewPaymentPlan,
    bodyExamples: {
      terms: {
        summary: 'By terms',
        value: {
          commandId: 'plan-XS-2026-114',
          reference: 'XS-2026-114',
          title: 'Frame contract for pumps',
          customerId: 'c-102',
          total: { minor: 48_000_000, currency: 'CNY' },
          terms: [
            { label: 'Down payment', percent: 30, dueDays: 10 },
            { label: 'Delivery', percent: 60, dueDays: 15, from: 'delivered' },
            { label: 'Acceptance', percent: 10, dueDays: 30, from: 'accepted' },
          ],
        },
      },
      instalments: {
        summary: 'By exact instalments',
        value: {
          reference: 'XS-2026-115',
          title: 'Spare parts',
          customerId: 'c-102',
          total: { minor: 10_000_000, currency: 'CNY' },
          instalments: [{ label: 'All of it', amount: { minor: 10_000_000, currency: 'CNY' }, dueOn: '2026-12-31' }],
        },
      },
    },
    takesIdempotencyKey: true,
    answers: beginningAnswers,
    problems: ['PERSON_UNAVAILABLE', 'UNKNOWN_REFERENCE', 'UNAVAILABLE'],
    handle: async ({ body, caller, request }) => {
      const { reference, title, total, terms, instalments, customerId, financeOwner, dealId, lateInterest } = body;
      const owner = body.owner ?? caller.id;
      const input = async (): Promise<PaymentPlanInput> => {
        await requireActive(prisma, owner, 'owner');
        if (financeOwner !== null) await requireActive(prisma, financeOwner, 'financeOwner');
        if (dealId !== null) await requireDeal(prisma, caller, dealId);
        return {
          reference,
          title,
          customer: await customerRef(prisma, customerId, 'customerId'),
          contact: body.contact ?? (await billingContact(prisma, customerId)),
          owner,
          financeOwner,
          total,
          terms,
          instalments,
          origin: null,
          dealId,
          ...(lateInterest ? { lateInterest } : {}),
        };
      };
      return await open(dependencies, caller, {
        kind: 'paymentPlan',
        path: resource.path,
        commandId: commandIdOf(body, request),
        variant: body.variant,
        facts: { amount: total, customerId },
        input,
      });
    },
  });
}

async function billingContact(prisma: PrismaClient, customerId: string): Promise<BillingContact | null> {
  const contact = await prisma.contact.findFirst({ where: { customerId, billing: true }, orderBy: { id: 'asc' } });
  return contact && { name: contact.name, email: contact.email, locale: contact.locale as Locale };
}

const commandProblems = [
  'COMMAND_ID_TAKEN',
  'STALE_VERSION',
  'CLOSED',
  'NOT_ALLOWED',
  'DUPLICATE_RECEIPT',
  'CURRENCY_MISMATCH',
  'UNAVAILABLE',
  'PROCESS_NOT_RUNNING',
] as const;

function commandRoute(dependencies: CommandDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: `${resource.path}/{id}/commands`,
    tag: resource.tag,
    summary: 'Give a payment plan a command',
    description:
      'Answered once it is on record. Receipts are for finance, sales ops and admins, and go by the reference of the bank instead of a command id; what changes what is owed is for finance and admins; promises, disputes, pauses and letters are for the owner, whoever holds the instalment, managers, finance and sales ops.',
    params: ProcessParams,
    body: PaymentPlanCommandInput,
    bodyExamples: {
      recordReceipt: { summary: 'Record a payment', value: { type: 'recordReceipt', ...exampleReceipt } },
      noteEvent: {
        summary: 'Note a partial delivery',
        value: { type: 'noteEvent', event: 'delivered', on: '2026-11-24', share: 40, reference: 'SO-2026-114/1' },
      },
      setContact: {
        summary: 'Say whom to write to',
        value: { type: 'setContact', contact: { name: '王会计', email: 'ap@customer.example', locale: 'zh-CN' } },
      },
      recordPromise: {
        summary: 'Take a promise to pay down',
        value: { type: 'recordPromise', instalmentId: 'i1', on: '2026-12-10', by: '王会计', channel: 'phone' },
      },
      openDispute: {
        summary: 'Take a dispute about a part down',
        value: {
          type: 'openDispute',
          instalmentId: 'i1',
          reason: 'quality',
          note: '两台泵漏水',
          amount: { minor: 2_000_000, currency: 'CNY' },
          dueOn: '2026-12-15',
        },
      },
      pause: {
        summary: 'Pause collection',
        value: { type: 'pause', instalmentId: 'i1', until: '2026-12-20', reason: '客户正在更换付款账户' },
      },
      requestWriteOff: {
        summary: 'Ask for a write-off',
        value: { type: 'requestWriteOff', instalmentId: 'i1', reason: '客户已破产' },
      },
      reverseReceipt: {
        summary: 'Take a receipt back',
        value: {
          type: 'reverseReceipt',
          bankReference: 'ICBC-20261124-000318',
          on: '2026-12-01',
          reason: '汇票被拒付',
        },
      },
      logContact: {
        summary: 'Note a phone call',
        value: { type: 'logContact', channel: 'phone', with: '王会计', note: '下周付款' },
      },
      changeOwner: { summary: 'Give it to somebody else', value: { type: 'changeOwner', to: 'chen.jie' } },
      cancel: { summary: 'Give up what is open', value: { type: 'cancel', reason: 'The customer is bankrupt.' } },
    },
    takesIdempotencyKey: true,
    answers: commandAnswers,
    problems: [
      ...commandProblems,
      'REASON_REQUIRED',
      'PERSON_UNAVAILABLE',
      'ILLEGAL_NOW',
      'NOT_HOLDER',
      'PROMISE_LIMIT',
    ],
    handle: async ({ params, body, caller, request }) => {
      const plan = await findProcess(dependencies.prisma, caller, params.id, 'paymentPlan');
      const { commandId: _given, expectedVersion, ...command } = body;
      if (command.type === 'recordReceipt') {
        const { type: _type, ...receipt } = command;
        return await recordReceipt(dependencies, caller, plan, { ...receipt, expectedVersion });
      }
      return await giveCommand(dependencies, caller, plan, {
        commandId: commandIdOf(body, request),
        expectedVersion,
        command: command satisfies PaymentPlanCommand,
      });
    },
  });
}

function receiptRoute(dependencies: CommandDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: `${resource.path}/{id}/receipts`,
    tag: resource.tag,
    summary: 'Record a payment',
    description:
      'The same as the command recordReceipt. A reference of the bank is recorded once in the whole company; sent again for the same plan and amount it changes nothing.',
    roles: ['finance', 'sales-ops', 'admin'],
    params: ProcessParams,
    body: ReceiptInput,
    bodyExamples: { receipt: { summary: 'A bank transfer', value: exampleReceipt } },
    answers: commandAnswers,
    problems: commandProblems,
    handle: async ({ params, body, caller }) => {
      const plan = await findProcess(dependencies.prisma, caller, params.id, 'paymentPlan');
      return await recordReceipt(dependencies, caller, plan, body);
    },
  });
}

function instalmentsRoute(dependencies: CommandDependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: `${resource.path}/{id}/instalments`,
    tag: resource.tag,
    summary: 'Read the instalments of a payment plan',
    description:
      'Each with its status, what is open of it, and the interest it would carry up to today: all computed from what has happened.',
    params: ProcessParams,
    answers: { 200: { description: 'The instalments.', schema: InstalmentList } },
    handle: async ({ params, caller }) => {
      const plan = await findProcess(dependencies.prisma, caller, params.id, 'paymentPlan');
      return ok(await instalmentList(dependencies, plan.id));
    },
  });
}

function letterRoutes(dependencies: CommandDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: `${resource.path}/{id}/letters`,
      tag: resource.tag,
      summary: 'List the letters about a payment plan',
      description:
        'What was written to the customer, the newest first: when, to whom, in which words, and whether it has arrived. What was said by phone, and everything else that happened, is among the events of the process.',
      params: ProcessParams,
      query: LetterQuery,
      answers: { 200: { description: 'A page.', schema: LetterPage } },
      problems: ['MALFORMED'],
      handle: async ({ params, query, caller }) => {
        const plan = await findProcess(prisma, caller, params.id, 'paymentPlan');
        return ok(await listLetters(prisma, plan.id, query));
      },
    }),
    endpoint({
      method: 'get',
      path: '/letters/{id}',
      tag: resource.tag,
      summary: 'Read a letter as it went out',
      description: 'A page without scripts, to read or to print, for whoever may see every plan in it.',
      params: IdParams,
      answers: { 200: { description: 'The letter.', contentType: 'text/html' } },
      handle: async ({ params, caller }) => {
        const html = await letterPage(prisma, caller, params.id);
        return {
          status: 200,
          body: new TextEncoder().encode(html),
          headers: {
            'Content-Type': 'text/html; charset=utf-8',
            'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-modals",
          },
        };
      },
    }),
  ];
}
