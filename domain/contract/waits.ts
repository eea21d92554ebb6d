import { upcoming } from '../ladder.ts';
import type { UserId } from '../people.ts';
import type { Summary } from '../process.ts';
import type { Addressee, NextStep, Wait, WaitAction, WaitOn } from '../wait.ts';
import { holderOf } from './clock.ts';
import { waitId } from './mails.ts';
import type { ContractAction, ContractState, ContractStep } from './model.ts';

const questions = {
  draft: { action: 'contract.prepare', on: 'person' },
  review: { action: 'contract.review', on: 'system' },
  signature: { action: 'contract.sign', on: 'customer' },
  copyCheck: { action: 'contract.checkCopy', on: 'person' },
  start: { action: 'contract.start', on: 'date' },
  end: { action: 'contract.decideEnd', on: 'date' },
} as const satisfies Record<ContractStep, { action: WaitAction; on: WaitOn }>;

/** A contract waits with one question at a time. */
export function waits(state: ContractState): readonly Wait[] {
  if (state.closed) return [];
  const { clock, waitSince, number, title, customer, amount, versions } = state;
  const current = versions.at(-1);
  return [
    {
      id: waitId(state),
      ...question(state),
      holder: holderOf(state),
      principal: state.standIn && holderOf(state) === state.standIn ? state.owner : null,
      openedAt: waitSince,
      dueAt: clock.ladder.anchor,
      next: nextStep(state),
      subject: {
        number,
        title,
        customer,
        amount,
        ...(current ? { documentVersion: current.document.version } : {}),
        ...(clock.step === 'copyCheck' ? { capacity: 'legal' } : {}),
      },
    },
  ];
}

function question({ clock, endReason }: ContractState): { action: WaitAction; on: WaitOn } {
  // Once the end is decided there is nothing left to do but wait for it.
  return clock.step === 'end' && endReason !== null ? { action: 'contract.end', on: 'date' } : questions[clock.step];
}

function nextStep(state: ContractState): NextStep | null {
  const rung = upcoming(state.clock.ladder);
  const what = rung?.do.at(-1);
  return rung && what ? { at: rung.at, what, who: addressee(what, holderOf(state)) } : null;
}

function addressee(action: ContractAction, holder: UserId): Addressee {
  switch (action) {
    case 'remind':
    case 'takeEffect':
    case 'renew':
    case 'expire':
      return { user: holder };
    case 'escalateToManager':
      return { office: 'manager' };
    case 'escalateToLegal':
      return { office: 'legal' };
    default:
      return action satisfies never;
  }
}

/** The contract's row in lists. */
export function summarise(state: ContractState): Summary {
  const { title, phase, closed, owner, customer, amount, dealId, openedAt } = state;
  return {
    title,
    status: closed ? 'closed' : 'open',
    stage: phase,
    outcome: closed?.outcome ?? null,
    owner,
    customer,
    amount,
    dealId,
    openedAt,
    closedAt: closed?.at ?? null,
  };
}
