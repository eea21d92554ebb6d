import type { Effect, Notice, NoticeDetails } from '../effects.ts';
import { firstOf, type UserId } from '../people.ts';
import type { ContractContext, ContractState } from './model.ts';

type Mail = Extract<Effect, { type: 'mail' }>;

interface Message {
  readonly notice: Notice;
  readonly to: UserId;
  readonly step: string;
  readonly details?: NoticeDetails;
  readonly onlyWhileOpen?: boolean;
}

/** The id of the wait a contract has, or with an offset the ids of those after it. */
export function waitId({ waitNo }: Pick<ContractState, 'waitNo'>, later = 0): string {
  return `w${waitNo + later}`;
}

/** A message about a contract, on the wait it stands at, or (`later`) the one that has just been opened. */
export function contractMail(
  state: ContractState,
  { notice, to, step, details = {}, onlyWhileOpen = false }: Message,
  later = 0,
): Mail {
  const { number, owner, term, phase } = state;
  return {
    type: 'mail',
    notice,
    to: { user: to },
    waitId: waitId(state, later),
    step,
    onlyWhileOpen,
    details: { number, owner, phase, until: term.until, autoRenew: term.autoRenew, ...details },
  };
}

/**
 * Tells those who did not do it themselves that a contract has ended: its owner, and finance where money is collected
 * under it, because that goes on until finance decides otherwise.
 */
export function closingMails(
  state: ContractState,
  details: NoticeDetails & { readonly outcome: string },
  { actor, directory }: ContractContext,
): readonly Mail[] {
  const finance = state.planId === null ? undefined : firstOf(directory, [{ find: 'role', role: 'finance' }]);
  const readers = new Set([state.owner, ...(finance ? [finance.id] : [])]);
  return [...readers]
    .filter((to) => to !== actor.id)
    .map((to) =>
      contractMail(state, {
        notice: 'contract.closed',
        to,
        step: details.outcome,
        details: { ...details, plan: state.planId },
      }),
    );
}
