import { canonicalJson } from '../canonical.ts';
import { reject } from '../errors.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { approved, askApproval, proceed } from './advance.ts';
import { balanceOf, sameButQuantity } from './balance.ts';
import { checkContent, checkLines } from './check.ts';
import type { OrderCommand } from './command.ts';
import { checkCredit } from './credit.ts';
import type { OrderEvent } from './events.ts';
import { recheckCredit } from './hold.ts';
import type { OrderChanges, OrderContent, OrderContext, OrderLine, OrderState } from './model.ts';
import { follow } from './outcome.ts';
import { quantityText } from './quantity.ts';

type CommandOf<Type extends OrderCommand['type']> = Extract<OrderCommand, { type: Type }>;
type Result = Outcome<OrderEvent>;

const lineNumber = ({ id }: Pick<OrderLine, 'id'>): number => Number(id.slice(1));

/** Gives every new line an id that no line of the order has ever had. */
export function withIds(lines: NonNullable<OrderChanges['lines']>, known: readonly OrderLine[]): readonly OrderLine[] {
  let last = Math.max(0, ...known.map(lineNumber));
  return lines.map(({ id, ...line }) => {
    if (id !== undefined) return { id, ...line };
    last += 1;
    return { id: `l${last}`, ...line };
  });
}

/** What the order would be with some changes, or why it cannot be so. */
function contentWith(
  state: OrderState,
  { lines, ...rest }: OrderChanges,
): OrderContent | Exclude<Result, Accepted<OrderEvent>> {
  const known = [...state.content.lines, ...(state.change?.content.lines ?? [])];
  const fault = lines && checkLines(lines, 'changes.lines');
  if (fault) return fault;
  const unknown = lines?.findIndex(({ id }) => id !== undefined && !known.some((line) => line.id === id)) ?? -1;
  const repeated = lines?.findIndex(
    ({ id }, index) => id !== undefined && lines.findIndex((line) => line.id === id) < index,
  );
  const wrong = Math.max(unknown, repeated ?? -1);
  if (wrong >= 0) {
    return reject('INVALID', 'A line is named by an id of this order, once; a new line has none', {
      field: `changes.lines.${wrong}.id`,
      facts: { lines: state.content.lines.map(({ id }) => id) },
    });
  }
  const content = { ...state.content, ...rest, ...(lines ? { lines: withIds(lines, known) } : {}) };
  return checkContent(content, 'changes.') ?? content;
}

const isRefusal = (made: ReturnType<typeof contentWith>): made is Exclude<typeof made, OrderContent> => 'ok' in made;

/** Changes an order that nobody has approved yet. */
export function edit(state: OrderState, { changes }: CommandOf<'edit'>, context: OrderContext): Result {
  if (state.approved) return reject('ILLEGAL_NOW', 'The order has been approved; use change, which says why');
  if (state.approval?.status === 'inReview') return underReview(state);
  const content = contentWith(state, changes);
  if (isRefusal(content)) return content;
  const edited: OrderEvent = { at: context.now, by: context.actor.id, type: 'OrderEdited', content, reason: null };
  // Other terms or a smaller amount may be just what lets a held order pass.
  return follow(state, accept([edited]), (after) => (after.hold ? recheckCredit(after, context) : accept([])));
}

function underReview({ approval }: OrderState): Result {
  return reject('ILLEGAL_NOW', 'This is being approved; withdraw the approval first', {
    facts: { approval: approval?.id ?? null },
  });
}

/** Hands an order in: the customer's credit is checked, then it is approved. */
export function submit(state: OrderState, context: OrderContext): Result {
  if (state.approved || state.hold) return reject('ILLEGAL_NOW', 'The order has been submitted already');
  if (state.approval?.status === 'inReview') return underReview(state);
  return checkCredit(state, 'submission', context, () => askApproval(state, 'order', state.content, context));
}

/** Whether a change touches what was approved: the lines with their prices, or the terms. */
function touchesApproval(before: OrderContent, after: OrderContent): boolean {
  const agreed = ({ lines, terms }: OrderContent) => canonicalJson([lines, terms]);
  return agreed(before) !== agreed(after);
}

