import { addOffset, instantAt, type LocalDate, localTime, workdayOnOrAfter } from '../calendar.ts';
import type { Restart } from './events.ts';
import type { Deadlines, Instalment, PaymentPlanContext } from './model.ts';
import { planSteps } from './schedule.ts';

type Clock = Pick<PaymentPlanContext, 'calendar' | 'variant'>;

const workdaysOf = (after: string): number => Number.parseInt(after, 10);

const sameClock = ({ clockFrom, ladder }: Instalment): Restart => ({ clockFrom, ladder });

/** Counts the ladder anew, so that a step which comes `workdays` after the due day comes on `day`. */
function countedAnew(
  { ladder }: Instalment,
  reached: number,
  day: LocalDate,
  workdays: number,
  { calendar, variant }: Clock,
): Restart {
  const onDay = instantAt(calendar, day, variant.sendAt);
  const anchor = addOffset(calendar, onDay, `${-workdays} workdays`);
  const clockFrom = localTime(calendar, anchor).date;
  const from = instantAt(calendar, clockFrom, variant.sendAt);
  return { clockFrom, ladder: planSteps(ladder.rungs, from, reached, { calendar, variant }) };
}

/** How many steps lie behind on `day`: reminders that something will be due make no sense once it is. */
function behind({ dueOn, ladder }: Instalment & Deadlines, day: LocalDate): number {
  if (day <= dueOn) return ladder.reached;
  const moot = ladder.rungs.findIndex(({ after }, index) => index >= ladder.reached && workdaysOf(after) > 0);
  return moot < 0 ? ladder.rungs.length : moot;
}

/**
 * Goes on where collection stood: the next step comes on the first working day from `from` on, or on its own day where
 * that is later, and those after it keep their distance. Whatever has passed meanwhile is not made up for, so that
 * nobody is taken to finance for the days on which we had agreed to wait. `atOnce`: on that day even if its own is later.
 */
export function goOn(
  instalment: Instalment & Deadlines,
  from: LocalDate,
  clock: Clock,
  { atOnce = false }: { atOnce?: boolean } = {},
): Restart {
  const day = workdayOnOrAfter(clock.calendar, from);
  const reached = behind(instalment, day);
  const next = instalment.ladder.rungs[reached];
  if (!next) return { ...sameClock(instalment), ladder: { ...instalment.ladder, reached } };
  const own = localTime(clock.calendar, next.at).date;
  if (own > day && !atOnce) return { ...sameClock(instalment), ladder: { ...instalment.ladder, reached } };
  return countedAnew(instalment, reached, day, workdaysOf(next.after), clock);
}

/** Begins the level anew at which collection stood: the time until the next step counts from `from`. */
export function sameLevel(instalment: Instalment & Deadlines, from: LocalDate, clock: Clock): Restart {
  const day = workdayOnOrAfter(clock.calendar, from);
  const reached = behind(instalment, day);
  const last = instalment.ladder.rungs[instalment.ladder.reached - 1];
  const workdays = last ? Math.max(0, workdaysOf(last.after)) : 0;
  if (day <= instalment.dueOn) return sameClock(instalment);
  return countedAnew(instalment, reached, day, workdays, clock);
}
