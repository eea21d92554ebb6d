import { upcoming } from '../ladder.ts';
import type { Summary } from '../process.ts';
import type { NextStep, Wait, WaitAction } from '../wait.ts';
import type { IncidentState, IncidentSubject } from './model.ts';

const actions = {
  webhook: 'webhook.repair',
  robot: 'robot.repair',
  address: 'address.repair',
  notice: 'notice.passOn',
  rollout: 'rollout.repair',
} as const satisfies Record<IncidentSubject, WaitAction>;

/** The id of the one wait an incident has. */
export const waitId = 'w1';

/** An open incident waits for its holder to settle it. */
export function waits(state: IncidentState): readonly Wait[] {
  if (state.closedAt !== null) return [];
  const { id, subject, title, customer, holder, openedAt, ladder } = state;
  return [
    {
      id: waitId,
      on: 'person',
      action: actions[subject],
      holder,
      openedAt,
      dueAt: ladder.anchor,
      next: nextStep(state),
      subject: { number: id, title, customer, amount: null },
    },
  ];
}

function nextStep({ ladder, holder }: IncidentState): NextStep | null {
  const rung = upcoming(ladder);
  const what = rung?.do[0];
  if (!rung || !what) return null;
  return { at: rung.at, what, who: what === 'remind' ? { user: holder } : { office: 'manager' } };
}

export function summarise({ title, closedAt, subject, holder, customer, openedAt }: IncidentState): Summary {
  return {
    title,
    status: closedAt === null ? 'open' : 'closed',
    stage: subject,
    outcome: closedAt === null ? null : 'settled',
    owner: holder,
    customer,
    amount: null,
    dealId: null,
    openedAt,
    closedAt,
  };
}
