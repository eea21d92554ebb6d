import type { ApprovalRequest } from '../approval/model.ts';
import { localTime } from '../calendar.ts';
import type { Effect } from '../effects.ts';
import { subtract, zero } from '../money.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { orderValue } from './balance.ts';
import { checkCredit } from './credit.ts';
import { orderText } from './document.ts';
import type { OrderEvent } from './events.ts';
import type { HoldPoint, OrderApproval, OrderContent, OrderContext, OrderState } from './model.ts';
import { follow } from './outcome.ts';
import { creditUndelivered, startPlan, tellPlans } from './plan.ts';
import { type Amounts, discountRate, orderAmounts } from './pricing.ts';

/** Whether the variant asks nobody about an order of this size and discount. */
function needsNobody(amounts: Amounts, state: OrderState, { variant }: OrderContext): boolean {
  const limits = variant.withoutApproval;
  if (!limits || limits.amountUpTo.currency !== state.currency) return false;
  return amounts.gross.minor <= limits.amountUpTo.minor && discountRate(amounts, state) <= limits.discountUpTo;
}

/** Has an order, or a change to it, approved: by its variant's rule, or by an approval about the exact text. */
export function askApproval(
  state: OrderState,
  of: OrderApproval['of'],
  content: OrderContent,
  context: OrderContext,
): Outcome<OrderEvent> {
  const base = { at: context.now, by: context.actor.id };
  const amounts = orderAmounts(content.lines, state);
  if (needsNobody(amounts, state, context)) {
    const waived: OrderEvent = { ...base, type: 'ApprovalWaived', of, amounts };
    return follow(state, accept([waived]), (after) => approved(after, context));
  }
  const version = state.versions + 1;
  const approvalId = `AP-${state.id}-${version}`;
  const asked: OrderEvent = { ...base, type: 'ApprovalAsked', approvalId, version, of, amounts };
  const request: ApprovalRequest = {
    subject: 'order',
    draft: { number: state.id, version, title: content.title, text: orderText(state, content, version) },
    customer: state.customer,
    amount: amounts.gross,
    fields: { discount: discountRate(amounts, state) / 100, change: of === 'change', speed: state.speed },
    starter: state.owner,
    origin: state.id,
    dealId: state.dealId,
    onApproved: null,
  };
  const launch: Effect = { type: 'launch', kind: 'approval', processId: approvalId, input: request };
  return accept([asked], [launch]);
}

/** What follows when the order, or the change under way, has been approved. */
export function approved(state: OrderState, context: OrderContext): Outcome<OrderEvent> {
  if (!state.change) return proceed(state, context);
  return follow(state, takeEffect(state, context), (after) => proceed(after, context));
}

/** A change counts from now on; what the order costs more is collected by a plan of its own, what it costs less is credited. */
function takeEffect(state: OrderState, { now, actor, calendar }: OrderContext): Accepted<OrderEvent> {
  const changed: OrderState = { ...state, content: state.change?.content ?? state.content, change: null };
  const difference = subtract(orderValue(changed), orderValue(state));
  const base = { at: now, by: actor.id, type: 'ChangeTookEffect', difference } as const;
  if (state.confirmedAt === null) return accept([{ ...base, planId: null }]);
  const { planId, effects } = startPlan(changed, difference);
  const amount = subtract(zero(state.currency), difference);
  const { date: on } = localTime(calendar, now);
  const less = { key: `change/${state.versions}`, on, amount, reason: state.change?.reason ?? '' };
  return accept([{ ...base, planId }], [...effects, ...creditUndelivered(state, less)]);
}

/** Confirms by itself what the variant wants nobody to confirm, once nothing stands in its way. */
export function proceed(state: OrderState, context: OrderContext): Outcome<OrderEvent> {
  const { approved: isApproved, hold, change, confirmedAt, closed } = state;
  if (!isApproved || hold || change || confirmedAt !== null || closed || context.variant.steps.confirm) {
    return accept([]);
  }
  return release(state, context);
}

/** Releases an approved order to be shipped, unless the customer's debts stop it. */
export function release(state: OrderState, context: OrderContext): Outcome<OrderEvent> {
  return checkCredit(state, 'release', context, () => confirmed(state, context));
}

/** The order is binding: its price is collected from now on, and its goods may leave. */
function confirmed(state: OrderState, { now, actor, calendar }: OrderContext): Outcome<OrderEvent> {
  const { planId, effects } = startPlan(state, orderValue(state));
  const event: OrderEvent = { at: now, by: actor.id, type: 'OrderConfirmed', planId };
  if (planId === null) return accept([event]);
  const { date: on } = localTime(calendar, now);
  const after: OrderState = { ...state, planIds: [...state.planIds, planId], contractPlan: null };
  const signed = tellPlans(after, { event: 'signed', on, reference: 'confirmed', lines: [], last: true });
  return accept([event], [...effects, ...signed]);
}

/** Takes up an order where it was stopped. */
export function goOn(state: OrderState, point: HoldPoint, context: OrderContext): Outcome<OrderEvent> {
  switch (point) {
    case 'submission':
      return askApproval(state, 'order', state.content, context);
    case 'release':
      return state.change ? accept([]) : confirmed(state, context);
    case 'shipping':
      return accept([]);
    default:
      return point satisfies never;
  }
}
