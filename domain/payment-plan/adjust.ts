import type { LocalDate } from '../calendar.ts';
import { reject } from '../errors.ts';
import { type Money, money, subtract } from '../money.ts';
import { accept, type Outcome } from '../process.ts';
import { spread } from './allocation.ts';
import { checkAmount, isLocalDate } from './check.ts';
import type { Fee } from './collection-facts.ts';
import { checkPart, duePart, firstRefusal, openPart, refuseUnlessFinance, requireText } from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { feeStatus, isOpen, openInstalments, outstanding, partOf } from './instalment.ts';
import type { Allocation, PaymentPlanContext, PaymentPlanState } from './model.ts';
import { keptPromises } from './promise.ts';
import { settle } from './settle.ts';

type Command<Type extends PaymentPlanCommand['type']> = Extract<PaymentPlanCommand, { type: Type }>;

/** More fees than this on one instalment are a mistake; a plan travels whole with its process. */
const mostFees = 50;

interface NewCreditNote {
  readonly number: string;
  readonly amount: Money;
  readonly on: LocalDate;
  readonly reason: string;
}

export function creditEvents(
  instalmentId: string,
  { number, amount, on, reason }: NewCreditNote,
  { actor, now }: PaymentPlanContext,
): readonly PaymentPlanEvent[] {
  const note = { number: number.trim(), amount, on, reason: reason.trim() };
  return [{ at: now, by: actor.id, type: 'CreditNoted', instalmentId, ...note }];
}

/** Lowers what is owed by a credit note. The same number again changes nothing. */
export function creditNote(
  state: PaymentPlanState,
  command: Command<'creditNote'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const number = command.number.trim();
  const known = state.instalments.flatMap((part) => part.creditNotes).find((note) => note.number === number);
  const refused = firstRefusal(
    refuseUnlessFinance(context),
    requireText(command.number, 'number'),
    requireText(command.reason, 'reason', 'REASON_REQUIRED'),
    isLocalDate(command.on) ? undefined : reject('INVALID', `"${command.on}" is no day`, { field: 'on' }),
  );
  if (refused) return refused;
  if (command.instalmentId === undefined) return known ? accept([]) : creditWhole(state, command, context);
  if (known) {
    if (known.amount.minor === command.amount.minor) return accept([]);
    return reject('INVALID', `Credit note ${number} is on record with another amount`, { field: 'number' });
  }
  const instalment = openPart(state, command.instalmentId);
  if ('code' in instalment) return instalment;
  return checkPart(command.amount, instalment) ?? settle(state, creditEvents(instalment.id, command, context), context);
}

/** Takes a credit note off what is open, the part due last first: it is the one the customer has paid least of. */
function creditWhole(
  state: PaymentPlanState,
  command: NewCreditNote,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { amount } = command;
  const refused = checkAmount(amount, 'amount');
  if (refused) return refused;
  if (amount.currency !== state.total.currency) {
    return reject('CURRENCY_MISMATCH', `The plan is in ${state.total.currency}, not in ${amount.currency}`, {
      field: 'amount.currency',
    });
  }
  const parts: PaymentPlanEvent[] = [];
  let left = amount.minor;
  for (const instalment of [...openInstalments(state)].reverse()) {
    const part = Math.min(left, outstanding(instalment).minor);
    if (part === 0) break;
    left -= part;
    parts.push(...creditEvents(instalment.id, { ...command, amount: money(part, amount.currency) }, context));
  }
  return settle(state, parts, context);
}

/** Asks for interest or a fee beside an instalment. It is a line of its own that paying the instalment does not settle. */
export function claimFee(
  state: PaymentPlanState,
  { instalmentId, amount, why, reason }: Command<'claimFee'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now } = context;
  const instalment = duePart(state, instalmentId);
  if ('code' in instalment) return instalment;
  const refused = firstRefusal(
    refuseUnlessFinance(context),
    checkAmount(amount, 'amount'),
    amount.currency === state.total.currency
      ? undefined
      : reject('CURRENCY_MISMATCH', `The plan is in ${state.total.currency}`, { field: 'amount.currency' }),
    requireText(reason, 'reason', 'REASON_REQUIRED'),
    instalment.fees.length < mostFees ? undefined : reject('ILLEGAL_NOW', `An instalment has at most ${mostFees} fees`),
  );
  if (refused) return refused;
  const id = `f${instalment.fees.length + 1}`;
  const fee: Fee = { id, amount, why, reason: reason.trim(), claimedAt: now, waived: null };
  return accept([{ at: now, by: actor.id, type: 'FeeClaimed', instalmentId, fee }]);
}

