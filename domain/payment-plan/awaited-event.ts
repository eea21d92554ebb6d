import { addDays, daysBetween, intoWorkingTime, localTime } from '../calendar.ts';
import { type Rejection, reject } from '../errors.ts';
import { allocate, money } from '../money.ts';
import { type Accepted, accept, type EventBase, hasRole, type Outcome } from '../process.ts';
import { termEvents } from '../term-event.ts';
import { isLocalDate } from './check.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { looksAfter, occasion, openInstalments, outstanding } from './instalment.ts';
import { eventMail } from './mails.ts';
import type { Awaiting, Instalment, PaymentPlanContext, PaymentPlanState } from './model.ts';
import { personFor } from './offices.ts';
import { deadlinesFor, nextFollowUp, percentWeight } from './schedule.ts';
import { maySplit, nextPartId } from './split.ts';

type NoteEvent = Extract<PaymentPlanCommand, { type: 'noteEvent' }>;
type Base = Pick<EventBase, 'at' | 'by'>;
type Waiting = Instalment & { readonly awaiting: Awaiting };

/** An event lies at most this many days ahead or back: a mistyped year is caught. */
const farthest = 3_660;

const isWaiting = (instalment: Instalment): instalment is Waiting => instalment.awaiting !== null;

function checkEvent({ event, on, share, reference }: NoteEvent, context: PaymentPlanContext): Rejection | undefined {
  const invalid = (field: string, message: string) => reject('INVALID', message, { field });
  if (!termEvents.includes(event) || (event as string) === 'start') {
    return invalid('event', `"${event}" is none of ${termEvents.slice(1).join(', ')}`);
  }
  if (!isLocalDate(on)) return invalid('on', `"${on}" is no day; write for example 2026-09-30`);
  if (Math.abs(daysBetween(localTime(context.calendar, context.now).date, on)) > farthest) {
    return invalid('on', `${on} is more than ten years away`);
  }
  if (share !== undefined && (!(share > 0) || share > 100 || Math.abs(share * 100 - percentWeight(share)) > 1e-6)) {
    return invalid('share', `A share is above 0 and up to 100 percent, with at most two decimals, not ${share}`);
  }
  if (reference !== undefined && reference.trim() === '') return invalid('reference', 'The reference is blank');
  return undefined;
}

/** Splits off the part of an instalment that goes on waiting when `share` of the whole falls due. */
function splitShare(
  state: PaymentPlanState,
  instalment: Waiting,
  share: number,
  base: Base,
): readonly PaymentPlanEvent[] {
  const { amount, awaiting } = instalment;
  const weight = Math.min(percentWeight(share), awaiting.sharesLeft);
  const [, later = amount] = allocate(amount, [weight, awaiting.sharesLeft - weight]);
  const rest = money(Math.min(later.minor, outstanding(instalment).minor), amount.currency);
  if (rest.minor === 0) return [];
  const into = nextPartId(state, instalment);
  const sharesLeft = awaiting.sharesLeft - weight;
  return [{ ...base, type: 'InstalmentSplit', instalmentId: instalment.id, into, amount: rest, sharesLeft }];
}

/** Gives a due day to what has been waiting for an event that has now happened, or to a share of it. */
export function noteEvent(
  state: PaymentPlanState,
  command: NoteEvent,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now } = context;
  const mayNote =
    actor.id === 'system' || looksAfter(state, actor.id) || hasRole(actor, 'finance', 'sales-ops', 'admin');
  if (!mayNote) return reject('NOT_ALLOWED', "Only the plan's owner, finance, sales ops or an admin may note an event");
  const refused = checkEvent(command, context);
  if (refused) return refused;
  const { event, on, share = null } = command;
  const reference = command.reference?.trim() ?? null;
  if (reference !== null && state.occasions.includes(occasion({ event, reference }))) return accept([]);
  const waiting = openInstalments(state)
    .filter(isWaiting)
    .filter(({ awaiting }) => awaiting.event === event);
  if (waiting.length === 0) return accept([]);
  const base: Base = { at: now, by: actor.id };
  if (share !== null && !waiting.every((instalment) => maySplit(state, instalment))) {
    return reject('ILLEGAL_NOW', 'An instalment has been split too often; note the rest of the event without a share');
  }
  const splits = share === null ? [] : waiting.flatMap((instalment) => splitShare(state, instalment, share, base));
  const noted: PaymentPlanEvent = {
    ...base,
    type: 'EventNoted',
    event,
    on,
    share,
    reference,
    released: waiting.map(({ id, awaiting }) => {
      const agreedDueOn = addDays(on, awaiting.dueDays);
      return { instalmentId: id, agreedDueOn, ...deadlinesFor(agreedDueOn, context) };
    }),
  };
  return accept([...splits, noted]);
}

/** Asks the owner about events that have not been noted for a while, so that no instalment is forgotten. */
export function askForEvents(state: PaymentPlanState, context: PaymentPlanContext): Accepted<PaymentPlanEvent> {
  const { now, calendar, actor, directory } = context;
  const overdue = openInstalments(state)
    .filter(isWaiting)
    .filter(({ awaiting }) => awaiting.followUpAt <= now);
  if (overdue.length === 0) return accept([]);
  const base = { at: now, by: actor.id, type: 'EventAskedFor' as const };
  const opening = intoWorkingTime(calendar, now);
  if (opening > now) return accept(overdue.map(({ id }) => ({ ...base, instalmentId: id, of: null, nextAt: opening })));
  const asked = overdue.map((instalment) => ({ instalment, of: personFor('remind', state, instalment, directory) }));
  const nextAt = nextFollowUp(context);
  return accept(
    asked.map(({ instalment, of }) => ({ ...base, instalmentId: instalment.id, of, nextAt })),
    asked.map(({ instalment, of }) => eventMail(state, instalment, of)),
  );
}
