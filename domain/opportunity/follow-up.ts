import { addOffset, type Instant, type Offset, type WorkingCalendar } from '../calendar.ts';
import type { Effect, Notice } from '../effects.ts';
import { due, plan, type Rung } from '../ladder.ts';
import { firstOf, type PeopleQuery } from '../people.ts';
import { accept, type Context, type Outcome } from '../process.ts';
import { above } from '../stand-in.ts';
import type { Definition } from '../variant.ts';
import type {
  FollowUpAction,
  FollowUpLadder,
  OpenStage,
  OpportunityEvent,
  OpportunityState,
  OpportunityVariant,
} from './model.ts';

type Ctx = Context<Definition<OpportunityVariant>>;

/** A clock that begins at an instant and is due so long after it. */
export function ladderWithin(
  rungs: readonly Rung<FollowUpAction>[],
  since: Instant,
  within: Offset,
  calendar: WorkingCalendar,
): FollowUpLadder {
  return { ...plan(rungs, addOffset(calendar, since, within), calendar), within };
}

/** The clock of an open stage: due when the next action is, or so long after the last contact if none is planned. */
export function followUpLadder(
  stageName: string,
  dueAt: Instant | undefined,
  { variant, calendar, now }: Pick<Ctx, 'variant' | 'calendar' | 'now'>,
): FollowUpLadder {
  const { ladder, followUpWithin } = variant.stages[stageName] as OpenStage<string>;
  return dueAt === undefined ? ladderWithin(ladder, now, followUpWithin, calendar) : plan(ladder, dueAt, calendar);
}

/** Acts on the rung that has come due: the owner is reminded, or whoever is above them and present is told. */
export function climbLadder(state: OpportunityState, context: Ctx): Outcome<OpportunityEvent> {
  const reached = due(state.ladder, context.now);
  if (!reached) return accept([]);
  const { step, rung } = reached;
  const effects: Effect[] = [];
  const told: string[] = [];
  for (const action of rung.do) {
    const receiver = firstOf(context.directory, receivers(action, state, context))?.id ?? state.owner;
    told.push(receiver);
    effects.push({
      type: 'mail',
      notice: noticeOf[action],
      to: { user: receiver },
      waitId: `w${state.waitNo}`,
      step: `${action}.${step}`,
      details: { owner: state.owner, dueAt: state.ladder.anchor, nextAction: state.nextAction?.what ?? null },
      onlyWhileOpen: true,
    });
  }
  const event = {
    at: context.now,
    by: context.actor.id,
    type: 'FollowUpRungReached',
    step,
    did: rung.do,
    told,
  } as const;
  return accept([event], effects);
}

const noticeOf = {
  remind: 'opportunity.followUpDue',
  escalateToManager: 'opportunity.followUpEscalated',
} as const satisfies Record<FollowUpAction, Notice>;

/** Whom to turn to, first choice first. Somebody who is away or has left is stood in for, at the latest by whoever is above them. */
function receivers(
  action: FollowUpAction,
  { owner, standIn, deal }: OpportunityState,
  { variant }: Ctx,
): PeopleQuery[] {
  if (action === 'escalateToManager') return [...above(owner)];
  const scope = { variant: variant.id, amount: deal.amount };
  return [
    { find: 'person', id: standIn ?? owner },
    { find: 'actingFor', id: owner, scope, except: [] },
    ...above(owner),
  ];
}

/** The same deadlines by a changed calendar; rungs already reached stay reached, and an instant that was given stays. */
export function movedDeadlines(state: OpportunityState, context: Ctx): Outcome<OpportunityEvent> {
  const { rungs, anchor, reached, within } = state.ladder;
  const { calendar } = context;
  const dueAt = within === undefined ? anchor : addOffset(calendar, state.waitSince, within);
  const ladder = { ...plan(rungs, dueAt, calendar, reached), ...(within === undefined ? {} : { within }) };
  const same = dueAt === anchor && ladder.rungs.every((rung, index) => rung.at === rungs[index]?.at);
  return same ? accept([]) : accept([{ at: context.now, by: context.actor.id, type: 'DeadlinesMoved', ladder }]);
}
