import { begin, unborn } from '../domain/instance.ts';
import { kindRules } from '../domain/kinds.ts';
import type { Directory, PeopleQuery } from '../domain/people.ts';
import type { FreshProcess } from '../workflows/messages.ts';
import { CommandRefused } from './gateway.ts';

/** Answers questions about the organisation as it is now. */
export type LookUp = (queries: readonly PeopleQuery[]) => Promise<Directory>;

/**
 * Asks the rules whether a process may begin, before anything is started, so that bad input leaves no trace.
 * Throws `CommandRefused` with the reason.
 */
export async function checkBeginning(fresh: FreshProcess, now: number, lookUp: LookUp): Promise<void> {
  const rules = kindRules[fresh.kind];
  const instance = unborn(fresh.id, fresh.kind, fresh.variant, fresh.calendar);
  let directory: Directory = {};
  for (;;) {
    const handling = begin(rules, instance, fresh.input, { now, actor: fresh.actor, directory });
    if (handling.ok === true) return;
    if (handling.ok === false) throw new CommandRefused(handling);
    directory = { ...directory, ...(await lookUp(handling.queries)) };
  }
}
