import { addOffset, type Instant, intoWorkingTime } from '../calendar.ts';
import type { Effect } from '../effects.ts';
import { due } from '../ladder.ts';
import type { Directory, UserId } from '../people.ts';
import { type Accepted, accept, type EventBase } from '../process.ts';
import { escalated } from './escalation.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { hasDueDay, holderOf, isFrozen, openInstalments, reachable } from './instalment.ts';
import { customerMail, type Letter, previewMail, type Report, reportMails, suspicionMail } from './mails.ts';
import {
  type CollectionAction,
  type CustomerAction,
  customerActions,
  type Deadlines,
  type Instalment,
  type InternalAction,
  type PaymentPlanContext,
  type PaymentPlanState,
} from './model.ts';
import { personFor } from './offices.ts';
import { isUnseen } from './preview.ts';
import { putOff } from './schedule.ts';
import { suspect } from './suspicion.ts';

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

function chaseable(state: PaymentPlanState): readonly (Instalment & Deadlines)[] {
  return openInstalments(state)
    .filter(hasDueDay)
    .filter((instalment) => !isFrozen(instalment));
}

function reachedSteps(state: PaymentPlanState, now: Instant): readonly Reached[] {
  return chaseable(state).flatMap((instalment) => {
    const waits = instalment.suspicion && instalment.suspicion.retryAt > now;
    const reached = waits ? undefined : due(instalment.ladder, now);
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

function eventsOf(step: Step, state: PaymentPlanState, context: PaymentPlanContext): readonly PaymentPlanEvent[] {
  const base: Base = { at: context.now, by: context.actor.id };
  const { instalment, skipped, did, letters, reports } = step;
  const wroteTo = letters.length > 0 && reachable(state.contact) ? state.contact.email : null;
  const told = [...new Set(reports.map(({ to }) => to))];
  return [
    { ...base, type: 'RungReached', instalmentId: instalment.id, step: step.step, skipped, did, told, wroteTo },
    ...handovers(step, state, base),
    ...reports.flatMap(({ reason, to }) => escalated(instalment.id, reason, to, context)),
  ];
}

/**
 * Carries out what has come due on the ladders of the open instalments, on each the highest step alone. Outside opening
 * hours, after an outage or at a late start, nothing is done yet and the steps are put off until they begin.
 */
export function chase(state: PaymentPlanState, context: PaymentPlanContext): Accepted<PaymentPlanEvent> {
  const { now, calendar, actor } = context;
  const base: Base = { at: now, by: actor.id };
  const reached = reachedSteps(state, now);
  if (reached.length === 0) return accept([]);
  if (intoWorkingTime(calendar, now) > now) {
    const moved = reached.map(({ instalment, step }) => putOff(instalment, step, context));
    return accept([{ ...base, type: 'DeadlinesMoved', why: 'outsideOpeningHours', moved }]);
  }
  const { steps, held, heldMails } = holdBack(reached, state, context);
  const events = [...held, ...steps.flatMap((step) => eventsOf(step, state, context))];
  const after = events.reduce<PaymentPlanState>(evolve, state);
  const [letter, ...others] = steps.flatMap(({ letters }) => letters);
  const mails =
    letter && reachable(state.contact) ? [customerMail([letter, ...others], state.contact, after, context)] : [];
  const reports = steps.flatMap((step) => step.reports);
  return accept(events, [...heldMails, ...mails, ...reportMails(reports, after, context)]);
}

/** Steps that are not acted on yet: a letter nobody has seen first, or for which the customer may have paid already. */
function holdBack(reached: readonly Reached[], state: PaymentPlanState, context: PaymentPlanContext) {
  const { now, calendar, directory, variant } = context;
  const base: Base = { at: now, by: context.actor.id };
  const held: PaymentPlanEvent[] = [];
  const heldMails: Effect[] = [];
  const steps = reached.flatMap((each): Step[] => {
    const { instalment, step } = each;
    const whole = withMessages(each, state, directory);
    if (whole.letters.length === 0 || !reachable(state.contact)) return [whole];
    const suspicion = suspect(state, instalment, step, context);
    if (suspicion) {
      held.push({ ...base, type: 'PaymentSuspected', instalmentId: instalment.id, suspicion });
      heldMails.push(suspicionMail(state, instalment, suspicion));
      return [];
    }
    if (!isUnseen(instalment, step) || !variant.preview) return [whole];
    const to = personFor('remind', state, instalment, directory);
    const sendAt = addOffset(calendar, now, variant.preview.ahead);
    held.push({ ...base, type: 'LetterShown', instalmentId: instalment.id, step, to, sendAt });
    heldMails.push(previewMail(state, instalment, to, step, context));
    return [];
  });
  return { steps, held, heldMails };
}
