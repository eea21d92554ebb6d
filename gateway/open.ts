import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { WorkingCalendar } from '../domain/calendar.ts';
import { toBusinessTime } from '../domain/clock.ts';
import { begin, summaryOf, unborn } from '../domain/instance.ts';
import { kindRules } from '../domain/kinds.ts';
import type { Directory, UserId } from '../domain/people.ts';
import type { Question } from '../domain/question.ts';
import type { VariantBase } from '../domain/variant.ts';
import type { FreshProcess } from '../workflows/messages.ts';
import { freeze } from './digest.ts';
import { CommandRefused, type Gateway, NoRunningProcess, sendCommand, startAndAwaitProcess } from './gateway.ts';

/** What opening a process needs to know of the company, read at that moment. */
export interface CompanyFacts {
  /** The working calendar as it stands at business time `at`. */
  calendar(at: number): Promise<WorkingCalendar>;
  /** The calendar a process of this owner runs by: that of their department where it has its own. */
  calendarOf(owner: UserId, at: number): Promise<WorkingCalendar>;
  /** People who hold an open wait of a process and are not present. */
  absentHolders(processId: string, at: number): Promise<readonly UserId[]>;
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
  const asked: FreshProcess = { ...request, variant, calendar: await facts.calendar(at) };
  const owner = await checkBeginning(asked, at, facts);
  const fresh: FreshProcess = { ...asked, calendar: await facts.calendarOf(owner, at) };
  try {
    await startAndAwaitProcess(gateway, fresh);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  await passOn(gateway, facts, fresh, at);
}

/** A process may begin with something in the hands of somebody who is away or has left: it is told so at once. */
async function passOn(gateway: Gateway, facts: CompanyFacts, fresh: FreshProcess, at: number): Promise<void> {
  const users = await facts.absentHolders(fresh.id, at);
  if (users.length === 0) return;
  const actor = { id: 'system', roles: [], channel: 'process' } as const;
  const command = { type: 'peopleChanged', users };
  try {
    await sendCommand(gateway, fresh.id, { commandId: `${fresh.commandId}/people`, command, actor });
  } catch (error) {
    // One that has ended since holds nothing any more.
    if (!(error instanceof NoRunningProcess)) throw error;
  }
}

/** Asks the rules whether a process may begin, and answers who would own it. */
async function checkBeginning(fresh: FreshProcess, now: number, facts: CompanyFacts): Promise<UserId> {
  const rules = kindRules[fresh.kind];
  const instance = unborn(fresh.id, fresh.kind, fresh.variant, fresh.calendar);
  let directory: Directory = {};
  for (;;) {
    const handling = begin(rules, instance, fresh.input, { now, actor: fresh.actor, directory });
    if (handling.ok === true) return summaryOf(rules, handling.instance).owner;
    if (handling.ok === false) throw new CommandRefused(handling);
    directory = { ...directory, ...(await facts.answers(handling.queries, now)) };
  }
}
