import type { OrderInput } from '../../domain/order/model.ts';
import { discountRate, orderAmounts } from '../../domain/order/pricing.ts';
import type { Caller } from '../auth/caller.ts';
import type { NewOrder } from '../contracts/orders.ts';
import { fieldProblem } from '../problem.ts';
import type { CommandDependencies } from '../processes/command.ts';
import { customerRef, requireActive } from '../processes/open.ts';
import { orderLines } from './lines.ts';
import { fromContract, fromOpportunity, lineOf, type Origin } from './origin.ts';

/** What the variant of a new order is chosen by. */
export function factsOf(order: OrderInput) {
  const amounts = orderAmounts(order.lines, order);
  return { amount: amounts.gross, discount: discountRate(amounts, order), speed: order.speed };
}

/** A new order with everything that where it comes from and the product list fill in. */
export async function newOrder(dependencies: CommandDependencies, caller: Caller, body: NewOrder): Promise<OrderInput> {
  const { prisma, config } = dependencies;
  const origin = await originOf(dependencies, caller, body);
  const currency =
    body.currency ??
    origin?.amount.currency ??
    body.lines?.find(({ unitPrice }) => unitPrice)?.unitPrice?.currency ??
    config.currency;
  const owner = body.owner ?? caller.id;
  await requireActive(prisma, owner, 'owner');
  const { title = origin?.title, taxMode, speed, terms, customerReference, deliverTo, shipBy, remarks } = body;
  const customer = body.customerId
    ? await customerRef(prisma, body.customerId, 'customerId')
    : (origin?.customer ?? missing('customerId', 'Say who orders: give a customerId'));
  const lines = body.lines
    ? await orderLines(prisma, body.lines, { currency, path: 'lines' })
    : [origin ? await lineOf(prisma, origin) : missing('lines', 'Say what is ordered: give at least one line')];
  return {
    title: title ?? missing('title', 'Give the order a title'),
    customerReference,
    lines,
    terms,
    deliverTo,
    shipBy,
    remarks,
    owner,
    customer,
    currency,
    taxMode,
    speed,
    ...(origin?.links ?? { dealId: null, contractId: null, contractPlan: null }),
  };
}

async function originOf(
  { prisma }: CommandDependencies,
  caller: Caller,
  { opportunityId, contractId }: NewOrder,
): Promise<Origin | undefined> {
  if (contractId !== undefined) return await fromContract(prisma, caller, contractId);
  return opportunityId === undefined ? undefined : await fromOpportunity(prisma, caller, opportunityId);
}

function missing(field: string, message: string): never {
  throw fieldProblem('FIELDS_MISSING', field, message);
}
