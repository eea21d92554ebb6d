import { type Instant, intoWorkingTime } from '../calendar.ts';
import { due } from '../ladder.ts';
import type { Directory, UserId } from '../people.ts';
import { type Accepted, accept, type EventBase } from '../process.ts';
import { evolve } from './evolve.ts';
import { hasDueDay, holderOf, openInstalments, reachable } from './instalment.ts';
import { customerMail, type Letter, type Report, reportMails } from './mails.ts';
import {
  type CollectionAction,
  type CustomerAction,
  customerActions,
  type Deadlines,
  type Instalment,
  type InternalAction,
  type PaymentPlanContext,
  type PaymentPlanEvent,
  type PaymentPlanState,
} from './model.ts';
import { personFor } from './offices.ts';
import { putOff } from './schedule.ts';

type Base = Pick<EventBase, 'at' | 'by'>;

/** The highest step that has come due on an instalment's ladder. */
interface Reached {
  readonly instalment: Instalment & Deadlines;
  readonly step: number;
  readonly skipped: number;
  readonly did: readonly CollectionAction[];
}

/** A step with the messages it asks for. */
interface Step extends Reached {
  readonly letters: readonly Letter[];
  readonly reports: readonly Report[];
}

const isForCustomer = (action: CollectionAction): action is CustomerAction =>
  customerActions.some((known) => known === action);
const isInternal = (action: CollectionAction): action is InternalAction => !isForCustomer(action);

function reachedSteps(state: PaymentPlanState, now: Instant): readonly Reached[] {
  return openInstalments(state)
    .filter(hasDueDay)
    .flatMap((instalment) => {
      const reached = due(instalment.ladder, now);
      return reached ? [{ instalment, step: reached.step, skipped: reached.skipped, did: reached.rung.do }] : [];
    });
}

function withMessages(reached: Reached, state: PaymentPlanState, directory: Directory): Step {
  const { instalment, step, did } = reached;
  const to = (action: InternalAction) => personFor(action, state, instalment, directory);
  const letters = did.filter(isForCustomer).map((action) => ({ instalment, step, action }));
  const unsent = reachable(state.contact) ? [] : letters;
  const reports: readonly Report[] = [
    ...did.filter(isInternal).map((reason) => ({ instalment, step, to: to(reason), reason, unsent: null })),
    ...unsent.map(({ action }) => ({
      instalment,
      step,
      to: to('remind'),
      reason: 'noAddress' as const,
      unsent: action,
    })),
  ];
  return { ...reached, letters, reports };
}

const takesOver = { escalateToFinance: 'finance', escalateToLegal: 'legal' } as const;

function handovers({ instalment, reports }: Step, state: PaymentPlanState, base: Base): readonly PaymentPlanEvent[] {
  let from: UserId = holderOf(state, instalment);
  return reports.flatMap(({ reason, to }) => {
    if (reason !== 'escalateToFinance' && reason !== 'escalateToLegal') return [];
    const office = takesOver[reason];
    const event: PaymentPlanEvent = {
      ...base,
      type: 'InstalmentHandedOver',
      instalmentId: instalment.id,
      from,
      to,
      office,
    };
    from = to;
    return [event];
  });
}

function eventsOf(step: Step, state: PaymentPlanState, base: Base): readonly PaymentPlanEvent[] {
  const { instalment, skipped, did, letters, reports } = step;
  const wroteTo = letters.length > 0 && reachable(state.contact) ? state.contact.email : null;
  const told = [...new Set(reports.map(({ to }) => to))];
  return [
    { ...base, type: 'RungReached', instalmentId: instalment.id, step: step.step, skipped, did, told, wroteTo },
    ...handovers(step, state, base),
  ];
}

/**
 * Carries out what has come due on the ladders of the open instalments, on each the highest step alone. Outside opening
 * hours, after an outage or at a late start, nothing is done yet and the steps are put off until they begin.
 */
export function chase(state: PaymentPlanState, context: PaymentPlanContext): Accepted<PaymentPlanEvent> {
  const { now, calendar, actor, directory } = context;
  const base: Base = { at: now, by: actor.id };
  const reached = reachedSteps(state, now);
  if (reached.length === 0) return accept([]);
  if (intoWorkingTime(calendar, now) > now) {
    const moved = reached.map(({ instalment, step }) => putOff(instalment, step, context));
    return accept([{ ...base, type: 'DeadlinesMoved', why: 'outsideOpeningHours', moved }]);
  }
  const steps = reached.map((each) => withMessages(each, state, directory));
  const events = steps.flatMap((step) => eventsOf(step, state, base));
  const after = events.reduce<PaymentPlanState>(evolve, state);
  const [letter, ...others] = steps.flatMap(({ letters }) => letters);
  const mails =
    letter && reachable(state.contact) ? [customerMail([letter, ...others], state.contact, after, context)] : [];
  const reports = steps.flatMap((step) => step.reports);
  return accept(events, [...mails, ...reportMails(reports, after, context)]);
}
