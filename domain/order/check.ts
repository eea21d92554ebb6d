import { addDays, type LocalDate } from '../calendar.ts';
import { faultInTerms } from '../deal.ts';
import { type Rejection, reject } from '../errors.ts';
import { hasRole } from '../process.ts';
import { balanceOf } from './balance.ts';
import type { LineInput, LineQuantity, OrderContent, OrderContext, OrderState } from './model.ts';
import { type Quantity, quantityText } from './quantity.ts';

/** An order travels whole with its process and has to stay small. */
const mostLines = 200;
/** A thousand million units: far more than anybody orders, and exact in every product with a price. */
const mostQuantity: Quantity = 1_000_000_000_000;
const mostPrice = 100_000_000_000_000;
/** Sums of orders still fit a number exactly. */
const mostAmount = 100_000_000_000_000n;

export const invalid = (field: string, message: string): Rejection => reject('INVALID', message, { field });

/** A day that exists, as `YYYY-MM-DD`. */
export function isDay(text: LocalDate): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text
  );
}

function first(checks: Iterable<Rejection | undefined>): Rejection | undefined {
  for (const refused of checks) if (refused) return refused;
  return undefined;
}

const isRate = (rate: number): boolean => Number.isSafeInteger(rate) && rate >= 0 && rate <= 10_000;

function checkLine(line: LineInput, field: string): Rejection | undefined {
  const { product, unit, quantity, unitPrice, discount, taxRate } = line;
  if (product.name.trim() === '') return invalid(`${field}.product`, 'Say what is ordered');
  if (unit.trim() === '') return invalid(`${field}.unit`, 'Say what it is counted in');
  if (!Number.isSafeInteger(quantity) || quantity <= 0 || quantity > mostQuantity) {
    return invalid(`${field}.quantity`, 'A quantity is above 0, with at most three decimals');
  }
  if (!Number.isSafeInteger(unitPrice) || unitPrice < 0 || unitPrice > mostPrice) {
    return invalid(`${field}.unitPrice`, 'A unit price is a whole number of minor units of at least 0');
  }
  if (!isRate(discount)) return invalid(`${field}.discount`, 'A discount is 0 to 100 percent, with two decimals');
  if (!isRate(taxRate)) return invalid(`${field}.taxRate`, 'A tax rate is 0 to 100 percent, with two decimals');
  // An upper bound before anything is rounded, so that no amount outgrows what a number holds exactly.
  if (BigInt(quantity) * BigInt(unitPrice) > mostAmount * 500n) {
    return invalid(`${field}.unitPrice`, 'The amount of this line is too large');
  }
  return undefined;
}

/** Says what is wrong with the lines of an order, if anything is. */
export function checkLines(lines: readonly LineInput[], field = 'lines'): Rejection | undefined {
  if (lines.length === 0 || lines.length > mostLines) {
    return invalid(field, `An order has 1 to ${mostLines} lines, not ${lines.length}`);
  }
  const refused = first(lines.map((line, index) => checkLine(line, `${field}.${index}`)));
  if (refused) return refused;
  const rough = lines.reduce((sum, { quantity, unitPrice }) => sum + BigInt(quantity) * BigInt(unitPrice), 0n);
  return rough > mostAmount * 500n ? invalid(field, 'The amount of the order is too large') : undefined;
}

/** Says what is wrong with the rest of what is agreed. */
export function checkContent(content: Omit<OrderContent, 'lines'>, prefix = ''): Rejection | undefined {
  const { title, terms, shipBy, deliverTo } = content;
  if (title.trim() === '') return invalid(`${prefix}title`, 'An order needs a title');
  if (shipBy !== null && !isDay(shipBy)) {
    return invalid(`${prefix}shipBy`, `"${shipBy}" is no day; write for example 2026-09-30`);
  }
  if (deliverTo && deliverTo.address.trim() === '') {
    return invalid(`${prefix}deliverTo.address`, 'Say where the goods go');
  }
  const fault = terms && faultInTerms(terms);
  return fault ? invalid(`${prefix}${fault.field}`, fault.message) : undefined;
}

