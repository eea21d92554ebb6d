import {
  addDays,
  addOffset,
  hoursOf,
  type Instant,
  instantAt,
  intoWorkingTime,
  type LocalDate,
  localTime,
  type Offset,
  workdayOnOrAfter,
} from '../calendar.ts';
import { type Ladder, plan, type Rung } from '../ladder.ts';
import { allocate, type Currency, type Money, zero } from '../money.ts';
import type { LaterEvent } from '../term-event.ts';
import {
  type CollectionAction,
  type CollectionLadder,
  customerActions,
  type Deadlines,
  type Instalment,
  type PaymentPlanContext,
  type PaymentPlanInput,
} from './model.ts';

/** New deadlines of one instalment. */
export type Moved = Deadlines & { readonly instalmentId: string };

/** Percentages may have two decimals; in hundredths they are whole weights. */
export const percentWeight = (percent: number): number => Math.round(percent * 100);

/** A part of a plan at its beginning: with its due day, or the event that will give it one. */
export interface Part {
  readonly label: string;
  readonly amount: Money;
  readonly dueOn: LocalDate | null;
  readonly awaits: { readonly event: LaterEvent; readonly dueDays: number } | null;
}

/** The parts of a plan; terms share out the total exactly and count their days from today or from a later event. */
export function partsOf(input: PaymentPlanInput, { now, calendar }: PaymentPlanContext): readonly Part[] {
  if (input.instalments) return input.instalments.map((part) => ({ ...part, awaits: null }));
  const terms = input.terms ?? [];
  const { date: today } = localTime(calendar, now);
  const amounts = allocate(
    input.total,
    terms.map(({ percent }) => percentWeight(percent)),
  );
  return terms.map(({ label, dueDays, from = 'start' }, index) => ({
    label,
    amount: amounts[index] ?? zero(input.total.currency),
    ...(from === 'start'
      ? { dueOn: addDays(today, dueDays), awaits: null }
      : { dueOn: null, awaits: { event: from, dueDays } }),
  }));
}

const workdaysOf = (after: string): number => Number.parseInt(after, 10);

/**
 * Puts instants to the steps of a ladder, and to the showing of those that write sternly enough to be seen first. To
 * plan a ladder under way anew, give its own steps and how many of them are reached.
 */
export function planSteps(
  rungs: readonly Rung<CollectionAction>[],
  anchor: Instant,
  reached: number,
  { calendar, variant }: Pick<PaymentPlanContext, 'calendar' | 'variant'>,
): CollectionLadder {
  const { preview } = variant;
  const ladder = plan(rungs, anchor, calendar, reached);
  if (!preview) return ladder;
  const shown = ladder.rungs.map((rung, index) => {
    const level = ladder.rungs.slice(0, index + 1).filter(({ after }) => workdaysOf(after) > 0).length;
    const writes = rung.do.some((action) => customerActions.some((known) => known === action));
    if (!writes || level < preview.fromLevel) return rung;
    return { ...rung, showAt: addOffset(calendar, rung.at, `-${workdaysOf(preview.ahead)} workdays` as Offset) };
  });
  return { ...ladder, rungs: shown };
}

/**
 * Puts an agreed due day and its ladder on working days. Steps already reached stay reached. `clockFrom` is the day
 * the ladder counts from where that is not the due day.
 */
export function deadlinesFor(
  agreedDueOn: LocalDate,
  { calendar, variant }: Pick<PaymentPlanContext, 'calendar' | 'variant'>,
  { reached = 0, clockFrom = null }: { reached?: number; clockFrom?: LocalDate | null } = {},
): Deadlines {
  const dueOn = workdayOnOrAfter(calendar, agreedDueOn);
  const closing = hoursOf(calendar, dueOn).at(-1)?.[1] ?? 0;
  return {
    dueOn,
    dueAt: instantAt(calendar, dueOn, closing),
    ladder: planSteps(variant.ladder, instantAt(calendar, clockFrom ?? dueOn, variant.sendAt), reached, {
      calendar,
      variant,
    }),
  };
}

/** When the owner is asked next about an event that has not happened. */
export function nextFollowUp({ now, calendar, variant }: PaymentPlanContext): Instant {
  const { date } = localTime(calendar, addOffset(calendar, now, variant.eventFollowUp ?? '10 workdays'));
  return instantAt(calendar, date, variant.sendAt);
}

const noDeadlines = { dueOn: null, dueAt: null, ladder: { anchor: 0, rungs: [], reached: 0 } } as const;

/** An instalment to which nothing has happened yet. */
function untouched(currency: Currency) {
  const none = zero(currency);
  return {
    received: none,
    difference: none,
    credited: none,
    creditNotes: [],
    writtenOff: none,
    keptUntil: null,
    fees: [],
    clockFrom: null,
    promise: null,
    promises: { made: 0, kept: 0, broken: 0 },
    pause: null,
    dispute: null,
    disputed: [],
    writeOff: null,
    writeOffs: 0,
    suspicion: null,
    clearedStep: 0,
    escalation: null,
    previewedStep: 0,
    letterNote: null,
    handedTo: null,
    unreached: false,
    paidAt: null,
    cancelledAt: null,
  };
}

/** The instalments a new plan begins with. */
export function schedule(parts: readonly Part[], context: PaymentPlanContext): readonly Instalment[] {
  return parts.map(({ label, amount, dueOn, awaits }, index) => ({
    id: `i${index + 1}`,
    number: index + 1,
    label,
    amount,
    awaiting: awaits && { ...awaits, followUpAt: nextFollowUp(context), asked: 0, sharesLeft: 10_000 },
    agreedDueOn: dueOn,
    ...(dueOn === null ? noDeadlines : deadlinesFor(dueOn, context)),
    ...untouched(amount.currency),
  }));
}

function sameLadder(a: Ladder<CollectionAction>, b: Ladder<CollectionAction>): boolean {
  return a.rungs.length === b.rungs.length && a.rungs.every((rung, index) => rung.at === b.rungs[index]?.at);
}

/** The deadlines of open instalments that another working calendar moves. */
export function movedByCalendar(open: readonly Instalment[], context: PaymentPlanContext): readonly Moved[] {
  return open.flatMap((instalment) => {
    if (instalment.agreedDueOn === null) return [];
    const deadlines = deadlinesFor(instalment.agreedDueOn, context, {
      reached: instalment.ladder.reached,
      clockFrom: instalment.clockFrom,
    });
    const same = deadlines.dueAt === instalment.dueAt && sameLadder(deadlines.ladder, instalment.ladder);
    return same ? [] : [{ instalmentId: instalment.id, ...deadlines }];
  });
}

/** Puts a step that has come due outside opening hours off until they begin, and passes over the ones below it. */
export function putOff(
  { id, dueOn, dueAt, ladder }: Instalment & Deadlines,
  step: number,
  { now, calendar }: Pick<PaymentPlanContext, 'now' | 'calendar'>,
): Moved {
  const opening = intoWorkingTime(calendar, now);
  const rungs = ladder.rungs.map((rung, index) => (index === step - 1 ? { ...rung, at: opening } : rung));
  return { instalmentId: id, dueOn, dueAt, ladder: { ...ladder, rungs, reached: step - 1 } };
}
