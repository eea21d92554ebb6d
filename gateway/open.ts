import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { WorkingCalendar } from '../domain/calendar.ts';
import { toBusinessTime } from '../domain/clock.ts';
import { begin, unborn } from '../domain/instance.ts';
import { kindRules } from '../domain/kinds.ts';
import type { Directory } from '../domain/people.ts';
import type { Question } from '../domain/question.ts';
import type { VariantBase } from '../domain/variant.ts';
import type { FreshProcess } from '../workflows/messages.ts';
import { freeze } from './digest.ts';
import { CommandRefused, type Gateway, startAndAwaitProcess } from './gateway.ts';

/** What opening a process needs to know of the company, read at that moment. */
export interface CompanyFacts {
  /** The working calendar as it stands at business time `at`. */
  calendar(at: number): Promise<WorkingCalendar>;
  answers(questions: readonly Question[], at: number): Promise<Directory>;
}

/** A process to be opened, with the variant it is to run by. */
export type OpeningRequest = Omit<FreshProcess, 'variant' | 'calendar'> & { readonly variant: VariantBase<never> };

/**
 * Opens a process and answers once its beginning is recorded. The rules are asked first, so that bad input starts
 * nothing; opening the same process again changes nothing.
 * Throws `CommandRefused` when the rules refuse, `CommandPending` or `ProcessesUnavailable` when nothing answers.
 */
export async function openProcess(gateway: Gateway, facts: CompanyFacts, request: OpeningRequest): Promise<void> {
  const at = toBusinessTime(gateway.clock, Date.now());
  const variant = freeze(request.variant);
  const fresh: FreshProcess = { ...request, variant, calendar: await facts.calendar(at) };
  await checkBeginning(fresh, at, facts);
  try {
    await startAndAwaitProcess(gateway, fresh);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function checkBeginning(fresh: FreshProcess, now: number, facts: CompanyFacts): Promise<void> {
  const rules = kindRules[fresh.kind];
  const instance = unborn(fresh.id, fresh.kind, fresh.variant, fresh.calendar);
  let directory: Directory = {};
  for (;;) {
    const handling = begin(rules, instance, fresh.input, { now, actor: fresh.actor, directory });
    if (handling.ok === true) return;
    if (handling.ok === false) throw new CommandRefused(handling);
    directory = { ...directory, ...(await facts.answers(handling.queries, now)) };
  }
}