/** Lines in a command name lines of the order, each once, with quantities above 0. */
export function checkQuantities(state: OrderState, lines: readonly LineQuantity[]): Rejection | undefined {
  if (lines.length === 0) return invalid('lines', 'Name at least one line');
  const seen = new Set<string>();
  for (const [index, { lineId, quantity }] of lines.entries()) {
    const field = `lines.${index}`;
    if (!state.content.lines.some(({ id }) => id === lineId)) {
      return reject('INVALID', `The order has no line ${lineId}`, {
        field: `${field}.lineId`,
        facts: { lines: state.content.lines.map(({ id }) => id) },
      });
    }
    if (seen.has(lineId)) return invalid(`${field}.lineId`, `Line ${lineId} is named twice`);
    seen.add(lineId);
    if (!Number.isSafeInteger(quantity) || quantity <= 0) {
      return invalid(`${field}.quantity`, 'A quantity is above 0, with at most three decimals');
    }
  }
  return undefined;
}

/** Refuses to ship, or to cancel, more than is left of a line. */
export function checkOpen(
  state: OrderState,
  lines: readonly LineQuantity[],
  limit: 'shippable' | 'open',
): Rejection | undefined {
  const refused = checkQuantities(state, lines);
  if (refused) return refused;
  for (const [index, { lineId, quantity }] of lines.entries()) {
    const line = state.content.lines.find(({ id }) => id === lineId);
    if (!line) continue;
    const { ordered, shipped, picked, cancelled, open, shippable } = balanceOf(state, line);
    const left = limit === 'open' ? open : shippable;
    if (quantity <= left) continue;
    return reject('OVER_SHIPMENT', `Of line ${lineId} no more than ${quantityText(left)} ${line.unit} is left`, {
      field: `lines.${index}.quantity`,
      facts: {
        line: lineId,
        asked: quantityText(quantity),
        left: quantityText(left),
        ordered: quantityText(ordered),
        shipped: quantityText(shipped),
        picked: quantityText(picked),
        cancelled: quantityText(cancelled),
        ...(open > shippable ? { underApproval: quantityText(open - shippable) } : {}),
      },
    });
  }
  return undefined;
}

/** Refuses what comes after the end of an order, saying how it ended, when and by whom. */
export function refuseClosed({ closed }: OrderState): Rejection | undefined {
  if (!closed) return undefined;
  const { outcome, at, by } = closed;
  return reject('CLOSED', `The order has ended: ${outcome}`, { facts: { outcome, closedAt: at, closedBy: by } });
}

const sellers = ['manager', 'sales-ops', 'admin'] as const;
const shippers = ['logistics', 'sales-ops', 'admin'] as const;

/** What is agreed with the customer is for the owner and those who stand in for owners. */
export function onlySellers({ owner }: OrderState, { actor }: OrderContext): Rejection | undefined {
  if (actor.id === owner || hasRole(actor, ...sellers)) return undefined;
  return reject('NOT_ALLOWED', 'Only the owner, a manager, sales ops or an admin may do this to the order', {
    facts: { owner },
  });
}

/** Goods are moved by logistics; whoever holds such a step may do it too. */
export function onlyShippers({ owner, tasks }: OrderState, { actor }: OrderContext): Rejection | undefined {
  const moves = ['ship', 'dispatch', 'confirmDelivery', 'receiveReturn'];
  const holds = tasks.some(({ step, holder }) => holder === actor.id && moves.includes(step));
  if (holds || hasRole(actor, ...shippers)) return undefined;
  return reject('NOT_ALLOWED', 'Only logistics, sales ops or an admin may move the goods of an order', {
    facts: { owner },
  });
}

/** That goods have arrived, or are coming back, both sides may know first. */
export function sellersOrShippers(state: OrderState, context: OrderContext): Rejection | undefined {
  return onlySellers(state, context) && onlyShippers(state, context);
}
