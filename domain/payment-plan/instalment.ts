import { daysBetween, type Instant, type LocalDate, localTime, type WorkingCalendar } from '../calendar.ts';
import { type Money, subtract, sum } from '../money.ts';
import type { UserId } from '../people.ts';
import type { LaterEvent } from '../term-event.ts';
import type { Deadlines, Instalment, PaymentPlanState } from './model.ts';

/** What is still to be paid of an instalment. The only place where that is computed. */
export function outstanding(instalment: Instalment): Money {
  return subtract(subtract(instalment.amount, instalment.received), instalment.difference);
}

export function isOpen(instalment: Instalment): boolean {
  return instalment.cancelledAt === null && outstanding(instalment).minor > 0;
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

export type InstalmentStatus =
  | { readonly status: 'AWAITING_EVENT' | 'SCHEDULED' | 'DUE' | 'PAID' | 'CANCELLED' }
  /** `level` counts the ladder steps reached since the due day. */
  | { readonly status: 'OVERDUE'; readonly level: number };

/** Where an instalment stands at a moment. */
export function instalmentStatus(instalment: Instalment, now: Instant, calendar: WorkingCalendar): InstalmentStatus {
  if (outstanding(instalment).minor === 0) return { status: 'PAID' };
  if (instalment.cancelledAt !== null) return { status: 'CANCELLED' };
  if (instalment.dueOn === null) return { status: 'AWAITING_EVENT' };
  const { date: today } = localTime(calendar, now);
  if (today < instalment.dueOn) return { status: 'SCHEDULED' };
  if (today === instalment.dueOn) return { status: 'DUE' };
  return { status: 'OVERDUE', level: overdueLevel(instalment) };
}

/** Calendar days since the due day, 0 until it has passed. */
export function daysLate(instalment: Instalment, today: LocalDate): number {
  return instalment.dueOn === null ? 0 : Math.max(0, daysBetween(instalment.dueOn, today));
}

/** Whose it is by right to get it paid: the plan's owner until finance or legal has taken over. */
export function accountableFor(state: PaymentPlanState, instalment: Instalment): UserId {
  return instalment.handedTo?.user ?? state.owner;
}

/** Who answers for getting it paid: whoever it is by right, or who stands in while that person is away. */
export function holderOf(state: PaymentPlanState, instalment: Instalment): UserId {
  const accountable = accountableFor(state, instalment);
  return state.standIns?.[accountable] ?? accountable;
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
