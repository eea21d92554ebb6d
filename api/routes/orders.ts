import type { OrderInput, OrderState } from '../../domain/order/model.ts';
import { shownCalendar } from '../calendar.ts';
import { NewOrder, OrderCommandInput, OrderDetail, PrintQuery, ShipmentParams } from '../contracts/orders.ts';
import { LiveQuery, ProcessParams } from '../contracts/processes.ts';
import { ok } from '../http/answer.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Answered, type Endpoint, endpoint } from '../http/endpoint.ts';
import { commandFrom, stateOf } from '../orders/command.ts';
import { orderConfirmation } from '../orders/confirmation.ts';
import { deliveryNote } from '../orders/delivery-note.ts';
import { commandExamples } from '../orders/examples.ts';
import { factsOf, newOrder } from '../orders/new-order.ts';
import { orderView } from '../orders/view.ts';
import { Problem } from '../problem.ts';
import { type CommandDependencies, giveCommand } from '../processes/command.ts';
import { processDetail } from '../processes/detail.ts';
import { findProcess } from '../processes/find.ts';
import { open } from '../processes/open.ts';
import { beginningAnswers, commandAnswers, type KindResource, listRoute } from './kind.ts';

const resource: KindResource = {
  kind: 'order',
  path: '/orders',
  tag: 'Orders',
  one: 'an order',
  many: 'orders',
};

/** Orders, from their draft until their goods are with the customer. */
export function orderRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [
    listRoute(dependencies, resource),
    readRoute(dependencies),
    openRoute(dependencies),
    commandRoute(dependencies),
    confirmationRoute(dependencies),
    deliveryNoteRoute(dependencies),
  ];
}

function readRoute(dependencies: CommandDependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: `${resource.path}/{id}`,
    tag: resource.tag,
    summary: 'Read an order',
    description:
      'With its lines and what is open of each, its shipments, returns and amounts, its waits in both languages, and the rest of its deal.',
    params: ProcessParams,
    query: LiveQuery,
    answers: { 200: { description: 'The order.', schema: OrderDetail } },
    problems: ['UNAVAILABLE'],
    handle: async ({ caller, params, query }) => {
      const detail = await processDetail(dependencies, caller, params.id, { kind: 'order', live: query.live === '1' });
      return ok({ ...detail, order: await orderView(dependencies.prisma, detail.state as OrderState) });
    },
  });
}

function openRoute(dependencies: CommandDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: resource.path,
    tag: resource.tag,
    summary: 'Begin an order',
    description:
      'As a draft: from a won opportunity, from a contract in force, or by hand. What is left out is taken from there, and prices from the product list as it stands now. The same `commandId` (or `Idempotency-Key`) of the same person always names the same order.',
    roles: ['sales', 'manager', 'sales-ops', 'admin'],
    body: NewOrder,
    bodyExamples: {
      byHand: {
        summary: 'By hand',
        value: {
          commandId: 'order-PO-8812',
          title: 'Terminals for plant 2',
          customerId: 'c-102',
          customerReference: 'PO-8812',
          lines: [
            { productId: 'gtx-pro', quantity: 3, discount: 5 },
            {
              name: '安装调试',
              unit: '人天',
              quantity: 2.5,
              unitPrice: { minor: 120_000, currency: 'CNY' },
              taxRate: 6,
              requirements: '周末进场',
            },
          ],
          deliverTo: { address: '杭州市滨江区江南大道 1 号', contact: '周敏' },
          shipBy: '2026-12-10',
        },
      },
      fromOpportunity: { summary: 'From a won opportunity', value: { opportunityId: 'OP-7Q2M4K9XTB' } },
      fromContract: { summary: 'From a contract', value: { contractId: 'CT-7Q2M4K9XTB', speed: 'express' } },
    },
    takesIdempotencyKey: true,
    answers: beginningAnswers,
    problems: [
      'FIELDS_MISSING',
      'CURRENCY_MISMATCH',
      'ILLEGAL_NOW',
      'PERSON_UNAVAILABLE',
      'UNKNOWN_REFERENCE',
      'UNAVAILABLE',
    ],
    handle: async ({ body, caller, request }) => {
      let prepared: Promise<OrderInput> | undefined;
      const input = () => {
        prepared ??= newOrder(dependencies, caller, body);
        return prepared;
      };
      return await open(dependencies, caller, {
        kind: 'order',
        path: resource.path,
        commandId: commandIdOf(body, request),
        variant: body.variant,
        facts: async () => factsOf(await input()),
        input,
      });
    },
  });
}

