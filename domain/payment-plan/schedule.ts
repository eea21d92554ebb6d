import {
  addDays,
  hoursOf,
  instantAt,
  intoWorkingTime,
  type LocalDate,
  localTime,
  workdayOnOrAfter,
} from '../calendar.ts';
import type { InstalmentInput } from '../deal.ts';
import { type Ladder, plan } from '../ladder.ts';
import { allocate, zero } from '../money.ts';
import type { CollectionAction, Deadlines, Instalment, PaymentPlanContext, PaymentPlanInput } from './model.ts';

/** New deadlines of one instalment. */
export type Moved = Deadlines & { readonly instalmentId: string };

/** Percentages may have two decimals; in hundredths they are whole weights. */
export const percentWeight = (percent: number): number => Math.round(percent * 100);

/** The parts of a plan with their amounts and due days; terms count their days from today and share out the total exactly. */
export function partsOf(input: PaymentPlanInput, { now, calendar }: PaymentPlanContext): readonly InstalmentInput[] {
  if (input.instalments) return input.instalments;
  const terms = input.terms ?? [];
  const { date: today } = localTime(calendar, now);
  const amounts = allocate(
    input.total,
    terms.map(({ percent }) => percentWeight(percent)),
  );
  return terms.map(({ label, dueDays }, index) => ({
    label,
    amount: amounts[index] ?? zero(input.total.currency),
    dueOn: addDays(today, dueDays),
  }));
}

/** Puts an agreed due day and its ladder on working days. Steps already reached stay reached. */
function deadlinesFor(
  agreedDueOn: LocalDate,
  { calendar, variant }: Pick<PaymentPlanContext, 'calendar' | 'variant'>,
  reached = 0,
): Deadlines {
  const dueOn = workdayOnOrAfter(calendar, agreedDueOn);
  const closing = hoursOf(calendar, dueOn).at(-1)?.[1] ?? 0;
  return {
    dueOn,
    dueAt: instantAt(calendar, dueOn, closing),
    ladder: plan(variant.ladder, instantAt(calendar, dueOn, variant.sendAt), calendar, reached),
  };
}

/** The instalments a new plan begins with. */
export function schedule(parts: readonly InstalmentInput[], context: PaymentPlanContext): readonly Instalment[] {
  return parts.map(({ label, amount, dueOn }, index) => ({
    id: `i${index + 1}`,
    number: index + 1,
    label,
    amount,
    agreedDueOn: dueOn,
    ...deadlinesFor(dueOn, context),
    received: zero(amount.currency),
    difference: zero(amount.currency),
    handedTo: null,
    unreached: false,
    paidAt: null,
    cancelledAt: null,
  }));
}

function sameLadder(a: Ladder<CollectionAction>, b: Ladder<CollectionAction>): boolean {
  return a.rungs.length === b.rungs.length && a.rungs.every((rung, index) => rung.at === b.rungs[index]?.at);
}

/** The deadlines of open instalments that another working calendar moves. */
export function movedByCalendar(open: readonly Instalment[], context: PaymentPlanContext): readonly Moved[] {
  return open.flatMap((instalment) => {
    const deadlines = deadlinesFor(instalment.agreedDueOn, context, instalment.ladder.reached);
    const same = deadlines.dueAt === instalment.dueAt && sameLadder(deadlines.ladder, instalment.ladder);
    return same ? [] : [{ instalmentId: instalment.id, ...deadlines }];
  });
}

/** Puts a step that has come due outside opening hours off until they begin, and passes over the ones below it. */
export function putOff(
  { id, dueOn, dueAt, ladder }: Instalment,
  step: number,
  { now, calendar }: Pick<PaymentPlanContext, 'now' | 'calendar'>,
): Moved {
  const opening = intoWorkingTime(calendar, now);
  const rungs = ladder.rungs.map((rung, index) => (index === step - 1 ? { ...rung, at: opening } : rung));
  return { instalmentId: id, dueOn, dueAt, ladder: { ...ladder, rungs, reached: step - 1 } };
}
