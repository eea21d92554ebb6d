import {
  addWorkdays,
  hoursOf,
  type Instant,
  instantAt,
  type LocalDate,
  localTime,
  workdayOnOrAfter,
} from '../calendar.ts';
import { reject } from '../errors.ts';
import { subtract } from '../money.ts';
import { type Accepted, accept, hasRole, type Outcome } from '../process.ts';
import { contactChannels } from './collection-facts.ts';
import {
  checkAhead,
  checkPart,
  duePart,
  firstRefusal,
  refuseStandstill,
  refuseStranger,
  requireText,
} from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { hasDueDay, holderOf, openInstalments, outstanding, partOf } from './instalment.ts';
import { taskMail } from './mails.ts';
import { type PaymentPlanContext, type PaymentPlanState, standardLimits } from './model.ts';
import { personFor } from './offices.ts';
import { goOn } from './standstill.ts';

type RecordPromise = Extract<PaymentPlanCommand, { type: 'recordPromise' }>;

/** A promise is believed until the end of the working day after the one it names. */
function checkAt(on: LocalDate, { calendar, variant }: PaymentPlanContext): Instant {
  const promised = instantAt(calendar, workdayOnOrAfter(calendar, on), variant.sendAt);
  const { date } = localTime(calendar, addWorkdays(calendar, promised, 1));
  return instantAt(calendar, date, hoursOf(calendar, date).at(-1)?.[1] ?? 0);
}

/** Takes a promise to pay down: collection stands still until it is due, a day of grace included. */
export function recordPromise(
  state: PaymentPlanState,
  command: RecordPromise,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now, variant } = context;
  const { promises, promiseDays } = variant.limits ?? standardLimits;
  const instalment = duePart(state, command.instalmentId);
  if ('code' in instalment) return instalment;
  const amount = command.amount ?? outstanding(instalment);
  const refused = firstRefusal(
    refuseStranger(state, instalment, context),
    checkPart(amount, instalment),
    checkAhead(command.on, 'on', promiseDays, context),
    requireText(command.by, 'by'),
    contactChannels.includes(command.channel) ? undefined : reject('INVALID', 'Unknown channel', { field: 'channel' }),
    refuseStandstill(instalment),
  );
  if (refused) return refused;
  const { made } = instalment.promises;
  if (made >= promises && !hasRole(actor, 'manager', 'admin')) {
    return reject('PROMISE_LIMIT', `${made} promises have been taken; a manager may take another one`, {
      field: 'instalmentId',
      facts: { made, limit: promises, broken: instalment.promises.broken },
    });
  }
  const promise = {
    amount,
    on: command.on,
    by: command.by.trim(),
    channel: command.channel,
    madeAt: now,
    recordedBy: actor.id,
    receivedBefore: instalment.received,
    checkAt: checkAt(command.on, context),
  };
  return accept([{ at: now, by: actor.id, type: 'PromiseMade', instalmentId: instalment.id, promise }]);
}

/** Promises that money received has kept: what has come since reaches what was promised. */
export function keptPromises(state: PaymentPlanState, context: PaymentPlanContext): readonly PaymentPlanEvent[] {
  const { actor, now, calendar } = context;
  return openInstalments(state)
    .filter(hasDueDay)
    .flatMap((instalment) => {
      const { promise, received } = instalment;
      if (!promise || subtract(received, promise.receivedBefore).minor < promise.amount.minor) return [];
      const restart = goOn(instalment, localTime(calendar, now).date, context);
      return [{ at: now, by: actor.id, type: 'PromiseKept' as const, instalmentId: instalment.id, ...restart }];
    });
}

/** Promises whose day and grace have passed without the money: collection goes on one level above, at once. */
export function breakPromises(state: PaymentPlanState, context: PaymentPlanContext): Accepted<PaymentPlanEvent> {
  const { actor, now, calendar, directory } = context;
  const broken = openInstalments(state)
    .filter(hasDueDay)
    .filter(({ promise }) => promise !== null && promise.checkAt <= now);
  const events = broken.map((instalment) => {
    const tomorrow = localTime(calendar, addWorkdays(calendar, now, 1)).date;
    const restart = goOn(instalment, tomorrow, context, { atOnce: true });
    return { at: now, by: actor.id, type: 'PromiseBroken' as const, instalmentId: instalment.id, ...restart };
  });
  const after = events.reduce<PaymentPlanState>(evolve, state);
  const mails = broken.map((instalment) => {
    const present = partOf(after, instalment.id) ?? instalment;
    const to = instalment.handedTo ? holderOf(state, instalment) : personFor('remind', state, instalment, directory);
    return taskMail(after, present, to, 'promiseBroken', `promise.${present.promises.made}`, {
      promised: instalment.promise?.on ?? null,
      by: instalment.promise?.by ?? null,
    });
  });
  return accept(events, mails);
}
