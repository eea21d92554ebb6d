import type { Effect } from '../effects.ts';
import { reject } from '../errors.ts';
import { people } from '../people.ts';
import { accept, type KernelCommand, type Outcome } from '../process.ts';
import { release } from './advance.ts';
import { cancel } from './cancel.ts';
import { approvalEnded, change, dropChange, edit, submit, withIds } from './change.ts';
import {
  checkContent,
  checkLines,
  invalid,
  onlySellers,
  onlyShippers,
  refuseClosed,
  sellersOrShippers,
} from './check.ts';
import { closeOrder } from './close.ts';
import type { OrderCommand } from './command.ts';
import { tick } from './escalate.ts';
import type { OrderEvent } from './events.ts';
import { overrideCredit, recheckCredit } from './hold.ts';
import type { OrderContext, OrderInput, OrderState } from './model.ts';
import { changeOwner, reassign } from './people.ts';
import { dropReturn, receiveReturn, requestReturn } from './returns.ts';
import { confirmAcceptance, confirmDelivery, correctCarriage, dispatch, pick, ship, unpick } from './ship.ts';
import { handOver, movedDeadlines, settle } from './tasks.ts';

type Result = Outcome<OrderEvent>;

/** The first decision about an order: it begins as a draft of its owner. */
export function start(input: OrderInput, context: OrderContext): Result {
  const { title, customerReference, lines, terms, deliverTo, shipBy, remarks, ...order } = input;
  const agreed = terms ?? (order.contractPlan ? null : context.variant.terms);
  const rest = { title, customerReference, terms: agreed, deliverTo, shipBy, remarks };
  const fault = checkLines(lines) ?? checkContent(rest) ?? checkOrder({ ...order, terms });
  if (fault) return fault;
  if (people(context.directory, { find: 'person', id: order.owner }).length === 0) {
    return reject('PERSON_UNAVAILABLE', `${order.owner} is not active and present`, {
      field: 'owner',
      facts: { person: order.owner },
    });
  }
  const content = {
    ...rest,
    lines: withIds(
      lines.map(({ id: _given, ...line }) => line),
      [],
    ),
  };
  const { now, actor, processId: id } = context;
  const opened: OrderEvent = { at: now, by: actor.id, type: 'OrderOpened', id, order, content };
  return settle(undefined, accept([opened], linkContract(order.contractId, id)), context);
}

/** Contracts that are processes know the orders made under them. */
function linkContract(contractId: string | null, orderId: string): readonly Effect[] {
  if (!contractId?.startsWith('CT-')) return [];
  return [{ type: 'tell', processId: contractId, command: { type: 'linkOrder', orderId } }];
}

function checkOrder({ currency, contractPlan, terms }: Pick<OrderInput, 'currency' | 'contractPlan' | 'terms'>) {
  if (!/^[A-Z]{3}$/.test(currency)) return invalid('currency', `"${currency}" is no ISO currency code`);
  if (contractPlan && terms) return invalid('terms', `The price is collected by ${contractPlan.id}, by its own terms`);
  return undefined;
}

/** What follows from a command on an order. */
export function decide(state: OrderState, command: OrderCommand | KernelCommand, context: OrderContext): Result {
  return settle(state, refuseClosed(state) ?? decided(state, command, context), context);
}

function decided(state: OrderState, command: OrderCommand | KernelCommand, context: OrderContext): Result {
  switch (command.type) {
    case 'tick':
      return tick(state, context);
    case 'calendarChanged':
      return movedDeadlines(state, context);
    case 'peopleChanged':
      return handOver(state, command.users, context);
    case 'approvalEnded':
      return approvalEnded(state, command, context);
    case 'edit':
      return onlySellers(state, context) ?? edit(state, command, context);
    case 'submit':
      return onlySellers(state, context) ?? submit(state, context);
    case 'confirm':
      return onlySellers(state, context) ?? confirm(state, context);
    case 'change':
      return onlySellers(state, context) ?? change(state, command, context);
    case 'dropChange':
      return onlySellers(state, context) ?? dropChange(state, command, context);
    case 'cancel':
      return onlySellers(state, context) ?? cancel(state, command, context);
    case 'close':
      return onlySellers(state, context) ?? closeOrder(state, context);
    case 'pick':
      return onlyShippers(state, context) ?? pick(state, command, context);
    case 'unpick':
      return onlyShippers(state, context) ?? unpick(state, command, context);
    case 'dispatch':
      return onlyShippers(state, context) ?? dispatch(state, command, context);
    case 'ship':
      return onlyShippers(state, context) ?? ship(state, command, context);
    case 'correctCarriage':
      return onlyShippers(state, context) ?? correctCarriage(state, command, context);
    case 'confirmDelivery':
      return sellersOrShippers(state, context) ?? confirmDelivery(state, command, context);
    case 'confirmAcceptance':
      return onlySellers(state, context) ?? confirmAcceptance(state, command, context);
    case 'requestReturn':
      return sellersOrShippers(state, context) ?? requestReturn(state, command, context);
    case 'receiveReturn':
      return onlyShippers(state, context) ?? receiveReturn(state, command, context);
    case 'dropReturn':
      return sellersOrShippers(state, context) ?? dropReturn(state, command, context);
    case 'overrideCredit':
      return overrideCredit(state, command, context);
    case 'recheckCredit':
      return recheckCredit(state, context);
    case 'reassign':
      return reassign(state, command, context);
    case 'changeOwner':
      return changeOwner(state, command, context);
    default:
      command satisfies never;
      return reject('INVALID', 'An order knows no such command', { field: 'type' });
  }
}

function confirm(state: OrderState, context: OrderContext): Result {
  if (!state.approved || state.confirmedAt !== null || state.hold || state.change) {
    return reject('ILLEGAL_NOW', 'An order is confirmed once, after it has been approved and while nothing holds it', {
      facts: { confirmedAt: state.confirmedAt, waitsFor: state.tasks.map(({ step }) => step) },
    });
  }
  return release(state, context);
}
