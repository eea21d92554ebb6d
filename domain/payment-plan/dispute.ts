import { addWorkdays, hoursOf, instantAt, localTime, workdayOnOrAfter } from '../calendar.ts';
import { reject } from '../errors.ts';
import { subtract } from '../money.ts';
import { firstOf, people } from '../people.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { creditEvents } from './adjust.ts';
import { type Dispute, disputeOutcomes, disputeReasons } from './collection-facts.ts';
import {
  checkAhead,
  checkPart,
  duePart,
  firstRefusal,
  refuseStandstill,
  refuseStranger,
  refuseUnlessFinance,
  requireText,
} from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { hasDueDay, holderOf, openInstalments, outstanding, partOf, presentFor } from './instalment.ts';
import { taskMail } from './mails.ts';
import type { PaymentPlanContext, PaymentPlanState } from './model.ts';
import { settle } from './settle.ts';
import { maySplit, nextPartId } from './split.ts';
import { sameLevel } from './standstill.ts';
import { writeOffRequested } from './write-off.ts';

type Command<Type extends PaymentPlanCommand['type']> = Extract<PaymentPlanCommand, { type: Type }>;

/** A dispute may be open for at most so many calendar days before somebody above has to look at it. */
const longest = 90;
/** Whoever a dispute goes up to has two working days. */
const raisedFor = 2;
/** It goes up so often; after that it stays with whoever holds it, plainly with nothing scheduled. */
const mostRaised = 3;

/** Takes down that the customer disputes an instalment, or a part of it, which is then split off. */
export function openDispute(
  state: PaymentPlanState,
  command: Command<'openDispute'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now, calendar, directory } = context;
  const instalment = duePart(state, command.instalmentId);
  if ('code' in instalment) return instalment;
  const amount = command.amount ?? outstanding(instalment);
  const refused = firstRefusal(
    refuseStranger(state, instalment, context),
    disputeReasons.includes(command.reason) ? undefined : reject('INVALID', 'Unknown reason', { field: 'reason' }),
    checkPart(amount, instalment),
    checkAhead(command.dueOn, 'dueOn', longest, context),
    requireText(command.note, 'note'),
    instalment.promise ? undefined : refuseStandstill(instalment),
  );
  if (refused) return refused;
  const owner = command.owner ?? holderOf(state, instalment);
  if (people(directory, { find: 'person', id: owner }).length === 0) {
    return reject('PERSON_UNAVAILABLE', `${owner} is not active and present`, { field: 'owner' });
  }
  const base = { at: now, by: actor.id };
  const rest = subtract(outstanding(instalment), amount);
  if (rest.minor > 0 && (instalment.fees.length > 0 || !maySplit(state, instalment))) {
    return reject('ILLEGAL_NOW', 'This instalment cannot be split; dispute all of it, or waive its fees first', {
      field: 'amount',
    });
  }
  const into = nextPartIdOrSelf(state, instalment.id, rest.minor > 0);
  const split: readonly PaymentPlanEvent[] =
    rest.minor > 0
      ? [{ ...base, type: 'InstalmentSplit', instalmentId: instalment.id, into, amount, sharesLeft: 0 }]
      : [];
  const day = workdayOnOrAfter(calendar, command.dueOn);
  const dispute: Dispute = {
    reason: command.reason,
    note: command.note.trim(),
    owner,
    since: now,
    openedOn: localTime(calendar, now).date,
    dueAt: instantAt(calendar, day, hoursOf(calendar, day).at(-1)?.[1] ?? 0),
    raised: 0,
  };
  const events: PaymentPlanEvent[] = [...split, { ...base, type: 'DisputeOpened', instalmentId: into, dispute }];
  const after = events.reduce<PaymentPlanState>(evolve, state);
  const disputed = partOf(after, into);
  const told = disputed && owner !== actor.id;
  return accept(
    events,
    told ? [taskMail(after, disputed, owner, 'disputeOpened', `dispute.${now}`, { why: command.reason })] : [],
  );
}