/** Gives a fee up that has not been paid; a reason is required. */
export function waiveFee(
  state: PaymentPlanState,
  { instalmentId, feeId, reason }: Command<'waiveFee'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const instalment = partOf(state, instalmentId);
  const fee = instalment?.fees.find(({ id }) => id === feeId);
  if (!instalment || !fee) return reject('INVALID', `There is no fee ${feeId}`, { field: 'feeId' });
  const refused = firstRefusal(refuseUnlessFinance(context), requireText(reason, 'reason', 'REASON_REQUIRED'));
  if (refused) return refused;
  if (fee.waived) return accept([]);
  const base = { at: context.now, by: context.actor.id };
  const waived: PaymentPlanEvent = {
    ...base,
    type: 'FeeWaived',
    instalmentId,
    feeId,
    amount: fee.amount,
    reason: reason.trim(),
  };
  if (feeStatus(instalment, fee) === 'PAID' || overpays(evolve(state, waived), instalmentId)) {
    return reject('ILLEGAL_NOW', `Fee ${feeId} has been paid, or partly paid`, { field: 'feeId' });
  }
  return settle(state, [waived], context);
}

/** A fee that is partly paid cannot be waived: money would be left over on the instalment. */
function overpays(state: PaymentPlanState, instalmentId: string): boolean {
  const instalment = partOf(state, instalmentId);
  return (
    instalment !== undefined && instalment.cancelledAt === null && !isOpen(instalment) && minorOpen(instalment) < 0
  );
}

function minorOpen(instalment: Parameters<typeof isOpen>[0]): number {
  const waived = instalment.fees.filter((fee) => fee.waived === null).reduce((all, fee) => all + fee.amount.minor, 0);
  const { amount, received, difference, credited, writtenOff } = instalment;
  return amount.minor + waived - received.minor - difference.minor - credited.minor - writtenOff.minor;
}

/** Uses what the customer has paid too much for what is open now. */
export function applyCredit(
  state: PaymentPlanState,
  { instalmentId }: Command<'applyCredit'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const refused = refuseUnlessFinance(context);
  if (refused) return refused;
  const named = instalmentId === undefined ? null : openPart(state, instalmentId);
  if (named && 'code' in named) return named;
  if (state.credit.minor === 0) return reject('ILLEGAL_NOW', 'The customer has no credit on this plan');
  const open = named ? [named] : openInstalments(state);
  const { allocations } = spread(state.credit, open);
  if (allocations.length === 0) return reject('ILLEGAL_NOW', 'Nothing is open that the credit could pay');
  const base = { at: context.now, by: context.actor.id };
  const applied: PaymentPlanEvent = { ...base, type: 'CreditApplied', applied: fromReceipts(state, allocations) };
  const kept = keptPromises(evolve(state, applied), context);
  return settle(state, [applied, ...kept], context);
}

/** Takes the credit from the receipts it came from, the oldest first, so that reversing one of them takes back its part. */
function fromReceipts(state: PaymentPlanState, allocations: readonly Allocation[]) {
  const sources = state.receipts.map(({ bankReference, credit }) => ({ bankReference, left: credit }));
  return allocations.flatMap(({ instalmentId, amount }) => {
    let wanted = amount;
    return sources.flatMap((source) => {
      const part = { minor: Math.min(wanted.minor, source.left.minor), currency: amount.currency };
      if (part.minor === 0) return [];
      wanted = subtract(wanted, part);
      source.left = subtract(source.left, part);
      return [{ bankReference: source.bankReference, instalmentId, amount: part }];
    });
  });
}
