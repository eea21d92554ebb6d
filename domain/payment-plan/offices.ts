import { type Directory, firstOf, type PeopleQuery, type UserId } from '../people.ts';
import { lastResort } from '../stand-in.ts';
import { holderOf } from './instalment.ts';
import type { Instalment, InternalAction, PaymentPlanState } from './model.ts';

const person = (id: UserId): PeopleQuery => ({ find: 'person', id });

function candidates(action: InternalAction, state: PaymentPlanState, instalment: Instalment): readonly PeopleQuery[] {
  const { owner, financeOwner } = state;
  const standIn = state.standIns?.[owner];
  const managerOfOwner: PeopleQuery = { find: 'manager', of: owner, level: 1 };
  const finance: readonly PeopleQuery[] = [
    ...(financeOwner === null ? [] : [person(financeOwner)]),
    { find: 'role', role: 'finance' },
  ];
  switch (action) {
    case 'remind':
      return [person(owner), ...(standIn ? [person(standIn)] : []), managerOfOwner];
    case 'escalateToManager':
      return [managerOfOwner, { find: 'role', role: 'manager' }];
    case 'escalateToFinance':
      return finance;
    case 'escalateToLegal':
      return [{ find: 'role', role: 'legal' }, person(holderOf(state, instalment)), ...finance];
    default:
      return action satisfies never;
  }
}

/**
 * The person present now to whom an action turns, by name. When the office is empty somebody else present stands in,
 * and when nobody at all is present it stays with whoever holds the instalment.
 */
export function personFor(
  action: InternalAction,
  state: PaymentPlanState,
  instalment: Instalment,
  directory: Directory,
): UserId {
  const found = firstOf(directory, [...candidates(action, state, instalment), ...lastResort]);
  return found?.id ?? holderOf(state, instalment);
}
