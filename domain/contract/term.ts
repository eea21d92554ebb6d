import { addDays, hoursOf, instantAt, type LocalDate, type WorkingCalendar, workdayOnOrBefore } from '../calendar.ts';
import type { Ladder, PlannedRung } from '../ladder.ts';
import type { ContractAction, ContractContext, ContractState, ContractVariant, Term } from './model.ts';

/** A day some months on; the 31st becomes the last day of a shorter month. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

/** The last day of a term of so many months that begins on a day. */
export function lastDay(from: LocalDate, months: number): LocalDate {
  return addDays(addMonths(from, months), -1);
}

/** The last day on which it can still be decided how the contract goes on after its end. */
export function decideBy({ autoRenew, noticeDays }: Term, until: LocalDate): LocalDate {
  return autoRenew ? addDays(until, -noticeDays) : until;
}

/** Closing time of a day, or of the last working day before it when it is a day off. */
function closing(calendar: WorkingCalendar, date: LocalDate): number {
  const worked = workdayOnOrBefore(calendar, date);
  return instantAt(calendar, worked, hoursOf(calendar, worked).at(-1)?.[1] ?? 24 * 60);
}

/**
 * What happens towards the end of a contract: reminders on working days before the last day of decision, then, as its
 * last day is over, the renewal or the end. Once the end is decided nobody is reminded any more. Steps of a ladder under
 * way that have been reached stay so.
 */
export function termLadder(
  { term, until, endDecided }: { term: Term; until: LocalDate; endDecided: boolean },
  { expiry }: Pick<ContractVariant, 'expiry'>,
  calendar: WorkingCalendar,
  reached = 0,
): Ladder<ContractAction> {
  const decision = decideBy(term, until);
  const last: PlannedRung<ContractAction> = {
    after: '0 days',
    at: instantAt(calendar, addDays(until, 1), 0),
    do: [term.autoRenew && !endDecided ? 'renew' : 'expire'],
  };
  const reminders = expiry.ladder.map((rung): PlannedRung<ContractAction> => {
    const day = addDays(decision, Number.parseInt(rung.after, 10));
    return { ...rung, at: instantAt(calendar, workdayOnOrBefore(calendar, day), expiry.remindAt) };
  });
  const anchor = endDecided ? last.at : closing(calendar, decision);
  return { anchor, rungs: endDecided ? [last] : [...reminders, last], reached };
}

/** The term ladder of a contract as it stands. */
export function presentTermLadder(state: ContractState, { variant, calendar }: ContractContext, reached: number) {
  const { term, endReason } = state;
  if (term.until === null) throw new RangeError(`${state.id} is in force without a last day`);
  return termLadder({ term, until: term.until, endDecided: endReason !== null }, variant, calendar, reached);
}
