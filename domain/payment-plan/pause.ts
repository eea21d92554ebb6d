import { instantAt, type LocalDate, localTime, workdayOnOrAfter } from '../calendar.ts';
import { reject } from '../errors.ts';
import { people, type UserId } from '../people.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { checkAhead, duePart, firstRefusal, refuseStandstill, refuseStranger, requireText } from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { hasDueDay, openInstalments, standsStill } from './instalment.ts';
import { type PaymentPlanContext, type PaymentPlanState, standardLimits } from './model.ts';
import { goOn } from './standstill.ts';

type Command<Type extends PaymentPlanCommand['type']> = Extract<PaymentPlanCommand, { type: Type }>;

/** Stops collection until a day, on which it goes on by itself. A pause always has an end, a reason and an owner. */
export function pause(
  state: PaymentPlanState,
  { instalmentId, until, reason, owner }: Command<'pause'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now, calendar, variant, directory } = context;
  const named = instalmentId === undefined ? null : duePart(state, instalmentId);
  if (named && 'code' in named) return named;
  const { pauseDays } = variant.limits ?? standardLimits;
  const refused = firstRefusal(
    refuseStranger(state, named, context),
    checkAhead(until, 'until', pauseDays, context),
    requireText(reason, 'reason', 'REASON_REQUIRED'),
    named ? refuseStandstill(named) : undefined,
  );
  if (refused) return refused;
  const answers = owner ?? (actor.id === 'system' ? state.owner : actor.id);
  if (people(directory, { find: 'person', id: answers }).length === 0) {
    return reject('PERSON_UNAVAILABLE', `${answers} is not active and present`, { field: 'owner' });
  }
  const targets = named
    ? [named]
    : openInstalments(state)
        .filter(hasDueDay)
        .filter((part) => !standsStill(part));
  if (targets.length === 0) return reject('ILLEGAL_NOW', 'There is nothing to pause', { field: 'instalmentId' });
  const resumeAt = instantAt(calendar, workdayOnOrAfter(calendar, until), variant.sendAt);
  const begun = { until, resumeAt, reason: reason.trim(), owner: answers as UserId, since: now };
  return accept(
    targets.map(({ id }) => ({ at: now, by: actor.id, type: 'PauseBegun' as const, instalmentId: id, pause: begun })),
  );
}

function ended(state: PaymentPlanState, ids: readonly string[], from: LocalDate, context: PaymentPlanContext) {
  const { actor, now } = context;
  return openInstalments(state)
    .filter(hasDueDay)
    .filter(({ id }) => ids.includes(id))
    .map((instalment) => ({
      at: now,
      by: actor.id,
      type: 'PauseEnded' as const,
      instalmentId: instalment.id,
      ...goOn(instalment, from, context),
    }));
}

/** Ends a pause before its day. */
export function resume(
  state: PaymentPlanState,
  { instalmentId }: Command<'resume'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const instalment = duePart(state, instalmentId);
  if ('code' in instalment) return instalment;
  const refused = refuseStranger(state, instalment, context);
  if (refused) return refused;
  if (!instalment.pause) {
    return reject('ILLEGAL_NOW', `Instalment ${instalmentId} is not paused`, { field: 'instalmentId' });
  }
  return accept(ended(state, [instalmentId], localTime(context.calendar, context.now).date, context));
}

/** Ends pauses whose day has come; the next step then follows in the same moment where its own day has passed. */
export function endPauses(state: PaymentPlanState, context: PaymentPlanContext): Accepted<PaymentPlanEvent> {
  const over = openInstalments(state).filter(({ pause: paused }) => paused !== null && paused.resumeAt <= context.now);
  const ids = over.map(({ id }) => id);
  return accept(ended(state, ids, localTime(context.calendar, context.now).date, context));
}