function commandRoute(dependencies: CommandDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: `${resource.path}/{id}/commands`,
    tag: resource.tag,
    summary: 'Give an order a command',
    description: `Answered once it is on record. What is agreed is for the owner, managers, sales ops and admins; goods are moved by logistics, sales ops and admins; a credit hold is overridden by finance, or a manager or admin who is not the owner.

The customer's credit is checked when an order is submitted, when it is released and whenever goods are picked or sent. Where it stops the order the answer is 200 with the event \`CreditHeld\`: nothing else has happened then, and the order waits for finance.`,
    params: ProcessParams,
    body: OrderCommandInput,
    bodyExamples: commandExamples,
    takesIdempotencyKey: true,
    answers: commandAnswers,
    problems: [
      'COMMAND_ID_TAKEN',
      'STALE_VERSION',
      'CLOSED',
      'ILLEGAL_NOW',
      'NOT_ALLOWED',
      'NOT_HOLDER',
      'OVER_SHIPMENT',
      'OVER_RETURN',
      'BELOW_SHIPPED',
      'CREDIT_HOLD',
      'FIELDS_MISSING',
      'CURRENCY_MISMATCH',
      'REASON_REQUIRED',
      'PERSON_UNAVAILABLE',
      'UNKNOWN_REFERENCE',
      'UNAVAILABLE',
      'PROCESS_NOT_RUNNING',
    ],
    handle: async ({ params, body, caller, request }) => {
      const { commandId: _given, expectedVersion, ...input } = body;
      const process = await findProcess(dependencies.prisma, caller, params.id, 'order');
      const command = await commandFrom(dependencies.prisma, params.id, input);
      return await giveCommand(dependencies, caller, process, {
        commandId: commandIdOf(body, request),
        expectedVersion,
        command,
      });
    },
  });
}

const pageAnswers: Readonly<Record<number, Answered>> = {
  200: { description: 'A page of HTML without any script, to be printed.', contentType: 'text/html' },
};

function confirmationRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'get',
    path: `${resource.path}/{id}/confirmation`,
    tag: resource.tag,
    summary: 'Print an order confirmation',
    description: 'Lines, amounts and terms as they stand now. It says so when the order is not confirmed yet.',
    params: ProcessParams,
    query: PrintQuery,
    answers: pageAnswers,
    handle: async ({ caller, params, query: { lang = caller.locale } }) => {
      await findProcess(prisma, caller, params.id, 'order');
      return orderConfirmation(await stateOf(prisma, params.id), lang, await shownCalendar(dependencies));
    },
  });
}

function deliveryNoteRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'get',
    path: `${resource.path}/{id}/shipments/{shipment}/delivery-note`,
    tag: resource.tag,
    summary: 'Print a delivery note',
    description: 'The note that travels with one shipment (送货单) and comes back signed. It names no prices.',
    params: ShipmentParams,
    query: PrintQuery,
    answers: pageAnswers,
    handle: async ({ caller, params, query: { lang = caller.locale } }) => {
      await findProcess(prisma, caller, params.id, 'order');
      const state = await stateOf(prisma, params.id);
      const shipment = state.shipments.find(({ id }) => id === params.shipment);
      if (!shipment) throw new Problem('NOT_FOUND', `${params.id} has no shipment ${params.shipment}`);
      return deliveryNote(state, shipment, lang, await shownCalendar(dependencies));
    },
  });
}
