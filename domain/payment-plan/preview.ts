import type { Instant } from '../calendar.ts';
import { reject } from '../errors.ts';
import { upcoming } from '../ladder.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { checkAhead, duePart, firstRefusal, refuseStranger, requireText } from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { hasDueDay, holderOf, openInstalments, reachable, standsStill } from './instalment.ts';
import { previewMail } from './mails.ts';
import type { Instalment, PaymentPlanContext, PaymentPlanState } from './model.ts';
import { personFor } from './offices.ts';
import { goOn } from './standstill.ts';

type Command<Type extends PaymentPlanCommand['type']> = Extract<PaymentPlanCommand, { type: Type }>;

/** Longest note of one's own in a letter. */
const longestNote = 2_000;

/** When the next letter is shown to whoever looks after the customer; undefined when it is not, or has been. */
export function nextShowing({ ladder, previewedStep }: Instalment): Instant | undefined {
  const { reached, rungs } = ladder;
  return previewedStep > reached ? undefined : rungs[reached]?.showAt;
}

/** Whether a step that has come due has to be shown first, because nobody has seen it yet. */
export function isUnseen({ ladder, previewedStep }: Instalment, step: number): boolean {
  return ladder.rungs[step - 1]?.showAt !== undefined && previewedStep < step;
}

/** Shows the letters that go out next to whoever looks after the customer; untouched they go out by themselves. */
export function showLetters(state: PaymentPlanState, context: PaymentPlanContext): Accepted<PaymentPlanEvent> {
  const { actor, now, directory } = context;
  const shown = openInstalments(state)
    .filter(hasDueDay)
    .filter((instalment) => !standsStill(instalment) && reachable(state.contact))
    .flatMap((instalment) => {
      const rung = upcoming(instalment.ladder);
      const at = nextShowing(instalment);
      if (!rung || at === undefined || at > now || rung.at <= now) return [];
      const holder = holderOf(state, instalment);
      const to = instalment.handedTo ? holder : personFor('remind', state, instalment, directory);
      return [{ instalment, to, sendAt: rung.at, step: instalment.ladder.reached + 1 }];
    });
  return accept(
    shown.map(({ instalment, to, sendAt, step }) => ({
      at: now,
      by: actor.id,
      type: 'LetterShown' as const,
      instalmentId: instalment.id,
      step,
      to,
      sendAt,
    })),
    shown.map(({ instalment, to, step }) => previewMail(state, instalment, to, step, context)),
  );
}

/** Keeps the next letter until a day; it then goes out by itself. */
export function holdLetter(
  state: PaymentPlanState,
  { instalmentId, until, reason }: Command<'holdLetter'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now, variant } = context;
  const instalment = duePart(state, instalmentId);
  if ('code' in instalment) return instalment;
  const refused = firstRefusal(
    refuseStranger(state, instalment, context),
    checkAhead(until, 'until', variant.preview?.longestHold ?? 7, context),
    requireText(reason, 'reason', 'REASON_REQUIRED'),
    upcoming(instalment.ladder) ? undefined : reject('ILLEGAL_NOW', 'No further letter is planned'),
  );
  if (refused) return refused;
  const restart = goOn(instalment, until, context);
  return accept([
    { at: now, by: actor.id, type: 'LetterHeld', instalmentId, until, reason: reason.trim(), ...restart },
  ]);
}

/** Adds words of one's own to the next letter. */
export function noteLetter(
  state: PaymentPlanState,
  { instalmentId, note }: Command<'noteLetter'>,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now } = context;
  const instalment = duePart(state, instalmentId);
  if ('code' in instalment) return instalment;
  const refused = firstRefusal(
    refuseStranger(state, instalment, context),
    note.length <= longestNote ? undefined : reject('INVALID', `At most ${longestNote} characters`, { field: 'note' }),
  );
  if (refused) return refused;
  return accept([{ at: now, by: actor.id, type: 'LetterNoted', instalmentId, note: note.trim() || null }]);
}