/** Lines cannot shrink below what has left or is packed, nor change what that is and costs. */
function belowShipped(state: OrderState, content: OrderContent): Result | undefined {
  for (const line of state.content.lines) {
    const { shipped, picked, cancelled } = balanceOf(state, line);
    const gone = shipped + picked;
    const index = content.lines.findIndex(({ id }) => id === line.id);
    const kept = content.lines[index];
    if (gone + cancelled === 0) continue;
    const least = gone + cancelled;
    if ((kept?.quantity ?? 0) < least) {
      return reject('BELOW_SHIPPED', `Line ${line.id} cannot become less than ${quantityText(least)} ${line.unit}`, {
        field: index < 0 ? 'changes.lines' : `changes.lines.${index}.quantity`,
        facts: {
          line: line.id,
          shipped: quantityText(shipped),
          picked: quantityText(picked),
          cancelled: quantityText(cancelled),
          asked: quantityText(kept?.quantity ?? 0),
        },
      });
    }
    if (gone > 0 && kept && !sameButQuantity(line, kept)) {
      return reject('BELOW_SHIPPED', `Line ${line.id} has been shipped in part; order something else in a new line`, {
        field: `changes.lines.${index}`,
        facts: { line: line.id, shipped: quantityText(shipped), picked: quantityText(picked) },
      });
    }
  }
  return undefined;
}

/**
 * Changes an approved order. What touches the approval is approved anew, as the next version of the document, while
 * everything unchanged keeps the approval it has and goes on; the rest counts at once.
 */
export function change(state: OrderState, { changes, reason }: CommandOf<'change'>, context: OrderContext): Result {
  if (!state.approved) return reject('ILLEGAL_NOW', 'The order has not been approved yet; use edit');
  if (state.change && state.approval?.status === 'inReview') return underReview(state);
  if (reason.trim() === '') return reject('REASON_REQUIRED', 'Say why the order is changed', { field: 'reason' });
  const content = contentWith(state, changes);
  if (isRefusal(content)) return content;
  const refused = belowShipped(state, content) ?? termsAreFixed(state, content);
  if (refused) return refused;
  const base = { at: context.now, by: context.actor.id };
  if (!touchesApproval(state.content, content)) {
    return accept([{ ...base, type: 'OrderEdited', content, reason: reason.trim() }]);
  }
  const proposed: OrderEvent = { ...base, type: 'ChangeProposed', content, reason: reason.trim() };
  return follow(state, accept([proposed]), (after) => askApproval(after, 'change', content, context));
}

/** Once the price is being collected its terms are the payment plan's. */
function termsAreFixed(state: OrderState, { terms }: OrderContent): Result | undefined {
  if (state.confirmedAt === null || canonicalJson(terms) === canonicalJson(state.content.terms)) return undefined;
  return reject('ILLEGAL_NOW', 'The price is being collected by these terms; agree on others in the payment plan', {
    field: 'changes.terms',
    facts: { plans: state.planIds },
  });
}

/** Leaves the order as it was approved. */
export function dropChange(state: OrderState, { reason }: CommandOf<'dropChange'>, context: OrderContext): Result {
  if (!state.change) return reject('ILLEGAL_NOW', 'No change of this order is pending');
  if (state.approval?.status === 'inReview') return underReview(state);
  if (reason.trim() === '') return reject('REASON_REQUIRED', 'Say why the change is given up', { field: 'reason' });
  const dropped: OrderEvent = { at: context.now, by: context.actor.id, type: 'ChangeDropped', reason: reason.trim() };
  return follow(state, accept([dropped]), (after) => proceed(after, context));
}

/** An approval has ended: the order or its change goes on, or the owner has to revise it. */
export function approvalEnded(
  state: OrderState,
  { approvalId, outcome, endedBy, comment }: CommandOf<'approvalEnded'>,
  context: OrderContext,
): Result {
  if (context.actor.id !== 'system') return reject('NOT_ALLOWED', 'Only the approval itself says how it ended');
  // News of an earlier approval, or the same news twice, changes nothing.
  if (state.approval?.id !== approvalId || state.approval.status !== 'inReview') return accept([]);
  const ended: OrderEvent = {
    at: context.now,
    by: context.actor.id,
    type: 'ApprovalEnded',
    approvalId,
    outcome,
    endedBy,
    comment,
  };
  return follow(state, accept([ended]), (after) => (outcome === 'approved' ? approved(after, context) : accept([])));
}