function nextPartIdOrSelf(state: PaymentPlanState, id: string, split: boolean): string {
  const instalment = partOf(state, id);
  return split && instalment ? nextPartId(state, instalment) : id;
}

/** Settles a dispute: with a credit note, with collection going on, or with a write-off that has to be approved. */
export function resolveDispute(
  state: PaymentPlanState,
  command: Command<'resolveDispute'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now, calendar } = context;
  const instalment = duePart(state, command.instalmentId);
  if ('code' in instalment) return instalment;
  const { dispute } = instalment;
  if (!dispute) return reject('ILLEGAL_NOW', `Instalment ${instalment.id} is not disputed`, { field: 'instalmentId' });
  const settles = actor.id === presentFor(state, dispute.owner) ? undefined : refuseStranger(state, null, context);
  const refused = firstRefusal(
    settles,
    disputeOutcomes.includes(command.outcome) ? undefined : reject('INVALID', 'Unknown outcome', { field: 'outcome' }),
    requireText(command.note, 'note'),
    // What is owed is lowered by finance alone, whoever answers for the dispute.
    command.outcome === 'creditNote' ? refuseUnlessFinance(context) : undefined,
    command.outcome === 'creditNote' ? requireText(command.creditNote ?? '', 'creditNote') : undefined,
  );
  if (refused) return refused;
  const on = localTime(calendar, now).date;
  const resolved: PaymentPlanEvent = {
    at: now,
    by: actor.id,
    type: 'DisputeResolved',
    instalmentId: instalment.id,
    outcome: command.outcome,
    note: command.note.trim(),
    on,
    ...sameLevel(instalment, on, context),
  };
  const after = evolve(state, resolved);
  switch (command.outcome) {
    case 'reinstated':
      return accept([resolved]);
    case 'creditNote': {
      const amount = outstanding(instalment);
      const note = { number: command.creditNote ?? '', amount, on, reason: command.note };
      return settle(state, [resolved, ...creditEvents(instalment.id, note, context)], context);
    }
    case 'writeOff': {
      const asked = writeOffRequested(
        after,
        partOf(after, instalment.id) ?? instalment,
        { reason: command.note },
        context,
      );
      return accept([resolved, ...asked.events], asked.effects);
    }
    default:
      return command.outcome satisfies never;
  }
}

/** Hands disputes that nobody has settled in time to the manager of whoever should have. */
export function raiseDisputes(state: PaymentPlanState, context: PaymentPlanContext): Accepted<PaymentPlanEvent> {
  const { actor, now, calendar, directory } = context;
  const late = openInstalments(state)
    .filter(hasDueDay)
    .flatMap((instalment) => (isLate(instalment.dispute, now) ? [{ instalment, dispute: instalment.dispute }] : []));
  const events = late.map(({ instalment, dispute }) => {
    const above = firstOf(directory, [
      { find: 'manager', of: dispute.owner, level: 1 },
      { find: 'role', role: 'manager' },
      { find: 'role', role: 'admin' },
    ]);
    return {
      at: now,
      by: actor.id,
      type: 'DisputeEscalated' as const,
      instalmentId: instalment.id,
      from: dispute.owner,
      to: above?.id ?? dispute.owner,
      dueAt: addWorkdays(calendar, now, raisedFor),
    };
  });
  const after = events.reduce<PaymentPlanState>(evolve, state);
  const mails = events.map(({ instalmentId, to }) => {
    const present = partOf(after, instalmentId) as NonNullable<ReturnType<typeof partOf>>;
    return taskMail(
      after,
      present,
      to,
      'disputeRaised',
      `dispute.${present.dispute?.since}.${present.dispute?.raised}`,
    );
  });
  return accept(events, mails);
}

function isLate(dispute: Dispute | null, now: number): dispute is Dispute {
  return dispute !== null && mayRise(dispute) && dispute.dueAt <= now;
}

/** Whether a dispute goes up by itself when its day comes. */
export function mayRise({ raised }: Dispute): boolean {
  return raised < mostRaised;
}
