import { addOffset, type Instant, type Offset } from './calendar.ts';
import { due, type Ladder, plan, type Rung, upcoming } from './ladder.ts';
import { type Directory, firstOf, people, presenceOf, type Role, type UserId } from './people.ts';
import type { Context } from './process.ts';
import { above, lastResort } from './stand-in.ts';
import type { NextStep } from './wait.ts';

/** What happens by itself while a person of an office has not done what waits for them. */
export type DeskAction = 'remind' | 'escalateToManager';

/** How long an office may take for something, and what happens by itself from then on, as a variant says it. */
export interface DeskRules {
  readonly within: Offset;
  /** Counted from the deadline. */
  readonly ladder: readonly Rung<DeskAction>[];
}

/** Something one person of an office has to do, with its clock: due when the ladder's anchor is reached. */
export interface DeskTask {
  readonly holder: UserId;
  readonly since: Instant;
  readonly ladder: Ladder<DeskAction>;
}

/** A step of a task's ladder that has come due, and whom it tells. */
export interface DeskStep {
  /** Counted from 1. */
  readonly step: number;
  readonly did: readonly DeskAction[];
  /** One person for each action, in the same order. */
  readonly told: readonly UserId[];
}

type Ctx = Pick<Context<unknown>, 'now' | 'calendar'>;

/** A task that begins now. */
export function taskFor(holder: UserId, rules: DeskRules, { now, calendar }: Ctx): DeskTask {
  return { holder, since: now, ladder: plan(rules.ladder, addOffset(calendar, now, rules.within), calendar) };
}

/**
 * Who of an office takes something on: the person asked for when present, else one of those present, the same one for
 * the same `key`, so that work spreads over the office. Undefined when nobody who could answer for it is there.
 */
export function officerFor(
  office: Role,
  key: string,
  directory: Directory,
  preferred: UserId | null = null,
): UserId | undefined {
  if (preferred !== null) {
    const [asked] = people(directory, { find: 'person', id: preferred });
    if (asked) return asked.id;
  }
  const present = people(directory, { find: 'role', role: office });
  const mixed = [...key].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
  const chosen = present[mixed % Math.max(1, present.length)];
  return (chosen ?? firstOf(directory, lastResort))?.id;
}

/** The step that has come due, or undefined. A holder who is away is stood in for by whoever is above them. */
export function stepOf({ ladder, holder }: DeskTask, now: Instant, directory: Directory): DeskStep | undefined {
  const reached = due(ladder, now);
  if (!reached) return undefined;
  const told = reached.rung.do.map((action) => {
    const asked = action === 'remind' ? [{ find: 'person', id: holder } as const, ...above(holder)] : above(holder);
    return firstOf(directory, asked)?.id ?? holder;
  });
  return { step: reached.step, did: reached.rung.do, told };
}

/** The same deadline by another working calendar; steps that were reached stay reached. Undefined when nothing moves. */
export function movedTask(task: DeskTask, { calendar }: Pick<Ctx, 'calendar'>): DeskTask | undefined {
  const { rungs, anchor, reached } = task.ladder;
  const ladder = plan(rungs, anchor, calendar, reached);
  return ladder.rungs.every((rung, index) => rung.at === rungs[index]?.at) ? undefined : { ...task, ladder };
}

/** What happens by itself next. */
export function nextOf({ ladder, holder }: DeskTask): NextStep | null {
  const rung = upcoming(ladder);
  const what = rung?.do[0];
  if (!rung || !what) return null;
  return { at: rung.at, what, who: what === 'remind' ? { user: holder } : { office: 'manager' } };
}

/** Why a task has passed to somebody else. */
export type HandoverCause = 'assigned' | 'away' | 'left';

/** Who takes a task over whose holder is no longer there; undefined while the holder is, or nobody else is either. */
export function successorFor(
  { holder }: DeskTask,
  office: Role | null,
  key: string,
  directory: Directory,
): { readonly to: UserId; readonly cause: HandoverCause } | undefined {
  const presence = presenceOf(directory, holder);
  if (presence === 'present') return undefined;
  const to = office ? officerFor(office, key, directory) : firstOf(directory, above(holder))?.id;
  return to === undefined || to === holder ? undefined : { to, cause: presence };
}
