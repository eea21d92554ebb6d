import { daysBetween, type Instant, type LocalDate, localTime, type WorkingCalendar } from '../calendar.ts';
import { add, type Money, money, subtract, sum } from '../money.ts';
import type { UserId } from '../people.ts';
import type { LaterEvent } from '../term-event.ts';
import type { Fee } from './collection-facts.ts';
import type { Deadlines, Instalment, PaymentPlanState } from './model.ts';

/** Fees asked for beside the instalment and not waived. */
function claimedFees({ fees, amount }: Instalment): Money {
  return sum(
    fees.filter(({ waived }) => waived === null).map((fee) => fee.amount),
    amount.currency,
  );
}

/** What is still to be paid of an instalment, fees included. The only place where that is computed. */
export function outstanding(instalment: Instalment): Money {
  const { amount, received, difference, credited, writtenOff } = instalment;
  const lessened = [received, difference, credited, writtenOff];
  return lessened.reduce(subtract, add(amount, claimedFees(instalment)));
}

/** What is still to be paid of the instalment itself: money received counts for it first and for its fees last. */
export function principalOutstanding(instalment: Instalment): Money {
  const { minor, currency } = subtract(outstanding(instalment), claimedFees(instalment));
  return money(Math.max(0, minor), currency);
}

export type FeeStatus = 'CLAIMED' | 'WAIVED' | 'PAID';

/** Where a fee stands: paid once the instalment, the fees claimed before it and it are covered. */
export function feeStatus(instalment: Instalment, { id, waived }: Fee): FeeStatus {
  if (waived) return 'WAIVED';
  const claimed = instalment.fees.filter((fee) => fee.waived === null);
  const later = claimed.slice(claimed.findIndex((fee) => fee.id === id) + 1);
  const left = outstanding(instalment).minor - later.reduce((whole, { amount }) => whole + amount.minor, 0);
  return left <= 0 ? 'PAID' : 'CLAIMED';
}

export function isOpen(instalment: Instalment): boolean {
  return instalment.cancelledAt === null && outstanding(instalment).minor > 0;
}

/** The instalment of an id. */
export function partOf(state: PaymentPlanState, id: string): Instalment | undefined {
  return state.instalments.find((instalment) => instalment.id === id);
}

/** Whether an instalment has a due day, which it has not while it waits for an event. */
export function hasDueDay<Part extends Instalment>(instalment: Part): instalment is Part & Deadlines {
  return instalment.dueOn !== null;
}

/** Those without a due day come last. */
function byDueDay({ dueOn: a }: Instalment, { dueOn: b }: Instalment): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** Instalments still to be paid, the one due first in front. */
export function openInstalments(state: PaymentPlanState): readonly Instalment[] {
  return state.instalments
    .filter(isOpen)
    .sort((a, b) => byDueDay(a, b) || a.number - b.number || (a.id < b.id ? -1 : 1));
}

/** What is still to be paid of the whole plan. */
export function totalOutstanding(state: PaymentPlanState): Money {
  return sum(openInstalments(state).map(outstanding), state.total.currency);
}

/** How many steps after the due day have been reached; 0 as long as nobody has been chased. */
export function overdueLevel(instalment: Instalment): number {
  const { rungs, reached } = instalment.ladder;
  return rungs.slice(0, reached).filter((rung) => Number.parseInt(rung.after, 10) > 0).length;
}

export const instalmentStatuses = [
  'AWAITING_EVENT',
  'SCHEDULED',
  'DUE',
  'OVERDUE',
  'PROMISED',
  'DISPUTED',
  'PAUSED',
  'PAID',
  'WRITTEN_OFF',
  'CANCELLED',
] as const;

/** `level` counts the ladder steps reached since the due day; it stays while collection stands still. */
export interface InstalmentStatus {
  readonly status: (typeof instalmentStatuses)[number];
  readonly level: number;
}

function statusOf(instalment: Instalment, now: Instant, calendar: WorkingCalendar): InstalmentStatus['status'] {
  const { received, writtenOff, cancelledAt, dispute, promise, pause, dueOn } = instalment;
  if (outstanding(instalment).minor === 0) {
    if (writtenOff.minor > 0) return 'WRITTEN_OFF';
    return received.minor > 0 ? 'PAID' : 'CANCELLED';
  }
  if (cancelledAt !== null) return 'CANCELLED';
  if (dispute) return 'DISPUTED';
  if (promise) return 'PROMISED';
  if (pause) return 'PAUSED';
  if (dueOn === null) return 'AWAITING_EVENT';
  const { date: today } = localTime(calendar, now);
  if (today < dueOn) return 'SCHEDULED';
  return today === dueOn ? 'DUE' : 'OVERDUE';
}

/** Where an instalment stands at a moment. */
export function instalmentStatus(instalment: Instalment, now: Instant, calendar: WorkingCalendar): InstalmentStatus {
  return { status: statusOf(instalment, now, calendar), level: overdueLevel(instalment) };
}

/** Whether collection stands still by agreement or decision, until that ends. */
export function isFrozen({ dispute, promise, pause, writeOff }: Instalment): boolean {
  return [dispute, promise, pause, writeOff].some((halt) => halt !== null);
}

/** Whether nobody is chased at present: collection is frozen, or the customer may have paid. */
export function standsStill(instalment: Instalment): boolean {
  return isFrozen(instalment) || instalment.suspicion !== null;
}

/** Calendar days since the due day, 0 until it has passed. */
export function daysLate(instalment: Instalment, today: LocalDate): number {
  return instalment.dueOn === null ? 0 : Math.max(0, daysBetween(instalment.dueOn, today));
}

/** Whose it is by right to get it paid: the plan's owner until finance or legal has taken over. */
export function accountableFor(state: PaymentPlanState, instalment: Instalment): UserId {
  return instalment.handedTo?.user ?? state.owner;
}

/** Who answers in a person's place: that person, or whoever stands in. */
export function presentFor(state: PaymentPlanState, user: UserId): UserId {
  return state.standIns?.[user] ?? user;
}

/** Whether a plan is somebody's to look after now: its owner's, or whoever stands in for the owner. */
export function looksAfter(state: PaymentPlanState, user: UserId | 'system'): boolean {
  return user === state.owner || user === presentFor(state, state.owner);
}

/** Who answers for getting it paid: whoever it is by right, or who stands in while that person is away. */
export function holderOf(state: PaymentPlanState, instalment: Instalment): UserId {
  return presentFor(state, accountableFor(state, instalment));
}

/** The number a person knows the instalment by, such as `C-102/2`, or `C-102/2b` for a part split off it. */
export function instalmentNumber(state: PaymentPlanState, instalment: Instalment): string {
  return `${state.reference}/${instalment.id.slice(1)}`;
}

/** How an occasion of an awaited event is remembered. */
export function occasion({ event, reference }: { event: LaterEvent; reference: string | null }): string {
  return `${event}/${reference}`;
}

/** Whether the customer can be written to. */
export function reachable(contact: PaymentPlanState['contact']): contact is NonNullable<PaymentPlanState['contact']> {
  return contact !== null && contact.email.trim() !== '';
}
