import type { Effect, StampedEffect } from './effects.ts';
import { reject } from './errors.ts';
import { type Directory, firstOf, people, type UserId } from './people.ts';
import { type Accepted, accept, type Context, type EventBase, hasRole, type Outcome, type Summary } from './process.ts';
import type { Wait } from './wait.ts';

/** A step in the outside world that could not be carried out and now waits for a named person. */
export interface FailedStep {
  readonly effect: StampedEffect;
  readonly cause: string;
  readonly since: number;
  readonly holder: UserId;
}

export type RepairEvent = EventBase &
  (
    | { readonly type: 'StepFailed'; readonly effect: StampedEffect; readonly cause: string; readonly holder: UserId }
    | { readonly type: 'StepRetried'; readonly key: string }
    | { readonly type: 'StepAbandoned'; readonly key: string; readonly reason: string }
    | { readonly type: 'StepHandedOver'; readonly key: string; readonly from: UserId; readonly to: UserId }
  );

/** `stepFailed` is the shell's own; the other two are what a person does about it. */
export type RepairCommand =
  | { readonly type: 'stepFailed'; readonly effect: StampedEffect; readonly cause: string }
  | { readonly type: 'retryStep'; readonly key: string }
  | { readonly type: 'abandonStep'; readonly key: string; readonly reason: string };

const waitIdOf = (effect: StampedEffect): string => `step.${effect.key}`;

/** What a failed step waits for. Nothing is scheduled: it stays until somebody settles it. */
export function repairWait(processId: string, { effect, since, holder }: FailedStep, summary: Summary): Wait {
  const { title, customer, amount } = summary;
  return {
    id: waitIdOf(effect),
    on: 'person',
    action: 'step.repair',
    holder,
    openedAt: since,
    dueAt: null,
    next: null,
    subject: { number: processId, title, customer, amount },
  };
}

/** Who takes care of a step that failed, and what becomes of it. */
export function decideRepair(
  failures: readonly FailedStep[],
  owner: UserId,
  command: RepairCommand,
  context: Context<unknown>,
): Outcome<RepairEvent> {
  const base = { at: context.now, by: context.actor.id };
  if (command.type === 'stepFailed') return stepFailed(owner, command, context);
  const { key } = command;
  const failed = failures.find(({ effect }) => effect.key === key);
  if (!failed) return reject('UNKNOWN_STEP', `No failed step has the key ${key}`, { field: 'key' });
  if (context.actor.id !== failed.holder && !hasRole(context.actor, 'admin', 'sales-ops')) {
    return reject('NOT_HOLDER', 'Only the person who holds the failed step, sales ops or an admin may settle it', {
      facts: { holder: failed.holder },
    });
  }
  if (command.type === 'retryStep') return accept([{ ...base, type: 'StepRetried', key }]);
  if (command.reason.trim() === '') {
    return reject('REASON_REQUIRED', 'Say why the step is given up', { field: 'reason' });
  }
  return accept([{ ...base, type: 'StepAbandoned', key, reason: command.reason }]);
}

/** Whoever is present to take care of failed steps, or undefined. */
function responsible(directory: Directory): UserId | undefined {
  return firstOf(directory, [
    { find: 'role', role: 'admin' },
    { find: 'role', role: 'sales-ops' },
  ])?.id;
}

function stepFailed(
  owner: UserId,
  { effect, cause }: Extract<RepairCommand, { type: 'stepFailed' }>,
  { now, actor, directory }: Context<unknown>,
): Outcome<RepairEvent> {
  const holder = responsible(directory) ?? owner;
  const failed: RepairEvent = { at: now, by: actor.id, type: 'StepFailed', effect, cause, holder };
  return accept([failed], noticeOf({ effect, cause, holder }, `failed.${now}`));
}

/** Where mail itself is what failed, another mail would only fail too: the open wait has to be enough. */
function noticeOf({ effect, cause, holder }: Omit<FailedStep, 'since'>, step: string): readonly Effect[] {
  if (effect.type === 'mail') return [];
  const details = { step: effect.type, cause, key: effect.key };
  return [{ type: 'mail', notice: 'step.failed', to: { user: holder }, waitId: waitIdOf(effect), step, details }];
}

/** Gives failed steps whose holder is away or has left to somebody present, where there is anybody. */
export function handOverSteps(
  failures: readonly FailedStep[],
  users: readonly UserId[],
  { now, actor, directory }: Context<unknown>,
): Accepted<RepairEvent> {
  const left = failures.filter(
    ({ holder }) => users.includes(holder) && people(directory, { find: 'person', id: holder }).length === 0,
  );
  const to = left.length > 0 ? responsible(directory) : undefined;
  if (to === undefined) return accept([]);
  return accept(
    left.map(({ effect: { key }, holder: from }) => ({
      at: now,
      by: actor.id,
      type: 'StepHandedOver',
      key,
      from,
      to,
    })),
    left.flatMap((failed) => noticeOf({ ...failed, holder: to }, `handedOver.${now}`)),
  );
}
